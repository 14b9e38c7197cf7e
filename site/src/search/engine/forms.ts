// What stands for a term of a query.

import type { Block } from "./decode.js";
import type { Variant } from "./rank.js";
import type { Reader } from "./read.js";

/** A term of the dictionary. */
export interface Match {
  term: string;
  size: number; // bits of the number of documents
  lists: number[];
}

export function matchAt(block: Block, at: number): Match {
  return { term: block.terms[at]!, size: block.sizes[at]!, lists: block.lists[at]! };
}

/** Gathers variants, each list once, with the best factor, which comes first. */
export class Forms {
  readonly variants: Variant[] = [];

  constructor(
    private readonly reader: Reader,
    private readonly words: Set<string>, // gets what is added, as written
  ) {}

  async add(found: Match[], factor: number): Promise<void> {
    const known = new Set(this.variants.map((v) => v.list));
    const lists = new Set(found.flatMap((m) => m.lists).filter((list) => !known.has(list)));
    for (const { term } of found) this.words.add(term);
    const load = async (list: number): Promise<Variant> => ({ list, factor, posting: await this.reader.posting(list) });
    this.variants.push(...(await Promise.all([...lists].map(load))));
  }

  /** Tells whether fewer than n documents stand in the lists together, each list counted for itself. */
  few(n: number): boolean {
    return this.variants.reduce((held, v) => held + v.posting.docs.length, 0) < n;
  }
}
