// Examples of what can be asked, with values of this site.

import { element } from "../element.js";
import { say } from "../language.js";
import type { Doc, Engine } from "./index.js";
import { filter } from "./question.js";

// Of so many of the newest documents the values are taken. They share few files.
const looked = 16;

/** A link to the search page that answers its query in place. */
export function queryLink(root: string, query: string, go: (query: string) => void): HTMLAnchorElement {
  const link = element("a", { href: `${root}search/?${new URLSearchParams({ q: query })}` }, query);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(query);
  });
  return link;
}

/** The list of examples, each answered in place by go; throws what the engine throws. */
export async function hintList(engine: Engine, root: string, go: (query: string) => void): Promise<HTMLElement> {
  const list = element("ul", {});
  for (const [query, what] of await hints(engine)) {
    list.append(element("li", {}, queryLink(root, query, go), " ", element("span", { className: "quiet" }, what)));
  }
  return element("section", { className: "hints", ariaLabel: say("For example") }, element("p", { className: "label" }, say("For example")), list);
}

async function hints(engine: Engine): Promise<[query: string, what: string][]> {
  const last = Array.from({ length: Math.min(engine.size, looked) }, (_, i) => engine.size - 1 - i);
  const docs = await engine.docs(last);
  const first = (of: (doc: Doc) => string | undefined) => docs.map(of).find((value) => value);
  const type = first((doc) => (doc.severity ? doc.facts[1]?.toLowerCase() : undefined)); // that of a system is no type of record
  const system = first((doc) => doc.facts[5]);
  const year = first((doc) => doc.facts[4]?.match(/\d{4}/)?.[0]);
  const list: [string, string][] = [];
  const pair = first((doc) => doc.title.match(/[\p{L}\p{N}]+ [\p{L}\p{N}]+/u)?.[0].toLowerCase());
  if (pair) list.push([`"${pair}"`, say("these words together")]);
  if (type) list.push([filter("type", type), say("of one type")]);
  if (system) list.push([`${filter("system", system)} is:open`, say("open, of one system")]);
  if (year && pair) list.push([`after:${year} -${pair.split(" ")[1]}`, say("since then, without a word")]);
  return list;
}
