// What the search says in sentences: how much it found, what it read otherwise, what went wrong.

import { button } from "../element.js";
import { locale, say } from "../language.js";
import { type Answer, type Note, SearchError } from "./index.js";
import { fields } from "./question.js";

export function number(n: number): string {
  return new Intl.NumberFormat(locale()).format(n);
}

export function count(found: number): string {
  if (found === 0) return say("Nothing found.");
  return found === 1 ? say("1 result.") : say("%s results.", number(found));
}

/** What the answer took otherwise than it was written. */
export function remarks(answer: Answer): string[] {
  return [...answer.corrections.map(({ word, words }) => instead(answer, word, words)), ...answer.notes.map(remark)];
}

// How many words are named that were searched for another.
const named = 3;

function instead(answer: Answer, word: string, words: string[]): string {
  const list = words.slice(0, named).map((other) => `“${other}”`).join(", ");
  return answer.words.has(word) ? say("Also searched: %s.", list) : say("Nothing has “%s”; shown is %s.", word, list);
}

function remark({ code, text }: Note): string {
  switch (code) {
    case "quote":
      return say("A quotation mark has no partner, so its words were searched one by one.");
    case "field":
      return say("There is no filter “%s”, so it was searched as words. Filters are %s.", text, [...fields, "after", "before"].join(", "));
    case "date":
      return say("“%s” is no date, so it was searched as words. A date is written 2026, 2026-03 or 2026-03-02.", text);
    case "many":
      return say("The query is long; its first words were searched.");
    case "word":
      return say("Nothing has “%s”.", text);
    case "value":
      return say("Nothing has the value “%s”.", text);
  }
}

/** What went wrong, and what to do. */
export function fault(error: unknown): string {
  switch (error instanceof SearchError ? error.reason : "") {
    case "offline":
      return say("There is no connection to the site. Try again once there is.");
    case "missing":
      return say("A file of the search is missing; perhaps the site is just being published. Try again in a minute, or browse the lists.");
    case "version":
      return say("This page and its search are of different versions. Load the page again.");
  }
  return say("A file of the search is broken. Try again, or browse the lists and tell who runs this site.");
}

/** A button that does it. */
export function remedy(error: unknown, again: () => void): HTMLElement {
  return isOutdated(error) ? button(say("Load the page again"), () => location.reload()) : button(say("Try again"), again);
}

/** Whether only a fresh page or a fresh question helps. */
export function isOutdated(error: unknown): boolean {
  return error instanceof SearchError && error.reason === "version";
}
