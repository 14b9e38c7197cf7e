// Single keys for those who read many records. None acts while one types or together with another
// key, and all can be switched off (WCAG 2.1.4); Ctrl-K and Cmd-K are no single keys and stay.

import { recall } from "./choice.js";
import { find } from "./finder.js";
import { keyHelp } from "./keyhelp.js";

// How long after g its second key counts, in milliseconds.
const sequence = 1500;

export function keys(): void {
  const help = keyHelp();
  let began = -Infinity;
  const single: Record<string, (() => void) | undefined> = {
    "/": find,
    "?": help,
    j: () => step(1),
    k: () => step(-1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    let act: (() => void) | undefined;
    if (event.key.toLowerCase() === "k" && event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey) act = find;
    else if (event.ctrlKey || event.metaKey || event.altKey || types(event.target) || recall("keys") === "off") return;
    else act = event.key === "h" && event.timeStamp - began < sequence ? home : single[event.key];
    began = event.key === "g" ? event.timeStamp : -Infinity;
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function types(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));
}

function home(): void {
  location.href = document.body.dataset["root"] ?? "./";
}

/** Goes to the next or previous entry of the page, from where the focus is, else from what is in sight. */
function step(by: 1 | -1): void {
  const stops = entries().filter((stop) => stop.checkVisibility());
  let from = stops.findIndex((stop) => stop === document.activeElement);
  if (from < 0) {
    const below = stops.findIndex((stop) => stop.getBoundingClientRect().top > 0);
    from = below < 0 ? stops.length : below;
    if (by > 0) from--;
  }
  const stop = stops[from + by];
  if (!stop) return;
  stop.focus({ preventScroll: true });
  stop.scrollIntoView({ block: stop.matches("a") ? "nearest" : "start" });
}

/** The sections of a record, a system or an article; the results of a search; else what a list or a table leads to. */
function entries(): HTMLElement[] {
  const headings = [...document.querySelectorAll<HTMLElement>("article.incident h2[id]")];
  for (const heading of headings) heading.tabIndex = -1;
  if (headings.length > 0) return headings;
  const items = document.querySelectorAll("main :is(.records li, .results li, tbody tr)");
  return [...items].flatMap((item) => item.querySelector<HTMLElement>(".name a, a[href]") ?? []);
}
