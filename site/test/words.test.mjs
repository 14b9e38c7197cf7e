// site/src/words.ts cuts text as internal/words does: the same cases, from its testdata.

import assert from "node:assert/strict";
import test from "node:test";
import cases from "../../internal/words/testdata/words.json";
import { fold, scan } from "../src/words.ts";

test("fold", () => {
  for (const [text, want] of Object.entries(cases.fold)) assert.equal(fold(text), want, text);
});

test("scan", () => {
  for (const [text, want] of Object.entries(cases.scan)) {
    const got = scan(text).map((token) => (token.kind === "unigram" ? "~" : "") + token.text);
    assert.equal(got.join(" "), want, text);
  }
});

test("positions", () => {
  for (const [text, want] of Object.entries(cases.positions)) {
    assert.deepEqual(scan(text).map((token) => token.position), want, text);
  }
});
