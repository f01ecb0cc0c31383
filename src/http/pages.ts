import { AppError } from "#http/errors";
import { optional } from "#http/fields";
import { z } from "@hono/zod-openapi";

/** The query of every list. */
export const PageQuery = z.object({
  limit: optional(z.coerce.number().int().min(1).max(100)).openapi({
    type: "integer",
    description: "Entries of a page, 20 unless given",
    example: 20,
  }),
  cursor: optional(z.string().max(300)).openapi({
    description: "next_cursor of the page before",
    example: "WyIyMDk5LTAxLTAxVDAwOjAwOjAwLjAwMFoiLCJ6Il0=",
  }),
});

export const usualLimit = 20;

/** Where a page starts: after the entry that was made then and has this id. */
export interface Position {
  createdAt: string;
  id: string;
}

const Cursor = z.tuple([z.string(), z.string()]);

/** Throws `invalid_request` for what is no cursor of ours. */
export const readCursor = (cursor: string | undefined): Position | undefined => {
  if (cursor === undefined) return undefined;
  try {
    const [createdAt, id] = Cursor.parse(JSON.parse(atob(cursor)));
    return { createdAt, id };
  } catch {
    throw new AppError("invalid_request", "Some fields are not valid.", {
      errors: [{ path: "cursor", message: "Not a cursor of this list." }],
    });
  }
};

/** A page out of `limit` rows and one more, which only says that there is a next page. */
export const pageOf = <Row extends { created_at: string; id: string }>(rows: readonly Row[], limit: number) => {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { page, next_cursor: more ? btoa(JSON.stringify([last.created_at, last.id])) : null };
};
