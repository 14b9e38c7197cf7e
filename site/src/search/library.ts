// Holds the index of the site, which is opened when it is first asked.

import { type Engine, open, SearchError } from "./index.js";

/** Does some work with the engine; what the work throws comes through. */
export type Library = <T>(work: (engine: Engine) => Promise<T>, tries?: 1 | 2) => Promise<T>;

export function library(root: string): Library {
  let opened: Promise<Engine> | undefined;
  return async (work, tries = 2) => {
    const opening = (opened ??= open(root));
    try {
      const engine = await opening;
      try {
        return await work(engine);
      } catch (error) {
        // The site was published anew meanwhile, so that the numbers of documents no longer hold. Work that asks for them itself is done again.
        if (tries > 1 && error instanceof SearchError && error.reason === "version") return await work(engine);
        throw error;
      }
    } catch (error) {
      // Who is offline keeps what is loaded; else all of it is loaded afresh when the reader tries again.
      if (opened === opening && !(await kept(opening, error))) opened = undefined;
      throw error;
    }
  };
}

async function kept(opening: Promise<Engine>, error: unknown): Promise<boolean> {
  if (!(error instanceof SearchError) || error.reason === "missing" || error.reason === "broken") return false;
  return opening.then(() => true, () => false);
}
