// Reads queries: words, "phrases", -without, field:value. Every text is a query; what cannot be read as
// it seems to be meant is searched as words, and a note says so.

import { fold, scan } from "../../words.js";

/** A word or an identifier of a query. */
export interface Term {
  text: string; // as the dictionary has it
  position: number; // in words, from the first of its part of the query
  exact: boolean; // of a phrase: no other forms
  parts: string[]; // of an identifier, its words
}

/** Asks that a column holds one of the values, or, for "after" and "before", that the date is not before a day or is before it. */
export interface Filter {
  field: string;
  values: string[]; // folded
  day: number; // since 1970
  not: boolean;
}

/** Tells what a query says that was searched otherwise; for the codes see internal/search. */
export interface Note {
  code: "quote" | "field" | "date" | "many" | "word" | "value";
  text: string;
}

export interface Query {
  terms: Term[]; // what documents should hold
  phrases: Term[][]; // of which the words must stand as they do here; their words are among the terms
  excluded: Term[][]; // words and phrases that documents must not contain
  filters: Filter[];
  notes: Note[];
}

/** The fields that filters and facets know; "date" comes beside them. */
const columns = ["kind", "type", "severity", "status", "system", "cause", "team", "harm", "tag", "year", "is", "has"];
const mostTerms = 32;
const mostText = 10_000; // signs of a query that are read

const space = /[\s\u0085]/; // what both engines take for a space
const quote = /["“”„]/;
const negation = /^-(?=[^\s\u0085-])/;
const fieldName = /^([a-zA-Z]+):(?=[^\s\u0085:/])/;

export function parse(text: string): Query {
  const parser = new Parser([...text].slice(0, mostText).join(""));
  while (parser.part());
  return parser.query;
}

class Parser {
  readonly query: Query = { terms: [], phrases: [], excluded: [], filters: [], notes: [] };

  constructor(private rest: string) {}

  /** Reads what stands up to the next space outside of quotation marks; false at the end. */
  part(): boolean {
    const start = this.rest.replace(/^[\s\u0085]+/, "");
    if (start === "") return false;
    this.rest = start;
    const not = this.cut(negation) !== undefined;
    const field = this.cut(fieldName)?.[1]?.toLowerCase() ?? "";
    const [value, quoted, closed] = this.value();
    if (quoted && !closed) {
      this.note("quote", "");
      this.rest = start.slice(0, start.length - value.length - 1) + value; // without the mark
      return true;
    }
    const whole = start.slice(0, start.length - this.rest.length);
    if (field !== "" && this.filter(field, value, quoted, not)) return true;
    if (quoted && field === "") this.words(value, true, not);
    else this.words(whole.replace(/^-/, ""), false, not && field === "");
    return true;
  }

  private cut(beginning: RegExp): RegExpExecArray | undefined {
    const found = beginning.exec(this.rest);
    if (!found) return undefined;
    this.rest = this.rest.slice(found[0].length);
    return found;
  }

  /** Cuts a quoted text or one up to the next space off. */
  private value(): [value: string, quoted: boolean, closed: boolean] {
    const quoted = quote.test(this.rest[0]!);
    const text = this.rest.slice(quoted ? 1 : 0);
    const end = text.search(quoted ? quote : space);
    this.rest = end < 0 ? "" : text.slice(quoted ? end + 1 : end);
    return [end < 0 ? text : text.slice(0, end), quoted, end >= 0];
  }

  /** The first of many. */
  private bounded<T>(list: T[]): T[] {
    if (list.length > mostTerms) this.note("many", "");
    return list.slice(0, mostTerms);
  }

  /** Adds a note once. */
  private note(code: Note["code"], text: string): void {
    const { notes } = this.query;
    if (!notes.some((n) => n.code === code && n.text === text)) notes.push({ code, text });
  }

  /** Reads a value of a field; false where it is none, and the whole is to be searched as words. */
  private filter(field: string, value: string, quoted: boolean, not: boolean): boolean {
    if (field === "after" || field === "before") return this.date(field, value, not);
    if (!columns.includes(field)) {
      this.note("field", field);
      return false;
    }
    const values = this.bounded((quoted ? [value] : value.split(",")).filter((v) => v !== "").map(fold));
    if (values.length === 0) return false;
    const same = this.query.filters.find((f) => f.field === field && f.not === not); // values of one field are alternatives
    if (same && same.values.length + values.length > mostTerms) this.note("many", "");
    else if (same) same.values.push(...values);
    else this.query.filters.push({ field, values, day: 0, not });
    return true;
  }

  private date(field: string, value: string, not: boolean): boolean {
    const day = dayOf(value);
    if (day === undefined) this.note("date", value);
    else if (this.query.filters.length === mostTerms) this.note("many", "");
    else this.query.filters.push({ field, values: [], day, not });
    return day !== undefined;
  }

  /** Adds what a text says: to the terms, as a phrase, or to what must be absent. */
  private words(text: string, phrase: boolean, not: boolean): void {
    const { terms, phrases, excluded } = this.query;
    const list = this.bounded(termsOf(text, phrase || not));
    if (list.length === 0) return;
    if ((not && excluded.length === mostTerms) || (phrase && phrases.length === mostTerms)) return this.note("many", "");
    if (not) {
      excluded.push(list);
      return;
    }
    if (phrase) phrases.push(list);
    for (const term of list) {
      if (terms.some((t) => t.text === term.text)) continue;
      if (terms.length === mostTerms) return this.note("many", "");
      terms.push(term);
    }
  }
}

/** The day since 1970 of 2026, 2026-03 and 2026-03-02. */
function dayOf(text: string): number | undefined {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!found) return undefined;
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 1), Number(found[3] ?? 1)];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists ? at.getTime() / 86_400_000 : undefined;
}

/** Cuts a text into words; an identifier stands for its words where no phrase needs them. */
function termsOf(text: string, exact: boolean): Term[] {
  const list: Term[] = [];
  let before = -1; // the last word of the identifier before
  for (const token of scan(text)) {
    const { text, position } = token;
    if (token.kind === "word") list.push({ text, position, exact, parts: [] });
    if (token.kind !== "identifier" || exact || position === before) continue;
    before = position;
    const from = list.findIndex((t) => t.position >= token.first && t.parts.length === 0);
    if (from < 0) continue;
    const parts = list.splice(from).map((t) => t.text);
    list.push({ text, position, exact: false, parts });
  }
  return list;
}
