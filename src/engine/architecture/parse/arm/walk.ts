import type { DocumentNode } from "../document/node.ts";
import { inLoop } from "./frame.ts";
import type { Bound, Frame } from "./frame.ts";
import { resolve } from "./known-text.ts";

/** A value that was found, with the line of its name. */
export interface Found extends Bound {
  line: number;
}

const entryOfAnyCase = (node: DocumentNode, name: string): { value: DocumentNode; keyLine: number } | undefined => {
  if (node.kind !== "map") return undefined;
  const exact = node.entries.find(({ key }) => key === name);
  return exact ?? node.entries.find(({ key }) => key.toLowerCase() === name.toLowerCase());
};

/** `"copy": [{"name": "dataDisks", "count": 3, "input": {…}}]` stands for a list; its first member stands for all of them. */
const madeByLoop = (node: DocumentNode, name: string, frame: Frame): Found | undefined => {
  const loops = entryOfAnyCase(node, "copy")?.value;
  if (loops?.kind !== "list") return undefined;
  for (const loop of loops.items) {
    const loopName = entryOfAnyCase(loop, "name")?.value;
    const input = entryOfAnyCase(loop, "input");
    if (loopName?.kind !== "scalar" || loopName.value !== name || input === undefined) continue;
    const list: DocumentNode = { ...input.value, kind: "list", items: [input.value] };
    return { node: list, frame: inLoop(frame, name, "0"), line: input.keyLine };
  }
  return undefined;
};

/** The value at a dotted path, through parameters and variables; `null` and a missing one are both not there. */
export const walk = (from: Bound, path: string): Found | undefined => {
  const start = resolve(from);
  let found: Found = { ...start, line: start.node.line };
  for (const name of path.split(".")) {
    const entry = entryOfAnyCase(found.node, name);
    const next =
      entry === undefined
        ? madeByLoop(found.node, name, found.frame)
        : { ...resolve({ node: entry.value, frame: found.frame }), line: entry.keyLine };
    if (next === undefined || (next.node.kind === "scalar" && next.node.value === null)) return undefined;
    found = next;
  }
  return found;
};

/** The same without looking through the last name: what is written there may be a variable, and stays one. */
export const walkTo = (from: Bound, path: string): Found | undefined => {
  const cut = path.lastIndexOf(".");
  const owner = cut < 0 ? resolve(from) : walk(from, path.slice(0, cut));
  if (owner === undefined) return undefined;
  const name = path.slice(cut + 1);
  const entry = entryOfAnyCase(owner.node, name);
  if (entry === undefined) return madeByLoop(owner.node, name, owner.frame);
  if (entry.value.kind === "scalar" && entry.value.value === null) return undefined;
  return { node: entry.value, frame: owner.frame, line: entry.keyLine };
};
