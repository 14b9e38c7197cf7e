// What the reader asks: words, values chosen of each field, the order. The address holds it, and the
// engine gets it as one query.

import { columns as fields, type Order } from "./index.js";

export interface Question {
  words: string;
  order: Order;
  chosen: Map<string, string[]>; // by field
}

export { fields };

/** Reads an address: a field may stand in it several times, or once with commas. A value with a comma stands in quotation marks. */
export function read(search: string): Question {
  const address = new URLSearchParams(search);
  const chosen = new Map<string, string[]>();
  for (const field of fields) {
    const values = address.getAll(field).flatMap(list).map((value) => value.trim());
    const unique = [...new Set(values.filter((value) => value !== ""))];
    if (unique.length > 0) chosen.set(field, unique);
  }
  return { words: address.get("q") ?? "", order: address.get("order") === "date" ? "date" : "relevance", chosen };
}

function list(text: string): string[] {
  return /^".*"$/.test(text) ? [text.slice(1, -1)] : text.split(",");
}

/** The address of a question, from its question mark on; empty for none. */
export function write(question: Question): string {
  const address = new URLSearchParams();
  if (question.words.trim() !== "") address.set("q", question.words);
  for (const field of fields) {
    for (const value of question.chosen.get(field) ?? []) address.append(field, value.includes(",") ? `"${value}"` : value);
  }
  if (question.order === "date") address.set("order", "date");
  return address.size > 0 ? `?${address}` : "";
}

/** The query in the language of the search; without leaves the choice of a field out. */
export function compose(question: Question, without?: string): string {
  const filters = fields
    .filter((field) => field !== without)
    .flatMap((field) => (question.chosen.get(field) ?? []).map((value) => filter(field, value)));
  return [question.words.trim(), ...filters].join(" ").trim();
}

const plain = /^[\p{L}\p{N}_.+-]+$/u;

/** A value of a field as the query has it. */
export function filter(field: string, value: string): string {
  return plain.test(value) ? `${field}:${value}` : `${field}:"${value.replace(/["“”„]/g, " ")}"`;
}

/** The question without a value, or with one more. */
export function choose(question: Question, field: string, value: string, on: boolean): Question {
  const chosen = new Map(question.chosen);
  const values = (chosen.get(field) ?? []).filter((other) => other !== value);
  if (on) values.push(value);
  if (values.length > 0) chosen.set(field, values);
  else chosen.delete(field);
  return { ...question, chosen };
}
