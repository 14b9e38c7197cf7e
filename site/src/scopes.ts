// The parts of the log on the pages of the trends: another part opens at the figure that the reader looks at, so that
// the same figure of two parts is a press apart.

export function keepFigure(): void {
  document.querySelector(".filter-scopes")?.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link) link.hash = figureInView();
  });
}

/** The id of the last figure that begins above the middle of the window; empty at the top of the page. */
function figureInView(): string {
  const headings = [...document.querySelectorAll<HTMLElement>("section.figure h3[id]")];
  return headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 2)?.id ?? "";
}
