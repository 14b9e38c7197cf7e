// The search box in the header. It opens the search dialogue, which is loaded when it is first needed; until then, or
// where it cannot be loaded, the box does what it does without scripts.

import type * as search from "./search.js";

const load = () => import(new URL("search.js", import.meta.url).href) as Promise<typeof search>;

/** Loads the dialogue once the box is pointed at, and opens it when that is clicked. */
export function attachSearchBox(): void {
  const box = headerBox();
  const preload = () => void load().catch(() => {});
  for (const event of ["pointerenter", "focus"]) box?.addEventListener(event, preload, { once: true });
  box?.addEventListener("click", () => void openFrom(box));
}

/** Goes to the search of this page, or opens the dialogue. */
export function focusSearch(): void {
  const own = document.querySelector<HTMLInputElement>("#q"); // of the search page
  const box = own ?? headerBox();
  if (!box) return;
  const focused = document.activeElement;
  box.focus();
  box.select();
  if (!own) void openFrom(box, focused);
}

function headerBox(): HTMLInputElement | null {
  return document.querySelector("#find");
}

async function openFrom(box: HTMLInputElement, returnTo: Element | null = box): Promise<void> {
  try {
    const { openDialog } = await load();
    if (document.activeElement !== box) return; // the reader went on meanwhile
    openDialog(box.value, returnTo);
    box.value = "";
  } catch {
    // The box works without the dialogue.
  }
}
