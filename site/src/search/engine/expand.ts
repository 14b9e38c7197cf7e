// Expands the terms of a query to all that counts for them.

import {
  type Concept, type Lookup, type Match, type Variant, Variants, weightExact, weightInflected, weightPrefix,
} from "./lookup.js";
import type { Note, Term } from "./query.js";
import { type Correction, addCorrections, addSynonyms } from "./similar.js";
import { endings } from "../../endings.js";
import { isSpaceless } from "../../words.js";

const minDocsExact = 5; // where fewer documents contain a term, completions count for it too
const minDocsCompleted = 1; // where fewer contain these, corrections do

const maxCompletions = 24;
const maxInflections = 24;
const maxBlocks = 3; // of the dictionary, read for completions
const minPrefix = 3; // characters
const minStem = 4; // letters that inflected forms share
const maxEnding = 6; // letters

/** What the terms of a query are expanded to, and what there is to report of them. */
export interface Expansion {
  concepts: Concept[];
  notes: Note[];
  corrections: Correction[];
}

/** Finds what counts for each term. An identifier that no document contains is taken as its words. */
export async function expand(lookup: Lookup, terms: Term[]): Promise<Expansion> {
  const all: Expansion = { concepts: [], notes: [], corrections: [] };
  const found = await Promise.all(terms.map((term) => variantsOf(lookup, term)));
  for (const [i, [variants, correction]] of found.entries()) {
    const { text, parts } = terms[i]!;
    if (correction) all.corrections.push(correction);
    if (variants.length === 0 && parts.length > 0) {
      const more = await expand(lookup, parts.map((part) => ({ text: part, position: 0, exact: false, parts: [] })));
      all.concepts.push(...more.concepts);
      all.notes.push(...more.notes);
      all.corrections.push(...more.corrections);
      continue;
    }
    if (variants.length === 0) all.notes.push({ code: "word", text });
    const identifier = text.startsWith("#") || terms.length === 1;
    all.concepts.push({ variants, identifier, fuzzy: correction !== undefined, synonyms: [] });
  }
  // Else they do not correspond one to one.
  if (all.concepts.length === terms.length) await addSynonyms(lookup, terms, all.concepts);
  return all;
}

/**
 * Finds the word itself, else other inflected forms of it; where few documents contain these, longer words; and where
 * hardly any contains those, words that it may be a misspelling of.
 */
async function variantsOf(lookup: Lookup, term: Term): Promise<[Variant[], Correction?]> {
  const variants = new Variants(lookup);
  const { list } = variants;
  const exact = await lookup.exact(term.text);
  await variants.add(exact, weightExact);
  if (term.exact) return [list];
  if (exact.length === 0) await variants.add(await inflections(lookup, term.text), weightInflected);
  if (variants.docs() < minDocsExact) await variants.add(await completions(lookup, term.text), weightPrefix);
  if (variants.docs() >= minDocsCompleted) return [list];
  const correction = await addCorrections(variants, term.text);
  return correction ? [list, correction] : [list];
}

/** Those of any language, since that of a query is not known, and none. */
const allEndings = new Set(["", ...Object.values(endings).flatMap((list) => list.split(" "))]);

/** Finds terms that differ in their endings alone from a word that is not in the dictionary. */
async function inflections(lookup: Lookup, word: string): Promise<Match[]> {
  if (word.length < minStem || !/^[a-z]+$/.test(word)) return [];
  const found = await lookup.withPrefix(word.slice(0, Math.max(minStem, word.length - maxEnding)), 1);
  const inflected = ({ term }: Match): boolean => {
    let shared = 0;
    while (shared < word.length && term[shared] === word[shared]) shared++;
    return shared >= minStem && allEndings.has(term.slice(shared)) && allEndings.has(word.slice(shared));
  };
  return mostFrequent(found.filter(inflected), maxInflections);
}

/** Finds the longer terms that begin with a word. */
async function completions(lookup: Lookup, word: string): Promise<Match[]> {
  if (!isSpaceless(word) && [...word].length < minPrefix) return [];
  // Any number of an identifier may begin with zeros.
  const prefix = word.startsWith("#") ? word.replace(/-0$/, "-") : word;
  const found = await lookup.withPrefix(prefix, maxBlocks);
  return mostFrequent(found.filter((match) => match.term !== word), maxCompletions);
}

/** Keeps the n terms that most documents contain, in the order of the dictionary where equal. */
function mostFrequent(found: Match[], n: number): Match[] {
  return found.sort((a, b) => b.size - a.size).slice(0, n);
}
