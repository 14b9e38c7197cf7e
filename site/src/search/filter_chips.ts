// The selected filters above the results, each with a button that removes it.

import { button, element } from "../element.js";
import { translate } from "../language.js";
import { type SearchState, withFilter } from "./search_state.js";

/** Fills the list; titles has those of fields, and title gives that of a value of a field. */
export function showFilterChips(
  list: HTMLElement,
  state: SearchState,
  titles: ReadonlyMap<string, string>,
  title: (field: string, value: string) => string,
  change: (state: SearchState) => void,
): void {
  const items = state.fields.flatMap((field) =>
    (state.selected.get(field) ?? []).map((value) => {
      const text = `${titles.get(field)}: ${title(field, value)}`;
      const remove = button(`${text} ×`, () => change(withFilter(state, field, value, false)));
      remove.ariaLabel = translate("Remove the filter %s", text);
      return element("li", {}, remove);
    }),
  );
  if (items.length > 1) {
    const removeAll = button(translate("Remove all"), () => change({ ...state, selected: new Map() }));
    items.push(element("li", {}, removeAll));
  }
  list.replaceChildren(...items);
  list.hidden = items.length === 0;
}
