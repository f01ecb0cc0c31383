import { z } from "@hono/zod-openapi";

/** In a request `null` and `""` mean the same as leaving a field out. */
export const orNothing = (value: unknown): unknown => (value === null || value === "" ? undefined : value);

/** A field that may be left out, in any of the ways to leave one out. */
export const optional = <S extends z.ZodType>(schema: S) =>
  // Of what stands before a schema zod knows no type: a client's would take anything here, and ask for the field.
  z.preprocess(orNothing, schema.optional()) as unknown as z.ZodOptional<z.ZodType<z.output<S>, z.input<S> | null>>;

/**
 * Any of several registered shapes, documented only: where a handler tells them apart itself, a fault names its field
 * and not "none of the shapes". For the types of a client it is the schema `S`, which nobody runs.
 */
export const anyOf = <S extends z.ZodType>(...names: [string, ...string[]]): S => {
  const shapes = names.map((name) => ({ $ref: `#/components/schemas/${name}` }));
  return (shapes.length === 1 ? shapes[0] : { anyOf: shapes }) as unknown as S;
};
