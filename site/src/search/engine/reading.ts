// Reads words of a query as filters.

import { stopWords } from "../../endings.js";
import { fold } from "../../words.js";

/**
 * Requires that a column holds one of the values, or, for "after" and "before", that the date is not before a day or is
 * before it.
 */
export interface Filter {
  field: string;
  values: string[]; // folded
  day: number; // since 1970
  not: boolean; // the opposite is required
}

/** Words of a query that were read as filters. */
export interface Reading {
  text: string; // as written
  at: number; // where it is in the query
  filters: Filter[];
}

const maxReading = 5; // words that are read as one filter

/**
 * The words of a language that filters are read from, by what they mean. Forms of one word of an ordered list are joined
 * by bars; see internal/words.
 */
export type Asking = Record<string, string>;

// Units of time as they are ordered in each language.
const day = 0;
const week = 1;
const month = 2;
const quarter = 3;
const year = 4;

type State = "overdue" | "reopened" | "late" | "open" | "closed";

/** The filters of what is told of records. */
const states: Record<State, [field: string, value: string]> = {
  overdue: ["is", "overdue"],
  reopened: ["is", "reopened"],
  late: ["is", "overdue"],
  open: ["is", "open"],
  closed: ["status", "closed"],
};

const stops = new Set(Object.values(stopWords).flatMap((list) => list.split(" ")));

/** Reports whether nearly every text has a word, in any language: that of a query is not known. */
export const isStop = (word: string): boolean => stops.has(word);

/** Reports whether a word is one of several that bars join. */
const isOneOf = (word: string | undefined, forms: string): boolean => forms.split("|").includes(word ?? "");

/** Reads filters in the words of some languages. */
export class FilterReader {
  constructor(
    private readonly asking: readonly Asking[],
    private readonly today: number, // since 1970; 0 for none
  ) {}

  /** Reports whether a word says no more than that records are looked for. */
  isGeneric(word: string): boolean {
    return this.thing(word) !== undefined;
  }

  /** Reports whether a query begins as a question for what to do: how to, what should we, and such. */
  asksAdvice(text: string): boolean {
    const { list } = plainWords(text);
    return this.asking.some(({ advice = "" }) => {
      return advice.split(",").some((beginning) => {
        const asked = split(beginning);
        return asked.length > 0 && asked.every((forms, i) => isOneOf(list[i], forms));
      });
    });
  }

  /** Reads a filter from the beginning of a text, which begins the query or not; undefined where there is none. */
  read(text: string, isFirst: boolean): Omit<Reading, "at"> | undefined {
    const { list, ends, all } = plainWords(text);
    const [n, filters] = this.period(list) ?? this.status(list, all && isFirst) ?? [0, []];
    return n > 0 ? { text: text.slice(0, ends[n - 1]), filters } : undefined;
  }

  /** The first of some meanings that a word has in any of the languages. */
  private meaning<T extends string>(word: string, ...among: T[]): T | undefined {
    return among.find((meaning) => this.asking.some((words) => split(words[meaning]).includes(word)));
  }

  /** The place of a word in an ordered list; -1 for none. */
  private place(word: string, list: string): number {
    for (const words of this.asking) {
      const at = split(words[list]).findIndex((forms) => isOneOf(word, forms));
      if (at >= 0) return at;
    }
    return -1;
  }

  /** What a word calls of what a log has. */
  private thing(word: string): "records" | "actions" | "obligations" | undefined {
    return this.meaning(word, "records", "actions", "obligations");
  }

  /** Reads a period. What is before it says from when or until when. */
  private period(words: string[]): Found {
    const before = words.length > 1 ? this.meaning(words[0]!, "during", "since", "after", "before") : undefined;
    const next = before ? words.slice(1) : words;
    const found = this.year(next) ?? (this.today > 0 ? this.relative(next, new Date(this.today * dayLength)) : undefined);
    if (!found) return undefined;
    const [taken, from, to] = found;
    const n = words.length - next.length + taken;
    switch (before) {
      case "since":
        return [n, [dated("after", from)]];
      case "after":
        return [n, [dated("after", to)]];
      case "before":
        return [n, [dated("before", from)]];
    }
    return [n, [dated("after", from), dated("before", to)]];
  }

  /** Reads 2025, the year 2025 and March 2025. */
  private year([first = "", second]: string[]): Period {
    const at = second === undefined ? -1 : this.place(first, "months");
    const isNamed = at >= 0 || (second !== undefined && this.place(first, "units") === year);
    const text = isNamed ? second! : first;
    if (text.length !== 4 || text < "1990" || text > "2099" || !/^\d+$/.test(text)) return undefined;
    const [n, number] = [isNamed ? 2 : 1, Number(text)];
    return at >= 0 ? [n, date(number, at, 1), date(number, at + 1, 1)] : [n, date(number, 0, 1), date(number + 1, 0, 1)];
  }

