// What is asked, as an address and as a query.

import assert from "node:assert/strict";
import test from "node:test";
import { parse } from "../src/search/engine/query.ts";
import { choose, compose, read, write } from "../src/search/question.ts";

test("an address is read back as it was written", () => {
  let question = { words: "model drift", order: "date", chosen: new Map() };
  question = choose(question, "system", "Fraud, cards", true);
  question = choose(question, "type", "misuse", true);
  question = choose(question, "type", "bias", true);
  assert.equal(write(question), "?q=model+drift&type=misuse&type=bias&system=%22Fraud%2C+cards%22&order=date");
  assert.deepEqual(read(write(question)), { ...question, chosen: new Map([...question.chosen].sort().reverse()) });
  assert.equal(write(choose(question, "type", "misuse", false)), "?q=model+drift&type=bias&system=%22Fraud%2C+cards%22&order=date");
});

test("an address that others wrote", () => {
  const { words, order, chosen } = read("?q=x&type=a,b,,a&kind=&order=size&other=1");
  assert.deepEqual({ words, order, chosen: [...chosen] }, { words: "x", order: "relevance", chosen: [["type", ["a", "b"]]] });
});

test("a value becomes a filter, whatever it holds", () => {
  for (const value of ["misuse", "two words", "a,b", 'a "quoted" b', "-x", "a:b"]) {
    const query = parse(compose(choose({ words: "", order: "relevance", chosen: new Map() }, "tag", value, true)));
    assert.deepEqual(query.filters, [{ field: "tag", values: [value.replaceAll('"', " ")], day: 0, not: false }]);
    assert.equal(query.terms.length + query.notes.length, 0, value);
  }
});
