import schema from "./provider-schema.json" with { type: "json" };

/**
 * What an argument of the provider holds: a string, number, bool, list of strings or numbers, a map, anything; or,
 * as a number, a block of the shape of that index.
 */
type Argument = "s" | "n" | "b" | "ls" | "ln" | "m" | "mb" | "mn" | "ma" | "a" | number;

/** Arguments of a block, and those of its blocks that the provider insists on. */
export interface Shape {
  arguments: ReadonlyMap<string, Argument>;
  required: readonly string[];
}

// Written by a script from the provider's own schema; JSON widens its codes to strings.
const shapes = schema.shapes as unknown as readonly Readonly<Record<string, Argument | readonly string[]>>[];
const resources: Readonly<Record<string, number>> = schema.resources;

const isArgument = (entry: [string, Argument | readonly string[]]): entry is [string, Argument] => entry[0] !== "!";

const shapeAt = (index: number): Shape => {
  const fields = shapes[index] ?? {};
  const required = fields["!"];
  return {
    arguments: new Map(Object.entries(fields).filter(isArgument)),
    required: Array.isArray(required) ? required : [],
  };
};

const known = new Map<number, Shape>();

/** Shape of a block by its index. */
export const shapeOfBlock = (index: number): Shape => {
  const shape = known.get(index) ?? shapeAt(index);
  known.set(index, shape);
  return shape;
};

/** Shape of a resource; `undefined` for a type that the provider does not have. */
export const shapeOfResource = (type: string): Shape | undefined =>
  Object.hasOwn(resources, type) ? shapeOfBlock(resources[type] ?? 0) : undefined;

const squash = (name: string): string => name.replaceAll("_", "").toLowerCase();

/** The provider calls a block of a list by its singular: `containers` → `container`. */
const singulars = (name: string): string[] =>
  [/s$/, /es$/, /ies$/].flatMap((ending) =>
    ending.test(name) ? [name.replace(ending, ending.source === "ies$" ? "y" : "")] : [],
  );

type Found = [name: string, holds: Argument];

// Every field of every manifest asks; a shape has few arguments, and a chart's manifests a few hundred fields.
const squashed = new WeakMap<Shape, ReadonlyMap<string, Found>>();

const bySquashedName = (shape: Shape): ReadonlyMap<string, Found> => {
  const names = squashed.get(shape) ?? new Map([...shape.arguments].map((entry) => [squash(entry[0]), entry]));
  squashed.set(shape, names);
  return names;
};

/** How the provider spells a field of the API: `hostPID` → `host_pid`, `tolerations` → `toleration`. */
export const argumentOf = (field: string, shape: Shape): Found | undefined => {
  const names = bySquashedName(shape);
  const wanted = squash(field);
  return [wanted, ...singulars(wanted)].map((name) => names.get(name)).find((found) => found !== undefined);
};

/** Whether an argument holds a list; a bare value stands for a list of one. */
export const isListArgument = (holds: Argument): boolean => typeof holds === "string" && holds.startsWith("l");
