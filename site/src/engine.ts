// Answers queries from the index as internal/search does on the other side: the same few lines,
// over whole numbers computed when the site was built.

import { tokens } from "./words.js";

export interface Doc {
  id: string;
  title: string;
  url: string;
  summary?: string;
  date?: string;
  kind: string;
  type?: string;
  severity?: string;
  status?: string;
  systems?: string[];
}

export interface Index {
  version: number;
  docs: Doc[];
  terms: Record<string, number[]>;
}

export interface Query {
  words: string[];
  filters: { field: string; value: string }[];
  id: string;
}

const fields: Record<string, (doc: Doc) => string[]> = {
  system: (doc) => doc.systems ?? [],
  type: (doc) => [doc.type ?? ""],
  kind: (doc) => [doc.kind],
  year: (doc) => [(doc.date ?? "").slice(0, 4)],
};

export function parse(text: string): Query {
  const query: Query = { words: [], filters: [], id: text.trim().toLowerCase() };
  for (const part of text.split(/[\s\u0085]+/u)) {
    const colon = part.indexOf(":");
    const field = part.slice(0, Math.max(colon, 0)).toLowerCase();
    const value = part.slice(colon + 1);
    if (colon > 0 && Object.hasOwn(fields, field) && value !== "") {
      query.filters.push({ field, value: value.toLowerCase() });
      continue;
    }
    for (const word of tokens(part)) {
      if (!query.words.includes(word)) query.words.push(word);
    }
  }
  return query;
}

const prefixLength = 3;
const longer = 16;

/** The numbers of the documents that answer a query, best first. */
export function search(index: Index, query: Query): number[] {
  const matched = new Map<number, number>();
  const score = new Map<number, number>();
  for (const word of query.words) {
    for (const [doc, weight] of weigh(index, word)) {
      matched.set(doc, (matched.get(doc) ?? 0) + 1);
      score.set(doc, (score.get(doc) ?? 0) + weight);
    }
  }
  if (query.words.length === 0 && query.filters.length > 0) {
    index.docs.forEach((_, doc) => matched.set(doc, 0));
  }
  const named = (doc: number) => Number(index.docs[doc]!.id.toLowerCase() === query.id);
  return [...matched.keys()]
    .filter((doc) => lets(query, index.docs[doc]!))
    .sort((a, b) => named(b) - named(a) || matched.get(b)! - matched.get(a)! || (score.get(b) ?? 0) - (score.get(a) ?? 0) || a - b);
}

function weigh(index: Index, word: string): Map<number, number> {
  const weights = new Map<number, number>();
  const add = (postings: number[], divisor: number) => {
    for (let i = 0; i < postings.length; i += 2) {
      const doc = postings[i]!;
      weights.set(doc, Math.max(weights.get(doc) ?? 0, Math.trunc(postings[i + 1]! / divisor)));
    }
  };
  if (Object.hasOwn(index.terms, word)) add(index.terms[word]!, 1);
  if ([...word].length >= prefixLength) {
    for (const term in index.terms) {
      if (term.length > word.length && term.startsWith(word)) add(index.terms[term]!, longer);
    }
  }
  return weights;
}

function lets(query: Query, doc: Doc): boolean {
  const met = new Map<string, boolean>();
  for (const { field, value } of query.filters) {
    const has = fields[field]!(doc).some((v) => v.toLowerCase() === value);
    met.set(field, (met.get(field) ?? false) || has);
  }
  return [...met.values()].every(Boolean);
}
