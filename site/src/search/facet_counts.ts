// Counts the results of each filter, and keeps the titles of the values counted.

import type { WithEngine } from "./engine_loader.js";
import type { Engine, Facet } from "./index.js";
import { formatQuery, type SearchState } from "./search_state.js";

export class FacetCounts {
  private readonly titles = new Map<string, string>(); // by field and value

  constructor(private readonly withEngine: WithEngine) {}

  /** The title of a value; the value itself as long as its title is not known. */
  title(field: string, value: string): string {
    return this.titles.get(`${field}:${value}`) ?? value;
  }

  /** Counts the values of a field in the results without the filter of that field; throws what the engine throws. */
  async count(field: string, state: SearchState): Promise<Facet> {
    const query = formatQuery(state, field);
    return this.withEngine(async (engine) => {
      const hits = query === "" ? allDocuments(engine) : (await engine.search(query)).hits;
      return this.keepTitles(await engine.facet(field, hits));
    });
  }

  /** Loads the titles of the selected values, whose columns are loaded by then; false where all were known. */
  async loadTitles({ selected, fields }: SearchState): Promise<boolean> {
    const isUnknown = (field: string, value: string) => !this.titles.has(`${field}:${value}`);
    const unknown = fields.filter((field) => selected.get(field)?.some((value) => isUnknown(field, value)));
    if (unknown.length === 0) return false;
    const facets = await this.withEngine((engine) => {
      return Promise.all(unknown.map((field) => engine.facet(field, allDocuments(engine))));
    });
    facets.forEach((facet) => this.keepTitles(facet));
    return true;
  }

  private keepTitles(facet: Facet): Facet {
    for (const { value, title } of facet.values) this.titles.set(`${facet.field}:${value}`, title);
    return facet;
  }
}

/** The numbers of all documents, as if a query had found them. */
function allDocuments(engine: Engine): Int32Array {
  return Int32Array.from({ length: engine.size }, (_, doc) => doc);
}
