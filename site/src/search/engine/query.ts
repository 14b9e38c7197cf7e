// Parses queries: words, "phrases", -excluded, field:value, and words such as "last month". Every text is a query; what
// cannot be parsed as it seems to be meant is searched as words, and a note reports it.

import { type Asking, type Filter, FilterReader, type Reading, isStop } from "./reading.js";
import { fold, scan } from "../../words.js";

export interface Query {
  terms: Term[]; // what documents should contain
  phrases: Term[][]; // whose words must be in this order; they are among the terms
  excluded: Term[][]; // words and phrases that documents must not contain
  filters: Filter[];
  readings: Reading[]; // words that were read as filters, which are in none of the above
  advice: boolean; // it asks what to do
  notes: Note[]; // what could not be parsed as it seems to be meant
}

/** A word or an identifier of a query. */
export interface Term {
  text: string; // as the dictionary has it
  position: number; // in words, from the first of its part of the query
  exact: boolean; // of a phrase: no other forms
  parts: string[]; // of an identifier, its words
  literal: boolean; // an abbreviation in capitals, or a word of an identifier: it is never taken for misspelt
}

/** A part of a query that was searched otherwise than it is written; for the codes see internal/search. */
export interface Note {
  code: "quote" | "field" | "date" | "many" | "word" | "value";
  text: string;
}

const maxTerms = 32;
const maxText = 10_000; // characters of a query that are read

/** What a query is parsed with. */
export interface Options {
  fields: readonly string[]; // of filters, beside after: and before:
  asking: readonly Asking[]; // words that filters are read from, by language
  today: number; // the day since 1970 that "last month" counts from; 0 for none, and it is words
  plain?: boolean; // no words are read as filters
}

/** Parses a query. Words that nearly every text has are left out where others are left. */
export function parse(text: string, options: Options): Query {
  const parser = new Parser([...text].slice(0, maxText).join(""), options);
  const { query } = parser;
  query.advice = parser.reader.asksAdvice(text);
  while (parser.part());
  return { ...query, terms: parser.tellingTerms() };
}

const space = /[\s\u0085]/; // what both engines take for a space
const spaces = /^[\s\u0085]+/;
const quote = /["“”„]/;
const negation = /^-(?=[^\s\u0085-])/;
const fieldName = /^([a-zA-Z][a-zA-Z0-9_]*):(?=[^\s\u0085:/])/;

class Parser {
  readonly reader: FilterReader;
  readonly query: Query = { terms: [], phrases: [], excluded: [], filters: [], readings: [], advice: false, notes: [] };

  constructor(
    private rest: string,
    private readonly options: Options,
    private readonly length = rest.length,
  ) {
    this.reader = new FilterReader(options.asking, options.today);
  }

  /** The terms of a query without those that tell nothing: all of them where no other is left, unless it has filters. */
  tellingTerms(): Term[] {
    const { terms, readings } = this.query;
    const telling = terms.filter(({ text, exact, literal }) => {
      return exact || literal || !(isStop(text) || (readings.length > 0 && this.reader.isGeneric(text)));
    });
    return telling.length === 0 && readings.length === 0 ? terms : telling;
  }

  /** Parses up to the next space outside of quotation marks; false at the end. */
  part(): boolean {
    this.cut(spaces);
    const start = this.rest;
    if (start === "") return false;
    if (this.reading()) return true;
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

  /** Cuts words off that are a filter; false where the next ones are none. */
  private reading(): boolean {
    const { terms, filters, readings } = this.query;
    if (this.options.plain) return false;
    const found = this.reader.read(this.rest, terms.length + readings.length === 0);
    if (!found || filters.length + found.filters.length > maxTerms) return false;
    readings.push({ ...found, at: this.length - this.rest.length });
    filters.push(...found.filters);
    this.rest = this.rest.slice(found.text.length);
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
    if (!this.options.fields.includes(field)) {
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
      const known = terms.find((t) => t.text === term.text);
      if (known) {
        known.literal ||= term.literal;
        continue;
      }
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
  const short = abbreviations(text);
  let before = -1; // the last word of the identifier before
  for (const token of scan(text)) {
    const { text, position } = token;
    if (token.kind === "word") list.push({ text, position, exact, parts: [], literal: short.includes(text) });
    if (token.kind !== "identifier" || exact || position === before) continue;
    before = position;
    const from = list.findIndex((t) => t.position >= token.first && t.parts.length === 0);
    if (from < 0) continue;
    const parts = list.splice(from).map((t) => t.text);
    list.push({ text, position, exact: false, parts, literal: false });
  }
  return list;
}

// Capitals alone, by themselves: longer words may be capitals for emphasis.
const abbreviation = /(?<![\p{L}\p{N}\p{M}])[A-Z]{2,5}(?![\p{L}\p{N}\p{M}])/gu;

/** The words of a text that are capitals alone, folded. */
function abbreviations(text: string): string[] {
  return Array.from(text.matchAll(abbreviation), ([word]) => word.toLowerCase());
}
