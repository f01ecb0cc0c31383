import { isObject, isUnknown, Unknown } from "../../../model/index.ts";
import type { Value } from "../../../model/index.ts";
import { readDocument } from "../../document/index.ts";
import type { DocumentNode } from "../../document/node.ts";
import { compareTexts, invalid, isKnown, isList, objectOf, unknownFrom } from "../values.ts";
import { isWhole } from "../budget.ts";
import type { TerraformFunction } from "./signature.ts";
import { ofValues } from "./signature.ts";

const maxDepth = 60;

const escapeForHtml = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** JSON as Terraform writes it: keys in order, and `<`, `>` and `&` escaped. The value is wholly known. */
export const encodeJson = (value: Value): string => {
  if (isList(value)) return `[${value.map(encodeJson).join(",")}]`;
  if (!isObject(value)) return escapeForHtml(JSON.stringify(value));
  const members = Object.entries(value).sort(([a], [b]) => compareTexts(a, b));
  return `{${members.map(([name, item]) => `${escapeForHtml(JSON.stringify(name))}:${encodeJson(item)}`).join(",")}}`;
};

/** What JSON.parse answers, as a value; `undefined` where it lies deeper than an expression may, or holds broken text. */
const fromJson = (json: unknown, depth: number): Value | undefined => {
  if (depth > maxDepth) return undefined;
  if (Array.isArray(json)) {
    const items = json.map((item) => fromJson(item, depth + 1));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (typeof json === "object" && json !== null) {
    const members = Object.entries(json).map(([name, item]) => [name, fromJson(item, depth + 1)] as const);
    return members.every((member): member is readonly [string, Value] => isWhole(member[0]) && member[1] !== undefined)
      ? objectOf(members)
      : undefined;
  }
  if (typeof json === "string") return isWhole(json) ? json : undefined;
  return typeof json === "number" || typeof json === "boolean" ? json : null;
};

const decodeJson = (text: string): Value => {
  try {
    return fromJson(JSON.parse(text), 0) ?? new Unknown();
  } catch {
    return invalid;
  }
};

/** `jsonencode` of what is partly unknown keeps the structure as its shape, and `jsondecode` finds it there. */
export const jsonFunctions: ReadonlyMap<string, TerraformFunction> = new Map([
  ["jsonencode", ofValues((value) => (isKnown(value) ? encodeJson(value) : unknownFrom([value], shapeOf(value))))],
  ["yamlencode", ofValues((value) => unknownFrom([value], shapeOf(value)))],
  ["jsondecode", ofValues((text) => decode(text, decodeJson))],
  ["yamldecode", ofValues((text) => decode(text, decodeYaml))],
] satisfies [string, TerraformFunction][]);

const shapeOf = (value: Value): Value | undefined => (isUnknown(value) ? value.shape : value);

/** A node of a document as `JSON.parse` would answer it. */
const plain = (node: DocumentNode): unknown => {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
};

/** Terraform takes one document. */
const decodeYaml = (text: string): Value => {
  const { documents, problems } = readDocument(text);
  const [root, ...others] = documents;
  if (problems.length > 0 || others.length > 0) return invalid;
  return root === undefined ? null : (fromJson(plain(root), 0) ?? new Unknown());
};

const decode = (text: Value, read: (text: string) => Value): Value => {
  if (!isUnknown(text)) return typeof text === "string" ? read(text) : invalid;
  const { shape } = text;
  return isList(shape) || isObject(shape) ? shape : text === invalid ? invalid : unknownFrom([text]);
};
