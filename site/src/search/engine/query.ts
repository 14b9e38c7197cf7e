// Parses queries: words, "phrases", -excluded, field:value. Every text is a query; what cannot be parsed as it seems to
// be meant is searched as words, and a note reports it.

import { fold, scan } from "../../words.js";

export interface Query {
  terms: Term[]; // what documents should contain
  phrases: Term[][]; // whose words must be in this order; they are among the terms
  excluded: Term[][]; // words and phrases that documents must not contain
  filters: Filter[];
  notes: Note[]; // what could not be parsed as it seems to be meant
}

/** A word or an identifier of a query. */
export interface Term {
  text: string; // as the dictionary has it
  position: number; // in words, from the first of its part of the query
  exact: boolean; // of a phrase: no other forms
  parts: string[]; // of an identifier, its words
}

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

/** A part of a query that was searched otherwise than it is written; for the codes see internal/search. */
export interface Note {
  code: "quote" | "field" | "date" | "many" | "word" | "value";
  text: string;
}

const maxTerms = 32;
const maxText = 10_000; // characters of a query that are read

/** Parses a query with filters of these fields, after: and before:. */
export function parse(text: string, fields: readonly string[]): Query {
  const parser = new Parser([...text].slice(0, maxText).join(""), fields);
  while (parser.part());
  return parser.query;
}

const space = /[\s\u0085]/; // what both engines take for a space
const spaces = /^[\s\u0085]+/;
const quote = /["“”„]/;
const negation = /^-(?=[^\s\u0085-])/;
const fieldName = /^([a-zA-Z][a-zA-Z0-9_]*):(?=[^\s\u0085:/])/;

class Parser {
  readonly query: Query = { terms: [], phrases: [], excluded: [], filters: [], notes: [] };

  constructor(
    private rest: string,
    private readonly fields: readonly string[], // of filters
  ) {}

  /** Parses up to the next space outside of quotation marks; false at the end. */
  part(): boolean {
    this.cut(spaces);
    const start = this.rest;
    if (start === "") return false;
    const not = this.cut(negation) !== undefined;
    const field = this.field();
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

  /** Cuts the name before a colon off, where a value follows. */
  private field(): string {
    return this.cut(fieldName)?.[1]?.toLowerCase() ?? "";
  }

  /** Cuts a quoted text or one up to the next space off. */
  private value(): [value: string, quoted: boolean, closed: boolean] {
    const quoted = quote.test(this.rest[0]!);
    const text = this.rest.slice(quoted ? 1 : 0);
    const end = text.search(quoted ? quote : space);
    this.rest = end < 0 ? "" : text.slice(quoted ? end + 1 : end);
    return [end < 0 ? text : text.slice(0, end), quoted, end >= 0];
  }

  /** Adds a note once. */
  private note(code: Note["code"], text: string): void {
    const { notes } = this.query;
    if (!notes.some((n) => n.code === code && n.text === text)) notes.push({ code, text });
  }

  /** The first maxTerms of a list, with a note where there are more. */
  private bounded<T>(list: T[]): T[] {
    if (list.length > maxTerms) this.note("many", "");
    return list.slice(0, maxTerms);
  }

  /** Parses a value of a field; false where it is none, and the whole is to be searched as words. */
  private filter(field: string, value: string, quoted: boolean, not: boolean): boolean {
    if (field === "after" || field === "before") return this.date(field, value, not);
    if (!this.fields.includes(field)) {
      this.note("field", field);
      return false;
    }
    const values = this.bounded((quoted ? [value] : value.split(",")).filter((v) => v !== "").map(fold));
    if (values.length === 0) return false;
    const same = this.query.filters.find((f) => f.field === field && f.not === not);
    if (!same) this.query.filters.push({ field, values, day: 0, not });
    else if (same.values.length + values.length > maxTerms) this.note("many", "");
    else same.values.push(...values); // values of one field are alternatives
    return true;
  }

  private date(field: string, value: string, not: boolean): boolean {
    const day = dayOf(value);
    if (day === undefined) this.note("date", value);
    else if (this.query.filters.length === maxTerms) this.note("many", "");
    else this.query.filters.push({ field, values: [], day, not });
    return day !== undefined;
  }

  /** Adds a text to the terms, as a phrase, or to what is excluded. */
  private words(text: string, phrase: boolean, not: boolean): void {
    const { terms, phrases, excluded } = this.query;
    const list = this.bounded(termsOf(text, phrase || not));
    if (list.length === 0) return;
    if ((not && excluded.length === maxTerms) || (phrase && phrases.length === maxTerms)) return this.note("many", "");
    if (not) {
      excluded.push(list);
      return;
    }
    if (phrase) phrases.push(list);
    for (const term of list) {
      if (terms.some((t) => t.text === term.text)) continue;
      if (terms.length === maxTerms) return this.note("many", "");
      terms.push(term);
    }
  }
}

/** The day since 1970 of 2026, 2026-03 and 2026-03-02; the first of a year or month. */
function dayOf(text: string): number | undefined {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!found) return undefined;
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 1), Number(found[3] ?? 1)];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists ? at.getTime() / 86_400_000 : undefined;
}

/** Cuts a text into words; an identifier takes the place of its words where no phrase needs them. */
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
