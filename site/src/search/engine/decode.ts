// What the files of the index hold; their format is described in internal/search/doc.go.

import { Cursor, unzigzag } from "./pack.js";

export interface Root {
  version: number;
  docs: number;
  runs: [number, number][]; // from a document on, its prior in 1/256
  documents: { size: number; hashes: string };
  terms: { first: string[]; hashes: string };
  postings: { few: number; lists: number[]; hashes: string }; // lists of the first series, and how many each pack holds
  positions: string;
  columns: Record<string, string>;
  synonyms: string[][];
}

/** What a result shows. */
export interface Doc {
  id: string;
  title: string;
  url: string; // relative to the root of the site
  summary: string;
  kind: string; // of record, or system, article, playbook, glossary
  severity: string;
  status: string;
  facts: string[]; // kind, type, severity, stage, date, then each system, in the words of the site; what it has not is empty
}

export const hashLength = 6;
export const named = 31; // the impact of an identifier in the document that it names
export const noDate = -(2 ** 20);
export const mostDocs = 2 ** 20; // so many can be sorted by one number, see rank.ts

const all = <T>(list: unknown, is: (value: unknown) => value is T): list is T[] => Array.isArray(list) && list.every(is);
const isText = (value: unknown): value is string => typeof value === "string";
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isTexts = (value: unknown): value is string[] => all(value, isText);
const isCounts = (value: unknown): value is number[] => all(value, isCount);
const isPair = <T>(value: unknown, is: (value: unknown) => value is T): value is [T, T] => all(value, is) && value.length === 2;

/** Checks a root of our version; what it counts must have its files. */
export function checkRoot(root: Root): void {
  const { docs, runs, documents, terms, postings, positions, columns, synonyms } = root;
  const whole =
    isCount(docs) && docs <= mostDocs && all(runs, (run): run is [number, number] => isPair(run, isCount)) &&
    isCount(documents.size) && docs * hashLength <= documents.hashes.length * documents.size &&
    isTexts(terms.first) && terms.first.length * hashLength === terms.hashes.length &&
    isCount(postings.few) && isCounts(postings.lists) && postings.lists.length * hashLength === postings.hashes.length &&
    isText(positions) && isTexts(Object.values(columns)) && all(synonyms, isTexts);
  if (!whole) throw new TypeError("what it counts is not there");
}

export function decodeDocs(c: Cursor): Doc[] {
  const rows = c.json();
  const isRow = (row: unknown): row is unknown[] => Array.isArray(row) && isTexts(row.slice(0, 7)) && isTexts(row[7]);
  if (!all(rows, isRow)) throw new TypeError("a document is none");
  return rows.map((row) => {
    const [id, title, url, summary, kind, severity, status, facts] = row as [string, string, string, string, string, string, string, string[]];
    return { id, title, url, summary, kind, severity, status, facts };
  });
}

/** A dictionary block. */
export interface Block {
  terms: string[];
  sizes: number[]; // bits of the number of documents
  lists: number[][];
  inline: [list: number, posting: Uint8Array][]; // lists of few documents, which stand here
}

/** Lists of the second series are numbered after the few, those of the first. */
export function decodeBlock(c: Cursor, few: number): Block {
  const n = c.count();
  const lines = c.text(c.next()).split("\n");
  const block: Block = { terms: [], sizes: [], lists: [], inline: [] };
  let term = "";
  const last: [number, number] = [0, few]; // of each series
  for (const line of lines.slice(0, -1)) {
    const shared = line.charCodeAt(0) - "0".charCodeAt(0);
    if (!(shared >= 0 && shared <= term.length)) throw new RangeError("a term shares more than there is");
    term = term.slice(0, shared) + line.slice(1);
    const info = c.bytes(1)[0]!;
    const lists = [];
    for (let i = 0; i <= info >> 5; i++) {
      const coded = c.next();
      const series = (coded % 2) as 0 | 1;
      last[series] += unzigzag(Math.floor(coded / 2));
      lists.push(last[series]);
    }
    block.terms.push(term);
    block.sizes.push(info & 31);
    block.lists.push(lists);
  }
  if (block.terms.length !== n) throw new RangeError("it holds other terms than it counts");
  let list = 0;
  for (let rare = c.count(); rare > 0; rare--) {
    list += c.zigzag();
    block.inline.push([list, c.bytes(c.next())]);
  }
  return block;
}

