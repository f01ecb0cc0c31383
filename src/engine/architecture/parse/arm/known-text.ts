import type { DocumentNode } from "../document/node.ts";
import { entryOf } from "../document/node.ts";
import { isExpression, parseExpression } from "./expression.ts";
import type { ArmExpression } from "./expression.ts";
import type { Bound, Frame } from "./frame.ts";

/** As many steps as a value may be away from where it is used. */
const longestWay = 48;
/** Names and ids are shorter; longer ones are what somebody made up to be long. */
const longestText = 2_000;

/** The expression that a text is, if it is one. */
export const expressionOf = (node: DocumentNode | undefined): ArmExpression | undefined =>
  node?.kind === "scalar" && typeof node.value === "string" && isExpression(node.value)
    ? parseExpression(node.value)
    : undefined;

const textArgument = (args: readonly ArmExpression[]): string | undefined => {
  const [first] = args;
  return first?.kind === "text" ? first.value.toLowerCase() : undefined;
};

/** What `parameters('x')` or `variables('x')` holds in the template itself. */
const heldBy = (name: string, args: readonly ArmExpression[], frame: Frame): Bound | undefined => {
  const key = textArgument(args);
  if (key === undefined) return undefined;
  if (name === "parameters") return frame.parameters.get(key)?.value;
  const variable = name === "variables" ? frame.variables.get(key) : undefined;
  return variable && { node: variable.node, frame };
};

/** What the template itself holds where an expression points; `undefined` for what is worked out. */
export const follow = (expression: ArmExpression, frame: Frame, way = 0): Bound | undefined => {
  if (way > longestWay) return undefined;
  if (expression.kind === "call") {
    const held = heldBy(expression.name, expression.args, frame);
    return held && resolve(held, way + 1);
  }
  if (expression.kind !== "member" && expression.kind !== "index") return undefined;
  const owner = follow(expression.of, frame, way + 1);
  if (owner === undefined) return undefined;
  const found =
    expression.kind === "member"
      ? entryOf(owner.node, expression.name)
      : owner.node.kind === "list" && expression.at.kind === "number"
        ? owner.node.items[expression.at.value]
        : undefined;
  return found && resolve({ node: found, frame: owner.frame }, way + 1);
};

/** The value that a parameter or a variable stands for, where the template holds it; anything else as it is. */
export const resolve = (bound: Bound, way = 0): Bound => {
  const expression = expressionOf(bound.node);
  return (expression && follow(expression, bound.frame, way)) ?? bound;
};

const joinTexts = (texts: readonly string[]): string => texts.join("").slice(0, longestText);

/** A gap in a text: `{p:name}`. It holds no slash, so that an id still falls apart where it should. */
const gap = (words: string): string => `{${words.replaceAll(/[{}/]/g, "_").slice(0, 200)}}`;

/** Texts of names and ids with a gap for what only Azure or the user knows: equal texts mean the same thing. */
export class KnownTexts {
  private readonly known = new Map<DocumentNode, Map<Frame, string>>();

  of(node: DocumentNode | undefined, frame: Frame, way = 0): string {
    if (node?.kind !== "scalar" || node.value === null || way > longestWay) return gap("?");
    const texts = this.known.get(node) ?? new Map<Frame, string>();
    this.known.set(node, texts);
    const before = texts.get(frame);
    if (before !== undefined) return before;
    const expression = expressionOf(node);
    // What names itself has no value.
    texts.set(frame, gap("?"));
    const text =
      expression === undefined ? String(node.value).replace(/^\[\[/, "[") : this.ofExpression(expression, frame, way);
    const bounded = text.slice(0, longestText);
    texts.set(frame, bounded);
    return bounded;
  }

  ofExpression(expression: ArmExpression, frame: Frame, way = 0): string {
    if (way > longestWay) return gap("?");
    if (expression.kind === "text") return expression.value;
    if (expression.kind === "number") return String(expression.value);
    const held = follow(expression, frame, way);
    if (held !== undefined) {
      const text = this.of(held.node, held.frame, way + 1);
      if (text !== "") return text;
    }
    if (expression.kind !== "call") return gap(expression.kind);
    return this.ofCall(expression.name, expression.args, frame, way + 1);
  }

  private ofCall(name: string, args: readonly ArmExpression[], frame: Frame, way: number): string {
    const texts = args.map((arg) => this.ofExpression(arg, frame, way));
    const [first = "", ...rest] = texts;
    if (name === "concat") return joinTexts(texts);
    if (name === "tolower" || name === "toupper" || name === "string" || name === "trim") return first;
    if (name === "format") return first.replaceAll(/\{(\d)\}/g, (_, place: string) => rest[Number(place)] ?? "");
    if (name === "parameters") return gap(`p:${first}`);
    if (name.endsWith("resourceid")) return this.resourceId(texts);
    return gap(`${name} ${texts.join(" ")}`);
  }

  /** `resourceId('Microsoft.Sql/servers/databases', 'a', 'b')`; a subscription and a group may stand before the type. */
  private resourceId(texts: readonly string[]): string {
    const at = texts.findIndex((text) => /^[\w.]+\.[\w.]+\/[\w./]+$/.test(text));
    const [type, ...after] = at < 0 ? [] : texts.slice(at);
    if (type === undefined) return gap("id");
    const [namespace, ...steps] = type.split("/");
    const names = after.flatMap((name) => name.split("/"));
    return `/providers/${namespace}/${steps.flatMap((step, index) => [step, names[index] ?? gap("?")]).join("/")}`;
  }
}

/** Is all of the text known? */
export const isWhole = (text: string): boolean => !text.includes("{");
