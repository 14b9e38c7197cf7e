// Times that the present is told from. Pages hold the times alone; how far they are from now is told here, anew each
// minute and in the words of internal/wording, so that pages say what hindcast due says.

import { element } from "./element.js";
import { locale, translate } from "./language.js";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** An instant without its seconds, and the beginning in UTC of the calendar day that it falls into in a zone. */
export type Present = { at: number; today: number };

export function presentIn(zone: string, at: number): Present {
  const date = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(at); // as 2026-03-02
  return { at: Math.floor(at / minute) * minute, today: Date.parse(date) };
}

/** How long it is until a stamp: to a day, such as 2026-03-02, in whole days, and to an instant. */
function until(stamp: string, { at, today }: Present): number {
  return Date.parse(stamp) - (isDay(stamp) ? today : at);
}

function isDay(stamp: string): boolean {
  return !stamp.includes("T");
}

/** A time span in its two largest units. */
function formatSpan(span: number): string {
  if (span < minute) return translate("under 1 min");
  const days = Math.floor(span / day);
  const hours = count(Math.floor(span / hour) % 24, translate("h"));
  const minutes = count(Math.floor(span / minute) % 60, translate("min"));
  return (days > 0 ? [count(days, translate("d")), hours] : [hours, minutes]).join(" ").trim();
}

function count(n: number, unit: string): string {
  return n === 0 ? "" : `${new Intl.NumberFormat(locale()).format(n)}\u00a0${unit}`;
}

/** How far a stamp is from the present; empty for today where it is a day. */
export function formatApart(stamp: string, present: Present): string {
  const span = Math.abs(until(stamp, present));
  return isDay(stamp) ? count(span / day, translate("d")) : formatSpan(span);
}

/** Whether what is due then is overdue: a day is over once the next begins. */
export function isOver(stamp: string, present: Present): boolean {
  return until(stamp, present) < 0;
}

function sayAge(stamp: string, present: Present): string {
  if (until(stamp, present) > 0) return "";
  const apart = formatApart(stamp, present);
  return ", " + (apart === "" ? translate("today") : translate("%s ago", apart));
}

function sayDue(apart: string, overdue: boolean): string {
  if (overdue) return apart === "" ? "" : " " + translate("by %s", apart);
  return ", " + (apart === "" ? translate("today") : translate("in %s", apart));
}

/** Shows how far each such time is. What was overdue when the page was made stays so, whatever the clock of the reader. */
export function runClocks(): void {
  const clocks = [...document.querySelectorAll<HTMLTimeElement>("time[data-clock]")].map((time) => {
    const next = time.nextElementSibling;
    const mark = next?.matches(".overdue") ? next : undefined;
    const words = element("span", { className: "apart quiet" });
    (mark ?? time).after(words);
    return { stamp: time.dateTime, isDue: time.dataset["clock"] === "due", mark, words };
  });
  if (clocks.length === 0) return;
  const zone = document.body.dataset["zone"] || "UTC";
  const show = () => {
    const present = presentIn(zone, Date.now());
    for (const clock of clocks) {
      const { stamp, isDue, words } = clock;
      if (isDue && !clock.mark && isOver(stamp, present)) {
        clock.mark = element("strong", { className: "overdue" }, translate("overdue"));
        words.before(" ", clock.mark);
      }
      const said = isDue ? sayDue(formatApart(stamp, present), clock.mark !== undefined) : sayAge(stamp, present);
      if (words.textContent !== said) words.textContent = said; // else what the reader has selected stays selected
    }
    setTimeout(show, minute - (Date.now() % minute));
  };
  show();
}
