// Cuts the piece out of a text that a query found it by, and highlights words.

import type { Query } from "./query.js";
import { type Token, fold, isSpaceless, scan } from "../../words.js";

/** A part of a page's text under its heading. */
export interface Section {
  title: string;
  text: string;
}

/** A piece of a text with the hits of a query. */
export interface Excerpt {
  section: string; // heading of the section; empty for none
  parts: Part[];
  before: boolean; // the section goes on there
  after: boolean;
}

/** A piece of text that is a hit or between hits. */
export interface Part {
  text: string;
  hit: boolean;
}

// The size of an excerpt and what units take up of it: about what a word of their script fills of a line.
const maxExcerpt = 180;
const wordSize = 6;
const characterSize = 2;

const leadUnits = 5; // before the first hit

// Words with the single characters that join them, and the words in that.
const compound = /[\p{L}\p{N}\p{M}]+(?:[-._\u2010][\p{L}\p{N}\p{M}]+)*/gu;
const run = /[\p{L}\p{N}\p{M}]+/gu;

/** A word of a text, or one character of a script without spaces. */
interface Unit {
  start: number;
  end: number;
  size: number;
  hit: string; // the word that was found; empty for none
}

const betweenCells = " · "; // what the cells of a table are shown with; a text has tabs there

/**
 * The piece of the sections with the most of the words found, each counted once, then the most hits, then the first;
 * undefined where the texts have none. Rows of tables, which say little by themselves, are shown where nothing else has
 * a word.
 */
export function bestExcerpt(sections: Section[], found: Set<string>): Excerpt | undefined {
  return (
    bestOf(sections, found, withoutTables) ??
    bestOf(sections, found, (text) => text.replaceAll("\t", betweenCells))
  );
}

/** A text without the rows of its tables. */
function withoutTables(text: string): string {
  return text.split("\n").filter((line) => !line.includes("\t")).join("\n");
}

/** The best piece of the sections, whose texts are shown in a form. */
function bestOf(sections: Section[], found: Set<string>, form: (text: string) => string): Excerpt | undefined {
  let best: Excerpt | undefined;
  let highest = 0;
  for (const { title, text: whole } of sections) {
    const text = form(whole);
    const units = unitsOf(text, found);
    units.forEach((unit, i) => {
      if (unit.hit === "") return;
      const from = Math.max(0, i - leadUnits);
      const [to, value] = measure(units, from);
      if (value <= highest) return;
      highest = value;
      best = { section: title, parts: partsOf(text, units, from, to), before: from > 0, after: to < units.length };
    });
  }
  return best;
}

/** A whole text, divided at its hits. */
export function highlight(text: string, found: Set<string>): Part[] {
  const units = unitsOf(text, found);
  return units.length === 0 ? [{ text, hit: false }] : partsOf(text, units, 0, units.length);
}

/** The unit at which an excerpt ends that begins at another, and the value of what it holds. */
function measure(units: Unit[], from: number): [to: number, value: number] {
  const distinct = new Set<string>();
  let to = from;
  let hits = 0;
  for (let size = 0; to < units.length && size < maxExcerpt; to++) {
    const unit = units[to]!;
    size += unit.size;
    if (unit.hit === "") continue;
    distinct.add(unit.hit);
    hits++;
  }
  return [to, 1000 * distinct.size + hits];
}

/** Divides the text of some units at their hits. */
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
    if (unit.hit === "") continue;
    add(unit.start, false);
    add(unit.end, true);
  }
  add(to === units.length ? text.length : units[to - 1]!.end, false);
  return list;
}

/** Divides a text into units. */
function unitsOf(text: string, found: Set<string>): Unit[] {
  const list: Unit[] = [];
  for (const { 0: whole, index } of text.matchAll(compound)) {
    const hit = hitIn(whole, found, "identifier");
    if (hit !== "") {
      list.push({ start: index, end: index + whole.length, size: wordSize, hit });
      continue;
    }
    for (const part of whole.matchAll(run)) appendRun(list, part[0], index + part.index, found);
  }
  return list;
}

/**
 * Adds a word, or each character of a script without spaces, which is a hit together with the one before or after it,
 * or alone.
 */
function appendRun(list: Unit[], text: string, start: number, found: Set<string>): void {
  if (!isSpaceless(text)) {
    list.push({ start, end: start + text.length, size: wordSize, hit: hitIn(text, found, "word") });
    return;
  }
  const characters = [...text];
  let at = start;
  characters.forEach((character, i) => {
    const around = [(characters[i - 1] ?? "") + character, character + (characters[i + 1] ?? ""), character];
    const hit = around.map((text) => hitIn(text, found, "word")).find((hit) => hit !== "") ?? "";
    list.push({ start: at, end: at + character.length, size: characterSize, hit });
    at += character.length;
  });
}

/** The first token of a kind in a text that was found; empty for none. */
function hitIn(text: string, found: Set<string>, kind: Token["kind"]): string {
  return scan(text).find((token) => token.kind === kind && found.has(token.text))?.text ?? "";
}

const sharedLetters = 4; // that inflected forms of a word begin with

/**
 * Reports whether title and summary show every word of a query, so that an excerpt adds nothing. A phrase may be
 * elsewhere, so it does not count. It has no counterpart in Go, where an excerpt takes the place of the summary.
 */
export function showsEveryTerm(
  doc: { title: string; summary: string },
  { query, words }: { query: Query; words: Set<string> },
): boolean {
  if (query.phrases.length > 0) return false;
  const parts = [doc.title, doc.summary].flatMap((text) => highlight(text, words));
  const shown = parts.filter((part) => part.hit).map((part) => fold(part.text));
  return query.terms.every(({ text }) => {
    return shown.some((word) => word === text || word.slice(0, sharedLetters) === text.slice(0, sharedLetters));
  });
}
