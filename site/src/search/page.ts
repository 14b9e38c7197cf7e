// The search page: searches while one types, keeps its state in the address, filters by facets.

import { button, element } from "../element.js";
import { translate } from "../language.js";
import { engineLoader } from "./engine_loader.js";
import { FacetCounts } from "./facet_counts.js";
import { Facets, fieldTitles } from "./facets.js";
import { showFilterChips } from "./filter_chips.js";
import { searchLink } from "./hints.js";
import type { Answer, Group } from "./index.js";
import { liveRegion } from "./live_region.js";
import { errorMessage, formatNumber, groupCounts, isOutdated, queryNotes, readingNotes, resultCount, retryButton } from "./messages.js";
import { recentList, rememberQuery } from "./recent.js";
import { ResultList, type Results } from "./result_list.js";
import { formatAddress, formatQuery, parseAddress, type SearchState, stillRead, withFilter, withGroup } from "./search_state.js";

const pageSize = 10; // results of one list
const groupSize = 4; // results of a group; internal/bench/peers/engines asks for as many
const pause = 80; // milliseconds after a key in which the next one often comes

const get = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;

export class SearchPage {
  private readonly root = document.body.dataset["root"] ?? "./";
  private readonly input = get<HTMLInputElement>("q");
  private readonly order = get<HTMLSelectElement>("order");
  private readonly box = get("results");
  private readonly announce = liveRegion(get("status"), get("said"));
  private readonly withEngine = engineLoader(this.root);
  private readonly facetCounts = new FacetCounts(this.withEngine);
  private readonly resultList: ResultList;
  private readonly facets: Facets;
  private readonly titles = fieldTitles(get("facets"));
  private state = this.fromAddress();
  private results: Results | undefined;
  private answer: Answer | undefined; // the last one
  private typing = false; // the first key after an answer adds an entry to the history; the next ones change that entry
  private timer = 0;

  constructor(form: HTMLFormElement) {
    this.resultList = new ResultList(this.withEngine, {
      root: this.root, box: this.box, hasHeadings: true, groupSize, scroller: null,
      onSlow: () => this.announce(translate("Loading the index …")),
      onAnswer: (answer, _, groups) => this.showAnswer(answer, groups),
      linkToGroup: (group, text) => this.linkToGroup(group, text),
    });
    this.facets = new Facets(get<HTMLDetailsElement>("facets"), this.titles, {
      count: (field) => this.facetCounts.count(field, this.state),
      onSelect: (field, value, on) => this.change(withFilter(this.state, field, value, on), field),
    });
    form.addEventListener("submit", (event) => this.onSubmit(event));
    this.input.addEventListener("input", () => this.onInput());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.order.addEventListener("change", () => {
      this.change({ ...this.state, order: this.order.value === "date" ? "date" : "relevance" });
    });
    this.box.addEventListener("click", (event) => {
      const isLink = event.target instanceof Element && event.target.closest("ol a");
      if (isLink) rememberQuery(this.root, formatQuery(this.state));
    });
    get("more").addEventListener("click", () => void this.showMore());
    addEventListener("popstate", () => this.onPopState());
    openWhereWide(get<HTMLDetailsElement>("facets"));
    get("lists").dataset["settled"] = ""; // see style/search.css
    get("lists").hidden = formatQuery(this.state) !== "";
    this.fill();
    if (formatQuery(this.state) !== "") this.announce(translate("Searching …"));
    void this.show();
  }

  private fromAddress(): SearchState {
    return parseAddress(location.search, [...this.titles.keys()]);
  }

  private fill(): void {
    this.input.value = this.state.text;
    this.order.value = this.state.order;
  }

  /** Shows the results. Except is the field that was just selected from, whose counts stay. */
  private async show(except?: string): Promise<void> {
    clearTimeout(this.timer);
    this.showChips();
    get("more").hidden = true;
    if (formatQuery(this.state) === "") {
      this.showStart();
      this.facets.update(this.state, except);
      return;
    }
    try {
      const results = await this.resultList.search(formatQuery(this.state), this.state.order, pageSize);
      if (!results) return;
      this.results = results;
      this.updateMore();
      this.facets.update(this.state, except);
    } catch (error) {
      this.showError(error);
    }
  }

  /** Shows recent queries and the lists to browse. */
  private showStart(): void {
    this.results = undefined;
    this.resultList.clear();
    this.announce("");
    const recents = recentList(this.root, (text) => this.change({ ...this.state, text }));
    this.showNotes(...(recents ? [recents] : []));
    get("lists").hidden = false;
  }

