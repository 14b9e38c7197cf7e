// Finds the inflected forms of words.

import type { Lookup, Match } from "./lookup.js";
import { endings } from "../../endings.js";

const maxInflections = 24;
const minStem = 4; // letters that inflected forms share
export const maxEnding = 6; // letters

/** Those of any language, since that of a query is not known, and none. */
export const allEndings = new Set(["", ...Object.values(endings).flatMap((list) => list.split(" "))]);

/** Finds terms that differ in their endings alone from a word that is not in the dictionary. */
export async function inflections(lookup: Lookup, word: string): Promise<Match[]> {
  if (word.length < minStem || !isPlain(word)) return [];
  const found = await lookup.withPrefix(word.slice(0, Math.max(minStem, word.length - maxEnding)), 1);
  return mostFrequent(found.filter(({ term }) => differsInEnding(term, word)), maxInflections);
}

/** Reports whether a word is of the letters a to z, which endings are of. */
export const isPlain = (word: string): boolean => /^[a-z]*$/.test(word);

/** Reports whether two words are the same but for their endings. */
export function differsInEnding(a: string, b: string): boolean {
  let shared = 0;
  while (shared < b.length && a[shared] === b[shared]) shared++;
  return shared >= minStem && allEndings.has(a.slice(shared)) && allEndings.has(b.slice(shared));
}

/** Finds a word, or else its inflected forms. */
export async function anyForm(lookup: Lookup, word: string): Promise<Match[]> {
  const found = await lookup.exact(word);
  return found.length > 0 ? found : inflections(lookup, word);
}

/** Keeps the n terms that most documents contain, in the order of the dictionary where equal. */
export function mostFrequent(found: Match[], n: number): Match[] {
  return found.sort((a, b) => b.size - a.size).slice(0, n);
}
