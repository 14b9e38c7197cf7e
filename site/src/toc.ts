// Marks the section being read in the table of contents.

// The share of the window's height, from the top, that a heading has to reach for its section to be the current one.
const line = 0.3;

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
      if (entry === now) entry.link.setAttribute("aria-current", "true");
      else entry.link.removeAttribute("aria-current");
    }
  };
  const observer = new IntersectionObserver(mark, { rootMargin: `0px 0px ${-100 * (1 - line)}% 0px` });
  for (const { target } of entries) observer.observe(target);
  const footer = document.querySelector("footer.site");
  if (footer) new IntersectionObserver(mark, { threshold: 1 }).observe(footer);
}
