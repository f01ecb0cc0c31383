import { htmlToMarkdown, isHtml, MarkdownError, markdownToHtml, sanitiseMarkdown } from "#adapters/markdown";
import { requireUser } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { pageOf, readCursor } from "#http/pages";
import { stateOfTurn } from "#features/sessions";
import { z } from "zod";
import type { ContentFormat, Draft, EditRequest, Source } from "./schema.ts";
import { DraftId, maxMarkdown, Sources } from "./schema.ts";
import { keepCited } from "./sources.ts";
import type { DraftAndVersion, DraftChange } from "./store.ts";
import { addVersion, deleteDraft, deleteDraftsOf, endWriting, findDraft, listDrafts, moveDraft } from "./store.ts";

const Names = z.array(z.string());
const Versions = z.array(z.int());

export const readNames = (json: string): string[] => Names.parse(JSON.parse(json));

const noDraft = () => new AppError("not_found", "There is no such draft.");
const stale = () =>
  new AppError("stale", "The draft has changed since. Read it again, and send your change on top of that.");

/** Between a draft's row and its turn there is one call. */
const beginsWithinMs = 30_000;
const interruptedMessage = "Writing was interrupted. Please start it again.";

/**
 * A draft that says it is being written, by a turn that has ended, was cut off: nothing is at it any more. Whoever
 * reads it next sets it right.
 */
const settle = async (ctx: Ctx, found: DraftAndVersion): Promise<DraftAndVersion> => {
  const { id, owner, status, turn, session_id: session, updated_at: changedAt } = found.draft;
  if (status !== "generating") return found;
  const begun = turn !== null && session !== null;
  const running = begun
    ? (await stateOfTurn(ctx.env, session, turn)) === "pending"
    : ctx.now().getTime() - Date.parse(changedAt) < beginsWithinMs;
  if (running) return found;
  const cutOff = { status: "failed" as const, error_message: interruptedMessage };
  await fromStore(endWriting(ctx.env, { owner, id, turn: turn ?? undefined }, cutOff));
  // The turn may have finished between the two looks; then this finds what it wrote.
  return (await fromStore(findDraft(ctx.env, owner, id))) ?? found;
};

/** A draft of the caller's own. Throws `not_found`. */
export const getDraft = async (ctx: Ctx, id: string): Promise<DraftAndVersion> => {
  const { id: owner } = requireUser(ctx);
  const found = DraftId.safeParse(id).success ? await fromStore(findDraft(ctx.env, owner, id)) : undefined;
  if (found === undefined) throw noDraft();
  return settle(ctx, found);
};

const badContent = (message: string) =>
  new AppError("invalid_request", message, { errors: [{ path: "content", message }] });

/** Text past a limit of the parsers, as a 422. */
export const withinLimits = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof MarkdownError)) throw error;
    throw badContent(error.message);
  }
};

/** What an editor sent as what is kept of it. Throws `invalid_request`. */
const toMarkdown = async (content: string, html: boolean): Promise<string> => {
  const markdown = await withinLimits(html ? htmlToMarkdown(content) : sanitiseMarkdown(content));
  if (markdown.length > maxMarkdown) throw badContent("A draft takes up to 300,000 characters.");
  return markdown;
};

const contentAs = async (markdown: string, format: ContentFormat): Promise<string> =>
  format === "html" ? markdownToHtml(markdown) : markdown;

const sourcesOf = (version: DraftAndVersion["version"]): Source[] =>
  version === null ? [] : Sources.parse(JSON.parse(version.sources));

/** A draft as the API answers it. */
export const toDraft = async ({ draft, version }: DraftAndVersion, asked?: ContentFormat): Promise<Draft> => {
  const format = asked ?? draft.content_format;
  return {
    id: draft.id,
    user_id: draft.owner,
    session_id: draft.session_id,
    title: draft.title,
    content: await contentAs(version?.content ?? "", format),
    content_format: format,
    status: draft.status,
    version: draft.version,
    can_undo: version !== null && version.parent !== null,
    can_redo: Versions.parse(JSON.parse(draft.redo)).length > 0,
    document_ids: readNames(draft.document_ids),
    categories: readNames(draft.categories),
    tags: readNames(draft.tags),
    sources: sourcesOf(version),
    error_message: draft.error_message,
    created_at: draft.created_at,
    updated_at: draft.updated_at,
    published_at: draft.published_at,
    published_url: draft.published_url,
  };
};

