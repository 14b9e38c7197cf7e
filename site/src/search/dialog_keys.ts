// The keys of the search dialogue.

import { element } from "../element.js";
import { say } from "../language.js";

/** Acts on a key. Enter is called where it is pressed in the field. */
export function press(event: KeyboardEvent, box: HTMLDialogElement, words: HTMLInputElement, enter: () => void): void {
  if (event.isComposing) return;
  const stops = [words, ...box.querySelectorAll<HTMLElement>(".start li > a, .results .name a, .all a")];
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
    box.close();
  } else if (event.key === "ArrowDown") move(at + 1);
  else if (event.key === "ArrowUp") move(Math.max(at, 0) - 1);
  else if (event.key === "Home" && at > 0) move(1);
  else if (event.key === "End" && at > 0) move(stops.length - 1);
  else if (event.key === "Enter" && at === 0) enter();
  else if (at > 0 && writes(event)) words.focus(); // who types goes on in the field
}

function writes(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey && (event.key.length === 1 || event.key === "Backspace");
}

/** Opens the first result; without one the form leads to the search page. */
export function enter(event: KeyboardEvent, first: HTMLAnchorElement | undefined): void {
  if (!first) return;
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) open(first.href, "_blank", "noopener");
  else first.click();
}

/** The line that shows the keys to who sees it. */
export function keyLine(): HTMLElement {
  const rows: [keys: string[], what: string][] = [
    [["↑", "↓"], say("to choose")],
    [["Enter"], say("to open")],
    [["Esc"], say("to close")],
  ];
  const parts = rows.map(([keys, what]) => element("span", {}, ...keys.flatMap((key) => [element("kbd", {}, key), " "]), what));
  return element("p", { className: "how-keys", ariaHidden: "true" }, ...parts);
}
