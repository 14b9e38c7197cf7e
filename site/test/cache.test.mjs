import assert from "node:assert/strict";
import test from "node:test";
import { Cache } from "../src/cache.ts";

test("a value is loaded once, and again after a failure", async () => {
  const cache = new Cache(10, () => 1);
  let loads = 0;
  const load = async () => ++loads;
  assert.deepEqual(await Promise.all([cache.get("a", load), cache.get("a", load)]), [1, 1]);
  await assert.rejects(cache.get("b", async () => { throw new Error("no"); }));
  assert.equal(await cache.get("b", load), 2);
});

test("the values used least recently go first", async () => {
  const cache = new Cache(2, () => 1);
  const loaded = [];
  const get = (key) => cache.get(key, async () => loaded.push(key));
  for (const key of ["a", "b", "a", "c", "a", "b"]) await get(key);
  assert.deepEqual(loaded, ["a", "b", "c", "b"]);
});
