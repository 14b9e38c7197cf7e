// Reads words of a query as filters.

import { stopWords } from "../../endings.js";

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

// The words that filters are read from.
const months = [
  "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
  "december",
];
const units = ["day", "week", "month", "quarter", "year"];

/** What a log has, which a status may be told of, and the value of has: that it stands for. */
const nouns = new Map([
  ["incident", ""], ["record", ""], ["case", ""], ["issue", ""],
  ["action", "actions"], ["obligation", "obligations"], ["report", "obligations"], ["notification", "obligations"],
]);
const statuses = new Map([
  ["overdue", "overdue"], ["late", "overdue"], ["open", "open"], ["unresolved", "open"], ["reopened", "reopened"],
]);

const stops = new Set(Object.values(stopWords).flatMap((list) => list.split(" ")));

/** Reports whether nearly every text has a word, in any language: that of a query is not known. */
export const isStop = (word: string): boolean => stops.has(word);

const singular = (word: string): string => word.replace(/s$/, "");

/** Reports whether a word says no more than that records are looked for. */
export const isGeneric = (word: string): boolean => nouns.has(singular(word));

/** Reports whether a query begins as a question for what to do: how to, what should we, and such. */
export function asksAdvice(text: string): boolean {
  const [first = "", second = "", third] = plainWords(text).list;
  if (third === undefined) return false;
  if ((first === "how" && second === "to") || (first === "what" && second === "to" && third === "do")) return true;
  const isOf = (word: string, list: string): boolean => list.split(" ").includes(word);
  return isOf(first, "how what") && isOf(second, "do should must can could") && isOf(third, "i we you one");
}

/** Reads a filter from the beginning of a text, which begins the query or not; undefined where there is none. */
export function readFilters(text: string, today: number, isFirst: boolean): Omit<Reading, "at"> | undefined {
  const { list, ends, all } = plainWords(text);
  const [n, filters] = readPeriod(list, today) ?? readStatus(list, all && isFirst) ?? [0, []];
  return n > 0 ? { text: text.slice(0, ends[n - 1]), filters } : undefined;
}

const spaces = /[\s\u0085]*/y;
const part = /[^\s\u0085]+/y;

/**
 * The next words, in lower case and without signs behind them, as far as they are letters and digits alone; where each
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
    const word = whole.replace(/[?!.,;]+$/, "");
    if (!/^[a-zA-Z0-9]+$/.test(word)) return { list, ends, all: whole === "" };
    at += whole.length;
    list.push(word.toLowerCase());
    ends.push(at);
  }
  return { list, ends, all: false };
}

type Found = [n: number, filters: Filter[]] | undefined; // how many words they take
type Period = [n: number, from: Date, to: Date] | undefined;

const dated = (field: "after" | "before", day: Date): Filter => {
  return { field, values: [], day: day.getTime() / dayLength, not: false };
};

/** Reads a period. What is before it says from when or until when. */
function readPeriod(words: string[], today: number): Found {
  let next = words;
  let before = "";
  if (next.length > 1 && ["in", "during", "since", "after", "before", "until"].includes(next[0]!)) {
    [before, ...next] = next as [string, ...string[]];
  }
  const found = readYear(next) ?? (today > 0 ? readRelative(next, new Date(today * dayLength)) : undefined);
  if (!found) return undefined;
  const [taken, from, to] = found;
  const n = words.length - next.length + taken;
  switch (before) {
    case "since":
      return [n, [dated("after", from)]];
    case "after":
      return [n, [dated("after", to)]];
    case "before":
    case "until":
      return [n, [dated("before", from)]];
  }
  return [n, [dated("after", from), dated("before", to)]];
}

/** Reads 2025 and March 2025. */
function readYear([first = "", second = ""]: string[]): Period {
  const month = months.indexOf(first);
  const text = month >= 0 ? second : first;
  if (text.length !== 4 || text < "1990" || text > "2099" || !/^\d+$/.test(text)) return undefined;
  const year = Number(text);
  return month >= 0 ? [2, date(year, month, 1), date(year, month + 1, 1)] : [1, date(year, 0, 1), date(year + 1, 0, 1)];
}

const maxUnits = 999; // that a period may reach back

/** Reads today, yesterday, this month, last month, past month and last 3 months, of all units. */
function readRelative([first = "", second = "", third = ""]: string[], today: Date): Period {
  const tomorrow = later(today, 0, 1);
  if (first === "today") return [1, today, tomorrow];
  if (first === "yesterday") return [1, later(today, 0, -1), today];
  const isLast = first === "last" || first === "past" || first === "previous";
  const unit = units.indexOf(second);
  if (unit > 0 && first === "this") {
    const begin = beginning(today, unit);
    return [2, begin, back(begin, unit, -1)];
  }
  if (unit > 0 && isLast && first !== "past") {
    const begin = beginning(today, unit);
    return [2, back(begin, unit, 1), begin];
  }
  if (unit >= 0 && first === "past") return [2, back(tomorrow, unit, 1), tomorrow];
  const counted = units.indexOf(singular(third));
  const count = /^\d+$/.test(second) ? Number(second) : 0;
  if (!isLast || counted < 0 || count < 1 || count > maxUnits) return undefined;
  return [3, back(tomorrow, counted, count), tomorrow];
}

/** The first day of the week, month, quarter or year of a day. Weeks begin on Monday. */
function beginning(day: Date, unit: number): Date {
  const month = day.getUTCMonth();
  switch (units[unit]) {
    case "week":
      return later(day, 0, -((day.getUTCDay() + 6) % 7));
    case "month":
      return date(day.getUTCFullYear(), month, 1);
    case "quarter":
      return date(day.getUTCFullYear(), month - (month % 3), 1);
  }
  return date(day.getUTCFullYear(), 0, 1);
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

/** Reads overdue and reopened; and late, open and unresolved before what a log has, or as the whole query. */
function readStatus([first = "", second, third]: string[], isAll: boolean): Found {
  const status = statuses.get(first);
  if (!status) return undefined;
  const filters: Filter[] = [{ field: "is", values: [status], day: 0, not: false }];
  const kind = nouns.get(singular(second ?? ""));
  if (kind !== undefined) {
    if (kind !== "") filters.push({ field: "has", values: [kind], day: 0, not: false });
    return [2, filters];
  }
  const isSure = first === "overdue" || first === "reopened" || (isAll && second === undefined);
  const isTold = second !== undefined && third !== undefined && !isStop(second) && isGeneric(third);
  return isSure || isTold ? [1, filters] : undefined;
}

/** The filters of a reading as a query has them. */
export function written({ filters }: Reading): string {
  return filters.map(({ field, values, day }) => {
    const isDate = field === "after" || field === "before";
    return `${field}:${isDate ? new Date(day * dayLength).toISOString().slice(0, 10) : values.join(",")}`;
  }).join(" ");
}
