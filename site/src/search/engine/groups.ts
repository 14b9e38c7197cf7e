// Parts the documents found by what they are.

import { valuesOf } from "./decode.js";
import type { Reader } from "./read.js";

/** The documents found of kinds that readers look for together. */
export interface Group {
  name: "records" | "precedents" | "systems" | "knowledge";
  kinds: string[]; // of its documents, in order of their bytes
  hits: number[]; // in their order
}

/** The group that a kind belongs to; what is no other is the organisation's own record. */
function groupOf(kind: string): Group["name"] {
  switch (kind) {
    case "precedent":
      return "precedents";
    case "system":
      return "systems";
    case "article":
    case "playbook":
    case "glossary":
      return "knowledge";
  }
  return "records";
}

/** The groups of the documents found, that of the first one first. */
export async function groups(reader: Reader, hits: Int32Array): Promise<Group[]> {
  if (hits.length === 0) return [];
  const column = await reader.column("kind");
  const found = new Map<string, Group>();
  for (const doc of hits) {
    const kind = column.values[valuesOf(column, doc).at(-1) ?? -1]?.[0] ?? "";
    const name = groupOf(kind);
    const group = found.get(name) ?? { name, kinds: [], hits: [] };
    found.set(name, group);
    group.hits.push(doc);
    if (!group.kinds.includes(kind)) group.kinds.push(kind);
  }
  for (const { kinds } of found.values()) kinds.sort();
  return [...found.values()];
}
