// Answers queries from the index of a site as internal/search does: the same documents in the same order.

import { Cache } from "../../cache.js";
import { type Excerpt, type Section, bestExcerpt } from "./excerpt.js";
import { expand } from "./expand.js";
import { type Facet, conditions, facet } from "./filter.js";
import type { Doc } from "./format.js";
import { type Group, groups } from "./groups.js";
import { Lookup } from "./lookup.js";
import { SearchError } from "./pack.js";
import { type Note, type Query, parse } from "./query.js";
import { Scores, interleave, priors, sortByDate } from "./rank.js";
import { Reader } from "./read.js";
import type { Correction } from "./similar.js";

export type Order = "relevance" | "date"; // newest first

/** What a query finds. */
export interface Answer {
  query: Query;
  fields: string[]; // that queries can filter by
  hits: Int32Array; // numbers of all documents found, best first
  scores: Float64Array; // of each of these
  notes: Note[]; // of the query and of its words
  words: Set<string>; // as written that the hits were found by, for highlighting
  corrections: Correction[]; // of words that hardly any document contains
}

/**
 * The search of a site. The numbers of documents are those of the answer to the last query: where another
 * version of the site was published meanwhile, a query is answered from that one, and docs, facet and groups throw
 * a SearchError "version" once, after which the query must be asked again.
 */
export interface Engine {
  readonly size: number; // documents
  search(text: string, order?: Order): Promise<Answer>;
  /** The documents in the order asked. */
  docs(numbers: ArrayLike<number>): Promise<Doc[]>;
  facet(field: string, hits: Int32Array): Promise<Facet>;
  groups(hits: Int32Array): Promise<Group[]>;
  /** What the answer found in the text of a page; undefined where the text cannot be had or has none of it. */
  excerpt(doc: Doc, answer: Answer): Promise<Excerpt | undefined>;
}

/** Opens the search of the site at an address, which ends in a slash. */
export async function open(root: string): Promise<Engine> {
  return new Site(root, await Index.open(root, "no-cache"));
}

/** One version of an index, with the scores of the current query. */
class Index {
  private constructor(
    readonly reader: Reader,
    private readonly scores = new Scores(reader.root.docs),
  ) {}

  static async open(root: string, cache: RequestCache): Promise<Index> {
    return new Index(await Reader.open(`${root}search/`, cache));
  }

  /** Answers a query. Where words were read as filters that nothing passes, all words are searched. */
  async search(text: string, order: Order): Promise<Answer> {
    const { fields, root: { asking } } = this.reader;
    const options = { fields, asking, today: today() };
    const found = await this.answer(parse(text, options), order);
    if (found.hits.length > 0 || found.query.readings.length === 0) return found;
    return this.answer(parse(text, { ...options, plain: true }), order);
  }

  private async answer(query: Query, order: Order): Promise<Answer> {
    const { reader, scores } = this;
    const { fields } = reader;
    const { terms, filters, excluded } = query;
    const words = new Set<string>();
    const empty = { hits: new Int32Array(), scores: new Float64Array(), corrections: [] };
    if (terms.length + filters.length + excluded.length === 0) return { query, fields, notes: query.notes, words, ...empty };
    const lookup = new Lookup(reader, words);
    const [{ concepts, notes, corrections }, [passes, unknown], prior, dates] = await Promise.all([
      expand(lookup, terms),
      conditions(lookup, query),
      priors(reader, query),
      order === "date" ? reader.dates() : undefined,
    ]);
    scores.clear(); // from here on nothing waits, so that no other query uses them in between
    for (const concept of concepts) scores.add(concept);
    let hits = scores.rank(prior, terms.length === 0, passes);
    const [only, ...others] = concepts;
    if (only?.fuzzy && others.length === 0) hits = interleave(only.variants, hits, reader.root.docs);
    if (dates) hits = sortByDate(hits, dates);
    return { query, fields, hits, scores: scores.of(hits), notes: [...query.notes, ...notes, ...unknown], words, corrections };
  }
}

/** The day of the reader since 1970. */
function today(): number {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86_400_000;
}

const maxTexts = 8 << 20; // characters of the texts of pages that are kept

class Site implements Engine {
  private latest = 0; // query
  private opening: Promise<Index> | undefined; // of another version
  private readonly texts = new Cache<string, Section[]>(maxTexts, (sections) => {
    return sections.reduce((n, section) => n + section.text.length, 100);
  });

  constructor(
    private readonly root: string,
    private index: Index,
  ) {}

  get size(): number {
    return this.index.reader.root.docs;
  }

  async search(text: string, order: Order = "relevance"): Promise<Answer> {
    const number = ++this.latest;
    const { index } = this;
    try {
      return await index.search(text, order);
    } catch (error) {
      const next = await this.nextVersion(index, error);
      const answer = await next.search(text, order);
      if (number === this.latest) this.index = next;
      return answer;
    }
  }

  docs(numbers: ArrayLike<number>): Promise<Doc[]> {
    return this.read((reader) => Promise.all(Array.from(numbers, (number) => reader.doc(number))));
  }

  facet(field: string, hits: Int32Array): Promise<Facet> {
    return this.read((reader) => facet(reader, field, hits));
  }

  groups(hits: Int32Array): Promise<Group[]> {
    return this.read((reader) => groups(reader, hits));
  }

  private async read<T>(from: (reader: Reader) => Promise<T>): Promise<T> {
    const { index } = this;
    try {
      return await from(index.reader);
    } catch (error) {
      this.index = await this.nextVersion(index, error);
      throw new SearchError("version", "another version of the site was published", { cause: error });
    }
  }

  /** The version that was published after one whose files are not there any more; throws the error if there is none. */
  private async nextVersion(index: Index, error: unknown): Promise<Index> {
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
      return bestExcerpt(await this.texts.get(address, () => sectionsAt(address)), answer.words);
    } catch {
      return undefined; // a result is as good without
    }
  }
}

/** The text of a page from the JSON file beside it. */
async function sectionsAt(address: string): Promise<Section[]> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`status ${response.status}`);
  const { sections } = (await response.json()) as { sections: Partial<Section>[] };
  return sections.map(({ title, text }) => ({ title: String(title ?? ""), text: String(text ?? "") }));
}
