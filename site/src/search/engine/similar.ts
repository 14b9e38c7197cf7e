// Finds what else a reader may mean: the words that a misspelt one stands for, and synonyms.

import { Forms, type Match, matchAt } from "./forms.js";
import type { Lookup } from "./lookup.js";
import type { Term } from "./query.js";
import type { Concept, Variant } from "./rank.js";
import type { Reader } from "./read.js";
import { isSpaceless } from "../../words.js";

const synonym = 48; // of whole
const oneEdit = 36;
const twoEdits = 24;
const mostEdited = 10; // words that a misspelt one stands for
const shortestEdit = 3; // signs
const longWord = 8; // signs from which on two edits are forgiven

/** A word that was taken for a misspelt one, and the words that were searched in addition to it. */
export interface Correction {
  word: string;
  words: string[];
}

/** Adds the words that a misspelt one may stand for: one edit away (a letter more, less, other, or two neighbours exchanged), from longWord letters on two where none is nearer. */
export async function edits(reader: Reader, word: string, forms: Forms): Promise<Correction | undefined> {
  if ([...word].length < shortestEdit || /[#0-9]/.test(word) || isSpaceless(word)) return undefined;
  const numbers = [];
  for (let number = reader.blockOf("a"); number < reader.blockCount; number++) numbers.push(number);
  const typo = new Typo(word);
  const found: { match: Match; edits: number }[] = [];
  for (const block of await Promise.all(numbers.map((number) => reader.block(number)))) {
    block.terms.forEach((term, at) => {
      const edits = typo.distance(term);
      if (edits > 0 && edits <= typo.most) found.push({ match: matchAt(block, at), edits });
    });
  }
  found.sort((a, b) => a.edits - b.edits || b.match.size - a.match.size);
  const used = found.slice(0, mostEdited).filter(({ edits }) => edits === found[0]!.edits);
  for (const { match, edits } of used) await forms.add([match], edits > 1 ? twoEdits : oneEdit);
  return used.length > 0 ? { word, words: used.map(({ match }) => match.term) } : undefined;
}

/** Computes the distance of optimal string alignment of one word to many in order: the rows of the table for what a term shares with the one before it are kept. */
class Typo {
  readonly most: number;
  private before = ""; // the last term for which rows were computed
  private readonly rows: Uint8Array[]; // of the table, one for each sign of the term and one before
  private readonly least: number[] = [0]; // of each row
  private valid = 1; // rows that hold for before

  constructor(private readonly word: string) {
    this.most = word.length >= longWord ? 2 : 1;
    // A term so long that there are no more rows is farther away than that.
    this.rows = Array.from({ length: word.length + this.most + 2 }, () => new Uint8Array(word.length + 1));
    this.rows[0]!.forEach((_, i, row) => (row[i] = i));
  }

  /** The number of edits; more than most where that is all that is known. */
  distance(term: string): number {
    const { word, most, least } = this;
    if (Math.abs(term.length - word.length) > most) return most + 1;
    const limit = Math.min(this.valid - 1, term.length);
    let shared = 0;
    while (shared < limit && term.charCodeAt(shared) === this.before.charCodeAt(shared)) shared++;
    this.before = term;
    this.valid = shared + 1;
    while (this.valid <= term.length) {
      if (least[this.valid - 1]! > most) return most + 1;
      this.row(this.valid++);
    }
    return this.rows[term.length]![word.length]!;
  }

  /** Computes the row of a term's first n signs. */
  private row(n: number): void {
    const { word, before } = this;
    const row = this.rows[n]!;
    const above = this.rows[n - 1]!;
    const sign = before.charCodeAt(n - 1);
    let least = (row[0] = n);
    for (let i = 1; i <= word.length; i++) {
      const other = word.charCodeAt(i - 1);
      let edits = Math.min(above[i]! + 1, row[i - 1]! + 1, above[i - 1]! + (sign === other ? 0 : 1));
      if (n > 1 && i > 1 && sign === word.charCodeAt(i - 2) && before.charCodeAt(n - 2) === other) {
        edits = Math.min(edits, this.rows[n - 2]![i - 2]! + 1);
      }
      row[i] = edits;
      least = Math.min(least, edits);
    }
    this.least[n] = least;
  }
}

/** Adds to each concept the other phrases of the sets that the query has a phrase of. */
export async function synonyms(lookup: Lookup, terms: Term[], concepts: Concept[]): Promise<void> {
  for (const set of lookup.reader.root.synonyms) {
    for (const phrase of new Set(set)) {
      const asked = phrase.split(" ");
      for (let at = 0; at + asked.length <= terms.length; at++) {
        if (!asked.every((word, i) => terms[at + i]!.text === word && !terms[at + i]!.exact)) continue;
        for (const other of set.filter((other) => other !== phrase)) {
          const also = await variantsOf(lookup, other.split(" "));
          if (also) for (const concept of concepts.slice(at, at + asked.length)) concept.also.push(also);
        }
      }
    }
  }
}

/** What stands for each word of a phrase; undefined where nothing stands for one. One word of several alone is no hit, so these are not marked. */
async function variantsOf(lookup: Lookup, phrase: string[]): Promise<Variant[][] | undefined> {
  const seeker = phrase.length > 1 ? lookup.silent() : lookup;
  const all = [];
  for (const word of phrase) {
    const found = await seeker.exact(word);
    if (found.length === 0) return undefined;
    const forms = new Forms(seeker.reader, seeker.words);
    await forms.add(found, synonym);
    all.push(forms.variants);
  }
  return all;
}