  private showAnswer(answer: Answer, groups: Group[]): void {
    const notes = queryNotes(answer);
    const wereRead = this.answer?.query.readings ?? [];
    this.answer = answer;
    if (wereRead.length + answer.query.readings.length > 0) this.showChips();
    this.announce(resultCount(answer.hits.length), [groupCounts(groups), ...readingNotes(answer), ...notes].join(" ").trim());
    this.showNotes(...notes.map((text) => element("p", {}, text)));
    if (answer.hits.length === 0) get("notes").append(...this.advice());
    get("lists").hidden = answer.hits.length > 0;
    // Without titles the values themselves are shown.
    this.facetCounts.loadTitles(this.state).then((more) => more && this.showChips(), () => {});
  }

  private showError(error: unknown): void {
    this.results = undefined;
    this.resultList.clear();
    this.facets.show();
    this.announce(errorMessage(error));
    this.showNotes(retryButton(error, () => void this.show()));
    get("lists").hidden = false;
  }

  /** What to do where nothing is found. */
  private advice(): Node[] {
    const advice = [element("p", {}, translate("Try fewer or other words."))];
    const drop = () => this.change({ ...this.state, selected: new Map() });
    if (this.state.selected.size > 0) advice.push(element("p", {}, button(translate("Search without filters"), drop)));
    return advice;
  }

  private showNotes(...nodes: Node[]): void {
    get("notes").replaceChildren(...nodes);
  }

  private showChips(): void {
    const title = (field: string, value: string) => this.facetCounts.title(field, value);
    const readings = stillRead(this.state, this.answer?.query.readings ?? []);
    const list = get("chosen");
    const hadFocus = list.contains(document.activeElement);
    showFilterChips(list, this.state, readings, this.titles, title, (next) => {
      this.change(next);
      (list.querySelector("button") ?? this.input).focus();
    });
    if (hadFocus) (list.querySelector("button") ?? this.input).focus();
  }

  private linkToGroup(group: Group, text: string): HTMLAnchorElement {
    const next = withGroup(this.state, group);
    return searchLink(`${this.root}search/${formatAddress(next)}`, text, () => {
      this.change(next);
      this.input.focus();
    });
  }

  /** Updates the button that shows more results of one list. */
  private updateMore(): void {
    const { results } = this;
    const left = results && results.groups.length === 0 ? results.answer.hits.length - results.shown.length : 0;
    get("more").hidden = left <= 0;
    get("more").textContent = translate("Show %s more", formatNumber(Math.min(left, pageSize)));
  }

  private async showMore(): Promise<void> {
    if (!this.results) return;
    try {
      const first = await this.resultList.showMore(this.results, pageSize);
      this.updateMore();
      first?.link.focus();
    } catch (error) {
      if (isOutdated(error)) return this.show(); // from the site that was published meanwhile
      this.announce(errorMessage(error));
    }
  }

  /** Changes the state, with an entry of its own in the history. */
  private change(next: SearchState, except?: string): void {
    this.state = next;
    this.typing = false;
    this.fill();
    saveAddress(next, true);
    void this.show(except);
  }

  private onInput(): void {
    this.state = { ...this.state, text: this.input.value };
    saveAddress(this.state, !this.typing);
    this.typing = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.show(), pause);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown" || event.isComposing) return;
    event.preventDefault();
    this.results?.shown[0]?.link.focus();
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    this.state = { ...this.state, text: this.input.value };
    this.typing = false;
    saveAddress(this.state, false);
    rememberQuery(this.root, formatQuery(this.state));
    void this.show();
  }

  /** The reader went back or forward. */
  private onPopState(): void {
    const next = this.fromAddress();
    if (formatAddress(next) === formatAddress(this.state)) return; // to a place on the page
    this.typing = false;
    this.state = next;
    this.fill();
    void this.show();
  }
}

/** Opens the facets beside the results where there is room. */
function openWhereWide(box: HTMLDetailsElement): void {
  const wide = matchMedia("(min-width: 60rem)");
  const set = () => {
    box.open = wide.matches;
  };
  wide.addEventListener("change", set);
  set();
}

/** Puts the state into the address, as a new entry of the history or in place of the current one. */
function saveAddress(state: SearchState, isNew: boolean): void {
  const url = formatAddress(state) || location.pathname;
  try {
    if (isNew) history.pushState(null, "", url);
    else history.replaceState(null, "", url);
  } catch {
    // Browsers limit how often the address may change; the answer matters more.
  }
}
