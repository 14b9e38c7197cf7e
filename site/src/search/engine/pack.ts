// Loads files of the index and reads the integers in them.

import { hashLength, hashedTogether } from "./format.js";

export type Reason = "offline" | "missing" | "broken" | "version";

/** Why the index cannot be read: no network, no such file, a damaged one, or one of another version of the site. */
export class SearchError extends Error {
  override readonly name = "SearchError";

  constructor(
    readonly reason: Reason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const maxUnpacked = 64 << 20; // bytes that a file may unpack to

/** A file unpacked. Where a cache may hold a broken one, it is fetched once more past the caches. */
export async function load(address: string, cache: RequestCache = "default"): Promise<Uint8Array> {
  try {
    return await loadOnce(address, cache);
  } catch (error) {
    if (cache === "reload" || !(error instanceof SearchError) || error.reason === "offline") throw error;
    return loadOnce(address, "reload");
  }
}

async function loadOnce(address: string, cache: RequestCache): Promise<Uint8Array> {
  const packed = await fetchFile(address, cache);
  try {
    return await decompress(packed);
  } catch (error) {
    throw broken(address, error);
  }
}

async function fetchFile(address: string, cache: RequestCache): Promise<ArrayBuffer> {
  let status: number;
  try {
    const response = await fetch(address, { cache });
    if (response.ok) return await response.arrayBuffer();
    status = response.status;
  } catch (error) {
    throw new SearchError("offline", `${address} cannot be loaded`, { cause: error });
  }
  throw new SearchError("missing", `${address} has status ${status}`);
}

/** Unpacks a file, whose checksum is compared on the way. */
async function decompress(packed: ArrayBuffer): Promise<Uint8Array> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    chunks.push(value!);
    size += value!.length;
    if (size > maxUnpacked) {
      await reader.cancel();
      throw new RangeError("it is too large");
    }
  }
  const data = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    data.set(chunk, at);
    at += chunk.length;
  }
  return data;
}

export function fileName(kind: string, number: number, hash: string): string {
  return `${kind}${number}-${hash}.bin`;
}

export function columnName(field: string, hash: string | undefined): string {
  return `${field}-${hash}.bin`;
}

/** The hash of a numbered file in a table; empty where there is none. */
export function hashAt(hashes: string, number: number): string {
  const at = Math.floor(number / hashedTogether) * hashLength;
  return hashes.slice(at, at + hashLength);
}

/** The error for a file that cannot be read. */
export function broken(name: string, cause?: unknown): SearchError {
  return new SearchError("broken", `${name} is broken`, { cause });
}

/** Decodes the bytes of a file by a function; what it throws means that the file is broken, but for a SearchError. */
export function decoded<T>(name: string, data: Uint8Array, decode: (c: Cursor) => T): T {
  try {
    return decode(new Cursor(data));
  } catch (error) {
    throw error instanceof SearchError ? error : broken(name, error);
  }
}

const maxInteger = 2 ** 40;

/** Reads integers, bytes and JSON; throws where the data end too early. */
export class Cursor {
  private at = 0;

  constructor(private readonly data: Uint8Array) {}

  get left(): number {
    return this.data.length - this.at;
  }

  next(): number {
    let value = 0;
    for (let scale = 1; scale <= maxInteger; scale *= 128) {
      const byte = this.data[this.at++];
      if (byte === undefined) break;
      value += (byte & 127) * scale;
      if (byte < 128 && value <= maxInteger) return value;
    }
    throw new RangeError("it ends too early, or an integer is too large");
  }

  zigzag(): number {
    return unzigzag(this.next());
  }

  /** Reads how many items follow, each at least a byte long. */
  count(): number {
    const n = this.next();
    if (n > this.left) throw new RangeError("it counts more than it holds");
    return n;
  }

  bytes(n: number): Uint8Array {
    if (n > this.left) throw new RangeError("it ends too early");
    this.at += n;
    return this.data.subarray(this.at - n, this.at);
  }

  text(n: number): string {
    return new TextDecoder("utf-8", { fatal: true }).decode(this.bytes(n));
  }

  json(n = this.left): unknown {
    return JSON.parse(this.text(n));
  }
}

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
