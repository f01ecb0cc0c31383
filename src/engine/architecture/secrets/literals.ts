import type { Attribute, Block, Body, Expression } from "../parse/hcl/ast.ts";
import type { Region } from "./mask.ts";
import { isLiteralSecret, isSecretName } from "./names.ts";

/** Attributes that hold a secret by what the resource is, whatever they are called. */
const secretValues: Readonly<Record<string, readonly string[]>> = {
  azurerm_key_vault_secret: ["value"],
  google_secret_manager_secret_version: ["secret_data"],
  aws_secretsmanager_secret_version: ["secret_string", "secret_binary"],
  kubernetes_secret: ["data"],
  kubernetes_secret_v1: ["data"],
  github_actions_secret: ["plaintext_value"],
};

/** Where the arguments begin that a function answers: the default of `lookup`, the values of `zipmap`. */
const firstAnswer: ReadonlyMap<string, number> = new Map([
  ["lookup", 2],
  ["zipmap", 1],
]);

/** Functions whose arguments are what they answer. */
const transparent = new Set([
  "try",
  "coalesce",
  "sensitive",
  "nonsensitive",
  "tostring",
  "jsonencode",
  "merge",
  "base64encode",
  "trimspace",
  "chomp",
]);

/** What a body gives away: regions to mask, and names of locals and variables that stand for a secret somewhere. */
interface Finds {
  regions: Region[];
  tainted: Set<string>;
}

/**
 * Literal secrets of parsed Terraform: under a telling name, however deep and over however many lines; the `value` beside a
 * telling `name`; and a local or default that is used as a secret elsewhere. The text was masked line by line before.
 */
export const secretLiterals = (text: string, body: Body): Region[] => {
  const finds: Finds = { regions: [], tainted: new Set() };
  for (const item of body)
    if (item.kind === "block") searchBlock(text, item, finds);
    else searchAttribute(text, item.value, namesSecret(item.name, item.value), finds);
  for (const item of body) if (item.kind === "block") maskTainted(text, item, finds);
  return finds.regions;
};

const attributesOf = (block: Block): Attribute[] => block.body.filter((item) => item.kind === "attribute");

const textOf = (value: Expression | undefined): string | undefined =>
  value?.kind === "literal" && typeof value.value === "string" ? value.value : undefined;

const searchBlock = (text: string, block: Block, finds: Finds): void => {
  const [type = "", label = ""] = block.labels;
  const isStated = block.type === "variable" || block.type === "output";
  const attributes = attributesOf(block);
  const isSensitive = attributes.some(
    ({ name, value }) => name === "sensitive" && value.kind === "literal" && value.value === true,
  );
  const labelled = isStated && (isSecretName(type) || isSensitive);
  const always = Object.hasOwn(secretValues, type) && block.type === "resource" ? (secretValues[type] ?? []) : [];
  const named = textOf(attributes.find(({ name }) => name === "name" || name === "key")?.value);
  const isMarked = block.type === "set_sensitive";
  const isSecure =
    type === "aws_ssm_parameter" && textOf(attributes.find(({ name }) => name === "type")?.value) === "SecureString";
  for (const { name, value } of attributes) {
    const beside =
      name === "value" && ((named !== undefined && isSecretName(named)) || isSecure || isMarked || isSecretName(label));
    const own = labelled && (name === "default" || name === "value");
    searchAttribute(text, value, own || beside || always.includes(name) || namesSecret(name, value), finds);
  }
  for (const item of block.body) if (item.kind === "block") searchBlock(text, item, finds);
};

/** Whether a name tells a secret, and its value is not one that only says which. */
const namesSecret = (name: string, value: Expression): boolean => {
  const written = textOf(value);
  return isSecretName(name) && (written === undefined || isLiteralSecret(written, name));
};

const searchAttribute = (text: string, value: Expression, isSecret: boolean, finds: Finds): void => {
  if (isSecret) collectSecret(text, value, finds);
  else searchExpression(text, value, finds);
};

