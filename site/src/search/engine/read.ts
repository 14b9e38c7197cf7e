// Reads an index, each file once. What was read is kept up to a size.

import { Cache } from "../../cache.js";
import {
  type Block, type Column, type Posting,
  decodeBlock, decodeColumn, decodeDates, decodeDocs, decodePosting, decodePositionPack, decodePositions,
  decodePositionTable, decodePostingPack,
} from "./decode.js";
import { type Doc, type PositionTable, type Root, checkRoot, fieldsOf, rootName, version } from "./format.js";
import { type Cursor, SearchError, broken, columnName, decoded, fileName, hashAt, load } from "./pack.js";

// Roughly the bytes of each kind that are kept.
const maxBlockBytes = 48 << 20;
const maxPackBytes = 16 << 20;
const maxPostingBytes = 32 << 20;
const maxKeptDocs = 1 << 14; // documents

/** Compares by code points, as Go does. */
export function compare(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    // Surrogates, which are units of code points above all others, are not the highest units.
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

const packBytes = (lists: Uint8Array[]): number => lists.reduce((n, list) => n + 100 + list.length, 0);

export class Reader {
  readonly fields: string[]; // of filters and facets
  private readonly first: number[]; // posting list of each pack
  private readonly blocks = new Cache<number, Block>(maxBlockBytes, (block) => 100 * block.terms.length);
  private readonly inline = new Map<number, Uint8Array>(); // posting lists that are inline in the dictionary
  private readonly postingPacks = new Cache<number, Uint8Array[]>(maxPackBytes, packBytes);
  private readonly postings = new Cache<number, Posting>(maxPostingBytes, (posting) => 100 + 5 * posting.docs.length);
  private readonly positionPacks = new Cache<number, Uint8Array[]>(maxPackBytes, packBytes);
  private readonly columns = new Cache<string, unknown>(Infinity, () => 0); // those of dates and positions too
  private readonly documents = new Cache<number, Doc[]>(maxKeptDocs, (docs) => docs.length);

  private constructor(
    private readonly folder: string,
    readonly root: Root,
    readonly text: string, // of the root, by which versions of a site differ
  ) {
    this.fields = fieldsOf(root);
    let next = 0;
    this.first = root.postings.lists.map((lists) => (next += lists) - lists);
  }

  /** Reads the root of an index in a folder. */
  static async open(folder: string, cache: RequestCache): Promise<Reader> {
    const data = await load(folder + rootName, cache);
    return decoded(rootName, data, (c) => {
      const text = c.text(c.left);
      const root = JSON.parse(text) as Root;
      if (root.version !== version) {
        throw new SearchError("version", `the search index has version ${root.version} of the format, not ${version}`);
      }
      checkRoot(root);
      return new Reader(folder, root, text);
    });
  }

  /** Reads a file by its name. */
  private async file<T>(name: string, decode: (c: Cursor) => T): Promise<T> {
    return decoded(name, await load(this.folder + name), decode);
  }

  /** Reads a numbered file of a kind, once. */
  private numbered<T>(
    cache: Cache<number, T>, kind: string, number: number, hashes: string, decode: (c: Cursor) => T,
  ): Promise<T> {
    return cache.get(number, () => this.file(fileName(kind, number, hashAt(hashes, number)), decode));
  }

  /** Reads a column, or what is named like one, once. */
  private named<T>(name: string, hash: string | undefined, decode: (c: Cursor) => T): Promise<T> {
    const file = columnName(name, hash); // a column can be called positions
    return this.columns.get(file, () => this.file(file, decode)) as Promise<T>;
  }

  /** The number of blocks of the dictionary. */
  get blockCount(): number {
    return this.root.terms.first.length;
  }

  /** The number of the block that holds a term if any does. */
  blockOf(term: string): number {
    return Math.max(floor(this.root.terms.first, (first) => compare(first, term)), 0);
  }

  block(number: number): Promise<Block> {
    const { postings, terms } = this.root;
    return this.numbered(this.blocks, "t", number, terms.hashes, (c) => {
      const block = decodeBlock(c, postings.few);
      for (const [list, posting] of block.inline) this.inline.set(list, posting);
      return block;
    });
  }

  /** Reads a posting list. */
  posting(list: number): Promise<Posting> {
    return this.postings.get(list, async () => {
      return decoded(`posting list ${list}`, await this.postingBytes(list), (c) => decodePosting(c, this.root.docs));
    });
  }

  /** A posting list as it is written, from the dictionary or from a pack. */
  private async postingBytes(list: number): Promise<Uint8Array> {
    const inline = this.inline.get(list);
    if (inline) return inline;
    const at = floor(this.first, (first) => first - list);
    if (at < 0) throw broken(`posting list ${list}`);
    const pack = await this.numbered(this.postingPacks, "p", at, this.root.postings.hashes, decodePostingPack);
    const bytes = pack[list - this.first[at]!];
    if (!bytes) throw broken(`posting list ${list}`);
    return bytes;
  }

  /**
   * Reads the positions of a posting list's words in some of its documents, given by ordinals in rising order. Only
   * the packs that hold these are read.
   */
  async positions(list: number, ordinals: number[]): Promise<number[][]> {
    const name = `positions of list ${list}`;
    const table = await this.named<PositionTable>("positions", this.root.positions, decodePositionTable);
    const wanted = new Map<number, number[]>(); // ordinals by pack
    for (const ordinal of ordinals) {
      const at = floor(table.first, ([first, from]) => first - list || from - ordinal);
      if (at < 0) throw broken(name);
      const own = wanted.get(at);
      if (own) own.push(ordinal);
      else wanted.set(at, [ordinal]);
    }
    const parts = [...wanted].map(async ([at, own]) => {
      const pack = await this.numbered(this.positionPacks, "q", at, table.hashes, decodePositionPack);
      const [first, from] = table.first[at]!;
      const bytes = pack[list - first];
      if (!bytes) throw broken(name);
      return decoded(name, bytes, (c) => positionsIn(c, first === list ? from : 0, own));
    });
    return (await Promise.all(parts)).flat();
  }

  /** Reads the values of a field. */
  column(field: string): Promise<Column> {
    return this.named(field, this.root.columns[field], (c) => decodeColumn(c, this.root.docs));
  }

  /** The day of each document. */
  dates(): Promise<Int32Array> {
    return this.named("date", this.root.columns["date"], (c) => decodeDates(c, this.root.docs));
  }

  /** A document by its number. */
  async doc(number: number): Promise<Doc> {
    const { size, hashes } = this.root.documents;
    const pack = await this.numbered(this.documents, "d", Math.floor(number / size), hashes, decodeDocs);
    const doc = pack[number % size];
    if (!doc) throw broken(`document ${number}`);
    return doc;
  }
}

/** Reads the positions in some documents; from is the ordinal of the first one in the data. */
function positionsIn(c: Cursor, from: number, ordinals: number[]): number[][] {
  let at = from;
  return ordinals.map((ordinal) => {
    for (; at < ordinal; at++) for (let n = c.count(); n > 0; n--) c.next();
    at++;
    return decodePositions(c);
  });
}
