// Phrases, exclusions and filters, which a document passes or not; and facets, which count values.

import { type Column, valuesOf } from "./decode.js";
import { noDate } from "./format.js";
import { type Lookup, type Variant, Variants, weightExact } from "./lookup.js";
import type { Note, Query, Term } from "./query.js";
import type { Reader } from "./read.js";
import type { Filter } from "./reading.js";
import { fold } from "../../words.js";

/** Reports whether a document passes. */
export type Test = (doc: number) => boolean;

/** Tests whether a document contains the phrases of a query, nothing that it excludes, and passes its filters. */
export async function conditions(lookup: Lookup, query: Query): Promise<[passes: Test, notes: Note[]]> {
  const unmarked = lookup.unmarked();
  const [required, excluded, filters] = await Promise.all([
    Promise.all(query.phrases.map((phrase) => containing(lookup, phrase))),
    Promise.all(query.excluded.map((phrase) => containing(unmarked, phrase))),
    Promise.all(query.filters.map((f) => filter(lookup.reader, f))),
  ]);
  const tests = [
    ...required,
    ...excluded.map((contains): Test => (doc) => !contains(doc)),
    ...filters.map(([passes]) => passes),
  ];
  return [(doc) => tests.every((passes) => passes(doc)), filters.flatMap(([, notes]) => notes)];
}

/** Tests whether a document contains the words of a phrase in their order. */
async function containing(lookup: Lookup, phrase: Term[]): Promise<Test> {
  const lists = await Promise.all(phrase.map((term) => listsOf(lookup, term)));
  const matched = new Uint16Array(lookup.reader.root.docs); // how many words of the phrase, from its first on
  lists.forEach((own, i) => {
    for (const { posting } of own) {
      for (const doc of posting.docs) if (matched[doc] === i) matched[doc] = i + 1;
    }
  });
  const containsAll: Test = (doc) => matched[doc] === phrase.length;
  if (phrase.length === 1) return containsAll;
  let starts: Float64Array | undefined;
  const offsets = phrase.map((term) => term.position - phrase[0]!.position);
  const all = await Promise.all(lists.map((own, i) => startsOf(lookup.reader, own, containsAll, offsets[i]!)));
  for (const own of all) starts = starts ? intersection(starts, own) : own;
  const docs = new Set(Array.from(starts!, (start) => Math.floor(start / perDoc)));
  return (doc) => docs.has(doc);
}

/** The posting lists of a term, as it is written. */
async function listsOf(lookup: Lookup, term: Term): Promise<Variant[]> {
  const variants = new Variants(lookup);
  await variants.add(await lookup.exact(term.text), weightExact);
  return variants.list;
}

// Where a phrase may start is one number of its document and its position, shifted so that none is negative.
const perDoc = 2 ** 26;
const shift = 2 ** 15;

/**
 * Where a phrase may start, sorted, given the posting lists of one of its words and how far that is behind the first.
 */
async function startsOf(reader: Reader, lists: Variant[], candidate: Test, offset: number): Promise<Float64Array> {
  const starts: number[] = [];
  for (const { list, posting } of lists) {
    const ordinals: number[] = [];
    posting.docs.forEach((doc, ordinal) => {
      if (candidate(doc)) ordinals.push(ordinal);
    });
    const positions = await reader.positions(list, ordinals);
    for (const [i, ordinal] of ordinals.entries()) {
      for (const position of positions[i]!) starts.push(posting.docs[ordinal]! * perDoc + position - offset + shift);
    }
  }
  return Float64Array.from(starts).sort();
}

/** What is in both of two sorted lists. */
function intersection(a: Float64Array, b: Float64Array): Float64Array {
  let j = 0;
  return a.filter((value) => {
    while (b[j]! < value) j++;
    return b[j] === value;
  });
}

/**
 * Tests the values or the date of a document. A value may be written as in a record, as the site calls it, or by a name
 * that it had.
 */
async function filter(reader: Reader, { field, values, day, not }: Filter): Promise<[passes: Test, notes: Note[]]> {
  if (field === "after" || field === "before") {
    const dates = await reader.dates();
    // What has no date passes neither.
    return [(doc) => (dates[doc] !== noDate && dates[doc]! < day === (field === "before")) !== not, []];
  }
  const column = await reader.column(field);
  const names = column.values.map((value) => value.map(fold));
  const isKnown = (name: string): boolean => names.some((own) => own.includes(name));
  const asked = values.map((name) => (isKnown(name) ? name : fold(former(column, name) ?? name)));
  const wanted = names.map((own) => asked.some((name) => own.includes(name)));
  const unknown = values.filter((_, i) => !isKnown(asked[i]!));
  return [
    (doc) => valuesOf(column, doc).some((number) => wanted[number]!) !== not,
    unknown.map((asked) => ({ code: "value", text: `${field}:${asked}` })),
  ];
}

/** The value that had a name. */
function former(column: Column, name: string): string | undefined {
  return column.former.find(([was]) => was === name)?.[1];
}

/** The counts of a field's values among the results. */
export interface Facet {
  field: string;
  values: { value: string; title: string; count: number }[]; // by count, then in order
}

/** Counts the values of a field among the hits. */
export async function facet(reader: Reader, field: string, hits: Int32Array): Promise<Facet> {
  const column = await reader.column(field);
  const counts = new Int32Array(column.values.length);
  for (const doc of hits) for (const number of valuesOf(column, doc)) counts[number]!++;
  const values = column.values.map(([value, title], i) => ({ value, title, count: counts[i]! }));
  return { field, values: values.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count) };
}
