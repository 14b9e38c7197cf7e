// Answers queries from the index of a site as internal/search does on the other side: the same documents
// in the same order.

import type { Doc } from "./decode.js";
import { type Excerpt, type Section, cut } from "./excerpt.js";
import { type Facet, conditions, facet } from "./filter.js";
import { Kept } from "./kept.js";
import { Lookup } from "./lookup.js";
import { SearchError } from "./pack.js";
import { type Note, type Query, parse } from "./query.js";
import { Scores, byDate, readings } from "./rank.js";
import { Reader } from "./read.js";
import type { Correction } from "./similar.js";

export type Order = "relevance" | "date"; // newest first

/** What a query finds. */
export interface Answer {
  query: Query;
  hits: Int32Array; // numbers of all documents found, best first
  scores: Float64Array; // of each of these
  notes: Note[]; // of the query and of its words
  words: Set<string>; // as written that the hits were found by, for marking them
  corrections: Correction[]; // of words that hardly any document contains
}

/**
 * The search of a site. The numbers of documents are those of the answer to the last query: where another
 * version of the site was published meanwhile, a query is answered from that one, and docs and facet throw
 * a SearchError "version" once, after which the query must be asked again.
 */
export interface Engine {
  readonly size: number; // documents
  search(text: string, order?: Order): Promise<Answer>;
  /** The documents in the order asked. */
  docs(numbers: ArrayLike<number>): Promise<Doc[]>;
  facet(field: string, hits: Int32Array): Promise<Facet>;
  /** What the answer found in the text of a page; undefined where the text cannot be had or holds none of it. */
  excerpt(doc: Doc, answer: Answer): Promise<Excerpt | undefined>;
}

/** Opens the search of the site at an address, which ends in a slash. */
export async function open(root: string): Promise<Engine> {
  return new Site(root, await Index.open(root, "no-cache"));
}

/** One version of an index, and what queries count in. */
class Index {
  private constructor(
    readonly reader: Reader,
    private readonly scores = new Scores(reader.root.docs),
  ) {}

  static async open(root: string, cache: RequestCache): Promise<Index> {
    return new Index(await Reader.open(`${root}search/`, cache));
  }

  async answer(text: string, order: Order): Promise<Answer> {
    const { reader, scores } = this;
    const query = parse(text);
    const answer: Answer = { query, hits: new Int32Array(), scores: new Float64Array(), notes: [...query.notes], words: new Set(), corrections: [] };
    if (query.terms.length + query.filters.length + query.excluded.length === 0) return answer;
    const lookup = new Lookup(reader, answer.words);
    const [concepts, { passes, notes }, dates] = await Promise.all([
      lookup.concepts(query.terms),
      conditions(query, lookup),
      order === "date" ? reader.dates() : undefined,
    ]);
    answer.notes.push(...concepts.notes, ...notes);
    answer.corrections = concepts.corrections;
    scores.clear(); // from here on nothing waits, so that no other query counts in between
    for (const concept of concepts.list) scores.weigh(concept);
    answer.hits = scores.hits(reader.root.runs, query.terms.length === 0, passes);
    const [only, ...others] = concepts.list;
    if (only?.edited && others.length === 0) answer.hits = readings(only.variants, answer.hits, reader.root.docs);
    if (dates) answer.hits = byDate(answer.hits, dates);
    answer.scores = scores.of(answer.hits);
    return answer;
  }
}

const mostTwins = 8 << 20; // signs of texts that are kept

class Site implements Engine {
  private turn = 0;
  private opening: Promise<Index> | undefined; // of another version
  private readonly twins = new Kept<string, Section[]>(mostTwins, (sections) => sections.reduce((n, s) => n + s.text.length, 100));

  constructor(
    private readonly root: string,
    private index: Index,
  ) {}

  get size(): number {
    return this.index.reader.root.docs;
  }

  async search(text: string, order: Order = "relevance"): Promise<Answer> {
    const turn = ++this.turn;
    const { index } = this;
    try {
      return await index.answer(text, order);
    } catch (error) {
      const next = await this.next(index, error);
      const answer = await next.answer(text, order);
      if (turn === this.turn) this.index = next;
      return answer;
    }
  }

  docs(numbers: ArrayLike<number>): Promise<Doc[]> {
    return this.read((reader) => Promise.all(Array.from(numbers, (number) => reader.doc(number))));
  }

  facet(field: string, hits: Int32Array): Promise<Facet> {
    return this.read((reader) => facet(reader, field, hits));
  }

  private async read<T>(from: (reader: Reader) => Promise<T>): Promise<T> {
    const { index } = this;
    try {
      return await from(index.reader);
    } catch (error) {
      this.index = await this.next(index, error);
      throw new SearchError("version", "another version of the site was published", { cause: error });
    }
  }

  /** The version that was published after one whose files are not there any more; the error where there is none. */
  private async next(index: Index, error: unknown): Promise<Index> {
    if (!(error instanceof SearchError) || error.reason === "offline") throw error;
    this.opening ??= Index.open(this.root, "reload").finally(() => (this.opening = undefined));
    const next = await this.opening;
    if (next.reader.text === index.reader.text) throw error;
    return next;
  }

  async excerpt(doc: Doc, answer: Answer): Promise<Excerpt | undefined> {
    const file = ["system", "article", "playbook", "glossary"].includes(doc.kind) ? "page.json" : "record.json";
    const address = this.root + doc.url + file;
    try {
      return cut(await this.twins.get(address, () => sectionsAt(address)), answer.words);
    } catch {
      return undefined; // a result is as good without
    }
  }
}

/** The text of a page from its JSON twin. */
async function sectionsAt(address: string): Promise<Section[]> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`status ${response.status}`);
  const { sections } = (await response.json()) as { sections: Partial<Section>[] };
  return sections.map(({ title, text }) => ({ title: String(title ?? ""), text: String(text ?? "") }));
}
