// Buttons that copy: the address of a heading, and the citation of a record.

import { button, element } from "./element.js";
import { say } from "./language.js";

// How long a copied text is told, in milliseconds.
const told = 2000;

export function copying(): void {
  const status = element("div", { className: "hidden", role: "status" });
  document.body.append(status);
  let clear = 0;
  /** Copies, tells it, and tells whether it could. */
  const copy = async (text: string, source: HTMLElement): Promise<boolean> => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return false; // not allowed, or not a secure address
    }
    document.querySelector("[data-copied]")?.removeAttribute("data-copied");
    status.textContent = say("Copied");
    source.dataset["copied"] = ""; // shows a tick, see style/scripts.css
    clearTimeout(clear);
    clear = setTimeout(() => {
      status.textContent = "";
      delete source.dataset["copied"];
    }, told);
    return true;
  };
  headings(copy);
  citation(copy);
}

type Copy = (text: string, source: HTMLElement) => Promise<boolean>;

/** The button stands behind the heading, not in it, so that it is no part of the heading's name. */
function headings(copy: Copy): void {
  for (const heading of document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)[id]")) {
    const link = button("", async () => {
      const address = new URL(`#${heading.id}`, location.href).href;
      if (!(await copy(address, link))) location.hash = heading.id;
    });
    link.className = "anchor";
    link.ariaLabel = say("Copy link to this heading: %s", heading.textContent?.trim() ?? "");
    heading.after(link);
  }
}

function citation(copy: Copy): void {
  const cite = document.querySelector(".cite");
  const text = cite?.querySelector("p");
  const bibtex = cite?.querySelector("pre");
  if (!cite || !text || !bibtex) return;
  const offer = (label: string, of: HTMLElement) => {
    const made = button(label, async () => {
      if (!(await copy(of.textContent ?? "", made))) select(of);
    });
    return made;
  };
  cite.append(element("p", { className: "copies" }, offer(say("Copy the citation"), text), " ", offer(say("Copy as BibTeX"), bibtex)));
}

/** Marks a text for the reader to copy, where the page may not. */
function select(of: HTMLElement): void {
  const details = of.closest("details");
  if (details) details.open = true;
  getSelection()?.selectAllChildren(of);
}
