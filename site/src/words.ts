// Cuts text into the words that search and filters compare, as internal/words does.

/** A word of a text, or what is indexed like one. */
export interface Token {
  text: string; // folded
  position: number; // counts the words of the text from 0; of others than words that of the last word
  kind: "word" | "unigram" | "identifier"; // see internal/words
  first: number; // of an identifier, the position of its first word
}

const longest = 64; // bytes of a word in UTF-8
const maxParts = 6; // of an identifier

const foreign = /[^\0-\x7f]/;
const marks = /\p{M}+/gu;
// A run of letters and digits, the s of a genitive, and a character that joins it to the next run.
const piece = /([\p{L}\p{N}]+)(?:'s(?![\p{L}\p{N}]))?(?:’s(?![\p{L}\p{N}]))?([-._\u2010](?=[\p{L}\p{N}]))?/gu;
const digits = /^\d+$/;
const scripts = ["Han", "Hiragana", "Katakana", "Hangul", "Thai"].map((name) => `\\p{Script=${name}}`).join("");
const spaceless = new RegExp(`^[${scripts}]`, "u");
const stretches = new RegExp(`[${scripts}]+|[^${scripts}]+`, "gu");

/** Lowers case, takes away diacritics and unifies forms: "Überfüllung" becomes "uberfullung", "Straße" "strasse". */
export function fold(text: string): string {
  if (!foreign.test(text)) return text.toLowerCase();
  return text.normalize("NFKD").replace(marks, "").toLowerCase().replaceAll("ς", "σ").replaceAll("ß", "ss");
}

/** Reports whether a text begins with a character of a script that puts no spaces between words. */
export function isSpaceless(text: string): boolean {
  return spaceless.test(text);
}

/** The words of a text and, after the last word of each, the identifiers in it. */
export function scan(text: string): Token[] {
  const scanner = new Scanner();
  let parts: string[] = [];
  let first = 0;
  for (const [, run, joiner] of fold(text).matchAll(piece)) {
    if (parts.length === 0) first = scanner.at;
    const part = withoutZeros(run!);
    parts.push(part);
    scanner.words(part);
    if (joiner) continue;
    if (parts.length > 1) scanner.identifiers(parts, first);
    parts = [];
  }
  return scanner.list;
}

/** Takes the zeros away that a number begins with. */
function withoutZeros(part: string): string {
  return part.startsWith("0") && digits.test(part) ? part.replace(/^0+(?=\d)/, "") : part;
}

class Scanner {
  at = 0; // words so far
  readonly list: Token[] = [];

  /** Adds a run of letters and digits, of scripts without spaces its bigrams. */
  words(run: string): void {
    if (!foreign.test(run)) return this.word(run);
    for (const stretch of run.match(stretches) ?? []) {
      if (isSpaceless(stretch)) this.bigrams([...stretch]);
      else this.word(stretch);
    }
  }

  private word(text: string): void {
    const position = this.at++;
    if (size(text) <= longest) this.list.push({ text, position, kind: "word", first: 0 });
  }

  private bigrams(characters: string[]): void {
    for (let i = 1; i < characters.length; i++) this.word(characters[i - 1]! + characters[i]!);
    const last = characters.at(-1)!;
    if (characters.length === 1) this.word(last);
    else this.list.push({ text: last, position: this.at - 1, kind: "unigram", first: 0 });
  }

  identifiers(parts: string[], first: number): void {
    const joined = parts.join("-");
    if (parts.length > maxParts || !/\d/.test(joined) || size(joined) + 1 > longest) return;
    const isDate = parts.length === 3 && parts[0]!.length === 4 && parts.every((part) => digits.test(part));
    for (let from = 0; from < (isDate ? 1 : parts.length - 1); from++) {
      this.list.push({ text: "#" + parts.slice(from).join("-"), position: this.at - 1, kind: "identifier", first });
    }
  }
}

/** Bytes in UTF-8. */
function size(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Of a pair of surrogates, each counts for two of its four bytes.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit & 0xf800) !== 0xd800 ? 2 : 1;
  }
  return bytes;
}
