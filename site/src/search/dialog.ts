// The search dialogue, on every page. Its results are a list of links that the arrow keys go through,
// not the options of a list box: each keeps what a browser offers for a link (a new tab, its address, a
// menu), a screen reader reads them as it reads any list, with titles, excerpts and facts apart, and
// nothing in them loses its role, as it would inside an option.

import { button, element } from "../element.js";
import { say } from "../language.js";
import { enter, keyLine, press } from "./dialog_keys.js";
import { Finding, type Found } from "./finding.js";
import { hintList } from "./hints.js";
import type { Answer } from "./index.js";
import { type Library, library } from "./library.js";
import { recentList, remember } from "./recent.js";
import { count, fault, number, remarks, remedy } from "./sentences.js";
import { telling } from "./telling.js";

const most = 8; // results
const pause = 80; // milliseconds after a key in which the next one often comes

let made: Dialog | undefined;

/** Opens the dialogue. A text that was begun elsewhere goes on in it; back is what gets the focus when it is closed. */
export function openDialog(text = "", back: Element | null = document.activeElement): void {
  made ??= new Dialog(document.body.dataset["root"] ?? "./");
  made.open(text, back);
}

class Dialog {
  private readonly words = element("input", { id: "finder-q", name: "q", type: "search", autocomplete: "off", placeholder: say("Search") });
  private readonly status = element("p", { className: "quiet" });
  private readonly said = element("p", { className: "hidden", role: "status" });
  private readonly notes = element("div", { className: "notes" });
  private readonly list = element("ol", { className: "results", ariaLabel: say("Results") });
  private readonly start = element("div", { className: "start" });
  private readonly all = element("p", { className: "all" });
  private readonly box: HTMLDialogElement;
  private readonly tell = telling(this.status, this.said);
  private readonly library: Library;
  private readonly finding: Finding;
  private found: Found | undefined;
  private back: Element | null | undefined; // what gets the focus when it is closed; undefined once it has it
  private timer = 0;

  constructor(private readonly root: string) {
    const label = element("label", { className: "hidden", htmlFor: this.words.id }, say("Search"));
    const form = element("form", { action: `${root}search/`, method: "get" }, label, this.words);
    const inner = element("div", { className: "inner" }, this.status, this.notes, this.list, this.start);
    this.box = element(
      "dialog",
      { className: "finder", ariaLabel: say("Search") },
      element("div", { className: "head" }, form, button(say("Close"), () => this.close())),
      inner,
      element("div", { className: "foot" }, this.all, keyLine()),
      this.said,
    );
    document.body.append(this.box);
    this.library = library(root);
    this.finding = new Finding(this.library, {
      root, list: this.list, name: "p", scrolls: inner,
      waits: () => this.tell(say("Loading the index …")),
      answered: (answer, query) => this.answered(answer, query),
    });
    form.addEventListener("submit", () => remember(root, this.words.value));
    this.words.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.show(), pause);
    });
    this.box.addEventListener("click", (event) => this.clicked(event));
    this.box.addEventListener("close", () => this.closed());
    this.box.addEventListener("keydown", (event) => press(event, this.box, this.words, () => enter(event, this.first())));
  }

  open(text: string, back: Element | null): void {
    if (this.box.open) return;
    this.back = back;
    if (text !== "") this.words.value = text;
    this.box.showModal();
    this.words.focus();
    this.words.select();
    void this.show();
  }

  private close(): void {
    this.box.close();
    this.closed();
  }

  /** Gives the focus back, once. The event comes late: by then somebody may have gone on elsewhere, or opened it again. */
  private closed(): void {
    const back = this.back;
    if (this.box.open || back === undefined) return;
    this.back = undefined;
    if (back instanceof HTMLElement && back !== document.body) back.focus();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  private async show(): Promise<void> {
    const query = this.words.value.trim();
    clearTimeout(this.timer);
    this.found = undefined;
    if (query === "") return this.begin();
    this.start.replaceChildren();
    try {
      const found = await this.finding.find(query, "relevance", most);
      if (found) this.found = found;
    } catch (error) {
      this.finding.clear();
      this.lead("", 0);
      this.tell(fault(error));
      this.notes.replaceChildren(remedy(error, () => void this.show()));
    }
  }

  /** Shows what there is before anything is asked. */
  private async begin(): Promise<void> {
    this.finding.clear();
    this.lead("", 0);
    this.tell("");
    this.notes.replaceChildren();
    const ask = (query: string) => {
      this.words.value = query;
      this.words.focus();
      void this.show();
    };
    const recents = recentList(this.root, ask);
    this.start.replaceChildren(...(recents ? [recents] : []));
    try {
      const hints = await this.library((engine) => hintList(engine, this.root, ask));
      if (this.words.value.trim() === "" && !this.start.querySelector(".hints")) this.start.append(hints);
    } catch {
      // The search itself says what is wrong, once something is asked.
    }
  }

  private answered(answer: Answer, query: string): void {
    const remarked = remarks(answer);
    const enters = answer.hits.length > 0 ? [say("Enter opens the first.")] : [];
    this.tell(count(answer.hits.length), [...enters, ...remarked].join(" "));
    this.lead(query, answer.hits.length);
    if (answer.hits.length === 0) remarked.push(say("Try fewer or other words."));
    this.notes.replaceChildren(...remarked.map((text) => element("p", {}, text)));
  }

  /** Leads to the search page with all results, or to the lists where there are none. */
  private lead(query: string, hits: number): void {
    const page = `${this.root}search/`;
    const asked = `${page}?${new URLSearchParams({ q: query })}`;
    const link =
      hits === 0 ? element("a", { href: `${page}#lists` }, say("Lists to browse"))
      : hits === 1 ? element("a", { href: asked }, say("Show it on the search page"))
      : element("a", { href: asked }, say("All %s results", number(hits)));
    this.all.replaceChildren(link);
  }

  /** The result that Enter opens from the field; undefined while it is not that of what the field holds. */
  private first(): HTMLAnchorElement | undefined {
    return this.found?.query === this.words.value.trim() ? this.found.shown[0]?.link : undefined;
  }

  private clicked(event: MouseEvent): void {
    if (event.target === this.box) this.close(); // beside it
    if (!(event.target instanceof Element) || !event.target.closest(".results a, .all a")) return;
    remember(this.root, this.words.value);
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) this.box.close();
  }
}
