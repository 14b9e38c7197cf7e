// Opens the index of the site when it is first used.

import { type Engine, open, SearchError } from "./index.js";

/** Runs a function with the engine; throws what the function throws. */
export type WithEngine = <T>(run: (engine: Engine) => Promise<T>, tries?: 1 | 2) => Promise<T>;

export function engineLoader(root: string): WithEngine {
  let opened: Promise<Engine> | undefined;
  return async (run, tries = 2) => {
    const opening = (opened ??= open(root));
    try {
      const engine = await opening;
      try {
        return await run(engine);
      } catch (error) {
        // The site was published anew meanwhile, so that numbers of documents no longer hold. What asks for them itself
        // is run again.
        if (tries > 1 && error instanceof SearchError && error.reason === "version") return await run(engine);
        throw error;
      }
    } catch (error) {
      // Who is offline keeps what is loaded; else all of it is loaded afresh when the reader tries again.
      if (opened === opening && !(await isUsable(opening, error))) opened = undefined;
      throw error;
    }
  };
}

/** Reports whether an engine can go on after an error. */
async function isUsable(opening: Promise<Engine>, error: unknown): Promise<boolean> {
  if (!(error instanceof SearchError) || error.reason === "missing" || error.reason === "broken") return false;
  return opening.then(() => true, () => false);
}
