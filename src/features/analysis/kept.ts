import { ownerOf } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { dropArtifacts } from "#features/artifacts";
import type { StoredPictures } from "./pictures.ts";
import { keysOf, withPictureUrls } from "./pictures.ts";
import type { Analysis } from "./schema.ts";
import { deleteAnalysis, findAnalysis, findExpired, readContent } from "./store.ts";

/** What is kept of an analysis. */
export interface Stored {
  analysis: Analysis;
  pictures: StoredPictures | null;
  /** The input with its secrets masked. */
  files: { name: string; text: string }[];
}

/** All that is kept of an analysis. Throws `not_found` for an unknown, expired or foreign id. */
export const readStored = async (ctx: Ctx, id: string): Promise<Stored> => {
  const content = await fromStore(findAnalysis(ctx.env, id, ownerOf(ctx), ctx.now().toISOString()));
  if (content === undefined) throw new AppError("not_found", "There is no such analysis, or it has expired.");
  // Written by `save` of service.ts, in this shape; a kept comparison has pictures alone.
  const stored = JSON.parse(content) as Partial<Stored>;
  const { analysis, pictures = null, files = [] } = stored;
  if (analysis === undefined) throw new AppError("not_found", "There is no such analysis, or it has expired.");
  return { analysis, pictures, files };
};

/** A kept analysis, its picture URLs signed anew. Throws `not_found` for an unknown or expired id. */
export const readAnalysis = async (ctx: Ctx, id: string): Promise<Analysis> => {
  const { analysis, pictures } = await readStored(ctx, id);
  return pictures === null ? analysis : withPictureUrls(ctx, analysis, pictures);
};

/** A kept analysis without its pictures, for whoever answers about it later; undefined where it is gone or not the owner's. */
export const readDesignOf = async (
  env: Cloudflare.Env,
  id: string,
  owner: string | null,
  now: Date,
): Promise<Analysis | undefined> => {
  const content = await fromStore(findAnalysis(env, id, owner, now.toISOString()));
  // Written by `save` of service.ts, in this shape; a kept comparison has pictures alone.
  return content === undefined ? undefined : (JSON.parse(content) as Partial<Stored>).analysis;
};

/** The source of a kept analysis, its secrets masked. Throws `not_found` for an unknown or expired id. */
export const readSource = async (ctx: Ctx, id: string): Promise<Stored["files"]> => (await readStored(ctx, id)).files;

/** Takes out an analysis or a comparison with its pictures. */
export const dropKept = async (env: Cloudflare.Env, id: string): Promise<void> => {
  const content = await readContent(env, id);
  // Written in this shape; only the pictures matter here.
  const stored = content === undefined ? undefined : (JSON.parse(content) as Partial<Stored>);
  await dropArtifacts(env, stored?.pictures ? keysOf(stored.pictures) : []);
  await deleteAnalysis(env, id);
};

/** Deletions of one run: a daily run more often than it is full would need a higher figure. */
const mostSwept = 200;

/** Deletes what has expired: pictures, content, row. */
export const sweepExpired = async (env: Cloudflare.Env, now: Date): Promise<void> => {
  for (const id of await findExpired(env, now.toISOString(), mostSwept)) await dropKept(env, id);
};
