import { checkSession, dropSession, openSession, postMessage, readHistory, waitForReply } from "#features/sessions";
import type { Ctx } from "#http/context";
import { AppError } from "#http/errors";
import type { GuruHistory, GuruReply } from "./schema.ts";
import { ReplyData } from "./schema.ts";

const readReply = async (ctx: Ctx, sessionId: string, turn: number): Promise<GuruReply> => {
  const { reply } = await waitForReply(ctx, sessionId, turn);
  if (reply.status !== "complete")
    throw new AppError("unavailable", "The answer could not be finished. Please ask again.", {
      headers: { "Retry-After": "5" },
    });
  return {
    response: reply.content,
    session_id: sessionId,
    timestamp: reply.created_at,
    ...ReplyData.parse(reply.data),
  };
};

/** Asks in a session, a new one where none is named or the one named is not the caller's. */
export const askGuru = async (
  ctx: Ctx,
  message: string,
  sessionId: string | undefined,
): Promise<{ turn: number; reply: GuruReply }> => {
  const { id } = await openSession(ctx, "guru", sessionId);
  const { turn } = await postMessage(ctx, id, { content: message, options: { address: ctx.address } });
  return { turn, reply: await readReply(ctx, id, turn) };
};

/** The answer to a turn, named `session/turn`. Throws `not_found` when its session is gone. */
export const rereadGuru = async (ctx: Ctx, id: string): Promise<GuruReply> => {
  const [sessionId = "", turn = ""] = id.split("/");
  return readReply(ctx, await checkSession(ctx, sessionId), Number(turn));
};

/** What was said in a session of the caller's. Throws `not_found`. */
export const readGuru = async (ctx: Ctx, sessionId: string): Promise<GuruHistory> => {
  const { messages } = await readHistory(ctx, sessionId);
  return {
    session_id: sessionId,
    messages: messages
      .filter(({ status }) => status !== "pending")
      .map(({ role, content, created_at: timestamp }) => ({ role, content, timestamp })),
  };
};

/** Ends a session and deletes it. Throws `not_found`. */
export const resetGuru = (ctx: Ctx, sessionId: string): Promise<void> => dropSession(ctx, sessionId);
