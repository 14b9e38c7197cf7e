// Excerpts for the results in view. Each costs a file, so none is loaded while one types, for what
// nobody looks at, or where title and summary say it all.

import { type Answer, type Excerpt, showsEveryTerm } from "./index.js";
import { excerpted, type Result } from "./result.js";

// How long an answer stands before excerpts are loaded for it, in milliseconds.
const pause = 250;

export interface Excerpts {
  /** Begins with another answer. */
  begin(answer: Answer, load: (result: Result) => Promise<Excerpt | undefined>): void;
  watch(result: Result): void;
}

/** Root is what scrolls; null for the page. */
export function excerpts(root: Element | null): Excerpts {
  let observer: IntersectionObserver | undefined;
  let waiting: Result[] | undefined;
  let watched = new Map<Element, Result>();
  let needs: (result: Result) => boolean = () => false;
  let timer = 0;
  return {
    begin(answer, load) {
      observer?.disconnect();
      clearTimeout(timer);
      const mine = (observer = new IntersectionObserver((entries) => {
        for (const { target, isIntersecting } of entries) {
          const result = watched.get(target);
          if (!isIntersecting || !result) continue;
          mine.unobserve(target);
          void show(result, load);
        }
      }, { root }));
      watched = new Map();
      waiting = [];
      needs = (result) => answer.words.size > 0 && !showsEveryTerm(result.doc, answer);
      timer = setTimeout(() => {
        for (const result of waiting ?? []) mine.observe(result.item);
        waiting = undefined;
      }, pause);
    },
    watch(result) {
      if (!needs(result)) return;
      watched.set(result.item, result);
      if (waiting) waiting.push(result);
      else observer?.observe(result.item);
    },
  };
}

async function show(result: Result, load: (result: Result) => Promise<Excerpt | undefined>): Promise<void> {
  try {
    const excerpt = await load(result);
    if (excerpt && result.item.isConnected) excerpted(result, excerpt);
  } catch {
    // The summary stays, and the result leads to its page all the same.
  }
}
