import { call, code, dict, list, text } from "./expression.ts";
import type { Expression } from "./expression.ts";
import type { Module } from "./module.ts";
import { variableName } from "./names.ts";
import { pythonLiteral } from "./literal.ts";
import type { GivenInput } from "./values.ts";

/** `{input}`, `{{CREDENTIAL}}` and what stands between them. */
type Piece = { kind: "input" | "credential" | "words"; value: string };

const TOKEN = /\{\{([A-Z][A-Z0-9_]{0,79})\}\}|\{([a-z][a-z0-9_]{0,59})\}/g;

export const piecesOf = (template: string): Piece[] => {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of template.matchAll(TOKEN)) {
    if (match.index > at) pieces.push({ kind: "words", value: template.slice(at, match.index) });
    if (match[1] !== undefined) pieces.push({ kind: "credential", value: match[1] });
    else pieces.push({ kind: "input", value: match[2] ?? "" });
    at = match.index + match[0].length;
  }
  if (at < template.length) pieces.push({ kind: "words", value: template.slice(at) });
  return pieces;
};

/** Words of the catalogue that may stand in an f-string as they are. */
const PLAIN_WORDS = /^[\w \-./:~@?=&%,$+*!()#;]*$/;

/** How the inputs and constants of a call are reached, and what has no value in this workflow. */
export interface CallScope {
  module: Module;
  inputs: ReadonlyMap<string, GivenInput>;
  /** How an object is written where the API does not take it as it is. */
  writeObject?: (name: string) => string;
}

/** An f-string of pieces, each written by `write`; undefined where the words need escaping. */
const formatted = (pieces: readonly Piece[], write: (piece: Piece) => string): Expression | undefined =>
  pieces.every((piece) => piece.kind !== "words" || PLAIN_WORDS.test(piece.value))
    ? code(`f"${pieces.map((piece) => (piece.kind === "words" ? piece.value : `{${write(piece)}}`)).join("")}"`)
    : undefined;

/** Path of an address after its base: inputs and credentials in it are percent-encoded. */
export const pathOf = (scope: CallScope, template: string): string =>
  piecesOf(template)
    .map((piece) => {
      if (piece.kind === "words") return piece.value;
      if (piece.kind === "input" && !scope.inputs.has(piece.value)) return "";
      // The path of an API that only its owner knows: it may have several parts.
      if (template === "/{path}") {
        scope.module.use("_path");
        return `{_path(${variableName(piece.value)})}`;
      }
      scope.module.use("_quote");
      return `{_quote(${piece.kind === "input" ? variableName(piece.value) : piece.value})}`;
    })
    .join("");

/** A text of the catalogue as an expression; undefined where all of it is an input that has no value. */
export const callText = (scope: CallScope, template: string): Expression | undefined => {
  const pieces = piecesOf(template);
  const [only] = pieces;
  if (only === undefined) return text("");
  if (pieces.length === 1) {
    if (only.kind === "words") return text(only.value);
    if (only.kind === "credential") return code(only.value);
    const given = scope.inputs.get(only.value);
    if (given === undefined) return undefined;
    const name = variableName(only.value);
    return code(given.input.type === "object" && scope.writeObject !== undefined ? scope.writeObject(name) : name);
  }
  const known = pieces.filter((piece) => piece.kind !== "input" || scope.inputs.has(piece.value));
  const isMarkup = template.trimStart().startsWith("<");
  const areTexts = known.every(
    (piece) => piece.kind !== "input" || (scope.inputs.get(piece.value)?.input.type === "text" && !isMarkup),
  );
  const plain = areTexts
    ? formatted(known, (piece) => (piece.kind === "input" ? variableName(piece.value) : piece.value))
    : undefined;
  if (plain !== undefined) return plain;
  scope.module.use("_text");
  return call(
    "_text",
    known.map((piece) => {
      if (piece.kind === "words") return text(piece.value);
      const name = piece.kind === "input" ? variableName(piece.value) : piece.value;
      if (!isMarkup) return code(name);
      scope.module.import("import html");
      scope.module.use("_text");
      return code(`html.escape(_text(${name}))`);
    }),
  );
};

/** Whether something optional is in it whose value is only known when the function runs. */
export const mayHaveGaps = (scope: CallScope, value: unknown): boolean => {
  const names = JSON.stringify(value).matchAll(TOKEN);
  return Array.from(names).some((match) => scope.inputs.get(match[2] ?? "")?.mayBeMissing === true);
};

/** A text of the catalogue where one has to stand: empty where only an input without a value would fill it. */
export const textFor = (scope: CallScope, template: string): Expression => callText(scope, template) ?? text("");

const MAX_DEPTH = 20;

/** JSON of the catalogue as an expression; what only an input without a value would fill is left out. */
export const callJson = (scope: CallScope, value: unknown, depth = 0): Expression | undefined => {
  if (depth > MAX_DEPTH) throw new RangeError("A call of the catalogue is nested too deep");
  if (typeof value === "string") return callText(scope, value);
  if (typeof value === "number" || typeof value === "boolean" || value === null) return code(pythonLiteral(value));
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => callJson(scope, item, depth + 1) ?? []);
    return items.length === 0 && value.length > 0 ? undefined : list(items);
  }
  if (typeof value !== "object") return undefined;
  const before = Object.entries(value);
  const entries = before.flatMap(([key, item]): (readonly [Expression, Expression])[] => {
    const name = callText(scope, key);
    const content = callJson(scope, item, depth + 1);
    return name === undefined || content === undefined ? [] : [[name, content]];
  });
  return entries.length === 0 && before.length > 0 ? undefined : dict(entries);
};

/** JSON of the catalogue where an object has to stand. */
export const objectFor = (scope: CallScope, value: unknown): Expression => callJson(scope, value) ?? dict([]);
