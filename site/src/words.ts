// Cuts text into words as internal/words does on the other side.

const apart = /[^\p{L}\p{N}]+/u;
const marks = /\p{M}+/gu;
const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]+/gu;
const isSpaceless = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

export function fold(text: string): string {
  return text.normalize("NFKD").replace(marks, "").toLowerCase().replaceAll("ς", "σ");
}

export function tokens(text: string): string[] {
  const list: string[] = [];
  for (const word of fold(text).split(apart)) {
    for (const part of word.match(spaceless) ?? []) {
      const characters = [...part];
      if (!isSpaceless.test(part) || characters.length === 1) {
        list.push(part);
        continue;
      }
      for (let i = 0; i + 1 < characters.length; i++) {
        list.push(characters[i]! + characters[i + 1]!);
      }
    }
  }
  return list;
}
