import { ownerOf, requireUser } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { pageOf, readCursor } from "#http/pages";
import { z } from "zod";
import { forgetMemory } from "./memory.store.ts";
import { textOfEvents } from "./event-text.ts";
import type { MessageRow } from "./session-log.ts";
import type { SessionEntry, SessionRequest } from "./schema.ts";
import { SessionId } from "./schema.ts";
import type { SessionRow } from "./store.ts";
import {
  deleteSession,
  findSession,
  insertSession,
  isSession,
  listExpired,
  listSessions,
  sessionObject,
  updateKind,
} from "./store.ts";
import type { SessionKind, StoredMessage } from "./turn.ts";

const anonymousDays = 7;
const never = "9999-12-31T23:59:59.999Z";
const unnamed = "New session";
const ticketSeconds = 30;
const perRound = 50;

/** A session that this caller may use. */
export interface OpenSession {
  id: string;
  /** False when the id given was unknown, expired or somebody else's, and for none: then this is a new session. */
  known: boolean;
}

export interface NewMessage {
  content: string;
  clientMessageId?: string | undefined;
  options?: Readonly<Record<string, string>> | undefined;
}

/** A message that is kept, and will be answered. */
export interface PostedTurn {
  turn: number;
  /** The place of the message itself: the answer's events come after it. */
  seq: number;
}

const noSession = () => new AppError("not_found", "There is no such session, or it has expired.");

const Data = z.record(z.string(), z.unknown());

const toMessage = ({ data, ...row }: MessageRow): StoredMessage => ({ ...row, data: Data.parse(JSON.parse(data)) });

const find = async (ctx: Ctx, id: string): Promise<SessionRow | undefined> =>
  SessionId.safeParse(id).success
    ? fromStore(findSession(ctx.env, id, ownerOf(ctx), ctx.now().toISOString()))
    : undefined;

const get = async (ctx: Ctx, id: string): Promise<SessionRow> => {
  const row = await find(ctx, id);
  if (row === undefined) throw noSession();
  return row;
};

const Choices = z.object({
  llm_provider: z.string().nullable(),
  llm_model: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()),
});

const begin = async (ctx: Ctx, kind: SessionKind, request: SessionRequest): Promise<SessionRow> => {
  const owner = ownerOf(ctx);
  const now = ctx.now();
  const name = request.name ?? request.title;
  const choices: z.infer<typeof Choices> = {
    llm_provider: request.llm_provider ?? null,
    llm_model: request.llm_model ?? null,
    metadata: request.metadata ?? {},
  };
  const row: SessionRow = {
    id: ctx.newId("chat"),
    owner,
    kind,
    name: name ?? unnamed,
    choices: JSON.stringify(choices),
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
    expires_at: owner === null ? new Date(now.getTime() + anonymousDays * 86_400_000).toISOString() : never,
  };
  try {
    await fromStore(sessionObject(ctx.env, row.id).start({ id: row.id, kind, owner, named: name !== undefined }));
    await fromStore(insertSession(ctx.env, row));
  } catch (error) {
    // Neither without the other, also where one was written and only the answer was lost.
    ctx.defer(deleteSession(ctx.env, row.id));
    throw error;
  }
  return row;
};

/** The session with this id, if the caller may use it and it is of this kind; otherwise a new one of our own making. */
export const openSession = async (ctx: Ctx, kind: SessionKind, id?: string): Promise<OpenSession> => {
  const row = id === undefined ? undefined : await find(ctx, id);
  if (row?.kind === kind) return { id: row.id, known: true };
  return { id: (await begin(ctx, kind, {})).id, known: false };
};

/** A session of the caller's own for work of this kind: the one named, which is of that kind from now on, or a new one. Throws `not_found`. */
export const enlistSession = async (
  ctx: Ctx,
  kind: SessionKind,
  { id, name }: { id: string | undefined; name: string },
): Promise<string> => {
  const { id: owner } = requireUser(ctx);
  if (id === undefined) return (await begin(ctx, kind, { name })).id;
  const row = await get(ctx, id);
  if (row.owner !== owner) throw noSession();
  if (row.kind !== kind) await fromStore(updateKind(ctx.env, row.id, kind));
  return row.id;
};

