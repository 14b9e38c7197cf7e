// Finds what stands for several words of a query, or for one in several: compounds and synonyms.

import { unheld } from "./format.js";
import { anyForm, differsInEnding, isPlain } from "./inflect.js";
import { type Concept, type Lookup, type Variant, Variants, weightInflected, weightSynonym } from "./lookup.js";
import type { Term } from "./query.js";
import { phraseWeights } from "./rank.js";

const minPart = 3; // letters of a word of a compound that is split
const minHead = 4; // of the longer one of the two
const minJoined = 2; // letters of a word that is joined with another

/**
 * The variants of each word of a phrase; undefined where one has none. A single word of several is no hit, so these are
 * not highlighted.
 */
async function phraseVariants(lookup: Lookup, phrase: string[]): Promise<Variant[][] | undefined> {
  const own = phrase.length > 1 ? lookup.unmarked() : lookup;
  const all = [];
  for (const word of phrase) {
    const found = await anyForm(own, word);
    if (found.length === 0) return undefined;
    const variants = new Variants(own);
    await variants.add(found, weightSynonym);
    all.push(variants.list);
  }
  return all;
}

/** Adds to two neighbouring words the compound that they are in one word. */
export async function addJoined(lookup: Lookup, terms: Term[], concepts: Concept[]): Promise<void> {
  const canJoin = ({ text, exact, literal }: Term): boolean => {
    return !exact && !literal && text.length >= minJoined && isPlain(text);
  };
  for (let i = 1; i < terms.length; i++) {
    const [a, b] = [terms[i - 1]!, terms[i]!];
    if (!canJoin(a) || !canJoin(b)) continue;
    const variants = new Variants(lookup);
    await variants.add(await anyForm(lookup, a.text + b.text), weightInflected);
    if (variants.list.length === 0) continue;
    for (const concept of [concepts[i - 1]!, concepts[i]!]) concept.synonyms.push([variants.list]);
  }
}

/** Finds the two words of a compound that some document contains both of, those that the most contain. */
export async function split(lookup: Lookup, word: string): Promise<Variant[][] | undefined> {
  if (!isPlain(word)) return undefined;
  let best: Variant[][] | undefined;
  let most = 0;
  for (let at = minPart; at <= word.length - minPart; at++) {
    if (Math.max(at, word.length - at) < minHead) continue;
    const parts = await phraseVariants(lookup.unmarked(), [word.slice(0, at), word.slice(at)]);
    if (!parts) continue;
    const n = phraseWeights(parts, lookup.reader.root.docs).reduce((n, weight) => n + Math.min(weight, 1), 0);
    if (n <= most) continue;
    best = parts;
    most = n;
  }
  return best;
}

/** Adds to each concept the other phrases of the synonym sets that the query has a phrase of. */
export async function addSynonyms(lookup: Lookup, terms: Term[], concepts: Concept[]): Promise<void> {
  for (const set of lookup.reader.root.synonyms) {
    for (const phrase of new Set(set)) {
      const asked = phrase.replace(unheld, "").split(" ");
      for (let at = 0; at + asked.length <= terms.length; at++) {
        if (!asked.every((word, i) => isFormOf(terms[at + i]!, word))) continue;
        for (const other of set.filter((other) => other !== phrase && !other.startsWith(unheld))) {
          const synonym = await phraseVariants(lookup, other.split(" "));
          if (synonym) for (const concept of concepts.slice(at, at + asked.length)) concept.synonyms.push(synonym);
        }
      }
    }
  }
}

/** Reports whether a term is a word, or an inflected form of it. */
function isFormOf({ text, exact }: Term, word: string): boolean {
  return !exact && (text === word || (isPlain(text) && isPlain(word) && differsInEnding(text, word)));
}
