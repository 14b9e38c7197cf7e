// The indexes that internal/search builds of the documents in its testdata and of nothing, file by file.

import { inflateSync } from "node:zlib";
import indexes from "../../internal/search/testdata/index.json";

const decode = (index) => new Map(Object.entries(index).map(([name, data]) => [name, Buffer.from(data, "base64")]));

/** The files as they are published, by name. */
export const files = decode(indexes.fixture);
export const emptyFiles = decode(indexes.empty);
export const ownFiles = decode(indexes.own);
export const germanFiles = decode(indexes.german);

/** The unpacked bytes of the file whose name begins so. */
export function unpacked(beginning, from = files) {
  const name = [...from.keys()].find((name) => name.startsWith(beginning));
  return new Uint8Array(inflateSync(from.get(name)));
}
