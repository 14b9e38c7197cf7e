// Single-key shortcuts. None works while one types or together with another key, and all can be switched off
// (WCAG 2.1.4); Ctrl-K and Cmd-K are no single keys and stay.

import { addKeyHelp } from "./keyhelp.js";
import { getPreference } from "./preferences.js";
import { focusSearch } from "./search_box.js";

// How long after g its second key may come, in milliseconds.
const sequenceTime = 1500;

export function addShortcuts(): void {
  const openHelp = addKeyHelp();
  let prefixTime = -Infinity; // when g was pressed
  const single: Record<string, (() => void) | undefined> = {
    "/": focusSearch,
    "?": openHelp,
    j: () => step(1),
    k: () => step(-1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const { ctrlKey, metaKey, altKey, shiftKey } = event;
    let action: (() => void) | undefined;
    if (event.key.toLowerCase() === "k" && ctrlKey !== metaKey && !altKey && !shiftKey) action = focusSearch;
    else if (ctrlKey || metaKey || altKey || isEditable(event.target) || getPreference("keys") === "off") return;
    else action = event.key === "h" && event.timeStamp - prefixTime < sequenceTime ? goHome : single[event.key];
    prefixTime = event.key === "g" ? event.timeStamp : -Infinity;
    if (!action) return;
    event.preventDefault();
    action();
  });
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));
}

function goHome(): void {
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
