// The index that internal/search builds of the documents in its testdata, file by file.

import { inflateSync } from "node:zlib";
import packed from "../../internal/search/testdata/index.json";

/** The files as they are published, by name. */
export const files = new Map(Object.entries(packed).map(([name, data]) => [name, Buffer.from(data, "base64")]));

/** The unpacked bytes of the file whose name begins so. */
export function unpacked(beginning) {
  const name = [...files.keys()].find((name) => name.startsWith(beginning));
  return new Uint8Array(inflateSync(files.get(name)));
}
