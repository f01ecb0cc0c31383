import type { Attribute, Block, Expression } from "../parse/hcl/ast.ts";
import { attributeNamed } from "../parse/evaluate/declarations.ts";
import { childrenOf, parseHcl } from "../parse/hcl/index.ts";
import type { Edit } from "./edit.ts";
import type { Layout, ModuleCall } from "./layout.ts";

/** Arguments that name a resource where only one of its kind can have the name. */
const naming = ["name", "alarm_name", "identifier", "cluster_identifier", "replication_group_id", "bucket"];

/** Kinds whose names need not differ from those of their kind elsewhere: they stand within another resource. */
const namedWithin = new Set([
  "aws_appautoscaling_policy",
  "aws_autoscaling_policy",
  "aws_backup_selection",
  "aws_iam_role_policy",
]);

const fixedName = (block: Block): Attribute | undefined => {
  if (block.type !== "resource" || namedWithin.has(block.labels[0] ?? "")) return undefined;
  const attributes = naming.flatMap((name) => attributeNamed(block, name) ?? []);
  return attributes.find(({ value }) => value.kind === "literal" && typeof value.value === "string");
};

const fixedNames = (text: string): Attribute[] =>
  parseHcl(text).body.flatMap((item) => (item.kind === "block" ? (fixedName(item) ?? []) : []));

/** Whether an addition gives itself a name that only one of its kind can have. */
export const isNamedForOne = (edit: Edit): boolean => edit.op === "add" && fixedNames(edit.text).length > 0;

/** What people call that which tells one use of their code from another. */
const distinguishing = ["name_prefix", "prefix", "name", "environment", "env", "stage"];

const mentionsInstance = (expression: Expression): boolean =>
  (expression.kind === "variable" && (expression.name === "each" || expression.name === "count")) ||
  childrenOf(expression).some(mentionsInstance);

/** Whether a call gives `name`, and another value to each of its instances. */
const tellsApart = ({ block }: ModuleCall, name: string): boolean => {
  const given = attributeNamed(block, name);
  const isOne = attributeNamed(block, "for_each") === undefined && attributeNamed(block, "count") === undefined;
  return given !== undefined && (isOne || mentionsInstance(given.value));
};

/** An expression that differs from one use of a folder's code to the next, if it has one that says so. */
export const distinctionOf = (directory: string, layout: Layout): string | undefined => {
  const names = layout.namesIn(directory);
  const calls = layout.calls().filter(({ to }) => to === directory);
  const isGiven = (name: string): boolean => calls.every((call) => tellsApart(call, name));
  for (const name of distinguishing) {
    if (names.has(`var.${name}`) && isGiven(name)) return `var.${name}`;
    if (calls.length === 0 && names.has(`local.${name}`)) return `local.${name}`;
  }
  return undefined;
};

/** The addition with what tells uses apart at the end of its names: `"stackstage"` → `"stackstage-${var.name}"`. */
export const withDistinction = (edit: Edit, distinction: string): Edit => {
  if (edit.op !== "add") return edit;
  const pieces: string[] = [];
  let from = 0;
  for (const { value } of fixedNames(edit.text)) {
    pieces.push(edit.text.slice(from, value.end - 1), `-\${${distinction}}`);
    from = value.end - 1;
  }
  return { ...edit, text: pieces.join("") + edit.text.slice(from) };
};
