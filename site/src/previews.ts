// Cards beside links to records, systems, articles and terms, with a preview of the page. A card can be pointed at,
// stays as long as pointer or focus do, and closes at Esc (WCAG 1.4.13).

import { element } from "./element.js";

type Preview = [title: string, summary: string, facts: string];

// A name in a list of records has all of it beside it already.
const links = "main :is(.text, .lesson, .entry, .records, table) a[href]:not(.records .name a)";

// How long a pointer rests before a card opens, and how long it may take to the card, in milliseconds.
const pause = 300;

export function addPreviews(): void {
  const root = new URL(document.body.dataset["root"] ?? "./", location.href).href;
  const card = element("div", { className: "preview", id: "preview", popover: "manual" });
  card.role = "tooltip";
  document.body.append(card);

  let table: Promise<Record<string, Preview>> | undefined;
  let current: HTMLAnchorElement | undefined; // the link whose card is open or about to be
  let timer = 0;
  let closing = false;

  const hide = () => {
    clearTimeout(timer);
    current?.removeAttribute("aria-describedby");
    current = undefined;
    closing = false;
    if (card.matches(":popover-open")) card.hidePopover();
  };
  const show = async (link: HTMLAnchorElement, x: number, y: number) => {
    const preview = (await table)?.[address(link, root)];
    if (!preview || current !== link || !link.isConnected) return;
    fill(card, preview);
    card.showPopover();
    place(card, link, x, y);
    link.setAttribute("aria-describedby", card.id);
    link.removeAttribute("title"); // the browser would show it beside the card
  };
  const enter = (link: HTMLAnchorElement, x: number, y: number) => {
    if (link === current) return stay();
    hide();
    current = link;
    table ??= load(root);
    timer = setTimeout(() => void show(link, x, y), pause);
  };
  const stay = () => {
    if (closing) clearTimeout(timer);
    closing = false;
  };
  const leave = () => {
    if (!current || closing || current.matches(":focus-visible")) return;
    if (!card.matches(":popover-open")) return hide();
    closing = true;
    timer = setTimeout(hide, pause);
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || !(event.target instanceof Element)) return;
    const link = event.target.closest<HTMLAnchorElement>(links);
    if (link) enter(link, event.clientX, event.clientY);
    else if (card.contains(event.target)) stay();
    else leave();
  });
  document.documentElement.addEventListener("pointerleave", leave);
  document.addEventListener("focusin", (event) => {
    if (!(event.target instanceof Element) || !event.target.matches(":focus-visible")) return;
    const link = event.target.closest<HTMLAnchorElement>(links);
    if (link) enter(link, NaN, NaN);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === current) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  addEventListener("pagehide", hide);
}

/** The previews of the site by address; none where they can't be had. */
async function load(root: string): Promise<Record<string, Preview>> {
  try {
    const response = await fetch(`${root}previews.json`);
    return response.ok ? ((await response.json()) as Record<string, Preview>) : {};
  } catch {
    return {};
  }
}

/** What a link leads to, relative to the root; empty for the page itself and for what lies elsewhere. */
function address(link: HTMLAnchorElement, root: string): string {
  const page = link.origin + link.pathname;
  return page.startsWith(root) && link.pathname !== location.pathname ? page.slice(root.length) : "";
}

function fill(card: HTMLElement, [title, summary, facts]: Preview): void {
  card.replaceChildren(element("p", { className: "name" }, title));
  if (summary) card.append(element("p", {}, summary));
  if (facts) card.append(element("p", { className: "meta" }, facts));
}

/** Below the line of the link that the pointer is on, or above where there is no room. */
function place(card: HTMLElement, link: HTMLElement, x: number, y: number): void {
  const lines = [...link.getClientRects()];
  const line = lines.find((r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom) ?? lines[0];
  if (!line) return;
  const gap = 6;
  const { clientWidth, clientHeight } = document.documentElement;
  const { width, height } = card.getBoundingClientRect();
  const above = line.top - gap - height;
  const below = line.bottom + gap;
  const top = below + height > clientHeight && above >= 0 ? above : below;
  const left = Math.max(gap, Math.min(line.left, clientWidth - width - gap));
  card.style.left = `${scrollX + left}px`;
  card.style.top = `${scrollY + top}px`;
}
