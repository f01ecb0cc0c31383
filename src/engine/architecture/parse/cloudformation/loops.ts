import type { DocumentNode, ListNode, MapNode, ScalarNode } from "../document/node.ts";
import { entryOf } from "../document/node.ts";
import { intrinsicOf, plainText } from "./intrinsics.ts";

const loopKey = "Fn::ForEach::";
/** CloudFormation takes five. */
const deepestLoop = 5;
/** Values that all loops of a template may make, counted with what is in them. */
const mostValues = 200_000;

/** The name that a loop gives to each value in turn. */
interface Turn {
  name: string;
  value: string;
}

const filledText = (text: string, { name, value }: Turn): string =>
  text.replaceAll(`\${${name}}`, () => value).replaceAll(`&{${name}}`, () => value.replaceAll(/[^A-Za-z\d]/g, ""));

const filledScalar = (node: ScalarNode, turn: Turn): ScalarNode => {
  if (typeof node.value !== "string") return node;
  const { tag, ...plain } = node;
  if (tag === "Ref" && node.value === turn.name) return { ...plain, value: turn.value };
  const value = filledText(node.value, turn);
  // A text in which nothing is left to be put in may be the name of a resource.
  return tag === "Sub" && !value.includes("${") ? { ...plain, value } : { ...node, value };
};

const filledMap = (node: MapNode, turn: Turn): DocumentNode => {
  const intrinsic = intrinsicOf(node);
  const text = intrinsic?.argument.kind === "scalar" ? intrinsic.argument : undefined;
  if (text !== undefined && (intrinsic?.name === "Ref" || intrinsic?.name === "Sub")) {
    const filled = filledScalar({ ...text, tag: intrinsic.name }, turn);
    if (filled.tag === undefined) return filled;
  }
  const entries = node.entries.map((entry) => ({
    ...entry,
    key: filledText(entry.key, turn),
    value: fill(entry.value, turn),
  }));
  return { ...node, entries };
};

const fill = (node: DocumentNode, turn: Turn): DocumentNode => {
  if (node.kind === "scalar") return filledScalar(node, turn);
  if (node.kind === "map") return filledMap(node, turn);
  return { ...node, items: node.items.map((item) => fill(item, turn)) };
};

const sizeOf = (node: DocumentNode): number => {
  if (node.kind === "scalar") return 1;
  const inner = node.kind === "list" ? node.items : node.entries.map(({ value }) => value);
  return inner.reduce((size, value) => size + sizeOf(value), 1);
};

const hasLoop = (node: DocumentNode): boolean => {
  if (node.kind === "list") return node.items.some(hasLoop);
  return node.kind === "map" && node.entries.some(({ key, value }) => key.startsWith(loopKey) || hasLoop(value));
};

/** Writes the loops of a template out. One whose collection is not written in the template stays as it is. */
class Unroller {
  private readonly parameters: DocumentNode | undefined;
  private values = 0;

  constructor(root: MapNode) {
    this.parameters = entryOf(root, "Parameters");
  }

  private unroll(node: DocumentNode, depth: number): DocumentNode {
    if (node.kind === "list") return { ...node, items: node.items.map((item) => this.unroll(item, depth)) };
    return node.kind === "map" ? this.unrollMap(node, depth) : node;
  }

  unrollMap(node: MapNode, depth = 0): MapNode {
    const entries = node.entries.flatMap((entry) =>
      entry.key.startsWith(loopKey) && depth < deepestLoop
        ? (this.turnsOf(entry.value, depth) ?? [entry])
        : [{ ...entry, value: this.unroll(entry.value, depth) }],
    );
    return { ...node, entries };
  }

  private turnsOf(loop: DocumentNode, depth: number): MapNode["entries"] | undefined {
    const [named, collection, body] = loop.kind === "list" ? loop.items : [];
    const name = plainText(named);
    const values = collection && this.valuesOf(collection);
    if (name === undefined || values === undefined || body?.kind !== "map") return undefined;
    this.values += values.length * sizeOf(body);
    if (this.values > mostValues) return undefined;
    return values.flatMap((value) => {
      const filled = this.unroll(fill(body, { name, value }), depth + 1);
      return filled.kind === "map" ? filled.entries : [];
    });
  }

  private valuesOf(collection: DocumentNode): string[] | undefined {
    const intrinsic = intrinsicOf(collection);
    if (intrinsic === undefined) return collection.kind === "list" ? textsOf(collection) : undefined;
    const parameter = intrinsic.name === "Ref" ? plainText(intrinsic.argument) : undefined;
    const fallback = parameter && plainText(entryOf(entryOf(this.parameters, parameter), "Default"));
    return fallback?.split(",").map((value) => value.trim());
  }
}

const textsOf = ({ items }: ListNode): string[] | undefined => {
  const texts = items.map(plainText);
  return texts.every((text) => text !== undefined) ? texts : undefined;
};

/** The template with what each `Fn::ForEach` makes in its place. */
export const unrollLoops = (root: MapNode): MapNode => {
  return hasLoop(root) ? new Unroller(root).unrollMap(root) : root;
};
