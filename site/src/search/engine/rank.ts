// Ranks documents in whole numbers, so that the browser and internal/search agree. No product here is above 2^53 for an
// index of up to maxDocs.

import { valuesOf } from "./decode.js";
import { identifierImpact, maxDocs, noDate } from "./format.js";
import { type Concept, type Variant, weightExact } from "./lookup.js";
import type { Query } from "./query.js";
import type { Reader } from "./read.js";

/**
 * How many words a query has at most that a document should hold all of: a longer one is a question, in the words of who
 * asks it.
 */
const longQuery = 3;

/** What articles and playbooks count for, in 1/256, where a query asks what to do. */
const adviceBoost = 384;

/** A document that covers less than one part in so many of the idf of a query is no result. */
const minCoverage = 4;

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

/**
 * The inverse document frequency of what n of all documents contain, in 1/256 bit; see internal/search/doc.go. It is
 * never 0, so that what every document contains is found.
 */
function idf(all: number, n: number): number {
  return Math.max(1, log2(2 * all + 2) - log2(2 * n + 1));
}

/** The scores of documents, in the making. It is used again for the next query. */
export class Scores {
  private readonly score: Float64Array; // by document: the sum of idf times weight of the concepts that it contains
  private readonly cover: Int32Array; // the sum of the idf of these
  private readonly weights: Int32Array; // of one concept; all zero between two
  private readonly touched: Int32Array; // documents of one concept, at last those found
  private readonly scored: Int32Array; // documents with a score, n of them
  private n = 0;
  private concepts = 0; // that any document contains
  private total = 0; // idf of all concepts
  private readonly identified = new Set<number>();

  constructor(private readonly docs: number) {
    this.score = new Float64Array(docs);
    this.cover = new Int32Array(docs);
    this.weights = new Int32Array(docs);
    this.touched = new Int32Array(docs);
    this.scored = new Int32Array(docs);
  }

  clear(): void {
    for (let i = 0; i < this.n; i++) this.score[this.scored[i]!] = this.cover[this.scored[i]!] = 0;
    this.n = 0;
    this.concepts = 0;
    this.total = 0;
    this.identified.clear();
  }

  /** Adds what a concept counts for in each document: its idf times the highest of the weights of its variants. */
  add(concept: Concept): void {
    const { score, cover, weights, touched } = this;
    let n = 0;
    const raise = (doc: number, weight: number): void => {
      if (weights[doc] === 0) touched[n++] = doc;
      if (weight > weights[doc]!) weights[doc] = weight;
    };
    for (const { posting, weight } of concept.variants) {
      const { docs, impacts } = posting;
      for (let i = 0; i < docs.length; i++) {
        raise(docs[i]!, impacts[i]! * weight);
        const identifies = impacts[i] === identifierImpact && weight === weightExact && concept.identifier;
        if (identifies) this.identified.add(docs[i]!);
      }
    }
    const own = n; // documents that hold the word itself, which tell how rare it is
    for (const phrase of concept.synonyms) {
      phraseWeights(phrase, this.docs).forEach((weight, doc) => {
        if (weight > 0) raise(doc, weight);
      });
    }
    if (n === 0) return;
    const rarity = idf(this.docs, own || n);
    this.concepts++;
    this.total += rarity;
    for (let i = 0; i < n; i++) {
      const doc = touched[i]!;
      if (score[doc] === 0) this.scored[this.n++] = doc;
      score[doc]! += rarity * weights[doc]!;
      cover[doc]! += rarity;
      weights[doc] = 0;
    }
  }

  /**
   * The documents found, best first; with all, those too that no concept is in. Of two that score the same the later
   * one comes first, which is the newer. Prior is that of a document, in 1/256.
   */
  rank(prior: (doc: number) => number, all: boolean, passes: (doc: number) => boolean): Int32Array {
    const { score, cover, total, identified } = this;
    let n = 0;
    const take = (doc: number): void => {
      const covered = cover[doc]! * minCoverage >= total;
      if ((!all && !covered && !identified.has(doc)) || !passes(doc)) return;
      if (total > 0) score[doc] = finalScore(score[doc]!, cover[doc]!, total, prior(doc), this.concepts > longQuery);
      this.touched[n++] = doc;
    };
    if (all) for (let doc = 0; doc < this.docs; doc++) take(doc);
    else for (let i = 0; i < this.n; i++) take(this.scored[i]!);
    const hits = sortDescending(this.touched.subarray(0, n), (doc) => score[doc]!);
    if (identified.size === 0) return hits;
    const first = hits.filter((doc) => identified.has(doc));
    const others = hits.filter((doc) => !identified.has(doc));
    hits.set(first);
    hits.set(others, first.length);
    return hits;
  }

