// The state of the search page, as an address and as a query.

import assert from "node:assert/strict";
import test from "node:test";
import { columns } from "../src/search/engine/format.ts";
import { parse } from "../src/search/engine/query.ts";
import { formatAddress, formatQuery, parseAddress, stillRead, withFilter, withGroup, withoutReadings } from "../src/search/search_state.ts";

const asking = [{ units: "day week month", last: "last", overdue: "overdue" }];

test("an address is parsed as it was formatted", () => {
  let state = { text: "model drift", order: "date", selected: new Map(), fields: columns };
  state = withFilter(state, "type", "misuse", true);
  state = withFilter(state, "type", "bias", true);
  state = withFilter(state, "system", "Fraud, cards", true);
  const address = formatAddress(state);
  assert.equal(address, "?q=model+drift&type=misuse&type=bias&system=%22Fraud%2C+cards%22&order=date");
  assert.deepEqual(parseAddress(address), state);
  assert.equal(formatAddress(withFilter(state, "type", "misuse", false)), address.replace("type=misuse&", ""));
});

test("an address that others wrote", () => {
  const { text, order, selected } = parseAddress("?q=x&type=a,b,,a&kind=&order=size&other=1");
  assert.deepEqual({ text, order }, { text: "x", order: "relevance" });
  assert.deepEqual([...selected], [["type", ["a", "b"]]]);
});

test("a field of the repository's own is one of the address and of the query where the site has it", () => {
  const own = parseAddress("?q=x&priority=P1&type=bias", [...columns, "priority"]);
  assert.equal(formatQuery(own), "x type:bias priority:P1");
  assert.equal(formatAddress(own), "?q=x&type=bias&priority=P1");
  assert.equal(formatQuery(parseAddress("?q=x&priority=P1")), "x");
});

test("a selected value becomes a filter, whatever it contains", () => {
  for (const value of ["misuse", "two words", "a,b", 'a "quoted" b', "-x", "a:b"]) {
    const state = withFilter({ text: "", order: "relevance", selected: new Map(), fields: columns }, "tag", value, true);
    const { filters, terms, notes } = parse(formatQuery(state), { fields: columns, asking: [], today: 0 });
    assert.deepEqual(filters, [{ field: "tag", values: [value.replaceAll('"', " ")], day: 0, not: false }]);
    assert.equal(terms.length + notes.length, 0, value);
  }
});

test("the kinds of a group take the place of others, also of those in the text", () => {
  const selected = new Map([["kind", ["system"]], ["tag", ["x"]]]);
  const text = 'kind:incident,system drift Kind:"near miss" mankind:x';
  const state = withGroup({ text, order: "relevance", selected, fields: columns }, { kinds: ["article", "playbook"] });
  assert.equal(formatAddress(state), "?q=drift+mankind%3Ax&kind=article&kind=playbook&tag=x");
  assert.deepEqual([...selected.keys()], ["kind", "tag"]);
});

test("words that were read as filters are taken away", () => {
  const state = { text: "  fraud last month overdue model", order: "relevance", selected: new Map(), fields: columns };
  const { readings } = parse(formatQuery(state), { fields: columns, asking, today: 20784 });
  assert.deepEqual(readings.map(({ text, at }) => [text, at]), [["last month", 6], ["overdue", 17]]);
  assert.equal(withoutReadings(state, [readings[0]]).text, "fraud overdue model");
  assert.equal(withoutReadings(state, readings).text, "fraud model");
  assert.equal(withoutReadings({ ...state, text: "overdue" }, [{ ...readings[1], at: 0 }]).text, "");
});

test("words are still read as filters as long as they stand where they stood", () => {
  const state = { text: "fraud overdue", order: "relevance", selected: new Map(), fields: columns };
  const { readings } = parse(formatQuery(state), { fields: columns, asking, today: 0 });
  assert.equal(stillRead(state, readings).length, 1);
  assert.equal(stillRead({ ...state, text: "fraud overdue x" }, readings).length, 1);
  assert.equal(stillRead({ ...state, text: "a fraud overdue" }, readings).length, 0);
  assert.equal(stillRead({ ...state, text: "fraud over" }, readings).length, 0);
});
