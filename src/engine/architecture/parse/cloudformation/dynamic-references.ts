import { hclString } from "../translate/terraform-writer.ts";
import type { Hcl } from "../translate/terraform-writer.ts";
import type { Scope } from "./scope.ts";
import type { DynamicReference, Part, Pieces } from "./text-parts.ts";
import { atom, expressionOf, splitParts } from "./text-parts.ts";

/** A short name for a data source, from what it reads: `/app/db/password` → `app_db_password`. */
const nameFrom = (parts: readonly Part[], fallback: string): string => {
  const words = parts
    .map((part) => ("text" in part ? part.text : `_${/\.([\w-]+)/.exec(part.code)?.[1] ?? ""}_`))
    .join("");
  const name = words.replace(/^arn:.*:/, "").replaceAll(/[^A-Za-z\d]+/g, "_");
  return name.replaceAll(/^_+|_+$/g, "").slice(0, 60) || fallback;
};

/** A secret's ARN has colons of its own: seven pieces of it are one. */
const piecesOf = (parts: readonly Part[]): Pieces => {
  const pieces = splitParts(parts, ":");
  const [first] = pieces;
  const isArn = first?.length === 1 && first[0] !== undefined && "text" in first[0] && first[0].text === "arn";
  if (!isArn) return pieces;
  const arn = pieces.slice(0, 7).flatMap((piece, index) => (index === 0 ? piece : [{ text: ":" }, ...piece]));
  return [arn, ...pieces.slice(7)];
};

const secretCode = (pieces: Pieces, scope: Scope, line: number): string => {
  const [id, , key = [], stage = [], version = []] = pieces;
  const optional = (name: string, value: readonly Part[]): { name: string; value: Hcl }[] =>
    value.length === 0 ? [] : [{ name, value: expressionOf(value) }];
  const attributes = [
    { name: "secret_id", value: expressionOf(id) },
    ...optional("version_stage", stage),
    ...optional("version_id", version),
  ];
  const source = scope.data("aws_secretsmanager_secret_version", nameFrom(id, "secret"), attributes, line);
  const [only] = key;
  if (only === undefined) return `${source}.secret_string`;
  const name = key.length === 1 && "text" in only ? hclString(only.text) : atom(expressionOf(key));
  return `jsondecode(${source}.secret_string)[${name}]`;
};

/** A reference that is resolved at deployment reads a data source: it is no secret written into the template. */
export const resolveDynamic = (found: DynamicReference, scope: Scope, line: number): string => {
  const pieces = piecesOf(found.arguments);
  if (found.service === "secretsmanager") return secretCode(pieces, scope, line);
  const [name] = pieces;
  const attributes = [{ name: "name", value: expressionOf(name) }];
  return `${scope.data("aws_ssm_parameter", nameFrom(name, "parameter"), attributes, line)}.value`;
};
