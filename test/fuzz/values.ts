// A JSON Schema as values that it allows: boundaries, odd letters, nulls, and what people really send.
import fc from "fast-check";
import type { Contract, Schema } from "./contract.ts";
import { canary, fromPool, wordsFor } from "./words.ts";

const mostItems = 4;
const longest = 3_000;
const deepest = 8;

const idPattern = /^\^(\w+)_\[0-9a-f\]\{32\}\$$/;

const weighted = <T>(arbitrary: fc.Arbitrary<T>, weight: number) => ({ arbitrary, weight });

const ofLength = (schema: Schema): fc.Arbitrary<string> => {
  const { minLength = 0, maxLength = longest } = schema;
  const most = Math.min(maxLength, longest);
  const short = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(most, 24)), unit: "grapheme" });
  const fill = (length: number) => fc.constantFrom("x", "ก", "-").map((letter) => letter.repeat(length));
  const within = (text: string): string => (text.length > maxLength ? text.slice(0, minLength) + "x" : text);
  return fc.oneof(
    weighted(short.map(within), 4),
    fill(minLength),
    fill(most),
    fc.constant(canary.slice(0, Math.max(minLength, Math.min(most, canary.length)))),
  );
};

const stringOf = (schema: Schema): fc.Arbitrary<unknown> => {
  const kind = idPattern.exec(schema.pattern ?? "")?.[1];
  if (kind !== undefined) return fromPool(kind);
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern), { size: "small" });
  if (schema.format === "email") return fc.emailAddress();
  if (schema.format === "date-time") return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (schema.format === "uri") return fc.webUrl();
  return ofLength(schema);
};

const numberOf = (schema: Schema, isInteger: boolean): fc.Arbitrary<number> => {
  const { minimum = -1_000_000, maximum = 1_000_000 } = schema;
  const edges = fc.constantFrom(minimum, maximum);
  return isInteger
    ? fc.oneof(weighted(fc.integer({ min: Math.ceil(minimum), max: Math.floor(maximum) }), 3), edges)
    : fc.oneof(weighted(fc.double({ min: minimum, max: maximum, noNaN: true }), 3), edges);
};

/** Makes values for the fields of requests to `path`. */
export const createValues = ({ resolve }: Contract, path: string) => {
  const objectOf = (schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> => {
    const { properties = {}, required = [], additionalProperties } = schema;
    const fields = Object.fromEntries(
      Object.entries(properties).map(([key, one]) => [key, valueOf(one, key, depth + 1)] as const),
    );
    const known = fc.record(fields, { requiredKeys: required.filter((key) => key in fields) });
    if (additionalProperties === undefined || additionalProperties === false) return known;
    const more =
      additionalProperties === true ? fc.jsonValue({ maxDepth: 2 }) : valueOf(additionalProperties, name, depth + 1);
    const extra = fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), more, { maxKeys: 3 });
    return fc.tuple(known, extra).map(([own, others]) => ({ ...others, ...own }));
  };

  const typedOf = (schema: Schema, type: string, name: string, depth: number): fc.Arbitrary<unknown> => {
    if (type === "null") return fc.constant(null);
    if (type === "boolean") return fc.boolean();
    if (type === "integer" || type === "number") return numberOf(schema, type === "integer");
    if (type === "string") return stringOf(schema);
    if (type === "object") return objectOf(schema, name, depth);
    const { items = {}, minItems = 0, maxItems = mostItems } = schema;
    const most = depth > deepest ? minItems : Math.max(minItems, Math.min(maxItems, mostItems));
    return fc.array(valueOf(items, `${name} []`, depth + 1), { minLength: minItems, maxLength: most });
  };

  const shapeOf = (schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> => {
    const { anyOf, oneOf, allOf, type } = schema;
    const choices = anyOf ?? oneOf;
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (choices) return fc.oneof(...choices.map((one) => valueOf(one, name, depth + 1)));
    if (allOf)
      return fc
        .tuple(...allOf.map((one) => shapeOf(resolve(one), name, depth + 1)))
        .map((parts) => Object.assign({}, ...parts.filter((part) => typeof part === "object")));
    const types = [type ?? []].flat();
    if (types.length === 0) return fc.jsonValue({ maxDepth: 2 });
    const others = types.filter((one) => one !== "null").map((one) => weighted(typedOf(schema, one, name, depth), 6));
    return fc.oneof(...others, ...(types.includes("null") ? [weighted(fc.constant(null), 1)] : []));
  };

  const valueOf = (named: Schema, name: string, depth = 0): fc.Arbitrary<unknown> => {
    const schema = resolve(named);
    const words = wordsFor(path, name);
    const examples = [schema.example, ...(schema.examples ?? [])].filter((one) => one !== undefined);
    const shape = shapeOf(schema, name, depth);
    // A field that is one of a few words says so itself.
    if (schema.enum) return shape;
    const isRoot = depth === 0;
    return fc.oneof(
      weighted(shape, isRoot ? 5 : 2),
      ...(words ? [weighted(words, isRoot ? 5 : 7)] : []),
      ...(examples.length > 0 ? [weighted(fc.constantFrom(...examples), 2)] : []),
    );
  };

  return valueOf;
};
