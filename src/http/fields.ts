import { z } from "@hono/zod-openapi";

/** In a request `null` and `""` mean the same as leaving a field out. */
export const orNothing = (value: unknown): unknown => (value === null || value === "" ? undefined : value);

/** A field that may be left out, in any of the ways to leave one out. */
export const optional = <S extends z.ZodType>(schema: S) => z.preprocess(orNothing, schema.optional());

/**
 * One of several registered shapes, documented only: where a handler tells them apart itself, a fault names its field
 * and not "none of the shapes".
 */
export const oneOf = (...names: string[]) => ({
  oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })),
});
