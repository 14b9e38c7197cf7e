// The filters beside the results. Each is closed at first, and its counts are loaded when it is opened.

import { button, element } from "../element.js";
import { say } from "../language.js";
import type { Facet } from "./index.js";
import { fields, type Question } from "./question.js";
import { severities } from "./result.js";
import { number } from "./sentences.js";

export interface Handlers {
  counts(field: string): Promise<Facet>; // the values of a field with their counts
  chose(field: string, value: string, on: boolean): void;
}

export class Facets {
  private readonly filters: Filter[];

  constructor(box: HTMLElement, handlers: Handlers) {
    this.filters = fields.map((field) => new Filter(field, handlers));
    box.append(...this.filters.map((filter) => filter.details));
  }

  /** Counts again in what is open; but leaves out the field that was just chosen from, whose counts stay. */
  show(question: Question, but?: string): void {
    for (const filter of this.filters) filter.show(question.chosen.get(filter.field) ?? [], filter.field === but);
  }
}

export function titleOf(field: string): string {
  const titles: Record<string, string> = {
    kind: say("Kind"), type: say("Type"), severity: say("Severity"), status: say("Stage"), system: say("System"), cause: say("Cause"),
    team: say("Team"), harm: say("Harm"), tag: say("Tag"), year: say("Year"), is: say("State"), has: say("With"),
  };
  return titles[field] ?? field;
}

// How many values are shown before one asks for all.
const few = 10;

class Filter {
  readonly details: HTMLDetailsElement;
  private readonly place: HTMLFieldSetElement;
  private readonly chosenCount = element("span", {});
  private chosen: string[] = [];
  private all = false; // all values are shown
  private turn = 0; // of the counting that counts, since an older one can come later

  constructor(
    readonly field: string,
    private readonly handlers: Handlers,
  ) {
    this.place = element("fieldset", {}, this.legend());
    this.details = element("details", { className: "facet", id: `facet-${field}` }, element("summary", {}, titleOf(field), this.chosenCount), this.place);
    this.details.addEventListener("toggle", () => this.details.open && void this.count());
  }

  show(chosen: string[], counted: boolean): void {
    this.chosen = chosen;
    this.chosenCount.textContent = chosen.length > 0 ? ` (${number(chosen.length)})` : "";
    if (this.details.open && !counted) void this.count();
  }

  private async count(): Promise<void> {
    const turn = ++this.turn;
    try {
      const facet = await this.handlers.counts(this.field);
      if (turn === this.turn) this.fill(facet);
    } catch {
      if (turn === this.turn) this.place.replaceChildren(this.legend(), say("The counts could not be read."), " ", button(say("Try again"), () => void this.count()));
    }
  }

  /** Shows the values; one that had the focus has it again. */
  private fill(facet: Facet): void {
    const focused = this.inputs().find((input) => input === document.activeElement)?.value;
    const values = this.values(facet);
    const shown = values.filter(({ value }, i) => this.all || i < few || this.chosen.includes(value));
    this.place.replaceChildren(this.legend(), ...shown.map((value) => this.row(value)));
    if (values.length === 0) this.place.append(element("p", { className: "quiet" }, say("None among these.")));
    if (shown.length < values.length) this.place.append(this.showAll(facet, shown.length, values.length));
    this.inputs().find((input) => input.value === focused)?.focus();
  }

  private inputs(): HTMLInputElement[] {
    return [...this.place.querySelectorAll("input")];
  }

  /** The counted values and those that were chosen all the same: severities from the worst on, years from the newest, the others as they come, the most frequent first. */
  private values({ field, values }: Facet): Facet["values"] {
    const ranks = severities();
    const list = [...values];
    if (field === "year") list.sort((a, b) => (a.value < b.value ? 1 : -1));
    if (field === "severity") list.sort((a, b) => ranks.indexOf(a.value) - ranks.indexOf(b.value));
    for (const value of this.chosen) {
      if (!values.some((counted) => counted.value === value)) list.push({ value, title: value, count: 0 });
    }
    return list;
  }

  private showAll(facet: Facet, shown: number, values: number): HTMLButtonElement {
    return button(say("Show all %s", number(values)), () => {
      this.all = true;
      this.fill(facet);
      this.inputs()[shown]?.focus();
    });
  }

  private legend(): HTMLElement {
    return element("legend", { className: "hidden" }, titleOf(this.field));
  }

  private row({ value, title, count }: Facet["values"][number]): HTMLElement {
    const input = element("input", { type: "checkbox", name: this.field, value, checked: this.chosen.includes(value) });
    input.addEventListener("change", () => this.handlers.chose(this.field, value, input.checked));
    return element("label", {}, input, element("span", { className: "title" }, title), " ", element("span", { className: "quiet" }, number(count)));
  }
}
