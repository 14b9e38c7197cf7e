// The parser of queries gives what that of internal/search gives: the same cases, from its testdata.

import assert from "node:assert/strict";
import test from "node:test";
import { germanFiles, unpacked } from "./index_files.mjs";
import cases from "../../internal/search/testdata/parse.json";
import germanCases from "../../internal/search/testdata/parse_german.json";
import { columns } from "../src/search/engine/format.ts";
import { parse } from "../src/search/engine/query.ts";

/** A parsed query in one line: terms, "phrases", -excluded, filters, notes after a bar. */
function written({ terms, phrases, excluded, filters, notes }) {
  const join = (terms) => terms.map((term) => term.text).join(" ");
  const parts = [
    join(terms),
    ...phrases.map((phrase) => `"${join(phrase)}"`),
    ...excluded.map((phrase) => `-"${join(phrase)}"`),
    ...filters.map(({ field, values, day, not }) => {
      const value = ["after", "before"].includes(field) ? day : values.join("|");
      return `${not ? "-" : ""}${field}:${value}`;
    }),
    notes.length > 0 ? "|" : "",
    ...notes.map(({ code, text }) => `${code}=${text}`),
  ];
  return parts.filter((part) => part !== "").join(" ");
}

const today = 20784; // 2026-11-27

/** The words that filters are read from in an index. */
const askingIn = (files) => JSON.parse(new TextDecoder().decode(unpacked("index.bin", files))).asking;

test("parse", () => {
  for (const [all, files] of [[cases, undefined], [germanCases, germanFiles]]) {
    const options = { fields: columns, asking: askingIn(files), today };
    for (const [text, want] of Object.entries(all)) assert.equal(written(parse(text, options)), want, text);
  }
});

test("a bounded part of a long query is searched", () => {
  const { terms, notes } = parse(Array.from({ length: 5000 }, (_, i) => `w${i}`).join(" "), { fields: columns, asking: [], today: 0 });
  assert.equal(terms.length, 32);
  assert.deepEqual(notes, [{ code: "many", text: "" }]);
});
