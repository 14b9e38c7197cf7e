// Has remark check front matter with the schema that the environment variable SCHEMA names.
import { readFileSync } from "node:fs";
import remarkFrontmatter from "remark-frontmatter";
import lintFrontmatterSchema from "remark-lint-frontmatter-schema";

const embed = JSON.parse(readFileSync(process.env.SCHEMA, "utf8"));
delete embed.$schema; // the rule brings the ajv of an earlier draft, which does not know its address

export default { plugins: [remarkFrontmatter, [lintFrontmatterSchema, { embed }]] };
