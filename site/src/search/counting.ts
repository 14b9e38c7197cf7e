// Counts what filters would leave, and knows the words for their values once it has counted them.

import type { Engine, Facet } from "./index.js";
import type { Library } from "./library.js";
import { compose, fields, type Question } from "./question.js";

export class Counting {
  private readonly titles = new Map<string, string>(); // by filter

  constructor(private readonly library: Library) {}

  /** What a value is called; itself as long as that is not known. */
  title(field: string, value: string): string {
    return this.titles.get(`${field}:${value}`) ?? value;
  }

  /** The values of a field among what a question finds without its choice of that field; throws what the engine throws. */
  async count(field: string, question: Question): Promise<Facet> {
    const query = compose(question, field);
    return this.library(async (engine) => {
      const hits = query === "" ? everything(engine) : (await engine.search(query)).hits;
      return this.noted(await engine.facet(field, hits));
    });
  }

  /** Learns what the chosen values are called. Their columns are loaded by then; false where there was nothing to learn. */
  async learn({ chosen }: Question): Promise<boolean> {
    const unknown = fields.filter((field) => chosen.get(field)?.some((value) => !this.titles.has(`${field}:${value}`)));
    if (unknown.length === 0) return false;
    const facets = await this.library((engine) => Promise.all(unknown.map((field) => engine.facet(field, everything(engine)))));
    facets.forEach((facet) => this.noted(facet));
    return true;
  }

  private noted(facet: Facet): Facet {
    for (const { value, title } of facet.values) this.titles.set(`${facet.field}:${value}`, title);
    return facet;
  }
}

/** All documents, as if a query had found them. */
function everything(engine: Engine): Int32Array {
  return Int32Array.from({ length: engine.size }, (_, doc) => doc);
}
