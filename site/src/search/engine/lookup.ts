// Looks terms up in the dictionary.

import type { Block, Posting } from "./decode.js";
import { type Reader, compare, lowerBound } from "./read.js";

/** A posting list that counts for a term of a query. */
export interface Variant {
  list: number;
  posting: Posting;
  weight: number; // one of those below
}

// The weights of what counts for a term, in 1/64.
export const weightExact = 64;
export const weightInflected = 56;
export const weightSynonym = 40;
export const weightOneEdit = 36;
export const weightPrefix = 28;
export const weightTwoEdits = 24;

/** A term of a query with all that counts for it. */
export interface Concept {
  variants: Variant[];
  identifier: boolean; // it is an identifier, or all of the query, which may be the number of one
  fuzzy: boolean; // its variants are corrections alone
  synonyms: Variant[][][]; // phrases that mean the same, each as the variants of its words
}

/** A term of the dictionary. */
export interface Match {
  term: string;
  size: number; // bits of the document frequency
  lists: number[];
}

export function matchAt(block: Block, at: number): Match {
  return { term: block.terms[at]!, size: block.sizes[at]!, lists: block.lists[at]! };
}

export class Lookup {
  constructor(
    readonly reader: Reader,
    readonly words: Set<string>, // as written that documents are found by, for highlighting
  ) {}

  /** Looks up the same and adds no words for highlighting. */
  unmarked(): Lookup {
    return new Lookup(this.reader, new Set());
  }

  /** Finds a term and, for highlighting, the words of the same block that lead to the same posting lists. */
  async exact(term: string): Promise<Match[]> {
    if (this.reader.blockCount === 0) return [];
    const block = await this.reader.block(this.reader.blockOf(term));
    const at = lowerBound(block.terms, (t) => compare(t, term));
    if (block.terms[at] !== term) return [];
    const match = matchAt(block, at);
    block.lists.forEach((lists, i) => {
      if (lists.some((list) => match.lists.includes(list))) this.words.add(block.terms[i]!);
    });
    return [match];
  }

  /** Finds the terms that begin with a text, in at most so many blocks. */
  async withPrefix(prefix: string, blocks: number): Promise<Match[]> {
    const { reader } = this;
    if (reader.blockCount === 0) return [];
    const first = reader.blockOf(prefix);
    const numbers = [first];
    for (let next = first + 1; next < first + blocks && reader.root.terms.first[next]?.startsWith(prefix); next++) {
      numbers.push(next);
    }
    const found: Match[] = [];
    for (const block of await Promise.all(numbers.map((number) => reader.block(number)))) {
      let at = lowerBound(block.terms, (term) => compare(term, prefix));
      for (; block.terms[at]?.startsWith(prefix); at++) found.push(matchAt(block, at));
    }
    return found;
  }
}

/** Gathers the variants of a term: each posting list once, with its first weight, which is the highest. */
export class Variants {
  readonly list: Variant[] = [];

  constructor(readonly lookup: Lookup) {}

  async add(found: Match[], weight: number): Promise<void> {
    const { reader, words } = this.lookup;
    const known = new Set(this.list.map((variant) => variant.list));
    const lists = new Set(found.flatMap((match) => match.lists).filter((list) => !known.has(list)));
    for (const { term } of found) words.add(term);
    const load = async (list: number): Promise<Variant> => ({ list, posting: await reader.posting(list), weight });
    this.list.push(...(await Promise.all([...lists].map(load))));
  }

  /** How many documents the posting lists hold together, each list counted for itself. */
  docs(): number {
    return this.list.reduce((n, variant) => n + variant.posting.docs.length, 0);
  }
}
