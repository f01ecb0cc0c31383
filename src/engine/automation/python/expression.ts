import { textLiterals, widthOf } from "./literal.ts";

/** A Python expression that knows how to break over lines the way ruff does. */
export type Expression =
  /** Code of ours or of the catalogue, never a user's text. */
  | { kind: "code"; text: string }
  | { kind: "text"; value: string }
  | { kind: "call"; name: string; args: readonly Expression[]; named: readonly (readonly [string, Expression])[] }
  | { kind: "dict"; entries: readonly (readonly [Expression, Expression])[] }
  | { kind: "list"; items: readonly Expression[] }
  | { kind: "either"; first: Expression; second: Expression };

export const LINE = 120;
const INDENT = 4;

export const code = (text: string): Expression => ({ kind: "code", text });
export const text = (value: string): Expression => ({ kind: "text", value });
export const list = (items: readonly Expression[]): Expression => ({ kind: "list", items });
export const dict = (entries: readonly (readonly [Expression, Expression])[]): Expression => ({
  kind: "dict",
  entries,
});
export const call = (
  name: string,
  args: readonly Expression[],
  named: readonly (readonly [string, Expression])[] = [],
): Expression => ({ kind: "call", name, args, named });

/** The expression on one line, however long. */
export const flat = (expression: Expression): string => {
  switch (expression.kind) {
    case "code":
      return expression.text;
    case "text":
      return textLiterals(expression.value, Number.POSITIVE_INFINITY).join("");
    case "call":
      return `${expression.name}(${[...expression.args.map(flat), ...expression.named.map(([name, value]) => `${name}=${flat(value)}`)].join(", ")})`;
    case "dict":
      return `{${expression.entries.map(([key, value]) => `${flat(key)}: ${flat(value)}`).join(", ")}}`;
    case "either":
      return `${flat(expression.first)} or ${flat(expression.second)}`;
    case "list":
      return `[${expression.items.map(flat).join(", ")}]`;
  }
};

/** A statement `before` + expression + `after`, broken over lines where one is too short. */
export const print = (before: string, expression: Expression, after: string, indent: number): string => {
  const single = `${before}${flat(expression)}${after}`;
  if (indent + widthOf(single) <= LINE) return single;
  const inner = " ".repeat(indent + INDENT);
  const close = " ".repeat(indent);
  const lines = (open: string, rows: readonly string[], end: string): string =>
    rows.length === 0
      ? single
      : `${before}${open}\n${rows.map((row) => `${inner}${row}\n`).join("")}${close}${end}${after}`;
  switch (expression.kind) {
    case "code":
      return single;
    case "text": {
      const pieces = textLiterals(expression.value, LINE - indent - INDENT - 1);
      return lines("(", pieces, ")");
    }
    case "call":
      return lines(
        `${expression.name}(`,
        [
          ...expression.args.map((argument) => print("", argument, ",", indent + INDENT)),
          ...expression.named.map(([name, value]) => print(`${name}=`, value, ",", indent + INDENT)),
        ],
        ")",
      );
    case "dict":
      return lines(
        "{",
        expression.entries.map(([key, value]) => print(`${flat(key)}: `, value, ",", indent + INDENT)),
        "}",
      );
    case "either":
      return lines(
        "(",
        [print("", expression.first, "", indent + INDENT), print("or ", expression.second, "", indent + INDENT)],
        ")",
      );
    case "list":
      return lines(
        "[",
        expression.items.map((item) => print("", item, ",", indent + INDENT)),
        "]",
      );
  }
};
