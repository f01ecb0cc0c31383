import { ownDocuments } from "#features/documents";
import type { PostedTurn } from "#features/sessions";
import { dropSession, enlistSession, postMessage, waitForReply } from "#features/sessions";
import { requireUser } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { z } from "zod";
import type { ContentFormat, GenerateRequest } from "./schema.ts";
import { getDraft } from "./service.ts";
import type { DraftAndVersion, DraftRow } from "./store.ts";
import { deleteDraft, endWriting, insertDraft, noteTurn, updateDraft } from "./store.ts";
import { readVersion } from "./versions.ts";

/** A turn of a session that is at a draft. */
export interface Writing {
  draftId: string;
  sessionId: string;
  posted: PostedTurn;
}

const names = (list: readonly string[] | undefined): string => JSON.stringify([...new Set(list)]);

/** The documents that are asked for, all of them the caller's own; every one where none is. Throws `not_found`, `invalid_request`. */
const chooseDocuments = async (ctx: Ctx, asked: readonly string[] | undefined): Promise<string[]> => {
  const { id: owner } = requireUser(ctx);
  const wanted = asked !== undefined && asked.length > 0 ? [...new Set(asked)] : undefined;
  const own = await fromStore(ownDocuments(ctx.env, owner, wanted));
  if (wanted !== undefined && own.length < wanted.length)
    throw new AppError("not_found", "One of these documents does not exist.");
  if (own.length > 0) return own;
  throw new AppError("invalid_request", "Some fields are not valid.", {
    errors: [{ path: "document_ids", message: "There is no document yet to write from: upload one first." }],
  });
};

const post = async (
  ctx: Ctx,
  { owner, id }: Pick<DraftRow, "owner" | "id">,
  sessionId: string,
  task: "generate" | "refine",
  content: string,
): Promise<Writing> => {
  const posted = await postMessage(ctx, sessionId, { content, options: { task, draft_id: id } });
  const note = () => noteTurn(ctx.env, { owner, id, turn: posted.turn });
  // It is being written whether or not that is noted: a store that does not answer is asked once more.
  await note().catch(() => ctx.defer(note()));
  return { draftId: id, sessionId, posted };
};

/** Hands a draft that says `generating` to its session; one that the session does not take says so at once. */
const postGenerate = async (
  ctx: Ctx,
  draft: Pick<DraftRow, "owner" | "id">,
  sessionId: string,
  instructions: string,
): Promise<Writing> => {
  try {
    return await post(ctx, draft, sessionId, "generate", instructions);
  } catch (error) {
    const failed = { status: "failed" as const, error_message: "Writing could not begin. Please start it again." };
    await fromStore(endWriting(ctx.env, draft, failed));
    throw error;
  }
};

/** Begins a draft: it is there at once and says `generating`. Throws `not_found`, `invalid_request`, `rate_limited`. */
export const beginDraft = async (
  ctx: Ctx,
  request: GenerateRequest,
  session: string | undefined,
  format: ContentFormat,
): Promise<Writing> => {
  const { id: owner } = requireUser(ctx);
  const documentIds = await chooseDocuments(ctx, request.document_ids);
  const title = request.title ?? "";
  const sessionId = await enlistSession(ctx, "writer", {
    id: session,
    name: title === "" ? "New draft" : `Draft: ${title}`.slice(0, 200).toWellFormed(),
  });
  const now = ctx.now().toISOString();
  const draft: DraftRow = {
    id: ctx.newId("blog"),
    owner,
    session_id: sessionId,
    title,
    status: "generating",
    turn: null,
    content_format: format,
    version: 0,
    redo: "[]",
    document_ids: JSON.stringify(documentIds),
    categories: names(request.categories),
    tags: names(request.tags),
    error_message: null,
    created_at: now,
    updated_at: now,
    published_at: null,
    published_url: null,
    published_to: null,
  };
  try {
    await fromStore(insertDraft(ctx.env, draft));
  } catch (error) {
    // Neither a draft that nobody writes, nor a session that was begun for it alone.
    ctx.defer(deleteDraft(ctx.env, owner, draft.id));
    if (session === undefined) ctx.defer(dropSession(ctx, sessionId));
    throw error;
  }
  return postGenerate(ctx, draft, sessionId, request.instructions ?? request.description ?? "");
};

const sessionOf = async (ctx: Ctx, { draft }: DraftAndVersion): Promise<string> => {
  const name = `Draft: ${draft.title}`.slice(0, 200).toWellFormed();
  try {
    return await enlistSession(ctx, "writer", { id: draft.session_id ?? undefined, name });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "not_found") throw error;
    // Its session was deleted; the draft is still there.
    return enlistSession(ctx, "writer", { id: undefined, name });
  }
};

/** Writes a draft anew. Throws `not_found`, `rate_limited`. */
export const rewriteDraft = async (
  ctx: Ctx,
  id: string,
  {
    instructions = "",
    document_ids: documentIds,
  }: { instructions?: string | undefined; document_ids?: string[] | undefined },
): Promise<Writing> => {
  const found = await getDraft(ctx, id);
  const { draft } = found;
  const sessionId = await sessionOf(ctx, found);
  const chosen = documentIds && (await chooseDocuments(ctx, documentIds));
  const change = {
    status: "generating" as const,
    turn: null,
    error_message: null,
    session_id: sessionId,
    updated_at: ctx.now().toISOString(),
    ...(chosen && { document_ids: JSON.stringify(chosen) }),
  };
  await fromStore(updateDraft(ctx.env, draft.owner, draft.id, change));
  return postGenerate(ctx, draft, sessionId, instructions);
};

/** Changes a draft as somebody wishes. Throws `not_found`, `conflict` before its first version, `rate_limited`. */
export const refineDraft = async (ctx: Ctx, id: string, feedback: string): Promise<Writing> => {
  const found = await getDraft(ctx, id);
  if (found.version === null && found.draft.status !== "generating")
    throw new AppError("conflict", "There is no text yet that could be changed: generate it first.");
  const sessionId = await sessionOf(ctx, found);
  const writing = await post(ctx, found.draft, sessionId, "refine", feedback);
  if (found.draft.session_id !== sessionId)
    await fromStore(updateDraft(ctx.env, found.draft.owner, found.draft.id, { session_id: sessionId }));
  return writing;
};

const Refined = z.object({ version: z.int() });

/** What a turn made of a draft, once it has ended. Throws `not_found`, `conflict` when it made nothing. */
export const readRefined = async (ctx: Ctx, id: string, sessionId: string, turn: number): Promise<string> => {
  const { reply } = await waitForReply(ctx, sessionId, turn);
  const made = Refined.safeParse(reply.data);
  if (!made.success) throw new AppError("conflict", "The draft could not be changed. Please ask again.");
  return (await readVersion(ctx, id, made.data.version, undefined)).content;
};
