// The keys of the search dialogue.

import { element } from "../element.js";
import { translate } from "../language.js";

/** Handles a key. OnEnter is called where Enter is pressed in the field. */
export function handleKey(
  event: KeyboardEvent, dialog: HTMLDialogElement, input: HTMLInputElement, onEnter: () => void,
): void {
  if (event.isComposing) return;
  if (document.activeElement === document.body) input.focus(); // new results have taken the place of the focused one
  const stops = [input, ...dialog.querySelectorAll<HTMLElement>(".start li > a, .results .name a, .all a")];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const command = event.ctrlKey || event.metaKey;
  const move = (to: number) => {
    event.preventDefault();
    const stop = stops[(to + stops.length) % stops.length]!;
    stop.focus();
    (stop.closest("li") ?? stop).scrollIntoView({ block: "nearest" });
  };
  if (event.key === "Escape" || (command && event.key.toLowerCase() === "k")) {
    event.preventDefault(); // else Esc would empty a field of this type first, and the browser has its own Ctrl-K
    dialog.close();
  } else if (event.key === "ArrowDown") move(at + 1);
  else if (event.key === "ArrowUp") move(Math.max(at, 0) - 1);
  else if (event.key === "Home" && at > 0) move(1);
  else if (event.key === "End" && at > 0) move(stops.length - 1);
  else if (event.key === "Enter" && at === 0) onEnter();
  else if (at > 0 && isTyping(event)) input.focus(); // so that typing goes on in the field
}

function isTyping(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey && (event.key.length === 1 || event.key === "Backspace");
}

/** Opens the first result; without one the form leads to the search page. */
export function openFirst(event: KeyboardEvent, first: HTMLAnchorElement | undefined): void {
  if (!first) return;
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) open(first.href, "_blank", "noopener");
  else first.click();
}

/** The line that explains the keys, for those who see it. */
export function keyLegend(): HTMLElement {
  const rows: [keys: string[], what: string][] = [
    [["↑", "↓"], translate("to choose")],
    [["Enter"], translate("to open")],
    [["Esc"], translate("to close")],
  ];
  const parts = rows.map(([keys, what]) => {
    return element("span", {}, ...keys.flatMap((key) => [element("kbd", {}, key), " "]), what);
  });
  return element("p", { className: "how-keys", ariaHidden: "true" }, ...parts);
}
