// A result as an entry of a list: what it is called, why it was found, and its facts.

import { element } from "../element.js";
import { type Answer, type Doc, type Excerpt, highlight, type Part } from "./index.js";

export interface Result {
  item: HTMLLIElement;
  link: HTMLAnchorElement; // to its page
  doc: Doc;
  text: HTMLElement; // the summary, or the excerpt in its place
}

let made = 0;

/** Name is what the title stands in: a heading where the list is part of a page's outline. */
export function result(root: string, doc: Doc, answer: Answer, name: "h2" | "p"): Result {
  const text = element("p", { className: "text", id: `result-${++made}` }, ...nodes(highlight(doc.summary, answer.words)));
  const link = element("a", { href: root + doc.url }, ...nodes(highlight(doc.title, answer.words)));
  link.setAttribute("aria-describedby", text.id);
  const item = element("li", {}, element(name, { className: "name" }, link), text, facts(doc));
  item.dataset["id"] = doc.id;
  return { item, link, doc, text };
}

/** Shows the stretch of the text that was found, in place of the summary. */
export function excerpted({ text, link }: Result, excerpt: Excerpt): void {
  const stretch = nodes(excerpt.parts);
  if (excerpt.before) stretch.unshift("… ");
  if (excerpt.after) stretch.push(" …");
  if (excerpt.section !== "") {
    const page = link.href.split("#")[0]!;
    const section = element("a", { className: "section", href: `${page}#${anchor(excerpt.section)}` }, excerpt.section);
    stretch.unshift(section, " · ");
  }
  text.replaceChildren(...stretch);
  text.classList.add("excerpt");
}

export function nodes(parts: Part[]): (Node | string)[] {
  return parts.map(({ text, hit }) => (hit ? element("mark", {}, text) : text));
}

/** The anchor of a heading, as internal/markdown makes it. */
export function anchor(heading: string): string {
  let slug = "";
  let gap = false;
  for (const character of heading) {
    if (/[\p{L}\p{Nd}]/u.test(character)) {
      if (gap && slug !== "") slug += "-";
      gap = false;
      slug += [...character.toLowerCase()][0]!;
    } else if (character !== "'" && character !== "’") gap = true;
  }
  return `s-${slug || "section"}`;
}

// Pages whose id is only a part of their address.
const unnamed = ["system", "article", "playbook", "glossary"];

// The badges of a site count severities from the worst, so that each has its shape; the fourth stands for all below.
const shapes = 4;

/** The ids of severities, the worst first. */
export function severities(): string[] {
  return document.body.dataset["severities"]?.split(" ") ?? [];
}

function facts(doc: Doc): HTMLElement {
  const [kind, type, severity, stage, date, ...systems] = doc.facts;
  const rank = Math.min(severities().indexOf(doc.severity) + 1, shapes);
  const list = element("p", { className: "facts" });
  const add = (text: string | undefined, className = "") => {
    if (text) list.append(element("span", { className }, text));
  };
  if (!unnamed.includes(doc.kind)) add(doc.id, "id");
  add(kind);
  add(type);
  add(severity, rank > 0 ? `sev sev-${rank}` : "");
  add(stage, doc.status ? `stage stage-${doc.status}` : "");
  add(date);
  add(systems.join(", "));
  return list;
}
