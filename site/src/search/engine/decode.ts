// Decodes the files of the index; internal/search/doc.go describes their format.

import { type Doc, type PositionTable, hashesOf, isCount, isList, isPairs, isText } from "./format.js";
import { Cursor, unzigzag } from "./pack.js";

export function decodeDocs(c: Cursor): Doc[] {
  const rows = c.json();
  if (!isList(rows, isRow)) throw new TypeError("a document is none");
  return rows.map(([id, title, url, summary, kind, severity, status, facts]) => {
    return { id, title, url, summary, kind, severity, status, facts };
  });
}

type Row = [string, string, string, string, string, string, string, string[]];

function isRow(row: unknown): row is Row {
  return Array.isArray(row) && isList(row.slice(0, 7), isText) && isList(row[7], isText);
}

/** A block of the dictionary. */
export interface Block {
  terms: string[];
  sizes: number[]; // bits of the document frequency
  lists: number[][]; // numbers of posting lists
  inline: [list: number, posting: Uint8Array][]; // posting lists of few documents
}

/** Reads a block. Posting lists of the second series are numbered after the few of the first. */
export function decodeBlock(c: Cursor, few: number): Block {
  const n = c.count();
  const lines = c.text(c.next()).split("\n");
  const block: Block = { terms: [], sizes: [], lists: [], inline: [] };
  let term = "";
  const last: [number, number] = [0, few]; // number, by series
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
  if (block.terms.length !== n) throw new RangeError("it has other terms than it counts");
  let list = 0;
  for (let rare = c.count(); rare > 0; rare--) {
    list += c.zigzag();
    block.inline.push([list, c.bytes(c.next())]);
  }
  return block;
}

/** Reads posting lists as bytes: of each its documents, then their impacts. */
export function decodePostingPack(c: Cursor): Uint8Array[] {
  return decodePack(c, false).map((documents) => {
    if (documents.length === 0) return documents; // it is inline in the dictionary
    const impacts = c.bytes(new Cursor(documents).next());
    const list = new Uint8Array(documents.length + impacts.length);
    list.set(documents);
    list.set(impacts, documents.length);
    return list;
  });
}

/** Reads the positions of consecutive posting lists as bytes. */
export function decodePositionPack(c: Cursor): Uint8Array[] {
  return decodePack(c, true);
}

/** Reads the bytes of consecutive lists; where they are counted, the number of documents of each comes before. */
function decodePack(c: Cursor, counted: boolean): Uint8Array[] {
  const sizes = [];
  for (let n = c.count(); n > 0; n--) {
    if (counted) c.next();
    sizes.push(c.next());
  }
  return sizes.map((size) => c.bytes(size));
}

/** The documents of a posting list, in rising order, and their impacts. */
export interface Posting {
  docs: Int32Array;
  impacts: Uint8Array;
}

/** Reads a posting list of an index of so many documents. */
export function decodePosting(c: Cursor, docs: number): Posting {
  const posting = new Int32Array(c.count());
  let doc = -1;
  for (let i = 0; i < posting.length; i++) {
    doc += c.next() + 1;
    posting[i] = doc;
  }
  if (doc >= docs) throw new RangeError("a document is none");
  return { docs: posting, impacts: c.bytes(posting.length).slice() };
}

export function decodePositionTable(c: Cursor): PositionTable {
  const table = c.json() as PositionTable;
  const whole = isPairs(table.first, isCount) && hashesOf(table.first.length) === table.hashes.length;
  if (!whole) throw new TypeError("it counts what is not there");
  return table;
}

/** Reads the positions in one document. */
export function decodePositions(c: Cursor): number[] {
  const positions = [];
  let last = 0;
  for (let n = c.count(); n > 0; n--) {
    last += c.next();
    positions.push(last);
  }
  return positions;
}

/** The values of a field. */
export interface Column {
  values: [string, string][]; // value and title
  former: [string, string][]; // name that a value had, and the value
  start: Int32Array; // of each document in numbers, and the end
  numbers: Int32Array; // of values
}

/** The numbers of the values of a document. */
export function valuesOf(column: Column, doc: number): Int32Array {
  return column.numbers.subarray(column.start[doc], column.start[doc + 1]);
}

/** Reads a column of so many documents. */
export function decodeColumn(c: Cursor, docs: number): Column {
  const { values, former = [] } = c.json(c.next()) as Partial<Column>;
  if (!isPairs(values, isText) || !isPairs(former, isText)) throw new TypeError("a value is none");
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
  return { values, former, start, numbers: Int32Array.from(numbers) };
}

/** Reads the day of each of so many documents, counted from 1970, or noDate. */
export function decodeDates(c: Cursor, docs: number): Int32Array {
  c.bytes(c.next());
  let last = 0;
  return new Int32Array(docs).map(() => (last += c.zigzag()));
}
