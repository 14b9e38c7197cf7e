// The state of the search page: text, order, and the values selected as filters. The address holds it, and the engine
// gets it as one query.

import { columns, type Group, type Order, type Reading } from "./index.js";

export interface SearchState {
  text: string;
  order: Order;
  selected: Map<string, string[]>; // values by field
  fields: readonly string[]; // that there are, in the order in which they are shown
}

/**
 * Parses the query string of an address: a field may be in it several times, or once with commas. A value with a comma
 * is in quotation marks. Of other names nothing is read.
 */
export function parseAddress(search: string, fields: readonly string[] = columns): SearchState {
  const address = new URLSearchParams(search);
  const selected = new Map<string, string[]>();
  for (const field of fields) {
    const values = address.getAll(field).flatMap(split).map((value) => value.trim());
    const unique = [...new Set(values.filter((value) => value !== ""))];
    if (unique.length > 0) selected.set(field, unique);
  }
  const order = address.get("order") === "date" ? "date" : "relevance";
  return { text: address.get("q") ?? "", order, selected, fields };
}

function split(text: string): string[] {
  return /^".*"$/.test(text) ? [text.slice(1, -1)] : text.split(",");
}

/** The query string of the address, from its question mark on; empty for none. */
export function formatAddress(state: SearchState): string {
  const address = new URLSearchParams();
  if (state.text.trim() !== "") address.set("q", state.text);
  for (const field of state.fields) {
    for (const value of state.selected.get(field) ?? []) {
      address.append(field, value.includes(",") ? `"${value}"` : value);
    }
  }
  if (state.order === "date") address.set("order", "date");
  return address.size > 0 ? `?${address}` : "";
}

/** The query for the engine; except leaves the filter of a field out. */
export function formatQuery(state: SearchState, except?: string): string {
  const filters = state.fields
    .filter((field) => field !== except)
    .flatMap((field) => (state.selected.get(field) ?? []).map((value) => formatFilter(field, value)));
  return [state.text.trim(), ...filters].join(" ").trim();
}

const plain = /^[\p{L}\p{N}_.+-]+$/u;

/** A value of a field as a query has it. */
export function formatFilter(field: string, value: string): string {
  return plain.test(value) ? `${field}:${value}` : `${field}:"${value.replace(/["“”„]/g, " ")}"`;
}

/** The state with a value selected or not. */
export function withFilter(state: SearchState, field: string, value: string, on: boolean): SearchState {
  const selected = new Map(state.selected);
  const values = (selected.get(field) ?? []).filter((other) => other !== value);
  if (on) values.push(value);
  if (values.length > 0) selected.set(field, values);
  else selected.delete(field);
  return { ...state, selected };
}

/** The state with the kinds of a group in place of others. */
export function withGroup(state: SearchState, { kinds }: Group): SearchState {
  const text = state.text.replace(/(?:^|\s)kind:(?:"[^"]*"|\S+)/gi, "").trim();
  return { ...state, text, selected: new Map(state.selected).set("kind", kinds) };
}

/** The readings that are still in the text of a state where they were in it. */
export function stillRead({ text }: SearchState, readings: Reading[]): Reading[] {
  const query = text.trim();
  return readings.filter((reading) => query.startsWith(reading.text, reading.at));
}

/** The state without the words of some readings. */
export function withoutReadings(state: SearchState, readings: Reading[]): SearchState {
  let text = state.text.trim();
  for (const { at, text: read } of readings.toSorted((a, b) => b.at - a.at)) {
    text = `${text.slice(0, at).trimEnd()} ${text.slice(at + read.length).trimStart()}`.trim();
  }
  return { ...state, text };
}
