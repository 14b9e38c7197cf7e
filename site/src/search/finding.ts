// Answers one query after another and shows the first results of each, as they come. The page and the
// dialogue find alike; what stands around the results is theirs.

import { type Excerpts, excerpts } from "./excerpts.js";
import type { Answer, Engine, Order } from "./index.js";
import type { Library } from "./library.js";
import { result, type Result } from "./result.js";

export interface Places {
  root: string;
  list: HTMLOListElement;
  name: "h2" | "p"; // what a title stands in
  scrolls: Element | null; // what scrolls the list; null for the page
  waits(): void; // the search takes a while
  answered(answer: Answer, query: string): void; // its results come
}

export interface Found {
  query: string;
  answer: Answer;
  shown: Result[];
}

// How long the search may take before it says that it does, and one result may keep others waiting, in milliseconds.
const patience = 200;

export class Finding {
  private readonly excerpts: Excerpts;
  private turn = 0; // of the query that counts

  constructor(
    private readonly library: Library,
    private readonly places: Places,
  ) {
    this.excerpts = excerpts(places.scrolls);
  }

  /** Shows the first n results. It is undefined when another query came in between; throws what the engine throws. */
  async find(query: string, order: Order, n: number): Promise<Found | undefined> {
    const turn = ++this.turn;
    const slow = setTimeout(() => turn === this.turn && this.places.waits(), patience);
    try {
      return await this.library(async (engine) => {
        const answer = await engine.search(query, order);
        clearTimeout(slow);
        return turn === this.turn ? this.show(engine, { query, answer, shown: [] }, n) : undefined;
      });
    } catch (error) {
      if (turn === this.turn) throw error;
      return undefined;
    } finally {
      clearTimeout(slow);
    }
  }

  /** Shows n more results of what was found and gives the first of them; throws what the engine throws. */
  async more(found: Found, n: number): Promise<Result | undefined> {
    const before = found.shown.length;
    await this.library((engine) => this.append(engine, found, n), 1);
    return found.shown[before];
  }

  /** Shows nothing; answers that are on their way no longer count. */
  clear(): void {
    this.turn++;
    this.places.list.replaceChildren();
  }

  private async show(engine: Engine, found: Found, n: number): Promise<Found | undefined> {
    const { answer, query } = found;
    const turn = this.turn;
    this.excerpts.begin(answer, (shown) => this.library((engine) => engine.excerpt(shown.doc, answer)));
    this.places.answered(answer, query);
    if (answer.hits.length === 0) this.places.list.replaceChildren();
    await this.append(engine, found, n);
    return turn === this.turn ? found : undefined;
  }

  /** Appends results in their order, each as soon as it and those before it are there. */
  private async append(engine: Engine, found: Found, n: number): Promise<void> {
    const turn = this.turn;
    const { answer, shown } = found;
    const docs = Array.from(answer.hits.subarray(shown.length, shown.length + n), (number) => engine.docs([number]));
    await Promise.race([Promise.allSettled(docs), sleep(patience)]);
    for (const coming of docs) {
      const [doc] = await coming;
      if (turn !== this.turn || !doc) return;
      const next = result(this.places.root, doc, answer, this.places.name);
      if (shown.length === 0) this.places.list.replaceChildren();
      this.places.list.append(next.item);
      this.excerpts.watch(next);
      shown.push(next);
    }
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
