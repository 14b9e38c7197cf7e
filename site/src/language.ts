// The words of the scripts in the language of the site. The list of all English texts stands in
// internal/view/texts.go, and a test keeps it whole.

let words: Record<string, string> | undefined;

/** An English text in the language of the site, each %s filled in; %[2]s takes the second argument. */
export function say(english: string, ...args: (string | number)[]): string {
  words ??= JSON.parse(document.body.dataset["words"] || "{}") as Record<string, string>;
  let next = 0;
  return (words[english] ?? english).replace(/%(?:\[(\d+)\])?s/g, (_, place?: string) => String(args[place ? Number(place) - 1 : next++] ?? ""));
}

/** For dates and numbers. Plain English writes the day before the month here, as the pages do. */
export function locale(): string {
  const tag = document.documentElement.lang;
  return tag === "en" ? "en-GB" : tag;
}