/** Looks for telling keys inside a value that is no secret itself. */
const searchExpression = (text: string, value: Expression, finds: Finds): void => {
  if (value.kind === "object") {
    const named = textOf(value.items.find(({ key }) => ["name", "key", "Name"].includes(keyName(key) ?? ""))?.value);
    for (const { key, value: item } of value.items) {
      const name = keyName(key) ?? "";
      const beside = /^value$/i.test(name) && named !== undefined && isSecretName(named);
      if (beside || namesSecret(name, item)) collectSecret(text, item, finds);
      else searchExpression(text, item, finds);
    }
  } else if (value.kind === "list") for (const item of value.items) searchExpression(text, item, finds);
  else if (value.kind === "call") {
    for (const item of value.args) searchExpression(text, item, finds);
    if (value.name === "zipmap") searchZipped(text, value.args, finds);
  } else if (value.kind === "group") searchExpression(text, value.inner, finds);
  else if (value.kind === "conditional") {
    searchExpression(text, value.yes, finds);
    searchExpression(text, value.no, finds);
  } else if (value.kind === "for") searchExpression(text, value.value, finds);
};

/** `zipmap(["DB_PASSWORD"], ["…"])` puts names and values in two lists. */
const searchZipped = (text: string, [names, values]: readonly Expression[], finds: Finds): void => {
  if (names?.kind !== "list" || values?.kind !== "list") return;
  for (const [index, value] of values.items.entries()) {
    const name = names.items[index];
    if (name !== undefined && namesSecret(textOf(name) ?? "", value)) collectSecret(text, value, finds);
  }
};

const keyName = (key: Expression): string | undefined =>
  key.kind === "variable" ? key.name : key.kind === "group" ? keyName(key.inner) : textOf(key);

/** Every literal that this value may become is a secret; a local or variable in it stands for one. */
const collectSecret = (text: string, value: Expression, finds: Finds): void => {
  switch (value.kind) {
    case "literal":
    case "template":
      finds.regions.push(...literalRegions(text, value));
      break;
    case "list":
      for (const item of value.items) collectSecret(text, item, finds);
      break;
    case "object":
      for (const item of value.items) collectSecret(text, item.value, finds);
      break;
    case "group":
      collectSecret(text, value.inner, finds);
      break;
    case "conditional":
      collectSecret(text, value.yes, finds);
      collectSecret(text, value.no, finds);
      break;
    case "call": {
      const args = transparent.has(value.name) ? value.args : value.args.slice(firstAnswer.get(value.name) ?? Infinity);
      for (const item of args) collectSecret(text, item, finds);
      break;
    }
    case "attribute":
      if (value.of.kind === "variable" && (value.of.name === "local" || value.of.name === "var"))
        finds.tainted.add(`${value.of.name}.${value.name}`);
      break;
    case "variable":
    case "index":
    case "splat":
    case "unary":
    case "binary":
    case "for":
      break;
  }
};

const maskTainted = (text: string, block: Block, finds: Finds): void => {
  const isVariable = block.type === "variable" && finds.tainted.has(`var.${block.labels[0] ?? ""}`);
  if (block.type !== "locals" && !isVariable) return;
  for (const { name, value } of attributesOf(block))
    if (isVariable ? name === "default" : finds.tainted.has(`local.${name}`)) collectSecret(text, value, finds);
};

/** A number of fewer digits is a length or a lifetime, not a secret. */
const fewestDigits = 6;

/** What is written out in a quoted string or a heredoc, without its quotes and interpolations. */
const literalRegions = (text: string, value: Expression & { kind: "literal" | "template" }): Region[] => {
  if (value.kind === "literal") {
    const { start, end } = value;
    if (typeof value.value === "number") return end - start >= fewestDigits ? [{ start, end, unquoted: true }] : [];
    return typeof value.value === "string" && isLiteralSecret(value.value) ? [{ start: start + 1, end: end - 1 }] : [];
  }
  const [from, to] = value.heredoc
    ? [text.indexOf("\n", value.start) + 1, text.lastIndexOf("\n", value.end - 1)]
    : [value.start + 1, value.end - 1];
  const regions: Region[] = [];
  let at = from;
  for (const part of [...value.parts, { start: to, end: to }]) {
    if (!("start" in part)) continue;
    const trimmed = text.slice(at, part.start);
    const lead = trimmed.length - trimmed.trimStart().length;
    const written = trimmed.trim();
    if (isLiteralSecret(written)) regions.push({ start: at + lead, end: at + lead + written.length });
    at = part.end;
  }
  return regions;
};
