import { Code } from "../design/edit.ts";
import type { Literal } from "../design/edit.ts";
import type { DocumentMap, DocumentValue } from "./change.ts";
import { Refusal } from "./splice.ts";

type LiteralMap = { readonly [name: string]: Literal };

export const isLiteralList = (value: Literal): value is readonly Literal[] => Array.isArray(value);
export const isLiteralMap = (value: Literal): value is LiteralMap =>
  typeof value === "object" && !isLiteralList(value) && !(value instanceof Code);

/** A literal of Terraform as a value of a document; `keyOf` says what a member is called there. */
export const plainLiteral = (value: Literal, keyOf: (name: string) => string = (name) => name): DocumentValue => {
  if (value instanceof Code) throw new Refusal("It refers to something that this format cannot name.");
  if (isLiteralList(value)) return value.map((item) => plainLiteral(item, keyOf));
  if (!isLiteralMap(value)) return value;
  const members = Object.entries(value).map(([name, item]) => [keyOf(name), plainLiteral(item, keyOf)] as const);
  return Object.fromEntries(members) satisfies DocumentMap;
};
