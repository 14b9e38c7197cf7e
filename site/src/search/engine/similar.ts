// Finds the words that a misspelt one may stand for.

import type { Block } from "./decode.js";
import { allEndings, isPlain, maxEnding } from "./inflect.js";
import { type Lookup, type Match, type Variants, matchAt, weightOneEdit, weightTwoEdits } from "./lookup.js";
import { isSpaceless } from "../../words.js";

const maxCorrections = 10;
const minFuzzy = 3; // characters of a word that may be misspelt
const minMisspeltStem = 5; // letters of a word without its ending that may be misspelt
const minTwoEdits = 8; // UTF-16 units of a word from which on two edits are allowed

/** A word that was taken for a misspelt one, and the words that were searched in addition to it. */
export interface Correction {
  word: string;
  words: string[];
}

/**
 * Adds the words that a misspelt one may stand for: one edit away (a letter more, less, other, or two neighbours
 * exchanged), with another ending or not; from minTwoEdits on two where none is nearer, unless only near ones are wanted.
 */
export async function addCorrections(
  variants: Variants, word: string, near: boolean,
): Promise<Correction | undefined> {
  if ([...word].length < minFuzzy || /[#0-9]/.test(word) || isSpaceless(word)) return undefined;
  const blocks = await allBlocks(variants.lookup);
  let found = misspelt(blocks, word, (table, term) => table.distance(term));
  if (!found.some(({ edits }) => edits === 1) && isPlain(word)) {
    found = [...misspelt(blocks, word, (table, term) => table.stemDistance(term)), ...found];
  }
  if (near) found = found.filter(({ edits }) => edits === 1);
  found.sort((a, b) => a.edits - b.edits || b.match.size - a.match.size);
  const used = found.slice(0, maxCorrections).filter(({ edits }) => edits === found[0]!.edits);
  for (const { match, edits } of used) await variants.add([match], edits > 1 ? weightTwoEdits : weightOneEdit);
  return used.length > 0 ? { word, words: used.map(({ match }) => match.term) } : undefined;
}

/** The blocks of the dictionary that have words of letters. */
function allBlocks({ reader }: Lookup): Promise<Block[]> {
  const numbers = [];
  for (let number = reader.blockOf("a"); number < reader.blockCount; number++) numbers.push(number);
  return Promise.all(numbers.map((number) => reader.block(number)));
}

/** Finds the terms that are near a word by a distance. */
function misspelt(
  blocks: Block[], word: string, distance: (table: EditTable, term: string) => number,
): { match: Match; edits: number }[] {
  const table = new EditTable(word);
  const found: { match: Match; edits: number }[] = [];
  for (const block of blocks) {
    block.terms.forEach((term, at) => {
      const edits = distance(table, term);
      if (edits > 0 && edits <= table.maxEdits) found.push({ match: matchAt(block, at), edits });
    });
  }
  return found;
}

/**
 * Computes the distance of optimal string alignment of one word to many terms in their order: the rows of the table are
 * kept for the prefix that a term shares with the one before it.
 */
class EditTable {
  readonly maxEdits: number;
  private before = ""; // the last term that rows were computed for
  private readonly rows: Uint8Array[]; // of the table, one for each unit of the term and one before
  private readonly least: number[] = [0]; // of each row
  private valid = 1; // rows that are those of before

  constructor(private readonly word: string) {
    this.maxEdits = word.length >= minTwoEdits ? 2 : 1;
    // A term so long that there are no more rows is farther away than that.
    this.rows = Array.from({ length: word.length + this.maxEdits + maxEnding + 2 }, () => new Uint8Array(word.length + 1));
    this.rows[0]!.forEach((_, i, row) => (row[i] = i));
  }

  /** The number of edits; some number above maxEdits where it is more than that. */
  distance(term: string): number {
    if (Math.abs(term.length - this.word.length) > this.maxEdits) return this.maxEdits + 1;
    return this.computed(term);
  }

  /**
   * 1 where the word and the term are one edit apart once both have lost an ending; some number above maxEdits where
   * they are not.
   */
  stemDistance(term: string): number {
    const { word, maxEdits } = this;
    if (term.length > word.length + maxEdits + maxEnding || !isPlain(term)) return maxEdits + 1;
    this.computed(term);
    for (let n = Math.max(minMisspeltStem, term.length - maxEnding); n < Math.min(this.valid, term.length + 1); n++) {
      if (!allEndings.has(term.slice(n))) continue;
      for (let i = Math.max(minMisspeltStem, word.length - maxEnding); i <= word.length; i++) {
        if (this.rows[n]![i] === 1 && allEndings.has(word.slice(i))) return 1;
      }
    }
    return maxEdits + 1;
  }

  /** The distance, by rows as far as these are needed. */
  private computed(term: string): number {
    const { word, maxEdits, least } = this;
    const limit = Math.min(this.valid - 1, term.length);
    let shared = 0;
    while (shared < limit && term.charCodeAt(shared) === this.before.charCodeAt(shared)) shared++;
    this.before = term;
    this.valid = shared + 1;
    while (this.valid <= term.length) {
      if (least[this.valid - 1]! > maxEdits) return maxEdits + 1;
      this.computeRow(this.valid++);
    }
    return this.rows[term.length]![word.length]!;
  }

  /** Computes the row of a term's first n units. */
  private computeRow(n: number): void {
    const { word, before } = this;
    const row = this.rows[n]!;
    const above = this.rows[n - 1]!;
    const unit = before.charCodeAt(n - 1);
    let least = (row[0] = n);
    for (let i = 1; i <= word.length; i++) {
      const other = word.charCodeAt(i - 1);
      let edits = Math.min(above[i]! + 1, row[i - 1]! + 1, above[i - 1]! + (unit === other ? 0 : 1));
      if (n > 1 && i > 1 && unit === word.charCodeAt(i - 2) && before.charCodeAt(n - 2) === other) {
        edits = Math.min(edits, this.rows[n - 2]![i - 2]! + 1);
      }
      row[i] = edits;
      least = Math.min(least, edits);
    }
    this.least[n] = least;
  }
}
