// Weighs documents as internal/search does: whole numbers alone, so that both sides agree. No product
// here is above 2^53 for an index of up to mostDocs.

import { type Posting, mostDocs, named, noDate } from "./decode.js";

/** A list that stands for a term, and what it counts for. */
export interface Variant {
  list: number;
  posting: Posting;
  factor: number; // of whole
}

/** A term with all that stands for it. */
export interface Concept {
  variants: Variant[];
  names: boolean; // it is an identifier, or a number that is all of the query
  edited: boolean; // nothing but misspelt forms stand for it
  also: Variant[][][]; // other phrases for it, each as what stands for its words
}

/** What a word counts for that stands there itself. */
export const whole = 64;

/** A document that holds less than one in so many of what the words of a query tell is no result. */
const leastCover = 4;

/** 256 times the binary logarithm of n, rounded down, for 1 ≤ n < 2^30. */
function log2(n: number): number {
  let result = 31 - Math.clz32(n);
  let m = Math.floor((n * 65536) / 2 ** result); // in [1, 2) times 2^16
  for (let i = 0; i < 8; i++) {
    m = Math.floor((m * m) / 65536);
    result *= 2;
    if (m >= 131072) {
      m >>= 1;
      result++;
    }
  }
  return result;
}

/** How much a word that n of all documents hold tells, in 1/256 bit. */
function idf(all: number, n: number): number {
  return Math.max(1, log2(2 * all + 2) - log2(2 * n + 1)); // what all hold tells next to nothing, and yet they hold it
}

/** What documents have gathered. It is used again for the next query. */
export class Scores {
  private readonly score: Float64Array;
  private readonly cover: Int32Array;
  private readonly weight: Int32Array; // of one concept; all zero between two
  private readonly touched: Int32Array; // documents of one concept, at last those found
  private readonly scored: Int32Array; // documents with a score, n of them
  private n = 0;
  private total = 0; // of the idf of all concepts
  private readonly names = new Set<number>(); // documents of which the query has an identifier

  constructor(private readonly docs: number) {
    this.score = new Float64Array(docs);
    this.cover = new Int32Array(docs);
    this.weight = new Int32Array(docs);
    this.touched = new Int32Array(docs);
    this.scored = new Int32Array(docs);
  }

  clear(): void {
    for (let i = 0; i < this.n; i++) this.score[this.scored[i]!] = this.cover[this.scored[i]!] = 0;
    this.n = 0;
    this.total = 0;
    this.names.clear();
  }

  /** Adds what a concept counts for in each document: its idf times the heaviest of its forms. */
  weigh(concept: Concept): void {
    const { score, cover, weight, touched } = this;
    let n = 0;
    const add = (doc: number, value: number): void => {
      if (weight[doc] === 0) touched[n++] = doc;
      if (value > weight[doc]!) weight[doc] = value;
    };
    for (const { posting, factor } of concept.variants) {
      const { docs, impacts } = posting;
      for (let i = 0; i < docs.length; i++) {
        add(docs[i]!, impacts[i]! * factor);
        if (impacts[i] === named && factor === whole && concept.names) this.names.add(docs[i]!);
      }
    }
    for (const phrase of concept.also) {
      lightest(phrase, this.docs).forEach((value, doc) => {
        if (value > 0) add(doc, value);
      });
    }
    if (n === 0) return;
    const rarity = idf(this.docs, n);
    this.total += rarity;
    for (let i = 0; i < n; i++) {
      const doc = touched[i]!;
      if (score[doc] === 0) this.scored[this.n++] = doc;
      score[doc]! += rarity * weight[doc]!;
      cover[doc]! += rarity;
      weight[doc] = 0;
    }
  }

  /** The documents found, best first. Of two that score the same the later one comes first, which is the newer. */
  hits(runs: [number, number][], all: boolean, passes: (doc: number) => boolean): Int32Array {
    const { score, cover, total, names } = this;
    let n = 0;
    const take = (doc: number): void => {
      const covered = cover[doc]! * leastCover >= total;
      if ((!all && !covered && !names.has(doc)) || !passes(doc)) return;
      if (total > 0) score[doc] = final(score[doc]!, cover[doc]!, total, prior(runs, doc));
      this.touched[n++] = doc;
    };
    if (all) for (let doc = 0; doc < this.docs; doc++) take(doc);
    else for (let i = 0; i < this.n; i++) take(this.scored[i]!);
    const hits = descending(this.touched.subarray(0, n), (doc) => score[doc]!);
    if (names.size === 0) return hits;
    const named = hits.filter((doc) => names.has(doc));
    const others = hits.filter((doc) => !names.has(doc));
    hits.set(named);
    hits.set(others, named.length);
    return hits;
  }

  /** What each of the documents found counts for. */
  of(hits: Int32Array): Float64Array {
    const scores = new Float64Array(hits.length);
    for (let i = 0; i < hits.length; i++) scores[i] = this.score[hits[i]!]!;
    return scores;
  }
}

/** Brings the best document of each word that a misspelt one may stand for to the front, then the second best of each. */
export function readings(variants: Variant[], hits: Int32Array, docs: number): Int32Array {
  const reading = new Int32Array(docs);
  const heaviest = new Int32Array(docs);
  for (const [i, { posting, factor }] of variants.entries()) {
    posting.docs.forEach((doc, j) => {
      const weight = posting.impacts[j]! * factor;
      if (weight <= heaviest[doc]!) return;
      reading[doc] = i;
      heaviest[doc] = weight;
    });
  }
  const seen = new Int32Array(variants.length);
  const turns = hits.map((doc) => seen[reading[doc]!]!++);
  return hits.map((_, i) => i).sort((a, b) => turns[a]! - turns[b]!).map((i) => hits[i]!);
}

function prior(runs: [number, number][], doc: number): number {
  let run = runs.length - 1;
  while (run > 0 && runs[run]![0] > doc) run--;
  return runs[run]![1];
}

function final(score: number, cover: number, total: number, prior: number): number {
  const covered = Math.floor((Math.floor((score * cover) / total) * cover) / total);
  return Math.floor((covered * prior) / 256);
}

/** What each document counts for that holds every word of another phrase, which is its lightest word; 0 for others. */
function lightest(phrase: Variant[][], docs: number): Int32Array {
  let all: Int32Array | undefined;
  for (const word of phrase) {
    const heaviest = new Int32Array(docs);
    for (const { posting, factor } of word) {
      posting.docs.forEach((doc, i) => {
        const weight = Math.min(posting.impacts[i]! * factor, all?.[doc] ?? Infinity);
        if (weight > heaviest[doc]!) heaviest[doc] = weight;
      });
    }
    all = heaviest;
  }
  return all ?? new Int32Array(docs);
}

/** Sorts documents by a whole number, the greater first, then the later document. Plain numbers sort faster than what is compared by a function. */
function descending(docs: Int32Array, value: (doc: number) => number): Int32Array {
  const keys = new Float64Array(docs.length);
  for (let i = 0; i < docs.length; i++) keys[i] = value(docs[i]!) * mostDocs + docs[i]!;
  keys.sort().reverse();
  return docs.map((_, i) => keys[i]! - Math.floor(keys[i]! / mostDocs) * mostDocs);
}

/** Sorts what is found by date, newest first. */
export function byDate(hits: Int32Array, dates: Int32Array): Int32Array {
  return descending(hits, (doc) => Math.max(dates[doc]! - noDate, 0));
}
