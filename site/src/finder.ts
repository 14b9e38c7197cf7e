// Leads to the search. Its dialogue is loaded when it is first wanted; until it is here, or where it
// can't be had, the field in the header does what it does without scripts.

import type * as search from "./search.js";

const load = () => import(new URL("search.js", import.meta.url).href) as Promise<typeof search>;

/** Loads the dialogue once the field is pointed at, and opens it when it is clicked. */
export function finder(): void {
  const field = header();
  for (const event of ["pointerenter", "focus"]) field?.addEventListener(event, () => void load().catch(() => {}), { once: true });
  field?.addEventListener("click", () => void dialog(field));
}

/** The key for searching was pressed. */
export function find(): void {
  const here = document.querySelector<HTMLInputElement>("#q");
  const field = here ?? header();
  if (!field) return;
  const before = document.activeElement;
  field.focus();
  field.select();
  if (!here) void dialog(field, before);
}

function header(): HTMLInputElement | null {
  return document.querySelector("#find");
}

async function dialog(field: HTMLInputElement, before: Element | null = field): Promise<void> {
  try {
    const { openDialog } = await load();
    if (document.activeElement !== field) return; // whoever went on is not called back
    openDialog(field.value, before);
    field.value = "";
  } catch {
    // The field stays.
  }
}
