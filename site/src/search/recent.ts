// The recent queries of this reader, kept in this browser and sent nowhere.

import { button, element } from "../element.js";
import { translate } from "../language.js";
import { getPreference, setPreference } from "../preferences.js";
import { queryLink } from "./hints.js";

const maxQueries = 8;
const maxLength = 200; // characters of a query that is kept

// Several sites can share a host, and so its storage.
function preferenceName(root: string): string {
  return `recent:${new URL(root, location.href).pathname}`;
}

export function recentQueries(root: string): string[] {
  try {
    const list: unknown = JSON.parse(getPreference(preferenceName(root)) || "[]");
    return Array.isArray(list) ? list.filter((text) => typeof text === "string").slice(0, maxQueries) : [];
  } catch {
    return []; // something else wrote it
  }
}

/** Puts a query before the others. */
export function rememberQuery(root: string, query: string): void {
  const text = query.trim();
  if (text === "" || text.length > maxLength) return;
  const others = recentQueries(root).filter((other) => other !== text);
  setPreference(preferenceName(root), JSON.stringify([text, ...others].slice(0, maxQueries)));
}

function forgetQuery(root: string, query: string): void {
  const left = recentQueries(root).filter((other) => other !== query);
  setPreference(preferenceName(root), left.length > 0 ? JSON.stringify(left) : "");
}

/** The list of recent queries, each run in place by search; undefined where there is none. */
export function recentList(root: string, search: (query: string) => void): HTMLElement | undefined {
  if (recentQueries(root).length === 0) return undefined;
  const list = element("ul", {});
  const box = element("section", { className: "recent", ariaLabel: translate("Recent queries") });
  const removed = (beside?: Element | null) => {
    if (list.childElementCount === 0) box.remove();
    (beside?.querySelector("button") ?? document.querySelector<HTMLElement>("#finder-q, #q"))?.focus();
  };
  const all = button(translate("Remove all"), () => {
    setPreference(preferenceName(root), "");
    list.replaceChildren();
    removed();
  });
  list.append(...recentQueries(root).map((query) => item(root, query, search, removed)));
  const label = element("p", { className: "label" }, translate("Recent queries"));
  box.append(label, list, element("p", { className: "quiet" }, translate("Kept in this browser alone."), " ", all));
  return box;
}

function item(
  root: string, query: string, search: (query: string) => void, removed: (beside: Element | null) => void,
): HTMLElement {
  const remove = button("×", () => {
    const beside = entry.nextElementSibling ?? entry.previousElementSibling;
    forgetQuery(root, query);
    entry.remove();
    removed(beside);
  });
  remove.ariaLabel = translate("Remove “%s”", query);
  const entry = element("li", {}, queryLink(root, query, search), remove);
  return entry;
}
