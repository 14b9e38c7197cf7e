// The list of incidents: filters and turns round in place. A list of several pages is not all
// here, so there the form goes to the search page, as it does without scripts.

import { button } from "./element.js";
import { locale, say } from "./language.js";
import { fold, isSpaceless } from "./words.js";

type Field = HTMLSelectElement | HTMLInputElement;

// What each field of the form asks of an entry.
const asks: Record<string, (entry: HTMLElement, value: string) => boolean> = {
  type: (entry, value) => entry.dataset["type"] === value,
  severity: (entry, value) => entry.dataset["severity"] === value,
  status: (entry, value) => entry.dataset["status"] === value,
  system: (entry, value) => (entry.dataset["systems"] ?? "").split(" ").includes(value),
  q: (entry, value) => {
    const text = words(entry.textContent ?? "");
    return words(value).trim().split(" ").every((word) => text.includes(isSpaceless(word) ? word : ` ${word}`));
  },
};

/** The words of a text, each behind a space. */
function words(text: string): string {
  return ` ${fold(text)} `.replace(/[^\p{L}\p{N}]+/gu, " ");
}

export function filters(): void {
  const form = document.querySelector<HTMLFormElement>("#filters");
  const list = document.querySelector<HTMLElement>("#filterable");
  const status = document.querySelector<HTMLElement>("#filtered");
  if (!form || !list || !status || list.dataset["pages"]) return;
  const fields = [...form.elements].filter((e): e is Field => "name" in e && Object.hasOwn(asks, e.name as string));
  const entries = [...list.querySelectorAll<HTMLElement>(".records li")];
  const order: Order | undefined = orderSwitch(list, () => write(fields, order));

  const show = () => {
    const asked = fields.filter((field) => field.value.trim() !== "");
    let shown = 0;
    for (const entry of entries) {
      entry.hidden = !asked.every((field) => asks[field.name]!(entry, field.value));
      if (!entry.hidden) shown++;
    }
    for (const part of list.querySelectorAll<HTMLElement>("section.part")) part.hidden = !part.querySelector(".records li:not([hidden])");
    const jump = list.querySelector<HTMLElement>("nav.jump");
    if (jump) jump.hidden = asked.length > 0;
    const count = new Intl.NumberFormat(locale());
    status.textContent = asked.length > 0 ? say("%s of %s records are shown.", count.format(shown), count.format(entries.length)) : "";
    reset.disabled = asked.length === 0;
  };
  const changed = () => {
    write(fields, order);
    show();
  };
  const reset = button(say("Reset"), () => {
    for (const field of fields) field.value = "";
    changed();
  });
  form.append(reset);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", changed);
  // The address is the state, also when the browser goes back to it and brings the old page along.
  addEventListener("pageshow", () => {
    read(fields, order);
    show();
  });
  read(fields, order);
  show();
}

type Order = { oldest: boolean; turn: (oldest: boolean) => void };

/** Offers to turn a list by date round; nothing where the list is in another order. */
function orderSwitch(list: HTMLElement, turned: () => void): Order | undefined {
  const newest = document.querySelector<HTMLAnchorElement>("nav.order a[aria-current]:first-child");
  if (!newest) return undefined;
  const order: Order = {
    oldest: false,
    turn: (oldest) => {
      if (order.oldest === oldest) return;
      order.oldest = oldest;
      toggle.ariaPressed = String(oldest);
      newest.ariaCurrent = oldest ? null : "true";
      for (const part of list.querySelectorAll(".records, nav.jump")) part.append(...[...part.children].reverse());
      const parts = [...list.querySelectorAll("section.part")];
      parts.at(-1)?.after(...parts.slice(0, -1).reverse());
    },
  };
  // The whole list is on this page, so its parts are reached without loading it in its first order.
  for (const link of list.querySelectorAll<HTMLAnchorElement>("nav.jump a")) link.setAttribute("href", link.hash);
  const toggle = button(say("Oldest first"), () => {
    order.turn(!order.oldest);
    turned();
  });
  toggle.ariaPressed = "false";
  newest.after(toggle);
  // The link leads to this page as it was, so turning it back does the same and keeps the filters.
  newest.addEventListener("click", (event) => {
    if (!order.oldest || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    order.turn(false);
    turned();
  });
  return order;
}

function read(fields: Field[], order: Order | undefined): void {
  const address = new URLSearchParams(location.search);
  for (const field of fields) {
    field.value = address.get(field.name) ?? "";
    if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = "";
  }
  order?.turn(address.get("order") === "oldest");
}

function write(fields: Field[], order: Order | undefined): void {
  const address = new URLSearchParams();
  for (const field of fields) {
    if (field.value.trim() !== "") address.set(field.name, field.value);
  }
  if (order?.oldest) address.set("order", "oldest");
  try {
    history.replaceState(history.state, "", address.size > 0 ? `?${address}` : location.pathname);
  } catch {
    // Browsers limit how often the address may change; the list matters more.
  }
}
