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
    assert.equal(formatApart(stamp, present), apart, `${stamp} at ${now} in ${zone}`);
    assert.equal(isOver(stamp, present), over, `${stamp} at ${now} in ${zone}`);
  }
});

test("what is told within a minute is what was told when it began", () => {
  for (const { stamp, now, zone, apart, over } of cases) {
    const present = presentIn(zone, Date.parse(now) + 59_999);
    assert.equal(formatApart(stamp, present), apart, `${stamp} at ${now} in ${zone}`);
    assert.equal(isOver(stamp, present), over, `${stamp} at ${now} in ${zone}`);
  }
});
