// The facets beside the results. Where there is room, the first are open from the first answer on; the counts of the
// others are loaded when they are opened.

import { button, element } from "../element.js";
import { translate } from "../language.js";
import { columns, facetTitles, type Facet } from "./index.js";
import { formatNumber } from "./messages.js";
import { severities } from "./result.js";
import type { SearchState } from "./search_state.js";

export interface FacetHandlers {
  count(field: string): Promise<Facet>; // the values of a field with their counts
  onSelect(field: string, value: string, on: boolean): void;
}

const opened = 3; // facets from the first answer on

export class Facets {
  private readonly facets: FacetView[];
  private isNew = true;

  constructor(private readonly box: HTMLDetailsElement, titles: ReadonlyMap<string, string>, handlers: FacetHandlers) {
    this.facets = [...titles].map(([field, title]) => new FacetView(field, title, handlers));
    box.dataset["waiting"] = ""; // see style/search.css
    box.append(...this.facets.map((facet) => facet.details));
  }

  /** Counts anew what is open, except in the field that was just selected from, whose counts stay. */
  update(state: SearchState, except?: string): void {
    for (const facet of this.facets) facet.update(state.selected.get(facet.field) ?? [], facet.field === except);
    if (this.isNew) void this.openFirst();
    this.isNew = false;
  }

  /** Shows the facets as they are, where there is no answer to count in. */
  show(): void {
    delete this.box.dataset["waiting"];
  }

  /** Opens the first facets that have results once their counts are there, and shows all of them, so that none moves. */
  private async openFirst(): Promise<void> {
    const first = this.box.open ? this.facets.slice(0, opened) : [];
    await Promise.all(first.map((facet) => facet.count()));
    for (const facet of first) facet.details.open = facet.hasChoices();
    this.show();
  }
}

/** The titles of the fields of this site in the order in which they are shown: the built-in ones, or those of them that can
 * have values here, then its own. */
export function fieldTitles(box: HTMLElement): ReadonlyMap<string, string> {
  const own = JSON.parse(box.dataset["own"] ?? "[]") as [string, string][];
  const fields = box.dataset["fields"]?.split(" ") ?? columns;
  return new Map([...fields.map((field) => [field, translate(facetTitles[field]!)] as const), ...own]);
}

const initialValues = 10; // that are shown until all are asked for

/** What the values of a field mean, by the field. */
function meanings(): Record<string, string> {
  return {
    is: translate("What still has to be done: records not closed, with something overdue, or opened again."),
    has: translate("What a record holds."),
  };
}

class FacetView {
  readonly details: HTMLDetailsElement;
  private readonly fieldset: HTMLFieldSetElement;
  private readonly selectedCount = element("span", {});
  private selected: string[] = [];
  private showsAll = false;
  private isCurrent = false; // the counts are of the state, or are being read
  private latest = 0; // number of the count that is shown, since an earlier one can come later

  constructor(
    readonly field: string,
    private readonly title: string,
    private readonly handlers: FacetHandlers,
  ) {
    this.fieldset = element("fieldset", {}, ...this.head());
    const summary = element("summary", {}, title, this.selectedCount);
    this.details = element("details", { className: "facet", id: `facet-${field}` }, summary, this.fieldset);
    this.details.addEventListener("toggle", () => this.details.open && !this.isCurrent && void this.count());
  }

  update(selected: string[], counted: boolean): void {
    this.selected = selected;
    this.selectedCount.textContent = selected.length > 0 ? ` (${formatNumber(selected.length)})` : "";
    if (counted) return;
    this.isCurrent = false;
    if (this.details.open) void this.count();
  }

  /** Whether there are values to choose, or counts to ask for again. */
  hasChoices(): boolean {
    return this.fieldset.querySelector("input, button") !== null;
  }

  async count(): Promise<void> {
    this.isCurrent = true;
    const number = ++this.latest;
    try {
      const facet = await this.handlers.count(this.field);
      if (number === this.latest) this.fill(facet);
    } catch {
      if (number !== this.latest) return;
      const retry = button(translate("Try again"), () => void this.count());
      this.fieldset.replaceChildren(...this.head(), translate("The counts could not be read."), " ", retry);
    }
  }

  /** Shows the values; the one that had the focus gets it back. */
  private fill(facet: Facet): void {
    const focused = this.inputs().find((input) => input === document.activeElement)?.value;
    const values = this.values(facet);
    const shown = values.filter(({ value }, i) => this.showsAll || i < initialValues || this.selected.includes(value));
    this.fieldset.replaceChildren(...this.head(), ...shown.map((value) => this.row(value)));
    if (values.length === 0) this.fieldset.append(element("p", { className: "quiet" }, translate("None among these.")));
    if (shown.length < values.length) this.fieldset.append(this.showAll(facet, shown.length, values.length));
    this.inputs().find((input) => input.value === focused)?.focus();
  }

  private inputs(): HTMLInputElement[] {
    return [...this.fieldset.querySelectorAll("input")];
  }

  /**
   * The counted values and the selected ones: severities from the worst on, years from the newest, others from the most
   * frequent.
   */
  private values({ field, values }: Facet): Facet["values"] {
    const ranks = severities();
    const list = [...values];
    if (field === "year") list.sort((a, b) => (a.value < b.value ? 1 : -1));
    if (field === "severity") list.sort((a, b) => ranks.indexOf(a.value) - ranks.indexOf(b.value));
    for (const value of this.selected) {
      if (!values.some((counted) => counted.value === value)) list.push({ value, title: value, count: 0 });
    }
    return list;
  }

  private showAll(facet: Facet, shown: number, values: number): HTMLButtonElement {
    return button(translate("Show all %s", formatNumber(values)), () => {
      this.showsAll = true;
      this.fill(facet);
      this.inputs()[shown]?.focus();
    });
  }

  /** The legend, and what the values mean where that is not plain. */
  private head(): HTMLElement[] {
    const legend = element("legend", { className: "hidden" }, this.title);
    const meaning = meanings()[this.field];
    return meaning ? [legend, element("p", { className: "quiet" }, meaning)] : [legend];
  }

  private row({ value, title, count }: Facet["values"][number]): HTMLElement {
    const checked = this.selected.includes(value);
    const input = element("input", { type: "checkbox", name: this.field, value, checked });
    input.addEventListener("change", () => this.handlers.onSelect(this.field, value, input.checked));
    const counted = element("span", { className: "quiet" }, formatNumber(count));
    return element("label", {}, input, element("span", { className: "title" }, title), " ", counted);
  }
}
