// The messages of the search: how much it found, what it searched otherwise, what went wrong.

import { button } from "../element.js";
import { locale, translate } from "../language.js";
import { type Answer, type Group, type Note, SearchError, written } from "./index.js";

export function formatNumber(n: number): string {
  return new Intl.NumberFormat(locale()).format(n);
}

export function resultCount(found: number): string {
  if (found === 0) return translate("Nothing found.");
  return found === 1 ? translate("1 result.") : translate("%s results.", formatNumber(found));
}

export function groupTitle({ name }: Group): string {
  return {
    records: translate("Records"),
    precedents: translate("Precedents"),
    systems: translate("Systems"),
    knowledge: translate("Knowledge"),
  }[name];
}

/** How many results each group has. */
export function groupCounts(groups: Group[]): string {
  return groups.map((group) => `${groupTitle(group)}: ${formatNumber(group.hits.length)}.`).join(" ");
}

/** What was searched otherwise than it is written. */
export function queryNotes(answer: Answer): string[] {
  const corrections = answer.corrections.map(({ word, words }) => correctionNote(answer, word, words));
  return [...corrections, ...answer.notes.map((note) => noteText(note, answer.fields))];
}

/** Which words were read as filters. */
export function readingNotes({ query }: Answer): string[] {
  return query.readings.map((reading) => {
    return translate("“%s” is read as %s; in quotation marks it is searched as words.", reading.text, written(reading));
  });
}

const maxNamed = 3; // words searched in addition to another

function correctionNote(answer: Answer, word: string, words: string[]): string {
  const list = words.slice(0, maxNamed).map((other) => `“${other}”`).join(", ");
  if (answer.words.has(word)) return translate("Also searched: %s.", list);
  return translate("Nothing has “%s”; shown is %s.", word, list);
}

function noteText({ code, text }: Note, fields: string[]): string {
  switch (code) {
    case "quote":
      return translate("A quotation mark has no partner, so its words were searched one by one.");
    case "field":
      return translate(
        "There is no filter “%s”, so it was searched as words. Filters are %s.",
        text, [...fields, "after", "before"].join(", "),
      );
    case "date":
      return translate(
        "“%s” is no date, so it was searched as words. A date is written 2026, 2026-03 or 2026-03-02.",
        text,
      );
    case "many":
      return translate("The query is long; its first words were searched.");
    case "word":
      return translate("Nothing has “%s”.", text);
    case "value":
      return translate("Nothing has the value “%s”.", text);
  }
}

/** What went wrong, and what to do. */
export function errorMessage(error: unknown): string {
  switch (error instanceof SearchError ? error.reason : "") {
    case "offline":
      return translate("There is no connection to the site. Try again once there is.");
    case "missing":
      return translate(
        "A file of the search is missing; perhaps the site is just being published. Try again in a minute, or browse the lists.",
      );
    case "version":
      return translate("This page and its search are of different versions. Load the page again.");
  }
  return translate("A file of the search is broken. Try again, or browse the lists and tell who runs this site.");
}

/** A button that tries again. */
export function retryButton(error: unknown, retry: () => void): HTMLElement {
  if (isOutdated(error)) return button(translate("Load the page again"), () => location.reload());
  return button(translate("Try again"), retry);
}

/** Reports whether the site was published anew, so that the page or the query has to be loaded again. */
export function isOutdated(error: unknown): boolean {
  return error instanceof SearchError && error.reason === "version";
}
