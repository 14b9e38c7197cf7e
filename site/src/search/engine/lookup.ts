// Finds the lists that stand for the terms of a query.

import { Forms, type Match, matchAt } from "./forms.js";
import type { Note, Term } from "./query.js";
import { type Concept, type Variant, whole } from "./rank.js";
import { type Reader, compare, lowerBound } from "./read.js";
import { type Correction, edits, synonyms } from "./similar.js";
import { isSpaceless } from "../../words.js";

// What forms of a word count for, of whole; and below how many documents another form is looked for.
const inflected = 56;
const longer = 28;
const fewForPrefix = 5;
const fewForEdits = 1;
const mostLonger = 24; // words that a beginning stands for
const mostBlocks = 3; // dictionary blocks read for a beginning
const shortestPrefix = 3; // signs
const shortestStem = 4; // letters that inflected forms share at least
const longestEnding = 6;

/** Those of inflected words in English and German. */
const endings = new Set(" s es ed d e ing ings er ers or ors ly al ally ion ions ation ations ment ments y ies ied ive able n en em t te ten st ung ungen".split(" "));

/** What is found for the terms of a query. */
export interface Concepts {
  list: Concept[];
  notes: Note[];
  corrections: Correction[];
}

export class Lookup {
  constructor(
    readonly reader: Reader,
    readonly words: Set<string>, // as written that documents are found by
  ) {}

  /** Finds the same and marks nothing. */
  silent(): Lookup {
    return new Lookup(this.reader, new Set());
  }

  async concepts(terms: Term[]): Promise<Concepts> {
    const found: Concepts = { list: [], notes: [], corrections: [] };
    const forms = await Promise.all(terms.map((term) => this.forms(term)));
    for (const [i, { variants, correction }] of forms.entries()) {
      const { text, parts } = terms[i]!;
      if (correction) found.corrections.push(correction);
      if (variants.length === 0 && parts.length > 0) {
        const more = await this.concepts(parts.map((part) => ({ text: part, position: 0, exact: false, parts: [] })));
        for (const key of ["list", "notes", "corrections"] as const) (found[key] as unknown[]).push(...more[key]);
        continue;
      }
      if (variants.length === 0) found.notes.push({ code: "word", text });
      found.list.push({ variants, names: text.startsWith("#") || terms.length === 1, edited: correction !== undefined, also: [] });
    }
    // Else words and concepts don't go together one by one.
    if (found.list.length === terms.length) await synonyms(this, terms, found.list);
    return found;
  }

  /** Finds the word itself, else other inflections; where few documents hold these, longer words; where still nearly none, misspelt ones. */
  private async forms(term: Term): Promise<{ variants: Variant[]; correction: Correction | undefined }> {
    const forms = new Forms(this.reader, this.words);
    const { variants } = forms;
    const exact = await this.exact(term.text);
    await forms.add(exact, whole);
    if (term.exact) return { variants, correction: undefined };
    if (exact.length === 0) await forms.add(await this.inflections(term.text), inflected);
    if (forms.few(fewForPrefix)) await forms.add(await this.beginning(term.text), longer);
    const correction = forms.few(fewForEdits) ? await edits(this.reader, term.text, forms) : undefined;
    return { variants, correction };
  }

  /** Finds a term and, for marking, the words of the same block that lead to the same lists. */
  async exact(term: string): Promise<Match[]> {
    if (this.reader.blockCount === 0) return [];
    const block = await this.reader.block(this.reader.blockOf(term));
    const at = lowerBound(block.terms, (t) => compare(t, term));
    if (block.terms[at] !== term) return [];
    const match = matchAt(block, at);
    block.lists.forEach((others, i) => {
      if (others.some((list) => match.lists.includes(list))) this.words.add(block.terms[i]!);
    });
    return [match];
  }

  /** The terms that begin with a text, from at most so many blocks. */
  private async starting(prefix: string, blocks: number): Promise<Match[]> {
    const { reader } = this;
    if (reader.blockCount === 0) return [];
    const numbers = [reader.blockOf(prefix)];
    for (let next = numbers[0]! + 1; numbers.length < blocks && reader.root.terms.first[next]?.startsWith(prefix); next++) numbers.push(next);
    const found: Match[] = [];
    for (const block of await Promise.all(numbers.map((number) => reader.block(number)))) {
      for (let at = lowerBound(block.terms, (t) => compare(t, prefix)); block.terms[at]?.startsWith(prefix); at++) found.push(matchAt(block, at));
    }
    return found;
  }

  /** Finds words that differ from a word nobody wrote in their endings alone. */
  private async inflections(word: string): Promise<Match[]> {
    if (word.length < shortestStem || !/^[a-z]+$/.test(word)) return [];
    const found = await this.starting(word.slice(0, Math.max(shortestStem, word.length - longestEnding)), 1);
    const differs = ({ term }: Match): boolean => {
      let shared = 0;
      while (shared < word.length && term[shared] === word[shared]) shared++;
      return shared >= shortestStem && endings.has(term.slice(shared)) && endings.has(word.slice(shared));
    };
    return most(found.filter(differs));
  }

  /** Finds longer words. */
  private async beginning(word: string): Promise<Match[]> {
    const isShort = word.length < shortestPrefix && /^\d*$/.test(word);
    if (isShort || (!isSpaceless(word) && [...word].length < shortestPrefix)) return [];
    // Zeros are the beginning of any number in an identifier.
    const found = await this.starting(word.startsWith("#") ? word.replace(/-0$/, "-") : word, mostBlocks);
    return most(found.filter((match) => match.term !== word));
  }
}

/** Keeps the terms that most documents hold, in their order of the dictionary where equal. */
function most(found: Match[]): Match[] {
  return found.sort((a, b) => b.size - a.size).slice(0, mostLonger);
}
