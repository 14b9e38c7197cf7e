// Runs queries one after the other and shows the first results of each as they come, on the page and in the dialogue.

import type { WithEngine } from "./engine_loader.js";
import { type ExcerptLoader, excerptLoader } from "./excerpt_loader.js";
import type { Answer, Engine, Order } from "./index.js";
import { makeResult, type Result } from "./result.js";

export interface ResultListOptions {
  root: string;
  list: HTMLOListElement;
  titleTag: "h2" | "p";
  scroller: Element | null; // what scrolls the list; null for the page
  onSlow(): void; // the search takes a while
  onAnswer(answer: Answer, query: string): void; // its results come next
}

/** The results of a query, as far as they are shown. */
export interface Results {
  query: string;
  answer: Answer;
  shown: Result[];
}

// How long a search may take before it counts as slow, and one result may keep others waiting, in milliseconds.
const slow = 200;

export class ResultList {
  private readonly excerpts: ExcerptLoader;
  private latest = 0; // number of the query that is shown

  constructor(
    private readonly withEngine: WithEngine,
    private readonly options: ResultListOptions,
  ) {
    this.excerpts = excerptLoader(options.scroller);
  }

  /** Shows the first n results. Undefined when another query came in between; throws what the engine throws. */
  async search(query: string, order: Order, n: number): Promise<Results | undefined> {
    const number = ++this.latest;
    const timer = setTimeout(() => number === this.latest && this.options.onSlow(), slow);
    try {
      return await this.withEngine(async (engine) => {
        const answer = await engine.search(query, order);
        clearTimeout(timer);
        return number === this.latest ? this.show(engine, { query, answer, shown: [] }, n) : undefined;
      });
    } catch (error) {
      if (number === this.latest) throw error;
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Shows n more results and gives the first of them; throws what the engine throws. */
  async showMore(results: Results, n: number): Promise<Result | undefined> {
    const before = results.shown.length;
    await this.withEngine((engine) => this.append(engine, results, n), 1);
    return results.shown[before];
  }

  /** Shows nothing; answers that are on their way are dropped. */
  clear(): void {
    this.latest++;
    this.options.list.replaceChildren();
  }

  private async show(engine: Engine, results: Results, n: number): Promise<Results | undefined> {
    const { answer, query } = results;
    const number = this.latest;
    this.excerpts.start(answer, (shown) => this.withEngine((engine) => engine.excerpt(shown.doc, answer)));
    this.options.onAnswer(answer, query);
    if (answer.hits.length === 0) this.options.list.replaceChildren();
    await this.append(engine, results, n);
    return number === this.latest ? results : undefined;
  }

  /** Appends results in their order, each as soon as it and those before it are there. */
  private async append(engine: Engine, results: Results, n: number): Promise<void> {
    const number = this.latest;
    const { answer, shown } = results;
    const docs = Array.from(answer.hits.subarray(shown.length, shown.length + n), (doc) => engine.docs([doc]));
    await Promise.race([Promise.allSettled(docs), sleep(slow)]);
    for (const coming of docs) {
      const [doc] = await coming;
      if (number !== this.latest || !doc) return;
      const next = makeResult(this.options.root, doc, answer, this.options.titleTag);
      if (shown.length === 0) this.options.list.replaceChildren();
      this.options.list.append(next.item);
      this.excerpts.observe(next);
      shown.push(next);
    }
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
