// The search engines that stand side by side in one page. Each is opened from the folder that it was
// published in and then asked the same way: search gives an answer, ids names the records that it
// begins with, shown loads all that a page of results shows of them, facets all values to filter by.

const adapters = {
  async hindcast(root, whole) {
    const { open, showsEveryTerm } = await import(root + (whole ? "assets/search.js" : "assets/engine.js"));
    const engine = await open(root);
    const docs = (answer, n) => engine.docs(answer.hits.subarray(0, n));
    return {
      search: (query) => engine.search(query),
      ids: async (answer, n) => (await docs(answer, n)).map((doc) => doc.id),
      // As the page does: no excerpt where title and summary show all that was asked.
      shown: async (answer, n) => Promise.all((await docs(answer, n)).map(async (doc) => [doc, showsEveryTerm(doc, answer) || (await engine.excerpt(doc, answer))])),
      facets: (answer, fields) => Promise.all(fields.map((field) => engine.facet(field, answer.hits))),
    };
  },

  async pagefind(root, whole) {
    if (whole) await Promise.all(["pagefind-ui.js", "pagefind-ui.css"].map(async (name) => (await fetch(root + name)).text()));
    const engine = await import(root + "pagefind.js");
    const pages = (answer, n) => Promise.all(answer.results.slice(0, n).map((result) => result.data()));
    return {
      search: (query) => engine.search(query),
      ids: async (answer, n) => (await pages(answer, n)).map((page) => page.url.split("/").at(-2)),
      shown: async (answer, n) => (await pages(answer, n)).map((page) => page.excerpt),
      facets: () => engine.filters(),
    };
  },

  minisearch: (root) => miniSearch(root, {}),
  fuzzy: (root) => miniSearch(root, { fuzzy: 0.2, prefix: true }),
};

const loaded = new Map(); // indexes of MiniSearch, shared by its two settings

async function miniSearch(root, settings) {
  if (!loaded.has(root)) {
    const { default: MiniSearch } = await import("/minisearch/index.js");
    const { options } = await import("/minisearch-options.mjs");
    loaded.set(root, MiniSearch.loadJSON(await (await fetch(root + "index.json")).text(), options));
  }
  const index = loaded.get(root);
  return {
    search: (query) => index.search(query, settings),
    ids: (answer, n) => answer.slice(0, n).map((result) => result.id),
  };
}

const engines = new Map();

/** True once this script is loaded. */
export const ready = () => true;

export async function open(name, root, whole = false) {
  engines.set(name, await adapters[name](root, whole));
}

/** Opens an engine, whole with the interface that comes with it, asks it once and loads n results as a page would show them; returns how many. */
export async function first(name, root, query, n, whole) {
  await open(name, root, whole);
  const engine = engines.get(name);
  const shown = await engine.shown(await engine.search(query), n);
  return shown.length;
}

/** Loads all values to filter by, with the answer to a query at hand; fields for an engine that asks for each. */
export async function facets(name, query, fields) {
  const engine = engines.get(name);
  await engine.facets(await engine.search(query), fields);
}

/** The ids of the first results of each query. */
export async function find(name, queries, depth) {
  const engine = engines.get(name);
  const found = [];
  for (const query of queries) found.push(await engine.ids(await engine.search(query), depth));
  return found;
}

/**
 * How long each engine takes for each query, in ms: for every query the engines take turns, as many
 * rounds as wanted after one that warms them up.
 */
export async function time(names, queries, rounds) {
  const times = Object.fromEntries(names.map((name) => [name, queries.map(() => [])]));
  for (let round = -1; round < rounds; round++) {
    for (const [at, query] of queries.entries()) {
      for (const name of names) {
        const start = performance.now();
        await engines.get(name).search(query);
        const took = performance.now() - start;
        if (round >= 0) times[name][at].push(took);
      }
    }
  }
  return times;
}
