// Buttons that copy: the address of a heading, and the citation of a record.

import { button, element } from "./element.js";
import { translate } from "./language.js";

// How long a copy is confirmed, in milliseconds.
const confirmation = 2000;

export function addCopyButtons(): void {
  const status = element("div", { className: "hidden", role: "status" });
  document.body.append(status);
  let clear = 0;
  /** Copies and confirms it; false where the browser does not allow it. */
  const copy = async (text: string, source: HTMLElement): Promise<boolean> => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return false; // not allowed, or not a secure address
    }
    document.querySelector("[data-copied]")?.removeAttribute("data-copied");
    status.textContent = translate("Copied");
    source.dataset["copied"] = ""; // shows a tick, see style/scripts.css
    clearTimeout(clear);
    clear = setTimeout(() => {
      status.textContent = "";
      delete source.dataset["copied"];
    }, confirmation);
    return true;
  };
  addHeadingLinks(copy);
  addCitationButtons(copy);
}

type Copy = (text: string, source: HTMLElement) => Promise<boolean>;

/** The button is behind the heading, not in it, so that it is no part of the heading's name. */
function addHeadingLinks(copy: Copy): void {
  for (const heading of document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)[id]")) {
    const link = button("", async () => {
      const address = new URL(`#${heading.id}`, location.href).href;
      if (!(await copy(address, link))) location.hash = heading.id;
    });
    link.className = "anchor";
    link.ariaLabel = translate("Copy link to this heading: %s", heading.textContent?.trim() ?? "");
    heading.after(link);
  }
}

function addCitationButtons(copy: Copy): void {
  const cite = document.querySelector(".cite");
  const text = cite?.querySelector("p");
  const bibtex = cite?.querySelector("pre");
  if (!cite || !text || !bibtex) return;
  const copyButton = (label: string, of: HTMLElement) => {
    const own = button(label, async () => {
      if (!(await copy(of.textContent ?? "", own))) select(of);
    });
    return own;
  };
  const asText = copyButton(translate("Copy the citation"), text);
  const asBibTeX = copyButton(translate("Copy as BibTeX"), bibtex);
  cite.append(element("p", { className: "copies" }, asText, " ", asBibTeX));
}

/** Selects a text for the reader to copy, where the page may not. */
function select(of: HTMLElement): void {
  const details = of.closest("details");
  if (details) details.open = true;
  getSelection()?.selectAllChildren(of);
}
