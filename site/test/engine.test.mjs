// The engine over the index that internal/search keeps: it finds what the Go engine finds.

import assert from "node:assert/strict";
import test from "node:test";
import fixture from "../../internal/search/testdata/queries.json";
import { open, SearchError } from "../src/search/index.ts";
import german from "../../internal/search/testdata/german.json";
import own from "../../internal/search/testdata/own.json";
import { emptyFiles, files, germanFiles, ownFiles } from "./index_files.mjs";

const root = "https://example.org/log/";

/** Opens a site with these files and pages, by name below search/ and by address below the root. */
function openSite(published, pages = {}) {
  globalThis.fetch = async (address) => {
    const name = String(address).slice(root.length);
    const body = name.startsWith("search/") ? published.get(name.slice("search/".length)) : pages[name];
    return new Response(body, { status: body ? 200 : 404 });
  };
  return open(root);
}

async function ids(engine, query, order) {
  const { hits } = await engine.search(query, order);
  return (await engine.docs(hits)).map((doc) => doc.id);
}

test("queries", async (t) => {
  const engine = await openSite(files);
  for (const { case: name, query, want, more } of fixture.queries) {
    await t.test(name, async () => {
      const got = await ids(engine, query);
      assert.deepEqual(more ? got.slice(0, want.length) : got, want);
    });
  }
});

test("queries of a German log", async (t) => {
  const engine = await openSite(germanFiles);
  for (const { case: name, query, want, more } of german.queries) {
    if (/letzt/.test(query)) continue; // it depends on the day; the test of the parser has it
    await t.test(name, async () => {
      const got = await ids(engine, query);
      assert.deepEqual(more ? got.slice(0, want.length) : got, want);
    });
  }
});

test("keys of a repository's own are filters and facets", async (t) => {
  const engine = await openSite(ownFiles);
  for (const { case: name, query, want } of own.queries) {
    await t.test(name, async () => assert.deepEqual(await ids(engine, query), want));
  }
  const { hits, fields } = await engine.search("kind:incident");
  assert.deepEqual(fields.slice(-2), ["positions", "priority_2"]);
  const { values } = await engine.facet("priority_2", hits);
  assert.deepEqual(values.map(({ value, count }) => [value, count]), [["P1", 2], ["P2", 1]]);
  assert.deepEqual((await engine.search("label:P1")).notes[0], { code: "field", text: "label" });
});

test("the newest come first by date", async () => {
  const engine = await openSite(files);
  const { hits } = await engine.search("kind:incident", "date");
  const sorted = (await engine.docs(hits)).map(({ id }) => fixture.entries.find((entry) => entry.id === id).sort);
  assert.ok(sorted.length > 5);
  assert.deepEqual(sorted, [...sorted].sort().reverse());
});

test("a facet counts what a filter finds", async () => {
  const engine = await openSite(files);
  const { hits } = await engine.search("assistant");
  const { values } = await engine.facet("type", hits);
  assert.ok(values.length > 1);
  for (const { value, count } of values) {
    assert.equal((await engine.search(`assistant type:${value}`)).hits.length, count, value);
  }
});

test("an excerpt marks what was found", async () => {
  const text = "A man with a bicycle was on the road, and the Uber did not stop.";
  const page = JSON.stringify({ sections: [{ title: "Text", text }] });
  const engine = await openSite(files, { "incidents/aiid-0004/record.json": page });
  const answer = await engine.search("ubers");
  const [doc] = await engine.docs(answer.hits);
  assert.deepEqual(await engine.excerpt(doc, answer), {
    section: "Text", before: true, after: false,
    parts: [
      { text: "on the road, and the ", hit: false },
      { text: "Uber", hit: true },
      { text: " did not stop.", hit: false },
    ],
  });
});

test("an index of nothing answers every query with nothing", async () => {
  const engine = await openSite(emptyFiles);
  assert.equal(engine.size, 0);
  for (const query of ["", "uber", "kind:incident", "uber kind:incident", '"a b"', "-x", "after:2020"]) {
    assert.deepEqual(await ids(engine, query), [], query);
  }
});

test("what cannot be read is an error that says why", async () => {
  const reason = (reason) => (error) => error instanceof SearchError && error.reason === reason;
  await assert.rejects(openSite(new Map()), reason("missing"));
  await assert.rejects(openSite(new Map([["index.bin", Buffer.from("<!doctype html>")]])), reason("broken"));
  const terms = [...files.keys()].find((name) => name.startsWith("t0-"));
  const cut = files.get(terms).subarray(0, 99);
  await assert.rejects(ids(await openSite(new Map([...files, [terms, cut]])), "uber"), reason("broken"));
  const engine = await openSite(files);
  globalThis.fetch = async () => {
    throw new TypeError("no network");
  };
  await assert.rejects(ids(engine, "uber"), reason("offline"));
});
