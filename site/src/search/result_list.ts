// Runs queries one after the other and shows the first results of each as they come, on the page and in the dialogue:
// in one list, or, where there are several kinds, the best of each below a heading.

import { element } from "../element.js";
import { translate } from "../language.js";
import type { WithEngine } from "./engine_loader.js";
import { type ExcerptLoader, excerptLoader } from "./excerpt_loader.js";
import type { Answer, Engine, Group, Order } from "./index.js";
import { formatNumber, groupTitle, isOutdated } from "./messages.js";
import { makeResult, type Result } from "./result.js";

export interface ResultListOptions {
  root: string;
  box: HTMLElement; // that the results are put into
  hasHeadings: boolean; // the titles of results are headings
  groupSize: number; // results of a group
  scroller: Element | null; // what scrolls the results; null for the page
  onSlow(): void; // the search takes a while
  onAnswer(answer: Answer, query: string, groups: Group[]): void; // its results come next
  linkToGroup(group: Group, text: string): HTMLAnchorElement; // to all results of a group
}

/** The results of a query, as far as they are shown. */
export interface Results {
  query: string;
  answer: Answer;
  groups: Group[]; // none where there is one list
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

  /** Shows the first n results, or the first of each group. Undefined when another query came in between; throws what the engine throws. */
  async search(query: string, order: Order, n: number): Promise<Results | undefined> {
    const number = ++this.latest;
    const timer = setTimeout(() => number === this.latest && this.options.onSlow(), slow);
    try {
      return await this.withEngine(async (engine) => {
        const byKind = order === "relevance";
        if (byKind) engine.facet("kind", new Int32Array()).catch(() => {}); // loads the kinds meanwhile
        const answer = await engine.search(query, order);
        const groups = byKind && number === this.latest ? await groupsOf(engine, answer) : [];
        clearTimeout(timer);
        return number === this.latest ? this.show(engine, { query, answer, groups, shown: [] }, n) : undefined;
      });
    } catch (error) {
      if (number === this.latest) throw error;
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Shows n more results of one list and gives the first of them; throws what the engine throws. */
  async showMore(results: Results, n: number): Promise<Result | undefined> {
    const before = results.shown.length;
    const { hits } = results.answer;
    const list = this.options.box.querySelector("ol")!;
    await this.withEngine((engine) => this.append(engine, results, [{ list, hits: hits.subarray(before, before + n) }]), 1);
    return results.shown[before];
  }

  /** Shows nothing; answers that are on their way are dropped. */
  clear(): void {
    this.latest++;
    this.options.box.replaceChildren();
  }

  private async show(engine: Engine, results: Results, n: number): Promise<Results | undefined> {
    const { answer, query, groups } = results;
    const number = this.latest;
    this.excerpts.start(answer, (shown) => this.withEngine((engine) => engine.excerpt(shown.doc, answer)));
    this.options.onAnswer(answer, query, groups);
    if (answer.hits.length === 0) this.options.box.replaceChildren();
    const one = { list: element("ol", { className: "results" }), hits: answer.hits.subarray(0, n) };
    await this.append(engine, results, groups.length > 0 ? groups.map((group) => this.partOf(group)) : [one]);
    return number === this.latest ? results : undefined;
  }

  private partOf(group: Group): Part {
    const { groupSize, linkToGroup } = this.options;
    const { hits } = group;
    const [title, count] = [groupTitle(group), formatNumber(hits.length)];
    const list = element("ol", { className: "results" });
    const heading = element("h2", {}, title, " ", element("span", { className: "quiet" }, count));
    const section = element("section", { className: "group", ariaLabel: title }, heading, list);
    const all = translate("%s: show all %s", title, count);
    if (hits.length > groupSize) section.append(element("p", { className: "all" }, linkToGroup(group, all)));
    return { section, list, hits: hits.slice(0, groupSize) };
  }

  /** Appends results in their order, each as soon as it and those before it are there. */
  private async append(engine: Engine, results: Results, parts: Part[]): Promise<void> {
    const number = this.latest;
    const { root, box, hasHeadings } = this.options;
    const { answer, groups, shown } = results;
    const titleTag = !hasHeadings ? "p" : groups.length > 0 ? "h3" : "h2";
    const coming = parts.flatMap((part) => Array.from(part.hits, (doc) => ({ part, docs: engine.docs([doc]) })));
    await Promise.race([Promise.allSettled(coming.map(({ docs }) => docs)), sleep(slow)]);
    for (const { part: { list, section = list }, docs } of coming) {
      const [doc] = await docs;
      if (number !== this.latest || !doc) return;
      const next = makeResult(root, doc, answer, titleTag);
      if (shown.length === 0) box.replaceChildren();
      if (!section.isConnected) box.append(section);
      list.append(next.item);
      this.excerpts.observe(next);
      shown.push(next);
    }
  }
}

/** Results that are shown in a list, which may be a section of its own. */
interface Part {
  section?: HTMLElement;
  list: HTMLOListElement;
  hits: ArrayLike<number>;
}

/** The groups of an answer; none where there is one alone, or where the kinds cannot be read, so that the results stay. */
async function groupsOf(engine: Engine, { hits }: Answer): Promise<Group[]> {
  try {
    const groups = await engine.groups(hits);
    return groups.length > 1 ? groups : [];
  } catch (error) {
    if (isOutdated(error)) throw error;
    return [];
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