/** How a turn stands; undefined when it or its session is gone. */
export const stateOfTurn = (env: Cloudflare.Env, sessionId: string, turn: number) =>
  fromStore(sessionObject(env, sessionId).stateOf(turn));

/** Keeps a message and queues its answer, in a session that `openSession` or `checkSession` gave. Throws `not_found`, `rate_limited`. */
export const postMessage = async (ctx: Ctx, sessionId: string, message: NewMessage): Promise<PostedTurn> => {
  const { content, clientMessageId = null, options = {} } = message;
  const posted = await fromStore(sessionObject(ctx.env, sessionId).post({ content, clientMessageId, options }));
  if (posted.refused === "gone") throw noSession();
  if (posted.refused === "full")
    throw new AppError("rate_limited", "Too many messages of this session wait to be answered.", {
      headers: { "Retry-After": "5" },
    });
  return { turn: posted.turn, seq: posted.seq };
};

/** Both messages of a turn, when it has ended: the reply is complete or incomplete. Throws `not_found` when the session is deleted meanwhile. */
export const waitForReply = async (
  ctx: Ctx,
  sessionId: string,
  turn: number,
): Promise<{ message: StoredMessage; reply: StoredMessage }> => {
  const [message, reply] = await fromStore(sessionObject(ctx.env, sessionId).wait(turn));
  if (message === undefined || reply === undefined) throw noSession();
  return { message: toMessage(message), reply: toMessage(reply) };
};

const stream = async (ctx: Ctx, sessionId: string, query: Record<string, string>): Promise<Response> => {
  const url = `http://session/events?${new URLSearchParams(query)}`;
  const answer = await fromStore(sessionObject(ctx.env, sessionId).fetch(url));
  if (!answer.ok) throw noSession();
  return answer;
};

/** The events of one turn as an SSE answer, from its message on; it ends with the turn. A caller who leaves loses the stream, not the answer. */
export const streamReply = (ctx: Ctx, sessionId: string, { turn, seq }: PostedTurn): Promise<Response> =>
  stream(ctx, sessionId, { turn: String(turn), after: String(seq) });

/** The text of one turn as it is made, and nothing else. A caller who leaves loses the stream, not the answer. */
export const streamText = async (
  ctx: Ctx,
  sessionId: string,
  posted: PostedTurn,
): Promise<ReadableStream<Uint8Array>> => {
  const { body } = await streamReply(ctx, sessionId, posted);
  if (body === null) throw noSession();
  return body.pipeThrough(textOfEvents());
};

/** The events of a session as an SSE answer, after a place of its log or from now on; it ends when the session is deleted. */
export const followSession = async (ctx: Ctx, id: string, after: number | undefined): Promise<Response> => {
  const { id: sessionId } = await get(ctx, id);
  return stream(ctx, sessionId, after === undefined ? {} : { after: String(after) });
};

/** All that was said in a session that the caller may see, oldest first. Throws `not_found`. */
export const readHistory = async (ctx: Ctx, id: string): Promise<{ messages: StoredMessage[]; lastSeq: number }> => {
  const { id: sessionId } = await get(ctx, id);
  const history = await fromStore(sessionObject(ctx.env, sessionId).history());
  if (history === undefined) throw noSession();
  return { messages: history.messages.map(toMessage), lastSeq: history.lastSeq };
};

/** Deletes a session and everything of it: content, alarm, memory, row. Throws `not_found`. */
export const dropSession = async (ctx: Ctx, id: string): Promise<void> => {
  const { id: sessionId } = await get(ctx, id);
  await fromStore(deleteSession(ctx.env, sessionId));
};

/** Checks that a session is one that the caller may use, and answers its own id. Throws `not_found`. */
export const checkSession = async (ctx: Ctx, id: string): Promise<string> => (await get(ctx, id)).id;

/** What was made in a session, by whoever made it. */
interface Works {
  document_ids: string[];
  draft_ids: string[];
}

/** What was made in each of these sessions of one account. */
export type WorksOf = (
  env: Cloudflare.Env,
  owner: string,
  sessionIds: readonly string[],
) => Promise<Map<string, Works>>;

