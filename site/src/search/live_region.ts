// Shows the status of a search, and announces it to screen readers after a pause, so not at each key.

const pause = 700; // milliseconds

export type Announce = (text: string, more?: string) => void;

/** Status shows the text; the live region gets it later, with what else is for screen readers alone. */
export function liveRegion(status: HTMLElement, region: HTMLElement): Announce {
  let timer = 0;
  return (text, more = "") => {
    status.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => {
      region.textContent = [text, more].filter((part) => part !== "").join(" ");
    }, pause);
  };
}
