// Marks the section being read in the table of contents.

// The share of the window's height, from the top, that a heading has to reach for its section to be the current one.
const line = 0.3;

/** Scrolls the table, where it is longer than its place, to an entry; the page stays where it is. */
function reveal(link: HTMLElement): void {
  const table = link.closest(".toc");
  if (!table) return;
  const entry = link.getBoundingClientRect();
  const place = table.getBoundingClientRect();
  const across = entry.left + entry.width / 2 - place.left - place.width / 2;
  const down = entry.top + entry.height / 2 - place.top - place.height / 2;
  table.scrollBy(across, down);
}

export function markCurrentSection(): void {
  const entries = [...document.querySelectorAll<HTMLAnchorElement>('.toc a[href^="#"]')].flatMap((link) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return target ? { link, target } : [];
  });
  if (entries.length === 0) return;
  const mark = () => {
    const shown = entries.filter(({ link }) => link.checkVisibility());
    const atEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    const begun = shown.findLast(({ target }) => target.getBoundingClientRect().top <= innerHeight * line);
    const now = atEnd ? shown.at(-1) : begun;
    for (const entry of entries) {
      if (entry === now && !entry.link.ariaCurrent) {
        entry.link.ariaCurrent = "true";
        reveal(entry.link);
      } else if (entry !== now) entry.link.removeAttribute("aria-current");
    }
  };
  const observer = new IntersectionObserver(mark, { rootMargin: `0px 0px ${-100 * (1 - line)}% 0px` });
  for (const { target } of entries) observer.observe(target);
  const footer = document.querySelector("footer.site");
  if (footer) new IntersectionObserver(mark, { threshold: 1 }).observe(footer);
}
