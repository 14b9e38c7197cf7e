// Tells which documents may be found at all: phrases, what must be absent, and filters.

import { type Column, type Posting, noDate } from "./decode.js";
import { Lookup } from "./lookup.js";
import type { Filter, Note, Query, Term } from "./query.js";
import type { Reader } from "./read.js";
import { fold } from "../../words.js";

type Test = (doc: number) => boolean;

/** Tests of each document whether it holds the phrases, none of what must be absent, and passes the filters. */
export async function conditions(query: Query, lookup: Lookup): Promise<{ passes: Test; notes: Note[] }> {
  const { reader } = lookup;
  const silent = lookup.silent();
  const notes: Note[] = [];
  const [required, excluded, filters] = await Promise.all([
    Promise.all(query.phrases.map((phrase) => holding(lookup, phrase))),
    Promise.all(query.excluded.map((phrase) => holding(silent, phrase))),
    Promise.all(query.filters.map((filter) => tester(reader, filter))),
  ]);
  for (const filter of filters) notes.push(...filter.notes);
  const passes: Test = (doc) => required.every((holds) => holds(doc)) && !excluded.some((holds) => holds(doc)) && filters.every(({ test }) => test(doc));
  return { passes, notes };
}

/** Tests whether a document holds the words of a phrase as they stand in it. */
async function holding(lookup: Lookup, phrase: Term[]): Promise<Test> {
  const lists = await Promise.all(phrase.map((term) => listsOf(lookup, term)));
  const held = new Uint16Array(lookup.reader.root.docs); // how many words of the phrase, from its first on
  lists.forEach((list, i) => {
    for (const { posting } of list) {
      for (const doc of posting.docs) if (held[doc] === i) held[doc] = i + 1;
    }
  });
  if (phrase.length === 1) return (doc) => held[doc] === 1;
  const candidate: Test = (doc) => held[doc] === phrase.length;
  let starts: Float64Array | undefined;
  const all = await Promise.all(lists.map((list, i) => startsOf(lookup.reader, list, candidate, phrase[i]!.position - phrase[0]!.position)));
  for (const own of all) starts = starts ? common(starts, own) : own;
  const docs = new Set(Array.from(starts!, (start) => Math.floor(start / perDoc)));
  return (doc) => docs.has(doc);
}

interface List {
  number: number;
  posting: Posting;
}

async function listsOf(lookup: Lookup, term: Term): Promise<List[]> {
  const found = await lookup.exact(term.text);
  for (const match of found) lookup.words.add(match.term);
  return Promise.all(found.flatMap((match) => match.lists).map(async (number) => ({ number, posting: await lookup.reader.posting(number) })));
}

// A start of a phrase is one number of its document and its position, moved so that none is negative.
const perDoc = 2 ** 26;
const moved = 2 ** 15;

/** Where a phrase may start, given the lists of one of its words and how far after the first that stands; sorted. */
async function startsOf(reader: Reader, lists: List[], candidate: Test, after: number): Promise<Float64Array> {
  const starts: number[] = [];
  for (const { number, posting } of lists) {
    const ordinals: number[] = [];
    posting.docs.forEach((doc, ordinal) => {
      if (candidate(doc)) ordinals.push(ordinal);
    });
    const positions = await reader.positions(number, ordinals);
    for (const [i, ordinal] of ordinals.entries()) {
      for (const at of positions[i]!) starts.push(posting.docs[ordinal]! * perDoc + at - after + moved);
    }
  }
  return Float64Array.from(starts).sort();
}

/** What stands in both of two sorted lists. */
function common(a: Float64Array, b: Float64Array): Float64Array {
  let j = 0;
  return a.filter((value) => {
    while (b[j]! < value) j++;
    return b[j] === value;
  });
}

/** A test for a filter. A value may be written as it is in a record or as the site calls it. */
async function tester(reader: Reader, filter: Filter): Promise<{ test: Test; notes: Note[] }> {
  const { field, values, day, not } = filter;
  if (field === "after" || field === "before") {
    const dates = await reader.dates();
    // What has no date passes neither after nor before.
    return { test: (doc) => (dates[doc] !== noDate && dates[doc]! < day === (field === "before")) !== not, notes: [] };
  }
  const column = await reader.column(field);
  const names = column.values.map((value) => value.map(fold));
  const wanted = names.map((own) => values.some((asked) => own.includes(asked)));
  const notes = values.filter((asked) => !names.some((own) => own.includes(asked))).map((asked): Note => ({ code: "value", text: `${field}:${asked}` }));
  return { test: (doc) => valuesOf(column, doc).some((number) => wanted[number]!) !== not, notes };
}

function valuesOf(column: Column, doc: number): Int32Array {
  return column.numbers.subarray(column.start[doc], column.start[doc + 1]);
}

/** What the values of a column count among the results. */
export interface Facet {
  field: string;
  values: { value: string; title: string; count: number }[]; // by count, then in order
}

/** Counts the values of a column among the hits. */
export async function facet(reader: Reader, field: string, hits: Int32Array): Promise<Facet> {
  const column = await reader.column(field);
  const counts = new Int32Array(column.values.length);
  for (const doc of hits) for (const number of valuesOf(column, doc)) counts[number]!++;
  const values = column.values.map(([value, title], i) => ({ value, title, count: counts[i]! }));
  return { field, values: values.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count) };
}
