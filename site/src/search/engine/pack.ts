// Loads files of the index and reads the integers in them.

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

const largest = 64 << 20; // bytes that a file may unpack to

/** A file unpacked. Where a cache may hold a broken one, it is asked for once more past the caches. */
export async function load(address: string, cache: RequestCache = "default"): Promise<Uint8Array> {
  try {
    return await loadOnce(address, cache);
  } catch (error) {
    if (cache === "reload" || !(error instanceof SearchError) || error.reason === "offline") throw error;
    return loadOnce(address, "reload");
  }
}

async function loadOnce(address: string, cache: RequestCache): Promise<Uint8Array> {
  const packed = await fetched(address, cache);
  try {
    return await inflate(packed);
  } catch (error) {
    throw broken(address, error);
  }
}

async function fetched(address: string, cache: RequestCache): Promise<ArrayBuffer> {
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
async function inflate(packed: ArrayBuffer): Promise<Uint8Array> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    chunks.push(value!);
    size += value!.length;
    if (size > largest) {
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

export function broken(what: string, cause?: unknown): SearchError {
  return new SearchError("broken", `${what} is broken`, { cause });
}

/** Reads a file by a function, whose errors mean that the file is broken where they don't say otherwise. */
export function decoded<T>(what: string, data: Uint8Array, decode: (c: Cursor) => T): T {
  try {
    return decode(new Cursor(data));
  } catch (error) {
    throw error instanceof SearchError ? error : broken(what, error);
  }
}

const largestInteger = 2 ** 40;

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Reads varints; an error is thrown where the data end too early. */
export class Cursor {
  private at = 0;

  constructor(private readonly data: Uint8Array) {}

  get left(): number {
    return this.data.length - this.at;
  }

  next(): number {
    let value = 0;
    for (let scale = 1; scale <= largestInteger; scale *= 128) {
      const byte = this.data[this.at++];
      if (byte === undefined) break;
      value += (byte & 127) * scale;
      if (byte < 128 && value <= largestInteger) return value;
    }
    throw new RangeError("it ends too early, or an integer is too large");
  }

  zigzag(): number {
    return unzigzag(this.next());
  }

  /** Reads how many things follow, each at least a byte long. */
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
