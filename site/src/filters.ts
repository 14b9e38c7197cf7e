// The list of incidents, and that of the rules: filtered and reversed in place. A list of several pages is not all here, so there the form
// leads to the search page, as it does without scripts.

import { locale, translate } from "./language.js";
import { fold, isSpaceless } from "./words.js";

type Field = HTMLSelectElement | HTMLInputElement;

const entrySelector = ".records li, .rule";

// Whether an entry matches the value of a field of the form.
const matchers: Record<string, (entry: HTMLElement, value: string) => boolean> = {
  type: (entry, value) => entry.dataset["type"] === value,
  severity: (entry, value) => entry.dataset["severity"] === value,
  status: (entry, value) => entry.dataset["status"] === value,
  level: (entry, value) => entry.dataset["level"] === value,
  system: (entry, value) => (entry.dataset["systems"] ?? "").split(" ").includes(value),
  q: (entry, value) => {
    const text = words(entry.textContent ?? "");
    const asked = words(value).trim().split(" ");
    return asked.every((word) => text.includes(isSpaceless(word) ? word : ` ${word}`));
  },
};

/** The words of a text, each behind a space. */
function words(text: string): string {
  return ` ${fold(text)} `.replace(/[^\p{L}\p{N}]+/gu, " ");
}

export function addListFilters(): void {
  const form = document.querySelector<HTMLFormElement>("#filters");
  const reset = form?.querySelector<HTMLButtonElement>("[type=reset]");
  const list = document.querySelector<HTMLElement>("#filterable");
  const status = document.querySelector<HTMLElement>("#filtered");
  if (!form || !reset || !list || !status) return;
  const fields = [...form.elements].filter((e): e is Field => "name" in e && Object.hasOwn(matchers, e.name as string));
  const entries = [...list.querySelectorAll<HTMLElement>(entrySelector)];
  const order: Order | undefined = orderSwitch(list, () => saveAddress(fields, order));

  const show = () => {
    const asked = fields.filter((field) => field.value.trim() !== "");
    let shown = 0;
    for (const entry of entries) {
      entry.hidden = !asked.every((field) => matchers[field.name]!(entry, field.value));
      if (!entry.hidden) shown++;
    }
    for (const part of list.querySelectorAll<HTMLElement>("section.part")) {
      part.hidden = ![...part.querySelectorAll<HTMLElement>(entrySelector)].some(({ hidden }) => !hidden);
    }
    const jump = list.querySelector<HTMLElement>("nav.jump");
    if (jump) jump.hidden = asked.length > 0;
    const count = new Intl.NumberFormat(locale());
    const isFiltered = asked.length > 0;
    const counts = [count.format(shown), count.format(entries.length)];
    const message = list.querySelector(".rule")
      ? translate("%s of %s rules are shown.", ...counts)
      : translate("%s of %s records are shown.", ...counts);
    status.textContent = isFiltered ? message : "";
    reset.disabled = !isFiltered;
  };
  const changed = () => {
    saveAddress(fields, order);
    show();
  };
  form.addEventListener("reset", () => setTimeout(changed)); // it comes before the fields are empty
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", changed);
  // The address is the state, also when the browser goes back to it and brings the old page along.
  addEventListener("pageshow", () => {
    readAddress(fields, order);
    show();
  });
  readAddress(fields, order);
  show();
}

type Order = { oldestFirst: boolean; set: (oldestFirst: boolean) => void };

/** Lets the switch of a list by date reverse it; lists in another order have none. */
function orderSwitch(list: HTMLElement, changed: () => void): Order | undefined {
  const toggle = document.querySelector<HTMLButtonElement>("nav.order button");
  const newest = document.querySelector<HTMLAnchorElement>("nav.order a");
  if (!toggle || !newest) return undefined;
  const order: Order = {
    oldestFirst: false,
    set: (oldestFirst) => {
      if (order.oldestFirst === oldestFirst) return;
      order.oldestFirst = oldestFirst;
      toggle.ariaPressed = String(oldestFirst);
      newest.ariaCurrent = oldestFirst ? null : "true";
      for (const part of list.querySelectorAll(".records, nav.jump")) part.append(...[...part.children].reverse());
      const parts = [...list.querySelectorAll("section.part")];
      parts.at(-1)?.after(...parts.slice(0, -1).reverse());
    },
  };
  // The whole list is on this page, so its parts are reached without loading it in its first order.
  for (const link of list.querySelectorAll<HTMLAnchorElement>("nav.jump a")) link.setAttribute("href", link.hash);
  toggle.addEventListener("click", () => {
    order.set(!order.oldestFirst);
    changed();
  });
  // The link leads to this page in its first order; reversing the list does the same and keeps the filters.
  newest.addEventListener("click", (event) => {
    if (!order.oldestFirst || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    order.set(false);
    changed();
  });
  return order;
}

function readAddress(fields: Field[], order: Order | undefined): void {
  const address = new URLSearchParams(location.search);
  for (const field of fields) {
    field.value = address.get(field.name) ?? "";
    if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = "";
  }
  order?.set(address.get("order") === "oldest");
}

function saveAddress(fields: Field[], order: Order | undefined): void {
  const address = new URLSearchParams();
  for (const field of fields) {
    if (field.value.trim() !== "") address.set(field.name, field.value);
  }
  if (order?.oldestFirst) address.set("order", "oldest");
  try {
    history.replaceState(history.state, "", address.size > 0 ? `?${address}` : location.pathname);
  } catch {
    // Browsers limit how often the address may change; the list matters more.
  }
}
