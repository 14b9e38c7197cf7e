// Times of day in the reader's time zone. Pages have them in UTC. A local time shows when the reader points at one, and
// a switch among the facts writes it beside all.

import { button, element } from "./element.js";
import { locale, translate } from "./language.js";
import { getPreference, onPreferenceChange, setPreference } from "./preferences.js";

type LocalTime = { time: HTMLTimeElement; text: HTMLElement };

export function addLocalTimes(): void {
  const times = [...document.querySelectorAll<HTMLTimeElement>('main time[datetime*="T"]')].flatMap(localTime);
  if (times.length === 0) return;
  const facts = document.querySelector("aside.facts");
  if (!facts) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const show = () => {
    const on = getPreference("zone") === "own";
    toggle.ariaPressed = String(on);
    for (const { time, text } of times) {
      if (on) time.after(text);
      else text.remove();
    }
  };
  const toggle = button(translate("Times in my zone too (%s)", zone.replaceAll("_", " ")), () => {
    setPreference("zone", toggle.ariaPressed === "true" ? "" : "own");
    show();
  });
  onPreferenceChange("zone", show);
  show();
  facts.append(toggle);
}

/** A time with the local one; nothing where that is UTC. */
function localTime(time: HTMLTimeElement): LocalTime[] {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime()) || at.getTimezoneOffset() === 0) return [];
  time.title = translate("%s, your time", format(at, { day: "numeric", month: "long", year: "numeric" }));
  const sameDay = at.getDate() === at.getUTCDate();
  const own = format(at, sameDay ? {} : { day: "numeric", month: "short" });
  return [{ time, text: element("span", { className: "own-time" }, own) }];
}

function format(at: Date, day: Intl.DateTimeFormatOptions): string {
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" } as const;
  return new Intl.DateTimeFormat(locale(), { ...day, ...time }).format(at);
}
