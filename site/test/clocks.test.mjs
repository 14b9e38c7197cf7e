// site/src/clocks.ts tells how far a time is as internal/wording does: the same cases, from its testdata.

import assert from "node:assert/strict";
import test from "node:test";
import cases from "../../internal/wording/testdata/clocks.json";
import { formatApart, isOver, presentIn } from "../src/clocks.ts";

globalThis.document = { body: { dataset: {} }, documentElement: { lang: "en" } };

test("how far a time is from the present", () => {
  assert.ok(cases.length > 20);
  for (const { stamp, now, zone, apart, over } of cases) {
    const present = presentIn(zone, Date.parse(now));
    assert.equal(formatApart(stamp, present).replaceAll("\u00a0", " "), apart, `${stamp} at ${now} in ${zone}`);
    assert.equal(isOver(stamp, present), over, `${stamp} at ${now} in ${zone}`);
  }
});

test("a number stays on one line with its unit", () => {
  const present = presentIn("UTC", Date.parse("2026-03-01T00:00:00Z"));
  assert.equal(formatApart("2026-03-04T04:00:00Z", present), "3\u00a0d 4\u00a0h");
});

test("what is told within a minute is what was told when it began", () => {
  for (const { stamp, now, zone, apart, over } of cases) {
    const present = presentIn(zone, Date.parse(now) + 59_999);
    assert.equal(formatApart(stamp, present).replaceAll("\u00a0", " "), apart, `${stamp} at ${now} in ${zone}`);
    assert.equal(isOver(stamp, present), over, `${stamp} at ${now} in ${zone}`);
  }
});