const noWorks: Works = { document_ids: [], draft_ids: [] };

const toEntry = (row: SessionRow, works = noWorks): SessionEntry => ({
  id: row.id,
  user_id: row.owner,
  name: row.name,
  ...Choices.parse(JSON.parse(row.choices)),
  created_at: row.created_at,
  updated_at: row.updated_at,
  ...works,
});

/** Makes a session of the caller's own. */
export const createSession = async (ctx: Ctx, request: SessionRequest) => {
  requireUser(ctx);
  return { ...toEntry(await begin(ctx, "advisor", request)), messages: [] };
};

/** A session with all that was said in it. Throws `not_found`. */
export const readSession = async (ctx: Ctx, id: string, worksOf: WorksOf) => {
  const row = await get(ctx, id);
  const works = await fromStore(worksOf(ctx.env, requireUser(ctx).id, [row.id]));
  return { ...toEntry(row, works.get(row.id)), messages: (await readHistory(ctx, row.id)).messages };
};

/** Own sessions, last used first. */
export const listOwnSessions = async (ctx: Ctx, limit: number, cursor: string | undefined, worksOf: WorksOf) => {
  const { id: owner } = requireUser(ctx);
  const rows = await fromStore(listSessions(ctx.env, owner, readCursor(cursor), limit + 1));
  const { page, next_cursor } = pageOf(
    rows.map((row) => ({ id: row.id, created_at: row.updated_at, row })),
    limit,
  );
  const ids = page.map(({ id }) => id);
  const works = await fromStore(worksOf(ctx.env, owner, ids));
  return { sessions: page.map(({ row }) => toEntry(row, works.get(row.id))), next_cursor };
};

const hash = async (text: string): Promise<string> => {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** Lets the caller open one socket to the session, within half a minute. Throws `not_found`. */
export const issueTicket = async (ctx: Ctx, id: string): Promise<{ ticket: string; expires_in: number }> => {
  const { id: sessionId } = await get(ctx, id);
  const ticket = ctx.newId("tkt");
  const expiresAt = ctx.now().getTime() + ticketSeconds * 1_000;
  const kept = await fromStore(sessionObject(ctx.env, sessionId).keepTicket(await hash(ticket), expiresAt));
  if (!kept) throw noSession();
  return { ticket, expires_in: ticketSeconds };
};

/** Whether a ticket opens this session. It does so once. */
export const redeemTicket = async (ctx: Ctx, id: string, ticket: string): Promise<boolean> => {
  if (!SessionId.safeParse(id).success) return false;
  if (!(await fromStore(isSession(ctx.env, id, ctx.now().toISOString())))) return false;
  return fromStore(sessionObject(ctx.env, id).takeTicket(await hash(ticket)));
};

/** Opens a socket to a session that the caller was let into, after a place of its log or from now on. Throws `not_found`. */
export const openSocket = async (ctx: Ctx, sessionId: string, after: number | undefined): Promise<Response> => {
  const query = after === undefined ? "" : `?after=${after}`;
  const request = new Request(`http://session/socket${query}`, { headers: { Upgrade: "websocket" } });
  const answer = await fromStore(sessionObject(ctx.env, sessionId).fetch(request));
  if (answer.status !== 101) throw noSession();
  return answer;
};

/** Deletes every session of an account, and what is remembered of it. */
export const forgetSessions = async (ctx: Ctx, userId: string): Promise<void> => {
  for (;;) {
    const rows = await fromStore(listSessions(ctx.env, userId, undefined, perRound));
    for (const { id } of rows) await fromStore(deleteSession(ctx.env, id));
    if (rows.length < perRound) break;
  }
  await fromStore(forgetMemory(ctx.env, userId));
};

/** Deletes anonymous sessions that have expired. */
export const sweepSessions = async (env: Cloudflare.Env, now: Date): Promise<void> => {
  for (;;) {
    const ids = await listExpired(env, now.toISOString(), perRound);
    for (const id of ids) await deleteSession(env, id);
    if (ids.length < perRound) return;
  }
};
