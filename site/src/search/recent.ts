// The queries of this reader, kept by this browser and sent nowhere.

import { keep, recall } from "../choice.js";
import { button, element } from "../element.js";
import { say } from "../language.js";
import { queryLink } from "./hints.js";

const most = 8;
const longest = 200; // signs of a query that is kept

// Several sites can share a host and so what the browser keeps.
function name(root: string): string {
  return `recent:${new URL(root, location.href).pathname}`;
}

export function recent(root: string): string[] {
  try {
    const list: unknown = JSON.parse(recall(name(root)) || "[]");
    return Array.isArray(list) ? list.filter((text) => typeof text === "string").slice(0, most) : [];
  } catch {
    return []; // someone else wrote it
  }
}

/** Puts a query before the others. */
export function remember(root: string, query: string): void {
  const text = query.trim();
  if (text === "" || text.length > longest) return;
  keep(name(root), JSON.stringify([text, ...recent(root).filter((other) => other !== text)].slice(0, most)));
}

function forget(root: string, query: string): void {
  const left = recent(root).filter((other) => other !== query);
  keep(name(root), left.length > 0 ? JSON.stringify(left) : "");
}

/** The list of recent queries, each answered in place by go; undefined where there is none. */
export function recentList(root: string, go: (query: string) => void): HTMLElement | undefined {
  if (recent(root).length === 0) return undefined;
  const list = element("ul", {});
  const box = element("section", { className: "recent", ariaLabel: say("Recent queries") });
  const removed = (beside?: Element | null) => {
    if (list.childElementCount === 0) box.remove();
    (beside?.querySelector("button") ?? document.querySelector<HTMLElement>("#finder-q, #q"))?.focus();
  };
  const all = button(say("Remove all"), () => {
    keep(name(root), "");
    list.replaceChildren();
    removed();
  });
  list.append(...recent(root).map((query) => item(root, query, go, removed)));
  box.append(element("p", { className: "label" }, say("Recent queries")), list, element("p", { className: "quiet" }, say("Kept in this browser alone."), " ", all));
  return box;
}

function item(root: string, query: string, go: (query: string) => void, removed: (beside: Element | null) => void): HTMLElement {
  const remove = button("×", () => {
    const beside = made.nextElementSibling ?? made.previousElementSibling;
    forget(root, query);
    made.remove();
    removed(beside);
  });
  remove.ariaLabel = say("Remove “%s”", query);
  const made = element("li", {}, queryLink(root, query, go), remove);
  return made;
}
