import type { Block, Body, Expression } from "../parse/hcl/ast.ts";
import { childrenOf } from "../parse/hcl/index.ts";
import { iteratorOf } from "../parse/evaluate/declarations.ts";
import { traversalOf } from "../parse/evaluate/traversal.ts";
import { writtenName } from "../parse/evaluate/written-names.ts";

/** Names that code has without a declaration. */
const given = new Set(["path", "terraform", "self", "each", "count"]);
/** Arguments whose values are names of another kind: what modules call their providers, and attributes. */
const naming = new Set(["providers", "ignore_changes", "configuration_aliases"]);
/** Blocks that tell of what was, not of what is. */
const records = new Set(["moved", "removed", "import"]);

const nameOf = (expression: Expression, bound: ReadonlySet<string>): string | undefined => {
  const { root, steps } = traversalOf(expression);
  const [first, second] = steps;
  if (root.kind !== "variable" || first?.kind !== "attribute") return undefined;
  if (given.has(root.name) || bound.has(root.name)) return undefined;
  if (root.name !== "data") return `${root.name}.${first.name}`;
  return second?.kind === "attribute" ? `data.${first.name}.${second.name}` : undefined;
};

const boundIn = (expression: Expression, bound: ReadonlySet<string>): ReadonlySet<string> => {
  if (expression.kind === "for") return new Set([...bound, ...expression.variables]);
  if (expression.kind !== "template") return bound;
  const loops = expression.parts.flatMap((part) => (part.kind === "directive" ? (part.variables ?? []) : []));
  return loops.length === 0 ? bound : new Set([...bound, ...loops]);
};

const collect = (expression: Expression, bound: ReadonlySet<string>, names: Set<string>): void => {
  if (expression.kind === "object") {
    for (const { key, value } of expression.items) {
      if (key.kind !== "variable") collect(key, bound, names);
      collect(value, bound, names);
    }
    return;
  }
  const { root, steps } = traversalOf(expression);
  if (root === expression) {
    const inner = boundIn(expression, bound);
    for (const child of childrenOf(expression)) collect(child, inner, names);
    return;
  }
  const name = nameOf(expression, bound);
  if (name !== undefined) names.add(name);
  if (root.kind !== "variable") collect(root, bound, names);
  for (const step of steps) if (step.kind === "index") collect(step.key, bound, names);
};

/** `aws.recovery` of `provider = aws.recovery`; a default provider needs no declaration. */
const providerName = (value: Expression): string[] => {
  const name = writtenName(value);
  return name?.includes(".") === true ? [`provider.${name}`] : [];
};

const collectBody = (body: Body, bound: ReadonlySet<string>, names: Set<string>): void => {
  for (const item of body) {
    if (item.kind === "attribute") {
      if (item.name === "provider") for (const name of providerName(item.value)) names.add(name);
      else if (!naming.has(item.name)) collect(item.value, bound, names);
    } else if (item.type === "dynamic") collectBody(item.body, new Set([...bound, iteratorOf(item)]), names);
    else collectBody(item.body, bound, names);
  }
};

/**
 * Names that top-level code refers to: `aws_lb.main`, `data.aws_ami.x`, `var.region`, `local.name`, `module.network`,
 * `provider.aws.recovery`.
 */
export const namesUsedIn = (body: Body): Set<string> => {
  const names = new Set<string>();
  for (const item of body) {
    // The type of a variable is made of words that look like names, and its checks can only name itself.
    if (item.kind === "block" && (item.type === "variable" || records.has(item.type))) continue;
    collectBody([item], new Set(), names);
  }
  return names;
};

const aliasOf = (body: Body): string => {
  const alias = body.find((item) => item.kind === "attribute" && item.name === "alias");
  return (alias?.kind === "attribute" ? writtenName(alias.value) : undefined) ?? "";
};

/** Providers that a module expects under a name: `configuration_aliases = [aws.recovery]`. */
const aliasesIn = (body: Body): string[] =>
  body
    .flatMap((item) => (item.kind === "block" && item.type === "required_providers" ? item.body : []))
    .flatMap((item) => (item.kind === "attribute" && item.value.kind === "object" ? item.value.items : []))
    .filter(({ key }) => key.kind === "variable" && key.name === "configuration_aliases")
    .flatMap(({ value }) => (value.kind === "list" ? value.items.flatMap(providerName) : []));

/** The names under which a top-level block can be referred to. */
const namesOfBlock = ({ type, labels, body }: Block): string[] => {
  if (type === "resource") return [labels.join(".")];
  if (type === "data" || type === "module") return [[type, ...labels].join(".")];
  if (type === "provider") return [`provider.${[...labels, aliasOf(body)].join(".")}`];
  if (type === "terraform") return aliasesIn(body);
  if (type === "variable") return [`var.${labels[0] ?? ""}`];
  return type === "locals" ? body.flatMap((item) => (item.kind === "attribute" ? [`local.${item.name}`] : [])) : [];
};

/** Names that top-level code declares, written as `namesUsedIn` writes them. */
export const namesDeclaredIn = (body: Body): string[] =>
  body.flatMap((item) => (item.kind === "block" ? namesOfBlock(item) : []));
