// Reads an index, each file once. It keeps what it has read, within bounds.

import {
  type Block, type Column, type Doc, type Pack, type Posting, type Root,
  checkRoot, decodeBlock, decodeColumn, decodeDates, decodeDocs, decodePlaces, decodePosting, decodePositions, decodePositionTable, decodePostings, hashLength,
} from "./decode.js";
import { Kept } from "./kept.js";
import { type Cursor, SearchError, broken, decoded, load } from "./pack.js";

const version = 2;

// Roughly the bytes that are kept of each kind.
const mostBlocks = 48 << 20;
const mostPacks = 16 << 20;
const mostPostings = 32 << 20;
const mostDocs = 1 << 14; // documents

/** Compares by code points, as the other side sorts. */
export function compare(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    // Surrogates, which stand for code points above all others, are not the highest units.
    if (x !== y) return (isSurrogate(x) ? x + 0x10000 : x) - (isSurrogate(y) ? y + 0x10000 : y);
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** The first place in a sorted list whose element is not below what is sought; order compares an element with it. */
export function lowerBound<T>(list: ArrayLike<T>, order: (element: T) => number): number {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (order(list[middle]!) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The last place in a sorted list whose element is not above what is sought; -1 for none. */
function floor<T>(list: ArrayLike<T>, order: (element: T) => number): number {
  const at = lowerBound(list, order);
  return at < list.length && order(list[at]!) === 0 ? at : at - 1;
}

export class Reader {
  private readonly blocks = new Kept<number, Block>(mostBlocks, (block) => 100 * block.terms.length);
  private readonly first: number[]; // list of each pack of postings
  private readonly inline = new Map<number, Uint8Array>(); // lists of few documents, from the dictionary
  private readonly packs = new Kept<string, Pack>(mostPacks, (pack) => pack.size);
  private readonly postings = new Kept<number, Posting>(mostPostings, (posting) => 100 + 5 * posting.docs.length);
  private readonly documents = new Kept<number, Doc[]>(mostDocs, (docs) => docs.length);
  private readonly once = new Kept<string, unknown>(Infinity, () => 0); // columns and the table of positions

  private constructor(
    private readonly folder: string,
    readonly root: Root,
    readonly text: string, // of the root, which tells versions of a site apart
  ) {
    let next = 0;
    this.first = root.postings.lists.map((lists) => (next += lists) - lists);
  }

  /** Reads the root of an index in a folder. */
  static async open(folder: string, cache: RequestCache): Promise<Reader> {
    const address = folder + "index.bin";
    const data = await load(address, cache);
    return decoded(address, data, (c) => {
      const text = c.text(c.left);
      const root = JSON.parse(text) as Root;
      if (root.version !== version) throw new SearchError("version", `the search index has version ${root.version} of the format, not ${version}`);
      checkRoot(root);
      return new Reader(folder, root, text);
    });
  }

  private async file<T>(name: string, decode: (c: Cursor) => T): Promise<T> {
    return decoded(name, await load(`${this.folder}${name}.bin`), decode);
  }

  /** Reads a numbered file of a kind. */
  private async numbered<T>(kind: string, number: number, hashes: string, decode: (c: Cursor) => T): Promise<T> {
    const hash = hashes.slice(number * hashLength, (number + 1) * hashLength);
    return this.file(`${kind}${number}-${hash}`, decode);
  }

  private async named<T>(name: string, hash: string | undefined, decode: (c: Cursor) => T): Promise<T> {
    return this.once.get(name, () => this.file(`${name}-${hash}`, decode)) as Promise<T>;
  }

  get blockCount(): number {
    return this.root.terms.first.length;
  }

  /** The number of the dictionary block that holds a term if any does. */
  blockOf(term: string): number {
    return Math.max(floor(this.root.terms.first, (first) => compare(first, term)), 0);
  }

  block(number: number): Promise<Block> {
    return this.blocks.get(number, async () => {
      const block = await this.numbered("t", number, this.root.terms.hashes, (c) => decodeBlock(c, this.root.postings.few));
      for (const [list, posting] of block.inline) this.inline.set(list, posting);
      return block;
    });
  }

  posting(list: number): Promise<Posting> {
    return this.postings.get(list, async () => {
      const inline = this.inline.get(list);
      if (inline) return decoded(`list ${list}`, inline, (c) => decodePosting(c, this.root.docs));
      const { first } = this;
      const at = floor(first, (number) => number - list);
      if (at < 0) throw broken(`list ${list}`);
      const pack = await this.packs.get(`p${at}`, () => this.numbered("p", at, this.root.postings.hashes, decodePostings));
      const stretch = pack.stretches[list - first[at]!];
      if (!stretch) throw broken(`p${at}`);
      return decoded(`p${at}`, stretch, (c) => decodePosting(c, this.root.docs));
    });
  }

  /** Where a list's words stand in some of its documents, given by ordinals in rising order. Only the files that hold these are loaded. */
  async positions(list: number, ordinals: number[]): Promise<number[][]> {
    const table = await this.named("positions", this.root.positions, decodePositionTable);
    const wanted = new Map<number, number[]>(); // ordinals by file
    for (const ordinal of ordinals) {
      const at = floor(table.first, ([first, from]) => first - list || from - ordinal);
      if (at < 0) throw broken(`list ${list}`);
      const own = wanted.get(at);
      if (own) own.push(ordinal);
      else wanted.set(at, [ordinal]);
    }
    const parts = [...wanted].map(async ([at, own]) => {
      const pack = await this.packs.get(`q${at}`, () => this.numbered("q", at, table.hashes, decodePlaces));
      const [first, from] = table.first[at]!;
      const stretch = pack.stretches[list - first];
      if (!stretch) throw broken(`q${at}`);
      return decoded(`q${at}`, stretch, (c) => positionsIn(c, first === list ? from : 0, own));
    });
    return (await Promise.all(parts)).flat();
  }

  column(field: string): Promise<Column> {
    return this.named(field, this.root.columns[field], (c) => decodeColumn(c, this.root.docs));
  }

  dates(): Promise<Int32Array> {
    return this.named("date", this.root.columns["date"], (c) => decodeDates(c, this.root.docs));
  }

  async doc(number: number): Promise<Doc> {
    const { size, hashes } = this.root.documents;
    const at = Math.floor(number / size);
    const pack = await this.documents.get(at, () => this.numbered("d", at, hashes, decodeDocs));
    const doc = pack[number % size];
    if (!doc) throw broken(`d${at}`);
    return doc;
  }
}

/** Reads the positions of some documents in a stretch that begins with a document. */
function positionsIn(c: Cursor, from: number, ordinals: number[]): number[][] {
  const found = [];
  let at = from;
  for (const ordinal of ordinals) {
    for (; at < ordinal; at++) for (let n = c.count(); n > 0; n--) c.next();
    found.push(decodePositions(c));
    at++;
  }
  return found;
}