  /** The final score of each of the documents found. */
  of(hits: Int32Array): Float64Array {
    const scores = new Float64Array(hits.length);
    for (let i = 0; i < hits.length; i++) scores[i] = this.score[hits[i]!]!;
    return scores;
  }
}

/** The weight of each document that contains every word of a phrase: that of its lightest word; 0 for others. */
export function phraseWeights(phrase: Variant[][], docs: number): Int32Array {
  let lightest: Int32Array | undefined;
  for (const word of phrase) {
    const heaviest = new Int32Array(docs);
    for (const { posting, weight } of word) {
      posting.docs.forEach((doc, i) => {
        const own = Math.min(posting.impacts[i]! * weight, lightest?.[doc] ?? Infinity);
        if (own > heaviest[doc]!) heaviest[doc] = own;
      });
    }
    lightest = heaviest;
  }
  return lightest ?? new Int32Array(docs);
}

/**
 * The score of a document, scaled by its prior and by the share of the query that it covers, or by the square of that
 * where the query is not long.
 */
function finalScore(score: number, cover: number, total: number, prior: number, isLong: boolean): number {
  let covered = Math.floor((score * cover) / total);
  if (!isLong) covered = Math.floor((covered * cover) / total);
  return Math.floor((covered * prior) / 256);
}

/** The prior of each document that a query finds, in 1/256. */
export async function priors(reader: Reader, { advice }: Query): Promise<(doc: number) => number> {
  const { runs } = reader.root;
  const prior = (doc: number): number => {
    let run = runs.length - 1;
    while (run > 0 && runs[run]![0] > doc) run--;
    return runs[run]![1];
  };
  if (!advice) return prior;
  const kinds = await reader.column("kind");
  const givesAdvice = kinds.values.map(([kind]) => kind === "article" || kind === "playbook");
  return (doc) => {
    const boosted = valuesOf(kinds, doc).some((number) => givesAdvice[number]!);
    return boosted ? Math.floor((prior(doc) * adviceBoost) / 256) : prior(doc);
  };
}

/**
 * Brings the best document of each variant to the front, then the second best of each, and so on. A document is that of
 * the variant with the highest weight in it.
 */
export function interleave(variants: Variant[], hits: Int32Array, docs: number): Int32Array {
  const of = new Int32Array(docs);
  const weights = new Int32Array(docs);
  for (const [i, { posting, weight }] of variants.entries()) {
    posting.docs.forEach((doc, j) => {
      const own = posting.impacts[j]! * weight;
      if (own <= weights[doc]!) return;
      of[doc] = i;
      weights[doc] = own;
    });
  }
  const seen = new Int32Array(variants.length);
  const rounds = hits.map((doc) => seen[of[doc]!]!++);
  return hits.map((_, i) => i).sort((a, b) => rounds[a]! - rounds[b]!).map((i) => hits[i]!);
}

/** Sorts hits by date, the newest first. */
export function sortByDate(hits: Int32Array, dates: Int32Array): Int32Array {
  return sortDescending(hits, (doc) => Math.max(dates[doc]! - noDate, 0));
}

/**
 * Sorts documents by a whole number, the greater first, then the later document. Plain numbers sort faster than what is
 * compared by a function.
 */
function sortDescending(docs: Int32Array, value: (doc: number) => number): Int32Array {
  const keys = new Float64Array(docs.length);
  for (let i = 0; i < docs.length; i++) keys[i] = value(docs[i]!) * maxDocs + docs[i]!;
  keys.sort().reverse();
  return docs.map((_, i) => keys[i]! - Math.floor(keys[i]! / maxDocs) * maxDocs);
}