/** Stretches of a file, one after the other; they are decoded once they are asked for. */
export interface Pack {
  stretches: Uint8Array[];
  size: number; // bytes
}

/** Reads a pack of postings; each list has its documents in one stretch and their impacts in another. */
export function decodePostings(c: Cursor): Pack {
  const pack = decodePack(c, false);
  pack.stretches = pack.stretches.map((documents) => {
    if (documents.length === 0) return documents; // it stands in the dictionary
    const impacts = c.bytes(new Cursor(documents).next());
    const list = new Uint8Array(documents.length + impacts.length);
    list.set(documents);
    list.set(impacts, documents.length);
    return list;
  });
  return pack;
}

/** Reads a pack of positions. */
export function decodePlaces(c: Cursor): Pack {
  return decodePack(c, true);
}

/** Reads stretches; counted tells that the number of documents stands before the bytes of each. */
function decodePack(c: Cursor, counted: boolean): Pack {
  const pack: Pack = { stretches: [], size: c.left };
  const sizes = [];
  for (let n = c.count(); n > 0; n--) {
    if (counted) c.next();
    sizes.push(c.next());
  }
  for (const size of sizes) pack.stretches.push(c.bytes(size));
  return pack;
}

/** The documents of a list in rising order, and their impacts. */
export interface Posting {
  docs: Int32Array;
  impacts: Uint8Array;
}

export function decodePosting(c: Cursor, all: number): Posting {
  const docs = new Int32Array(c.count());
  let doc = -1;
  for (let i = 0; i < docs.length; i++) {
    doc += c.next() + 1;
    docs[i] = doc;
  }
  if (doc >= all) throw new RangeError("a document is none");
  return { docs, impacts: c.bytes(docs.length).slice() };
}

/** Where words stand: list and ordinal of the first document of each pack. */
export interface PositionTable {
  first: [number, number][];
  hashes: string;
}

export function decodePositionTable(c: Cursor): PositionTable {
  const table = c.json() as PositionTable;
  const whole = all(table.first, (pair): pair is [number, number] => isPair(pair, isCount)) && table.first.length * hashLength === table.hashes.length;
  if (!whole) throw new TypeError("what it counts is not there");
  return table;
}

/** Reads the positions in one document. */
export function decodePositions(c: Cursor): number[] {
  const list = [];
  let last = 0;
  for (let n = c.count(); n > 0; n--) {
    last += c.next();
    list.push(last);
  }
  return list;
}

/** The values of a field. */
export interface Column {
  values: [string, string][]; // value and title
  start: Int32Array; // of each document in numbers, and the end
  numbers: Int32Array; // of values
}

export function decodeColumn(c: Cursor, docs: number): Column {
  const { values } = c.json(c.next()) as Column;
  if (!all(values, (pair): pair is [string, string] => isPair(pair, isText))) throw new TypeError("a value is none");
  const start = new Int32Array(docs + 1);
  const numbers = [];
  for (let doc = 0; doc < docs; doc++) {
    for (let n = c.count(); n > 0; n--) {
      const number = c.next();
      if (number >= values.length) throw new RangeError("a value is none");
      numbers.push(number);
    }
    start[doc + 1] = numbers.length;
  }
  return { values, start, numbers: Int32Array.from(numbers) };
}

/** The day of each document since 1970, or noDate. */
export function decodeDates(c: Cursor, docs: number): Int32Array {
  c.bytes(c.next());
  let last = 0;
  return new Int32Array(docs).map(() => (last += c.zigzag()));
}
