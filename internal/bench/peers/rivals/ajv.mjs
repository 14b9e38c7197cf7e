// Checks the front matter of every Markdown file below a folder with ajv: ajv.mjs SCHEMA FOLDER.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { load } from "js-yaml";

const [schema, folder] = process.argv.slice(2);
const validate = new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(readFileSync(schema, "utf8")));
let checked = 0;
for (const name of readdirSync(folder, { recursive: true })) {
  if (!name.endsWith(".md")) continue;
  const [, front] = readFileSync(join(folder, name), "utf8").split(/^---$/m, 2);
  if (!validate(load(front))) {
    console.error(name, validate.errors);
    process.exitCode = 1;
  }
  checked++;
}
if (checked === 0) {
  console.error(`there are no Markdown files below ${folder}`);
  process.exitCode = 1;
}