/** The version that an `If-Match` names; undefined where there is none, or it takes any. */
export const expectedOf = (ifMatch: string | undefined): number | undefined => {
  if (ifMatch === undefined || ifMatch.trim() === "*") return undefined;
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch.trim()) ?? [];
  if (version === undefined) throw stale();
  return Number(version);
};

/** What `If-Match` is to name. */
export const etagOf = ({ version }: Pick<Draft, "version">): string => `"${version}"`;

/** Own drafts, last changed first. */
export const listOwnDrafts = async (ctx: Ctx, limit: number, cursor: string | undefined) => {
  const { id: owner } = requireUser(ctx);
  const rows = await fromStore(listDrafts(ctx.env, owner, readCursor(cursor), limit + 1));
  const { page, next_cursor } = pageOf(
    rows.map((row) => ({ id: row.draft.id, created_at: row.draft.updated_at, row })),
    limit,
  );
  const drafts = await Promise.all(page.map(async ({ row }) => toDraft(await settle(ctx, row))));
  return { drafts, next_cursor };
};

const names = (list: readonly string[]): string => JSON.stringify([...new Set(list)]);

/** Edits a draft: a new version, whatever was changed of it. Throws `not_found`, `stale`. */
export const editDraft = async (
  ctx: Ctx,
  id: string,
  request: EditRequest,
  expected: number | undefined,
): Promise<DraftAndVersion> => {
  const { draft, version } = await getDraft(ctx, id);
  const { title, content, status, categories, tags, reason } = request;
  const now = ctx.now().toISOString();
  const html = content !== undefined && isHtml(content);
  const markdown = content === undefined ? null : await toMarkdown(content, html);
  const mended = status === undefined && draft.status === "failed" && content !== undefined;
  const change: DraftChange = {
    ...(content !== undefined && { content_format: html ? "html" : "markdown" }),
    ...(status !== undefined && { status }),
    ...(mended && { status: "draft" }),
    ...((mended || status !== undefined) && { error_message: null }),
    ...(status === "published" && draft.published_at === null && { published_at: now }),
    ...(categories && { categories: names(categories) }),
    ...(tags && { tags: names(tags) }),
  };
  const added = await fromStore(
    addVersion(
      ctx.env,
      { owner: draft.owner, id: draft.id, expected },
      {
        title: title ?? null,
        content: markdown,
        sources: markdown == null ? null : JSON.stringify(keepCited(markdown, sourcesOf(version))),
        author: "user",
        reason: reason ?? "Edited",
        created_at: now,
      },
      change,
    ),
  );
  if (added === undefined) throw expected === undefined ? noDraft() : stale();
  return getDraft(ctx, id);
};

/** Moves a draft to the version before it, or back. Throws `not_found`, `stale`, `conflict` at either end. */
export const step = async (
  ctx: Ctx,
  id: string,
  direction: "undo" | "redo",
  expected: number | undefined,
): Promise<DraftAndVersion> => {
  const { draft } = await getDraft(ctx, id);
  const moved = await fromStore(
    moveDraft(ctx.env, direction, { owner: draft.owner, id: draft.id, expected }, ctx.now().toISOString()),
  );
  if (moved) return getDraft(ctx, id);
  if (expected !== undefined && (await getDraft(ctx, id)).draft.version !== expected) throw stale();
  throw new AppError(
    "conflict",
    direction === "undo" ? "This is the first version: there is nothing to undo." : "There is nothing to redo.",
  );
};

/** Deletes a draft and all its versions. Throws `not_found`. */
export const dropDraft = async (ctx: Ctx, id: string): Promise<void> => {
  const { draft } = await getDraft(ctx, id);
  if (!(await fromStore(deleteDraft(ctx.env, draft.owner, draft.id)))) throw noDraft();
};

/** Deletes every draft of an account. */
export const forgetDrafts = (ctx: Ctx, userId: string): Promise<void> => fromStore(deleteDraftsOf(ctx.env, userId));
