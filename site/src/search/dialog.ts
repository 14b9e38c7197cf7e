// The search dialogue, on every page. Its results are a list of links that the arrow keys go through,
// not the options of a list box: each keeps what a browser offers for a link (a new tab, its address, a
// menu), a screen reader reads them as it reads any list, with titles, excerpts and facts apart, and
// nothing in them loses its role, as it would inside an option.

import { button, element } from "../element.js";
import { translate } from "../language.js";
import { handleKey, keyLegend, openFirst } from "./dialog_keys.js";
import { engineLoader, type WithEngine } from "./engine_loader.js";
import { hintList } from "./hints.js";
import type { Answer, Group } from "./index.js";
import { liveRegion } from "./live_region.js";
import { errorMessage, formatNumber, groupCounts, queryNotes, readingNotes, resultCount, retryButton } from "./messages.js";
import { recentList, rememberQuery } from "./recent.js";
import { ResultList, type Results } from "./result_list.js";
import { formatAddress, parseAddress, withGroup } from "./search_state.js";

const maxResults = 8; // of one list
const groupSize = 3; // results of a group
const pause = 80; // milliseconds after a key in which the next one often comes

let dialog: SearchDialog | undefined;

/**
 * Opens the dialogue, with a text that was typed into another field; returnTo is what gets the focus when it is closed.
 */
export function openDialog(text = "", returnTo: Element | null = document.activeElement): void {
  dialog ??= new SearchDialog(document.body.dataset["root"] ?? "./");
  dialog.open(text, returnTo);
}

class SearchDialog {
  private readonly input = element("input", {
    id: "finder-q", name: "q", type: "search", autocomplete: "off", placeholder: translate("Search"),
  });
  private readonly status = element("p", { className: "quiet" });
  private readonly region = element("p", { className: "hidden", role: "status" });
  private readonly notes = element("div", { className: "notes" });
  private readonly box = element("section", { className: "hits", ariaLabel: translate("Results") });
  private readonly start = element("div", { className: "start" });
  private readonly all = element("p", { className: "all" });
  private readonly dialog: HTMLDialogElement;
  private readonly announce = liveRegion(this.status, this.region);
  private readonly withEngine: WithEngine;
  private readonly resultList: ResultList;
  private results: Results | undefined;
  private returnTo: Element | null | undefined; // what gets the focus when it is closed; undefined once it has it
  private timer = 0;

  constructor(private readonly root: string) {
    const label = element("label", { className: "hidden", htmlFor: this.input.id }, translate("Search"));
    const form = element("form", { action: `${root}search/`, method: "get" }, label, this.input);
    const inner = element("div", { className: "inner" }, this.status, this.notes, this.box, this.start);
    this.dialog = element(
      "dialog",
      { className: "finder", ariaLabel: translate("Search") },
      element("div", { className: "head" }, form, button(translate("Close"), () => this.close())),
      inner,
      element("div", { className: "foot" }, this.all, keyLegend()),
      this.region,
    );
    document.body.append(this.dialog);
    this.withEngine = engineLoader(root);
    this.resultList = new ResultList(this.withEngine, {
      root, box: this.box, hasHeadings: false, groupSize, scroller: inner,
      onSlow: () => this.announce(translate("Loading the index …")),
      onAnswer: (answer, query, groups) => this.showAnswer(answer, query, groups),
      linkToGroup: (group, text) => {
        const state = withGroup(parseAddress(`?${new URLSearchParams({ q: this.input.value.trim() })}`), group);
        return element("a", { href: `${root}search/${formatAddress(state)}` }, text);
      },
    });
    form.addEventListener("submit", () => rememberQuery(root, this.input.value));
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.show(), pause);
    });
    this.dialog.addEventListener("click", (event) => this.onClick(event));
    this.dialog.addEventListener("close", () => this.returnFocus());
    document.addEventListener("keydown", (event) => {
      if (this.dialog.open) handleKey(event, this.dialog, this.input, () => openFirst(event, this.first()));
    });
  }

  open(text: string, returnTo: Element | null): void {
    if (this.dialog.open) return;
    this.returnTo = returnTo;
    if (text !== "") this.input.value = text;
    this.dialog.showModal();
    this.input.focus();
    this.input.select();
    void this.show();
  }

  private close(): void {
    this.dialog.close();
    this.returnFocus();
  }

  /**
   * Returns the focus, once. The event of closing comes late: by then the reader may have gone on elsewhere, or opened
   * the dialogue again.
   */
  private returnFocus(): void {
    const { returnTo } = this;
    if (this.dialog.open || returnTo === undefined) return;
    this.returnTo = undefined;
    if (returnTo instanceof HTMLElement && returnTo !== document.body) returnTo.focus();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  private async show(): Promise<void> {
    const query = this.input.value.trim();
    clearTimeout(this.timer);
    this.results = undefined;
    if (query === "") return this.showStart();
    this.start.replaceChildren();
    try {
      const results = await this.resultList.search(query, "relevance", maxResults);
      if (results) this.results = results;
    } catch (error) {
      this.resultList.clear();
      this.linkToAll("", 0);
      this.announce(errorMessage(error));
      this.notes.replaceChildren(retryButton(error, () => void this.show()));
    }
  }

  /** Shows recent and example queries. */
  private async showStart(): Promise<void> {
    this.resultList.clear();
    this.linkToAll("", 0);
    this.announce("");
    this.notes.replaceChildren();
    const search = (query: string) => {
      this.input.value = query;
      this.input.focus();
      void this.show();
    };
    const recents = recentList(this.root, search);
    this.start.replaceChildren(...(recents ? [recents] : []));
    try {
      const hints = await this.withEngine((engine) => hintList(engine, this.root, search));
      if (this.input.value.trim() === "" && !this.start.querySelector(".hints")) this.start.append(hints);
    } catch {
      // The search itself reports what is wrong.
    }
  }

  private showAnswer(answer: Answer, query: string, groups: Group[]): void {
    const notes = [...readingNotes(answer), ...queryNotes(answer)];
    const keys = answer.hits.length > 0 ? [translate("Enter opens the first.")] : [];
    const counts = groups.length > 0 ? [groupCounts(groups)] : [];
    this.announce(resultCount(answer.hits.length), [...counts, ...keys, ...notes].join(" "));
    this.linkToAll(query, answer.hits.length);
    if (answer.hits.length === 0) notes.push(translate("Try fewer or other words."));
    this.notes.replaceChildren(...notes.map((text) => element("p", {}, text)));
  }

  /** Links to the search page with all results, or to the lists where there are none. */
  private linkToAll(query: string, hits: number): void {
    const page = `${this.root}search/`;
    const asked = `${page}?${new URLSearchParams({ q: query })}`;
    const link =
      hits === 0 ? element("a", { href: `${page}#lists` }, translate("Lists to browse"))
      : hits === 1 ? element("a", { href: asked }, translate("Show it on the search page"))
      : element("a", { href: asked }, translate("All %s results", formatNumber(hits)));
    this.all.replaceChildren(link);
  }

  /** The result that Enter opens from the field; undefined while the results are not those of the text in it. */
  private first(): HTMLAnchorElement | undefined {
    return this.results?.query === this.input.value.trim() ? this.results.shown[0]?.link : undefined;
  }

  private onClick(event: MouseEvent): void {
    if (event.target === this.dialog) this.close(); // beside it
    if (!(event.target instanceof Element) || !event.target.closest(".results a, .all a")) return;
    rememberQuery(this.root, this.input.value);
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) this.dialog.close();
  }
}
