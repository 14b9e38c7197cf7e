// Example queries, with values of this site.

import { element } from "../element.js";
import { translate } from "../language.js";
import type { Doc, Engine } from "./index.js";
import { formatFilter } from "./search_state.js";

// The newest documents, whose values the examples have. They share few files.
const maxDocs = 16;

/** A link to the search page that runs its query in place instead. */
export function queryLink(root: string, query: string, search: (query: string) => void): HTMLAnchorElement {
  return searchLink(`${root}search/?${new URLSearchParams({ q: query })}`, query, () => search(query));
}

/** A link to the search page that does something in place instead, where no new tab is asked for. */
export function searchLink(href: string, text: string, follow: () => void): HTMLAnchorElement {
  const link = element("a", { href }, text);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    follow();
  });
  return link;
}

/** The list of examples, each run in place by search; throws what the engine throws. */
export async function hintList(
  engine: Engine, root: string, search: (query: string) => void,
): Promise<HTMLElement> {
  const list = element("ul", {});
  for (const [query, what] of await hints(engine)) {
    list.append(element("li", {}, queryLink(root, query, search), " ", element("span", { className: "quiet" }, what)));
  }
  const label = element("p", { className: "label" }, translate("For example"));
  return element("section", { className: "hints", ariaLabel: translate("For example") }, label, list);
}

async function hints(engine: Engine): Promise<[query: string, what: string][]> {
  const last = Array.from({ length: Math.min(engine.size, maxDocs) }, (_, i) => engine.size - 1 - i);
  const docs = await engine.docs(last);
  const first = (of: (doc: Doc) => string | undefined) => docs.map(of).find((value) => value);
  // That of a system is no type of record.
  const type = first((doc) => (doc.severity ? doc.facts[1]?.toLowerCase() : undefined));
  const system = first((doc) => doc.facts[5]);
  const year = first((doc) => doc.facts[4]?.match(/\d{4}/)?.[0]);
  const list: [string, string][] = [];
  const pair = first((doc) => doc.title.match(/[\p{L}\p{N}]+ [\p{L}\p{N}]+/u)?.[0].toLowerCase());
  if (pair) list.push([`"${pair}"`, translate("these words together")]);
  if (type) list.push([formatFilter("type", type), translate("of one type")]);
  if (system) list.push([`${formatFilter("system", system)} is:open`, translate("open, of one system")]);
  if (year && pair) list.push([`after:${year} -${pair.split(" ")[1]}`, translate("since then, without a word")]);
  return list;
}
