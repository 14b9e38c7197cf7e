// The texts of the scripts in the language of the site. internal/layout/script_texts.go lists all English ones, and a test
// keeps that list complete.

let texts: Record<string, string> | undefined;

/** An English text in the language of the site, each %s filled in; %[2]s takes the second argument. */
export function translate(english: string, ...args: (string | number)[]): string {
  texts ??= JSON.parse(document.body.dataset["words"] || "{}") as Record<string, string>;
  let next = 0;
  return (texts[english] ?? english).replace(/%(?:\[(\d+)\])?s/g, (_, number?: string) => {
    return String(args[number ? Number(number) - 1 : next++] ?? "");
  });
}

/** For dates and numbers. Plain English writes the day before the month here, as the pages do. */
export function locale(): string {
  const tag = document.documentElement.lang;
  return tag === "en" ? "en-GB" : tag;
}
