// Loads excerpts for the results in view. Each costs a file, so none is loaded while one types, for results out of
// view, or where title and summary show every word.

import { type Answer, type Excerpt, showsEveryTerm } from "./index.js";
import { showExcerpt, type Result } from "./result.js";

// How long after an answer excerpts are loaded for it, in milliseconds.
const pause = 250;

export interface ExcerptLoader {
  /** Starts anew with another answer. */
  start(answer: Answer, load: (result: Result) => Promise<Excerpt | undefined>): void;
  /** Loads the excerpt of a result of that answer once it comes into view. */
  observe(result: Result): void;
}

/** Root is what scrolls; null for the page. */
export function excerptLoader(root: Element | null): ExcerptLoader {
  let observer: IntersectionObserver | undefined;
  let waiting: Result[] | undefined;
  let observed = new Map<Element, Result>();
  let needsExcerpt: (result: Result) => boolean = () => false;
  let timer = 0;
  return {
    start(answer, load) {
      observer?.disconnect();
      clearTimeout(timer);
      const own = (observer = new IntersectionObserver((entries) => {
        for (const { target, isIntersecting } of entries) {
          const result = observed.get(target);
          if (!isIntersecting || !result) continue;
          own.unobserve(target);
          void show(result, load);
        }
      }, { root }));
      observed = new Map();
      waiting = [];
      needsExcerpt = (result) => answer.words.size > 0 && !showsEveryTerm(result.doc, answer);
      timer = setTimeout(() => {
        for (const result of waiting ?? []) own.observe(result.item);
        waiting = undefined;
      }, pause);
    },
    observe(result) {
      if (!needsExcerpt(result)) return;
      observed.set(result.item, result);
      if (waiting) waiting.push(result);
      else observer?.observe(result.item);
    },
  };
}

async function show(result: Result, load: (result: Result) => Promise<Excerpt | undefined>): Promise<void> {
  try {
    const excerpt = await load(result);
    if (excerpt && result.item.isConnected) showExcerpt(result, excerpt);
  } catch {
    // The summary stays, and the result leads to its page all the same.
  }
}
