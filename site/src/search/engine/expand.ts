// Expands the terms of a query to all that counts for them.

import { inflections, mostFrequent } from "./inflect.js";
import {
  type Concept, type Lookup, type Match, type Variant, Variants, weightExact, weightInflected, weightPrefix,
} from "./lookup.js";
import { addJoined, addSynonyms, split } from "./phrases.js";
import type { Note, Term } from "./query.js";
import { type Correction, addCorrections } from "./similar.js";
import { isSpaceless } from "../../words.js";

const minDocsExact = 5; // where fewer documents contain a term, completions count for it too
const minDocsCompleted = 1; // where fewer contain these, corrections do

const maxCompletions = 24;
const maxBlocks = 3; // of the dictionary, read for completions
const minPrefix = 3; // characters

/** What the terms of a query are expanded to, and what there is to report of them. */
export interface Expansion {
  concepts: Concept[];
  notes: Note[];
  corrections: Correction[];
}

/** Finds what counts for each term. An identifier that no document contains is taken as its words. */
export async function expand(lookup: Lookup, terms: Term[]): Promise<Expansion> {
  const all: Expansion = { concepts: [], notes: [], corrections: [] };
  const found = await Promise.all(terms.map((term) => formsOf(lookup, term)));
  for (const [i, { variants, split, correction }] of found.entries()) {
    const { text, parts } = terms[i]!;
    if (correction) all.corrections.push(correction);
    if (variants.length === 0 && parts.length > 0) {
      const more = await expand(lookup, parts.map((part) => {
        return { text: part, position: 0, exact: false, parts: [], literal: true };
      }));
      all.concepts.push(...more.concepts);
      all.notes.push(...more.notes);
      all.corrections.push(...more.corrections);
      continue;
    }
    const identifier = text.startsWith("#") || terms.length === 1;
    all.concepts.push({ variants, identifier, fuzzy: correction !== undefined, synonyms: split ? [split] : [] });
  }
  if (all.concepts.length !== terms.length) return all; // they do not correspond one to one
  await addJoined(lookup, terms, all.concepts);
  await addSynonyms(lookup, terms, all.concepts);
  for (const [i, { variants, synonyms }] of all.concepts.entries()) {
    if (variants.length + synonyms.length === 0) all.notes.push({ code: "word", text: terms[i]!.text });
  }
  return all;
}

/** What counts for a term. */
interface Forms {
  variants: Variant[];
  split?: Variant[][] | undefined; // the words of a compound that is written in one word
  correction?: Correction | undefined;
}

/**
 * Finds the word itself, else other inflected forms of it; where few documents contain these, longer words, and its two
 * words where it is a compound; and where hardly any contains those, words that it may be a misspelling of.
 */
async function formsOf(lookup: Lookup, { text, exact: isExact, literal }: Term): Promise<Forms> {
  const variants = new Variants(lookup);
  const { list } = variants;
  const exact = await lookup.exact(text);
  await variants.add(exact, weightExact);
  if (isExact) return { variants: list };
  if (exact.length === 0) await variants.add(await inflections(lookup, text), weightInflected);
  if (variants.docs() < minDocsExact) await variants.add(await completions(lookup, text), weightPrefix);
  const isCompound = exact.length === 0 && !literal && variants.docs() < minDocsExact;
  const parts = isCompound ? await split(lookup, text) : undefined;
  if (variants.docs() >= minDocsCompleted || literal) return { variants: list, split: parts };
  const correction = await addCorrections(variants, text, parts !== undefined);
  return correction ? { variants: list, correction } : { variants: list, split: parts }; // a typing error is more likely
}

/** Finds the longer terms that begin with a word. */
async function completions(lookup: Lookup, word: string): Promise<Match[]> {
  if (!isSpaceless(word) && [...word].length < minPrefix) return [];
  // Any number of an identifier may begin with zeros.
  const prefix = word.startsWith("#") ? word.replace(/-0$/, "-") : word;
  const found = await lookup.withPrefix(prefix, maxBlocks);
  return mostFrequent(found.filter((match) => match.term !== word), maxCompletions);
}
