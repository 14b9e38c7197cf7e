// Builds MiniSearch's index: minisearch.mjs DOCS INDEX, with a line of JSON for each document.
import { readFileSync, writeFileSync } from "node:fs";
import MiniSearch from "minisearch";
import { options } from "../inpage/minisearch-options.mjs";

const [docs, index] = process.argv.slice(2);
const engine = new MiniSearch(options);
for (const line of readFileSync(docs, "utf8").split("\n")) {
  if (line !== "") engine.add(JSON.parse(line));
}
writeFileSync(index, JSON.stringify(engine));
