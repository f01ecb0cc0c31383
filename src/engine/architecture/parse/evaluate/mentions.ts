import type { Block, Body, Expression } from "../hcl/ast.ts";
import { childrenOf } from "../hcl/index.ts";
import { iteratorOf } from "./declarations.ts";
import type { Traversal } from "./traversal.ts";
import { traversalOf } from "./traversal.ts";

/** A resource that an expression names, with its index as written; the element that `each` stands for; or a name behind which there may be more. */
export type Mention =
  | { kind: "resource"; address: string; key?: Expression }
  | { kind: "local"; name: string }
  | { kind: "variable"; name: string; path: readonly string[] }
  | { kind: "output"; module: string; name: string; key?: Expression; path: readonly string[] }
  | { kind: "each" };

/** Roots of an expression that name no resource. */
const otherRoots = new Set(["path", "terraform", "self", "count", "data"]);

/** The names that follow each other, up to the first step that is none. */
const namesOf = (steps: Traversal["steps"]): string[] => {
  const names: string[] = [];
  for (const step of steps) {
    if (step.kind !== "attribute") break;
    names.push(step.name);
  }
  return names;
};

const outputOf = (module: string, steps: Traversal["steps"]): Mention | undefined => {
  const [first] = steps;
  const isPicked = first?.kind === "index" || first?.kind === "splat";
  const [name, ...path] = namesOf(isPicked ? steps.slice(1) : steps);
  if (name === undefined) return undefined;
  return { kind: "output", module, name, path, ...(first?.kind === "index" && { key: first.key }) };
};

const mentionOf = ({ root, steps }: Traversal): Mention | undefined => {
  if (root.kind !== "variable") return undefined;
  if (root.name === "each") return { kind: "each" };
  const [first, ...rest] = steps;
  if (first?.kind !== "attribute" || otherRoots.has(root.name)) return undefined;
  if (root.name === "local") return { kind: "local", name: first.name };
  if (root.name === "var") return { kind: "variable", name: first.name, path: namesOf(rest) };
  if (root.name === "module") return outputOf(first.name, rest);
  const address = `${root.name}.${first.name}`;
  const [second] = rest;
  return second?.kind === "index" ? { kind: "resource", address, key: second.key } : { kind: "resource", address };
};

/** Adds what an expression mentions; `bound` are the names of loops around it. */
const collect = (expression: Expression, bound: ReadonlySet<string>, found: Mention[]): void => {
  const traversal = traversalOf(expression);
  const { root, steps } = traversal;
  if (root === expression && root.kind !== "variable") return collectInside(expression, bound, found);
  if (root.kind !== "variable") collect(root, bound, found);
  else if (!bound.has(root.name)) {
    const mention = mentionOf(traversal);
    if (mention !== undefined) found.push(mention);
  }
  for (const step of steps) if (step.kind === "index") collect(step.key, bound, found);
};

const collectInside = (expression: Expression, bound: ReadonlySet<string>, found: Mention[]): void => {
  if (expression.kind === "object") {
    for (const { key, value } of expression.items) {
      if (key.kind !== "variable") collect(key, bound, found);
      collect(value, bound, found);
    }
    return;
  }
  const inner = namesBoundIn(expression, bound);
  for (const child of childrenOf(expression)) collect(child, inner, found);
};

const namesBoundIn = (expression: Expression, bound: ReadonlySet<string>): ReadonlySet<string> => {
  if (expression.kind === "for") return new Set([...bound, ...expression.variables]);
  if (expression.kind !== "template") return bound;
  const loops = expression.parts.flatMap((part) => (part.kind === "directive" ? (part.variables ?? []) : []));
  return loops.length === 0 ? bound : new Set([...bound, ...loops]);
};

/** What one expression mentions, in source order. */
export const mentionsInExpression = (expression: Expression): Mention[] => {
  const found: Mention[] = [];
  collect(expression, new Set(), found);
  return found;
};

const collectBlock = (block: Block, bound: ReadonlySet<string>, found: Mention[]): void => {
  collectBody(block.body, block.type === "dynamic" ? new Set([...bound, iteratorOf(block)]) : bound, found);
};

const collectBody = (body: Body, bound: ReadonlySet<string>, found: Mention[]): void => {
  for (const item of body) {
    if (item.kind === "attribute") collect(item.value, bound, found);
    else collectBlock(item, bound, found);
  }
};

/** What the items of one name mention, in source order. */
export const mentionsIn = (items: Body): Mention[] => {
  const found: Mention[] = [];
  collectBody(items, new Set(), found);
  return found;
};
