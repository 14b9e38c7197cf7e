// The format of the index, which internal/search/doc.go describes.

import { facetTitles } from "./columns.js";
import type { Asking } from "./reading.js";

export const version = 4;
export const rootName = "index.bin";

/** What every search loads first. */
export interface Root {
  version: number;
  docs: number;
  runs: [number, number][]; // first document and prior in 1/256, of consecutive documents of equal prior
  documents: { size: number; hashes: string };
  terms: { first: string[]; hashes: string };
  postings: { few: number; lists: number[]; hashes: string }; // posting lists of the first series, and of each pack
  positions: string; // hash of the position table
  columns: Record<string, string>; // hash by field
  synonyms: string[][];
  asking: Asking[]; // words that filters are read from, by language
}

/** The built-in fields of filters and facets, in the order in which facets are shown; "date" comes beside them. */
export const columns = Object.keys(facetTitles);

/** The fields that an index has columns of: the built-in ones, then the repository's own in order of their names. */
export function fieldsOf(root: Root): string[] {
  const own = Object.keys(root.columns).filter((field) => field !== "date" && !columns.includes(field));
  return [...columns, ...own.sort()];
}

/** Posting list and ordinal of the first document of each pack of positions. */
export interface PositionTable {
  first: [number, number][];
  hashes: string;
}

/** What a result shows. */
export interface Doc {
  id: string;
  title: string;
  url: string; // relative to the root of the site
  summary: string;
  kind: string; // of record, or system, article, playbook, glossary
  severity: string;
  status: string;
  facts: string[]; // kind, type, severity, stage, date, then each system, in the language of the site; empty for none
}

export const hashLength = 6; // characters
export const hashedTogether = 4; // files
export const identifierImpact = 31; // of an identifier, or a number of it, in the document that it is the id of
export const noDate = -(2 ** 20);
export const unheld = "-"; // what a phrase of a synonym set begins with that no document holds
export const maxDocs = 2 ** 20; // so many can be sorted by one number, see rank.ts

type Guard<T> = (value: unknown) => value is T;

export const isText: Guard<string> = (value) => typeof value === "string";
export const isCount: Guard<number> = (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
export function isList<T>(value: unknown, is: Guard<T>): value is T[] {
  return Array.isArray(value) && value.every(is);
}
export function isPairs<T>(value: unknown, is: Guard<T>): value is [T, T][] {
  return isList(value, (pair): pair is [T, T] => isList(pair, is) && pair.length === 2);
}

/** How many characters the hashes of so many files have. */
export const hashesOf = (files: number): number => Math.ceil(files / hashedTogether) * hashLength;

/** Rejects a root whose counts cannot be: of what it counts there have to be files. */
export function checkRoot(root: Root): void {
  const { docs, runs, documents, terms, postings, positions, columns, synonyms, asking } = root;
  const whole =
    isCount(docs) && docs <= maxDocs && isPairs(runs, isCount) && (docs === 0 || runs.length > 0) &&
    isCount(documents.size) && docs * hashLength <= documents.hashes.length * documents.size * hashedTogether &&
    isList(terms.first, isText) && hashesOf(terms.first.length) === terms.hashes.length &&
    isCount(postings.few) && isList(postings.lists, isCount) &&
    hashesOf(postings.lists.length) === postings.hashes.length &&
    isText(positions) && isList(Object.values(columns), isText) &&
    isList(synonyms, (set): set is string[] => isList(set, isText)) &&
    isList(asking, (words): words is Asking => isList(Object.values(words as Asking), isText));
  if (!whole) throw new TypeError("it counts what is not there");
}
