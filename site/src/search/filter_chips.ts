// The filters above the results, those selected and those that words were read as, each with a button that removes it.

import { button, element } from "../element.js";
import { translate } from "../language.js";
import { type Reading, written } from "./index.js";
import { type SearchState, withFilter, withoutReadings } from "./search_state.js";

/**
 * Fills the list; titles has those of fields, and title gives that of a value of a field. Readings are of the text of the
 * state.
 */
export function showFilterChips(
  list: HTMLElement,
  state: SearchState,
  readings: Reading[],
  titles: ReadonlyMap<string, string>,
  title: (field: string, value: string) => string,
  change: (state: SearchState) => void,
): void {
  const chip = (text: string, next: () => SearchState) => {
    const remove = button(`${text} ×`, () => change(next()));
    remove.ariaLabel = translate("Remove the filter %s", text);
    return element("li", {}, remove);
  };
  const items = [
    ...readings.map((reading) => {
      return chip(`${reading.text} = ${written(reading)}`, () => withoutReadings(state, [reading]));
    }),
    ...state.fields.flatMap((field) => (state.selected.get(field) ?? []).map((value) => {
      return chip(`${titles.get(field)}: ${title(field, value)}`, () => withFilter(state, field, value, false));
    })),
  ];
  if (items.length > 1) {
    const none = () => ({ ...withoutReadings(state, readings), selected: new Map() });
    const removeAll = button(translate("Remove all"), () => change(none()));
    items.push(element("li", {}, removeAll));
  }
  list.replaceChildren(...items);
  list.hidden = items.length === 0;
}
