// What the files of an index hold, and what they say where they are cut off.

import assert from "node:assert/strict";
import test from "node:test";
import fixture from "../../internal/search/testdata/queries.json";
import * as decode from "../src/search/engine/decode.ts";
import { Cursor, unzigzag } from "../src/search/engine/pack.ts";
import { unpacked } from "./index_files.mjs";

const root = new Cursor(unpacked("index.bin")).json();
const decoders = {
  "d0-": (c) => decode.decodeDocs(c),
  "t0-": (c) => decode.decodeBlock(c, root.postings.few),
  "p0-": (c) => decode.decodePostingPack(c),
  "positions-": (c) => decode.decodePositionTable(c),
  "q0-": (c) => decode.decodePositionPack(c),
  "kind-": (c) => decode.decodeColumn(c, root.docs),
  "date-": (c) => decode.decodeDates(c, root.docs),
};

test("documents are those of the entries, in their order", () => {
  const [doc] = decode.decodeDocs(new Cursor(unpacked("d0-")));
  const { id, title, url, summary } = fixture.entries.find((entry) => entry.id === doc.id);
  assert.deepEqual({ id: doc.id, title: doc.title, url: doc.url, summary: doc.summary }, { id, title, url, summary });
});

test("the terms of a block rise, and each leads to lists that there are", () => {
  const block = decode.decodeBlock(new Cursor(unpacked("t0-")), root.postings.few);
  const lists = root.postings.lists.reduce((sum, n) => sum + n);
  assert.deepEqual(block.terms, [...block.terms].sort());
  assert.ok(block.lists.flat().every((list) => list >= 0 && list < lists));
  assert.ok(block.terms.includes("#inc-2026-7"));
});

test("a column has the values of each document", () => {
  const { values, start, numbers } = decode.decodeColumn(new Cursor(unpacked("kind-")), root.docs);
  const kinds = Array.from(numbers, (number) => values[number][0]);
  assert.equal(start[root.docs], root.docs); // each has one
  assert.deepEqual(kinds.sort(), fixture.entries.map((entry) => entry.kind).sort());
});

test("a file that is cut off is an error, wherever it is cut", () => {
  for (const [name, decoder] of Object.entries(decoders)) {
    const data = unpacked(name);
    decoder(new Cursor(data));
    const end = data.at(-1) === 10 ? data.length - 1 : data.length; // JSON is whole without its line feed
    for (let n = 0; n < end; n++) {
      assert.throws(() => decoder(new Cursor(data.subarray(0, n))), `${name} of ${n} bytes`);
    }
  }
});

test("integers", () => {
  const next = (...bytes) => new Cursor(Uint8Array.from(bytes)).next();
  assert.equal(next(0), 0);
  assert.equal(next(0x7f), 127);
  assert.equal(next(0x80, 0x01), 128);
  assert.equal(next(0x80, 0x80, 0x80, 0x80, 0x80, 0x20), 2 ** 40);
  assert.throws(() => next(0x81, 0x80, 0x80, 0x80, 0x80, 0x20), RangeError); // 2^40 + 1
  assert.throws(() => next(0x80), RangeError);
  assert.throws(() => new Cursor(Uint8Array.from([3, 0, 0])).count(), RangeError);
  assert.deepEqual([0, 1, 2, 3, 2 ** 33].map(unzigzag), [0, -1, 1, -2, 2 ** 32]);
});
