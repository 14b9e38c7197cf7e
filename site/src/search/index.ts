// The search of a site for its pages.

export { type Answer, type Engine, type Order, open } from "./engine/engine.js";
export { type Excerpt, type Part, highlight, showsEveryTerm } from "./engine/excerpt.js";
export type { Facet } from "./engine/filter.js";
export { type Doc, columns } from "./engine/format.js";
export type { Group } from "./engine/groups.js";
export { SearchError } from "./engine/pack.js";
export type { Note } from "./engine/query.js";
export { facetTitles } from "./engine/columns.js";
export { type Reading, written } from "./engine/reading.js";
