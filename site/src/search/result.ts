// A result as an item of a list: its title, its excerpt or summary, and its facts.

import { element } from "../element.js";
import { type Answer, type Doc, type Excerpt, highlight, type Part } from "./index.js";

export interface Result {
  item: HTMLLIElement;
  link: HTMLAnchorElement; // to its page
  doc: Doc;
  text: HTMLElement; // the summary, or the excerpt in its place
}

let lastId = 0;

/** The title is a heading where the list is part of a page's outline. */
export function makeResult(root: string, doc: Doc, answer: Answer, titleTag: "h2" | "h3" | "p"): Result {
  const mark = (text: string) => markHits(highlight(text, answer.words));
  const text = element("p", { className: "text", dir: "auto", id: `result-${++lastId}` }, ...mark(doc.summary));
  const link = element("a", { dir: "auto", href: root + doc.url }, ...mark(doc.title));
  link.setAttribute("aria-describedby", text.id);
  const name = element(titleTag, { className: "name" }, link);
  if (kindsWithoutId.includes(doc.kind)) name.append(" ", element("span", { className: "kind" }, doc.facts[0] ?? ""));
  const item = element("li", {}, name, text, facts(doc));
  item.dataset["id"] = doc.id;
  return { item, link, doc, text };
}

/** Shows an excerpt in place of the summary. */
export function showExcerpt({ text, link }: Result, excerpt: Excerpt): void {
  const children = markHits(excerpt.parts);
  if (excerpt.before) children.unshift("… ");
  if (excerpt.after) children.push(" …");
  if (excerpt.section !== "") {
    const href = `${link.href.split("#")[0]!}#${headingAnchor(excerpt.section)}`;
    const section = element("a", { className: "section", href }, excerpt.section);
    children.unshift(section, " · ");
  }
  text.replaceChildren(...children);
  text.classList.add("excerpt");
}

function markHits(parts: Part[]): (Node | string)[] {
  return parts.map(({ text, hit }) => (hit ? element("mark", {}, text) : text));
}

/** The anchor of a heading, as internal/markdown makes it. */
function headingAnchor(heading: string): string {
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

// The kinds of pages whose id is a part of their address and no more.
const kindsWithoutId = ["system", "article", "playbook", "glossary"];

// The badges of a site number severities from the worst, so that each has its shape; the fourth is that of all below.
const badgeShapes = 4;

/** The ids of severities, the worst first. */
export function severities(): string[] {
  return document.body.dataset["severities"]?.split(" ") ?? [];
}

function facts(doc: Doc): HTMLElement {
  const [kind, type, severity, stage, date, ...systems] = doc.facts;
  const rank = Math.min(severities().indexOf(doc.severity) + 1, badgeShapes);
  const list = element("p", { className: "facts" });
  const add = (text: string | undefined, className = "") => {
    if (text) list.append(element("span", { className }, text));
  };
  if (!kindsWithoutId.includes(doc.kind)) {
    add(doc.id, "id");
    add(kind);
  }
  add(type);
  add(severity, rank > 0 ? `sev sev-${rank}` : "");
  add(stage, doc.status ? `stage stage-${doc.status}` : "");
  add(date);
  add(systems.join(", "));
  return list;
}
