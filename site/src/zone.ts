// Times of day in the reader's own zone. Pages say UTC. A reader who lives by another clock finds
// the own time when pointing at one, and a switch among the facts writes it beside all.

import { heed, keep, recall } from "./choice.js";
import { button, element } from "./element.js";
import { locale, say } from "./language.js";

type Local = { time: HTMLTimeElement; text: HTMLElement };

export function ownZone(): void {
  const locals = [...document.querySelectorAll<HTMLTimeElement>('main time[datetime*="T"]')].flatMap(local);
  if (locals.length === 0) return;
  const facts = document.querySelector("aside.facts");
  if (!facts) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const show = () => {
    const on = recall("zone") === "own";
    toggle.ariaPressed = String(on);
    for (const { time, text } of locals) {
      if (on) time.after(text);
      else text.remove();
    }
  };
  const toggle = button(say("Times in my zone too (%s)", zone.replaceAll("_", " ")), () => {
    keep("zone", toggle.ariaPressed === "true" ? "" : "own");
    show();
  });
  heed("zone", show);
  show();
  facts.append(toggle);
}

/** A time with what it is on the reader's clock; nothing where that is UTC. */
function local(time: HTMLTimeElement): Local[] {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime()) || at.getTimezoneOffset() === 0) return [];
  time.title = say("%s, your time", format(at, { day: "numeric", month: "long", year: "numeric" }));
  const sameDay = at.getDate() === at.getUTCDate();
  const own = format(at, sameDay ? {} : { day: "numeric", month: "short" });
  return [{ time, text: element("span", { className: "own-time" }, own) }];
}

function format(at: Date, day: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" }).format(at);
}
