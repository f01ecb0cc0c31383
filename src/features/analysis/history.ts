import { ownerOf, requireUser } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { pageOf, readCursor } from "#http/pages";
import type { Analysis, AnalysisList } from "./schema.ts";
import { dropKept, readStored } from "./kept.ts";
import { compareWithLast, isSameDesign } from "./since-last.ts";
import type { AnalysisRow } from "./store.ts";
import { findLatest, hideAnalysis, listAnalyses, listOwned } from "./store.ts";

const toEntry = (row: AnalysisRow): AnalysisList["analyses"][number] => ({
  analysis_id: row.id,
  created_at: row.created_at,
  title: row.title,
  cloud: row.cloud,
  region: row.region,
  score: row.score,
  findings: row.findings,
  monthly: row.monthly_cents / 100,
});

/** Own analyses, newest first. */
export const listHistory = async (ctx: Ctx, limit: number, cursor: string | undefined): Promise<AnalysisList> => {
  const wanted = { after: readCursor(cursor), most: limit + 1, now: ctx.now().toISOString() };
  const rows = await fromStore(listAnalyses(ctx.env, requireUser(ctx).id, wanted));
  const { page, next_cursor } = pageOf(rows, limit);
  return { analyses: page.map(toEntry), next_cursor };
};

/** Deletes an analysis with its source and pictures: an own one, or one that belongs to nobody. Throws `not_found`. */
export const deleteOne = async (ctx: Ctx, id: string): Promise<void> => {
  // First nobody sees it: what an interruption leaves is no analysis that is listed and cannot be read.
  const isHidden = await fromStore(hideAnalysis(ctx.env, id, ownerOf(ctx), ctx.now().toISOString()));
  if (!isHidden) throw new AppError("not_found", "There is no such analysis, or it has expired.");
  await fromStore(dropKept(ctx.env, id));
};

const perRound = 50;

/** Deletes all that an account has analysed and compared. */
export const forgetAnalyses = async (ctx: Ctx, owner: string): Promise<void> => {
  for (;;) {
    const ids = await fromStore(listOwned(ctx.env, owner, perRound));
    if (ids.length === 0) return;
    for (const id of ids) await fromStore(dropKept(ctx.env, id));
  }
};

/** An analysis that may be deleted while we look for it. */
const readIfThere = async (ctx: Ctx, id: string): Promise<Analysis | undefined> => {
  try {
    return (await readStored(ctx, id)).analysis;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return undefined;
    throw error;
  }
};

/**
 * The analysis with what changed since an earlier one: the one named, or the caller's newest of the same title when it is
 * of the same design. Throws `not_found` for a name that is nobody's, or somebody else's.
 */
export const withSinceLast = async (ctx: Ctx, analysis: Analysis, previous: string | undefined): Promise<Analysis> => {
  if (previous !== undefined) {
    const { analysis: last } = await readStored(ctx, previous);
    return { ...analysis, since_last: compareWithLast(analysis, last) };
  }
  const owner = ownerOf(ctx);
  const id = owner === null ? undefined : await fromStore(findLatest(ctx.env, owner, analysis.title));
  if (id === undefined) return analysis;
  const last = await readIfThere(ctx, id);
  if (last === undefined) return analysis;
  return isSameDesign(analysis, last) ? { ...analysis, since_last: compareWithLast(analysis, last) } : analysis;
};
