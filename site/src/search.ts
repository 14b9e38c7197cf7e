// The search page: loads the index once, answers as one types, keeps the query in the address.

import { type Doc, type Index, parse, search } from "./engine.js";
import { say } from "./language.js";
import { fold, tokens } from "./words.js";

const version = 1;
const most = 50;

const form = document.querySelector<HTMLFormElement>("#search");
const status = document.querySelector<HTMLElement>("#status");
const results = document.querySelector<HTMLElement>("#results");

if (form && status && results) start(form, status, results);

function start(form: HTMLFormElement, status: HTMLElement, results: HTMLElement): void {
  const root = form.dataset["root"] ?? "./";
  const words = form.elements.namedItem("q") as HTMLInputElement;
  const filters = ["type", "system", "year"].map((name) => form.elements.namedItem(name) as HTMLSelectElement);
  let index: Promise<Index> | undefined;
  let turn = 0;

  const read = () => {
    const address = new URLSearchParams(location.search);
    words.value = address.get("q") ?? "";
    for (const filter of filters) {
      filter.value = address.get(filter.name) ?? "";
      if (filter.selectedIndex < 0) filter.value = "";
    }
  };

  // The first key after an answer begins an entry of the history; what follows changes that entry.
  let typing = false;
  const write = (begins: boolean) => {
    const address = new URLSearchParams();
    for (const field of [words, ...filters]) {
      if (field.value !== "") address.set(field.name, field.value);
    }
    const url = address.size > 0 ? `?${address}` : location.pathname;
    try {
      if (begins) history.pushState(null, "", url);
      else history.replaceState(null, "", url);
    } catch {
      // Browsers limit how often the address may change; the answer matters more.
    }
  };

  // The filters know the words for types and systems.
  const title = (name: string, value: string) => {
    const select = filters.find((filter) => filter.name === name);
    return [...(select?.options ?? [])].find((option) => option.value === value)?.text ?? value;
  };

  const show = async () => {
    const text = [words.value, ...filters.filter((f) => f.value !== "").map((f) => `${f.name}:${f.value}`)].join(" ").trim();
    const mine = ++turn;
    if (text === "") {
      status.textContent = "";
      results.replaceChildren();
      return;
    }
    try {
      if (index === undefined) {
        status.textContent = say("Loading the index …");
        index = load(`${root}search/index.json`);
      }
      const loaded = await index;
      if (mine !== turn) return;
      const query = parse(text);
      const found = search(loaded, query);
      status.textContent = count(found.length);
      results.replaceChildren(...found.slice(0, most).map((doc) => item(root, loaded.docs[doc]!, query.words, title)));
    } catch (error) {
      index = undefined;
      results.replaceChildren();
      const reason = error instanceof Error ? error.message : String(error);
      status.textContent = say("The search index could not be read (%s). Reload the page, or browse the lists above.", reason);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write(false);
    typing = false;
    void show();
  });
  words.addEventListener("input", () => {
    write(!typing);
    typing = true;
    void show();
  });
  for (const filter of filters) {
    filter.addEventListener("change", () => {
      write(true);
      typing = false;
      void show();
    });
  }
  addEventListener("popstate", () => {
    typing = false;
    read();
    void show();
  });
  read();
  void show();
}

async function load(address: string): Promise<Index> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(say("status %s", response.status));
  const index = (await response.json()) as Index;
  if (index.version !== version) throw new Error(say("it was written by another version of Hindcast"));
  return index;
}

function count(found: number): string {
  if (found === 0) return say("Nothing found.");
  if (found === 1) return say("1 result.");
  return found > most ? say("%s results; the first %s are shown.", found, most) : say("%s results.", found);
}

function item(root: string, doc: Doc, words: string[], title: (name: string, value: string) => string): HTMLLIElement {
  const li = document.createElement("li");
  const name = document.createElement("p");
  name.className = "name";
  const link = document.createElement("a");
  link.href = root + doc.url;
  link.append(...marked(doc.title, words));
  name.append(link);
  li.append(name);
  if (doc.summary) {
    const summary = document.createElement("p");
    summary.append(...marked(doc.summary, words));
    li.append(summary);
  }
  const facts = document.createElement("p");
  facts.className = "facts";
  const systems = doc.kind === "system" ? [] : (doc.systems ?? []);
  for (const fact of [
    doc.id,
    doc.kind.replaceAll("_", " "),
    doc.type && title("type", doc.type),
    doc.severity,
    doc.status?.replaceAll("_", " "),
    doc.date?.slice(0, 10),
    ...systems.map((slug) => title("system", slug)),
  ]) {
    if (!fact) continue;
    const span = document.createElement("span");
    span.textContent = fact;
    facts.append(span);
  }
  li.append(facts);
  return li;
}

/** The text with the words of the query marked, as nodes: nothing is ever parsed as HTML. */
function marked(text: string, words: string[]): Node[] {
  return text.split(/([\p{L}\p{N}\p{M}]+)/u).map((part) => {
    const hit = part !== "" && tokens(part).some((token) => words.some((word) => token === word || ([...word].length >= 3 && token.startsWith(word))));
    if (!hit || fold(part) === "") return document.createTextNode(part);
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });
}
