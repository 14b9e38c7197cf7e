// The chosen values above the results, each to be taken away.

import { button, element } from "../element.js";
import { say } from "../language.js";
import { titleOf } from "./facets.js";
import { choose, fields, type Question } from "./question.js";

/** Fills the list; title gives the words for a value of a field. */
export function chips(list: HTMLElement, question: Question, title: (field: string, value: string) => string, change: (question: Question) => void): void {
  const items = fields.flatMap((field) =>
    (question.chosen.get(field) ?? []).map((value) => {
      const text = `${titleOf(field)}: ${title(field, value)}`;
      const remove = button(`${text} ×`, () => change(choose(question, field, value, false)));
      remove.ariaLabel = say("Remove the filter %s", text);
      return element("li", {}, remove);
    }),
  );
  if (items.length > 1) items.push(element("li", {}, button(say("Remove all"), () => change({ ...question, chosen: new Map() }))));
  list.replaceChildren(...items);
  list.hidden = items.length === 0;
}