  /** Reads today, yesterday, this month, last month, past month and last 3 months, of all units. */
  private relative([first = "", second = "", third = ""]: string[], today: Date): Period {
    const tomorrow = later(today, 0, 1);
    const which = this.meaning(first, "today", "yesterday", "this", "last", "past");
    if (which === "today") return [1, today, tomorrow];
    if (which === "yesterday") return [1, later(today, 0, -1), today];
    const unit = this.place(second, "units");
    if (unit > day && which === "this") {
      const begin = beginning(today, unit);
      return [2, begin, back(begin, unit, -1)];
    }
    if (unit > day && which === "last") {
      const begin = beginning(today, unit);
      return [2, back(begin, unit, 1), begin];
    }
    if (unit >= day && which === "past") return [2, back(tomorrow, unit, 1), tomorrow];
    const counted = this.place(third, "units");
    const count = /^\d+$/.test(second) ? Number(second) : 0;
    if (!which || which === "this" || counted < day || count < 1 || count > maxUnits) return undefined;
    return [3, back(tomorrow, counted, count), tomorrow];
  }

  /** Reads overdue and reopened; and late, open and closed before what a log has, or as the whole query. */
  private status([first = "", second, third]: string[], isAll: boolean): Found {
    const state = this.meaning(first, "overdue", "reopened", "late", "open", "closed");
    if (!state) return undefined;
    const filters = [valued(...states[state])];
    const thing = this.thing(second ?? "");
    if (thing) {
      if (thing !== "records") filters.push(valued("has", thing));
      return [2, filters];
    }
    const isSure = state === "overdue" || state === "reopened" || (isAll && second === undefined);
    const isTold = second !== undefined && third !== undefined && !isStop(second) && this.isGeneric(third);
    return isSure || isTold ? [1, filters] : undefined;
  }
}

const split = (text = ""): string[] => text.split(" ").filter((word) => word !== "");

const spaces = /[\s\u0085]*/y;
const part = /[^\s\u0085]+/y;

/**
 * The next words, folded and without signs behind them, as far as they are letters and digits alone; where each
 * ends; and whether no other part follows them.
 */
function plainWords(text: string): { list: string[]; ends: number[]; all: boolean } {
  const list: string[] = [];
  const ends: number[] = [];
  let at = 0;
  while (list.length < maxReading) {
    spaces.lastIndex = at;
    at += spaces.exec(text)![0].length;
    part.lastIndex = at;
    const whole = part.exec(text)?.[0] ?? "";
    const word = fold(whole.replace(/[?!.,;]+$/, ""));
    if (!/^[a-z0-9]+$/.test(word)) return { list, ends, all: whole === "" };
    at += whole.length;
    list.push(word);
    ends.push(at);
  }
  return { list, ends, all: false };
}

type Found = [n: number, filters: Filter[]] | undefined; // how many words they take
type Period = [n: number, from: Date, to: Date] | undefined;

const dated = (field: "after" | "before", day: Date): Filter => {
  return { field, values: [], day: day.getTime() / dayLength, not: false };
};
const valued = (field: string, value: string): Filter => ({ field, values: [value], day: 0, not: false });

const maxUnits = 999; // that a period may reach back

/** The first day of the week, month, quarter or year of a day. Weeks begin on Monday. */
function beginning(at: Date, unit: number): Date {
  const [inYear, inMonth] = [at.getUTCFullYear(), at.getUTCMonth()];
  switch (unit) {
    case week:
      return later(at, 0, -((at.getUTCDay() + 6) % 7));
    case month:
      return date(inYear, inMonth, 1);
    case quarter:
      return date(inYear, inMonth - (inMonth % 3), 1);
  }
  return date(inYear, 0, 1);
}

/** A day so many units earlier. */
function back(day: Date, unit: number, count: number): Date {
  return later(day, -[0, 0, 1, 3, 12][unit]! * count, -[1, 7, 0, 0, 0][unit]! * count);
}

function later(day: Date, months: number, days: number): Date {
  return date(day.getUTCFullYear(), day.getUTCMonth() + months, day.getUTCDate() + days);
}

function date(year: number, month: number, day: number): Date {
  return new Date(Date.UTC(year, month, day));
}

const dayLength = 86_400_000; // milliseconds

/** The filters of a reading as a query has them. */
export function written({ filters }: Reading): string {
  return filters.map(({ field, values, day }) => {
    const isDate = field === "after" || field === "before";
    return `${field}:${isDate ? new Date(day * dayLength).toISOString().slice(0, 10) : values.join(",")}`;
  }).join(" ");
}
