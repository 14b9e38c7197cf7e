// The search of a site for its pages.

export { type Answer, type Engine, type Order, open } from "./engine/engine.js";
export type { Doc } from "./engine/decode.js";
export { type Excerpt, type Part, type Section, cut, marked, told } from "./engine/excerpt.js";
export type { Facet } from "./engine/filter.js";
export { type Reason, SearchError } from "./engine/pack.js";
export { type Filter, type Note, type Query, type Term, parse } from "./engine/query.js";
export type { Correction } from "./engine/similar.js";
