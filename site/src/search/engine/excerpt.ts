// Cuts the stretch out of a text that a query found it by, and marks words.

import type { Query } from "./query.js";
import { type Token, fold, isSpaceless, scan } from "../../words.js";

/** A part of a page's text under its heading. */
export interface Section {
  title: string;
  text: string;
}

/** A stretch of a text with the words marked that a query found. */
export interface Excerpt {
  section: string; // heading it stands under; empty for none
  parts: Part[];
  before: boolean; // the section goes on there
  after: boolean;
}

export interface Part {
  text: string;
  hit: boolean; // the query found it
}

// How much a unit takes up of an excerpt: about what a word of the script fills of a line.
const unitWord = 6;
const unitSign = 2;
const excerpted = 180;
const lead = 5; // units before the first word that was found

// Words with the single signs that join them, and the words in that.
const compound = /[\p{L}\p{N}\p{M}]+(?:[-._\u2010][\p{L}\p{N}\p{M}]+)*/gu;
const run = /[\p{L}\p{N}\p{M}]+/gu;

/** A word of a text, or one sign of a script without spaces, up to the next. */
interface Unit {
  start: number;
  end: number;
  size: number;
  word: string; // that was found; empty where none was
}

/** The stretch of the sections that holds most of the words found, each counted once, then most hits, then stands first. */
export function cut(sections: Section[], found: Set<string>): Excerpt | undefined {
  let best: Excerpt | undefined;
  let most = 0;
  for (const { title, text } of sections) {
    const units = unitsOf(text, found);
    units.forEach((unit, i) => {
      if (unit.word === "") return;
      const from = Math.max(0, i - lead);
      const [to, value] = measure(units, from);
      if (value <= most) return;
      most = value;
      best = { section: title, parts: partsOf(text, units, from, to), before: from > 0, after: to < units.length };
    });
  }
  return best;
}

/** A whole text with the words marked that were found. */
export function marked(text: string, found: Set<string>): Part[] {
  const units = unitsOf(text, found);
  return units.length === 0 ? [{ text, hit: false }] : partsOf(text, units, 0, units.length);
}

/** Where an excerpt ends that begins at a unit, and what it is worth. */
function measure(units: Unit[], from: number): [to: number, value: number] {
  const distinct = new Set<string>();
  let to = from;
  let hits = 0;
  for (let size = 0; to < units.length && size < excerpted; to++) {
    const unit = units[to]!;
    size += unit.size;
    if (unit.word === "") continue;
    distinct.add(unit.word);
    hits++;
  }
  return [to, 1000 * distinct.size + hits];
}

/** Cuts the text of some units at the borders of hits. */
function partsOf(text: string, units: Unit[], from: number, to: number): Part[] {
  const list: Part[] = [];
  let at = from === 0 ? 0 : units[from]!.start;
  const add = (end: number, hit: boolean): void => {
    if (end <= at) return;
    const piece = text.slice(at, end);
    const last = list.at(-1);
    if (last?.hit === hit) last.text += piece;
    else list.push({ text: piece, hit });
    at = end;
  };
  for (const unit of units.slice(from, to)) {
    if (unit.word === "") continue;
    add(unit.start, false);
    add(unit.end, true);
  }
  add(to === units.length ? text.length : units[to - 1]!.end, false);
  return list;
}

function unitsOf(text: string, found: Set<string>): Unit[] {
  const list: Unit[] = [];
  for (const { 0: all, index } of text.matchAll(compound)) {
    const word = hit(all, found, "identifier");
    if (word !== "") {
      list.push({ start: index, end: index + all.length, size: unitWord, word });
      continue;
    }
    for (const part of all.matchAll(run)) addRun(list, part[0], index + part.index, found);
  }
  return list;
}

/** Adds a word, or each sign of a script without spaces for itself, which is found with the one before or after it. */
function addRun(list: Unit[], text: string, start: number, found: Set<string>): void {
  if (!isSpaceless(text)) {
    list.push({ start, end: start + text.length, size: unitWord, word: hit(text, found, "word") });
    return;
  }
  const signs = [...text];
  let at = start;
  signs.forEach((sign, i) => {
    const around = [(signs[i - 1] ?? "") + sign, sign + (signs[i + 1] ?? ""), sign];
    const word = around.map((signs) => hit(signs, found, "word")).find((word) => word !== "") ?? "";
    list.push({ start: at, end: at + sign.length, size: unitSign, word });
    at += sign.length;
  });
}

/** The first token of a kind in a text that was found; empty where none was. */
function hit(text: string, found: Set<string>, kind: Token["kind"]): string {
  return scan(text).find((token) => token.kind === kind && found.has(token.text))?.text ?? "";
}

// Inflected forms of a word begin alike.
const alike = 4;

/** Whether title and summary show every word that was asked for, so that an excerpt says no more. A phrase may stand elsewhere, so it does not count. */
export function told(doc: { title: string; summary: string }, { query, words }: { query: Query; words: Set<string> }): boolean {
  if (query.phrases.length > 0) return false;
  const shown = [doc.title, doc.summary].flatMap((text) => marked(text, words)).filter((part) => part.hit).map((part) => fold(part.text));
  return query.terms.every(({ text }) => shown.some((word) => word === text || word.slice(0, alike) === text.slice(0, alike)));
}
