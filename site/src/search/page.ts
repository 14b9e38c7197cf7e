// The search page: answers as one types, keeps the question in the address, narrows by filters.

import { button, element } from "../element.js";
import { say } from "../language.js";
import { chips } from "./chosen.js";
import { Counting } from "./counting.js";
import { Facets } from "./facets.js";
import { Finding, type Found } from "./finding.js";
import type { Answer } from "./index.js";
import { library } from "./library.js";
import { choose, compose, type Question, read, write } from "./question.js";
import { recentList, remember } from "./recent.js";
import { count, fault, isOutdated, number, remarks, remedy } from "./sentences.js";
import { telling } from "./telling.js";

const step = 10; // results shown at a time
const pause = 80; // milliseconds after a key in which the next one often comes

const get = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;

export class Page {
  private readonly root = document.body.dataset["root"] ?? "./";
  private readonly words = get<HTMLInputElement>("q");
  private readonly order = get<HTMLSelectElement>("order");
  private readonly list = get<HTMLOListElement>("results");
  private readonly tell = telling(get("status"), get("said"));
  private readonly library = library(this.root);
  private readonly counting = new Counting(this.library);
  private readonly finding: Finding;
  private readonly facets: Facets;
  private question = read(location.search);
  private found: Found | undefined;
  private typing = false; // the first key after an answer begins an entry of the history; what follows changes that entry
  private timer = 0;

  constructor(form: HTMLFormElement) {
    this.finding = new Finding(this.library, {
      root: this.root, list: this.list, name: "h2", scrolls: null,
      waits: () => this.tell(say("Loading the index …")),
      answered: (answer) => this.answered(answer),
    });
    this.facets = new Facets(get("facets"), {
      counts: (field) => this.counting.count(field, this.question),
      chose: (field, value, on) => this.change(choose(this.question, field, value, on), field),
    });
    form.addEventListener("submit", (event) => this.sent(event));
    this.words.addEventListener("input", () => this.typed());
    this.words.addEventListener("keydown", (event) => this.pressed(event));
    this.order.addEventListener("change", () => this.change({ ...this.question, order: this.order.value === "date" ? "date" : "relevance" }));
    this.list.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("a")) remember(this.root, compose(this.question));
    });
    get("more").addEventListener("click", () => void this.more());
    addEventListener("popstate", () => this.went());
    widen(get<HTMLDetailsElement>("facets"));
    get("lists").dataset["settled"] = ""; // see style/search.css
    get("lists").hidden = compose(this.question) !== "";
    this.fill();
    void this.show();
  }

  private fill(): void {
    this.words.value = this.question.words;
    this.order.value = this.question.order;
  }

  /** Shows what the question finds. But is the field that was just chosen from, whose counts stay. */
  private async show(but?: string): Promise<void> {
    clearTimeout(this.timer);
    this.chips();
    get("more").hidden = true;
    if (compose(this.question) === "") {
      this.empty();
      this.facets.show(this.question, but);
      return;
    }
    try {
      const found = await this.finding.find(compose(this.question), this.question.order, step);
      if (!found) return;
      this.found = found;
      this.offer();
      this.facets.show(this.question, but);
    } catch (error) {
      this.failed(error);
    }
  }

  private empty(): void {
    this.found = undefined;
    this.finding.clear();
    this.tell("");
    const recents = recentList(this.root, (words) => this.change({ ...this.question, words }));
    this.note(...(recents ? [recents] : []));
    get("lists").hidden = false;
  }

  private answered(answer: Answer): void {
    const said = remarks(answer);
    this.tell(count(answer.hits.length), said.join(" "));
    this.note(...said.map((text) => element("p", {}, text)));
    if (answer.hits.length === 0) get("notes").append(...this.advice());
    get("lists").hidden = answer.hits.length > 0;
    this.counting.learn(this.question).then((more) => more && this.chips(), () => {}); // else the values themselves are shown
  }

  private failed(error: unknown): void {
    this.found = undefined;
    this.finding.clear();
    this.tell(fault(error));
    this.note(remedy(error, () => void this.show()));
    get("lists").hidden = false;
  }

  /** What to do where nothing is found. */
  private advice(): Node[] {
    const advice = [element("p", {}, say("Try fewer or other words."))];
    const drop = () => this.change({ ...this.question, chosen: new Map() });
    if (this.question.chosen.size > 0) advice.push(element("p", {}, button(say("Search without filters"), drop)));
    return advice;
  }

  private note(...nodes: Node[]): void {
    get("notes").replaceChildren(...nodes);
  }

  private chips(): void {
    chips(get("chosen"), this.question, (field, value) => this.counting.title(field, value), (next) => {
      this.change(next);
      (get("chosen").querySelector("button") ?? this.words).focus();
    });
  }

  /** Offers the results that are left. */
  private offer(): void {
    const left = this.found ? this.found.answer.hits.length - this.found.shown.length : 0;
    get("more").hidden = left <= 0;
    get("more").textContent = say("Show %s more", number(Math.min(left, step)));
  }

  private async more(): Promise<void> {
    if (!this.found) return;
    try {
      const first = await this.finding.more(this.found, step);
      this.offer();
      first?.link.focus();
    } catch (error) {
      if (isOutdated(error)) return this.show(); // from the site that was published meanwhile
      this.tell(fault(error));
    }
  }

  /** Asks another question, as an entry of the history of its own. */
  private change(next: Question, but?: string): void {
    this.question = next;
    this.typing = false;
    this.fill();
    save(next, true);
    void this.show(but);
  }

  private typed(): void {
    this.question = { ...this.question, words: this.words.value };
    save(this.question, !this.typing);
    this.typing = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.show(), pause);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown" || event.isComposing) return;
    event.preventDefault();
    this.found?.shown[0]?.link.focus();
  }

  private sent(event: SubmitEvent): void {
    event.preventDefault();
    this.question = { ...this.question, words: this.words.value };
    this.typing = false;
    save(this.question, false);
    remember(this.root, compose(this.question));
    void this.show();
  }

  /** The reader went back or forward. */
  private went(): void {
    const next = read(location.search);
    if (write(next) === write(this.question)) return; // to a place on the page
    this.typing = false;
    this.question = next;
    this.fill();
    void this.show();
  }
}

/** Where there is room, the filters stand open beside the results. */
function widen(box: HTMLDetailsElement): void {
  const wide = matchMedia("(min-width: 60rem)");
  const set = () => {
    box.open = wide.matches;
  };
  wide.addEventListener("change", set);
  set();
}

function save(question: Question, begins: boolean): void {
  const url = write(question) || location.pathname;
  try {
    if (begins) history.pushState(null, "", url);
    else history.replaceState(null, "", url);
  } catch {
    // Browsers limit how often the address may change; the answer matters more.
  }
}
