// Tells the state of a search: at once to the eye, and after a pause to who listens, so that it is not
// said at each key.

const pause = 700; // milliseconds

export type Tell = (text: string, more?: string) => void;

/** Shown is the line in sight, said the one for screen readers, which also says more. */
export function telling(shown: HTMLElement, said: HTMLElement): Tell {
  let timer = 0;
  return (text, more = "") => {
    shown.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => {
      said.textContent = [text, more].filter((part) => part !== "").join(" ");
    }, pause);
  };
}
