import { z } from "zod";
import type { MessageRow } from "./session-log.ts";
import { listSessions, sessionObject } from "./store.ts";
import type { StoredMessage } from "./turn.ts";

const mostRemembered = 10;
/** A conversation longer ago than this is not what somebody comes back to. */
const rememberedSeconds = 30 * 86_400;
const sessionsAsked = 3;

const Remembered = z.object({
  session_id: z.string(),
  turn: z.int(),
  role: z.enum(["user", "assistant"]),
  content: z.string(),
  created_at: z.string(),
});
type Remembered = z.infer<typeof Remembered>;
const Memory = z.array(Remembered);

const keyOf = (userId: string): string => `memory:${userId}`;

const read = async (env: Cloudflare.Env, userId: string): Promise<Remembered[] | undefined> => {
  const parsed = Memory.safeParse(await env.KV.get(keyOf(userId), "json"));
  return parsed.success ? parsed.data : undefined;
};

const write = async (env: Cloudflare.Env, userId: string, memory: readonly Remembered[]): Promise<void> => {
  if (memory.length === 0) await env.KV.delete(keyOf(userId));
  else await env.KV.put(keyOf(userId), JSON.stringify(memory), { expirationTtl: rememberedSeconds });
};

const toRemembered = (sessionId: string, messages: readonly MessageRow[]): Remembered[] =>
  messages
    .filter(({ status }) => status === "complete")
    .slice(-mostRemembered)
    .map(({ turn, role, content, created_at }) => ({ session_id: sessionId, turn, role, content, created_at }));

const isEarlier = (a: Remembered, b: Remembered): number => {
  if (a.session_id === b.session_id) return a.turn - b.turn || (a.role === "user" ? -1 : 1);
  return a.created_at < b.created_at ? -1 : 1;
};

/**
 * Puts a session's newest messages among the ten that are remembered of its owner. All of its own each time, not only
 * the new ones: what two sessions at once take from each other is back with the next message.
 */
export const remember = async (
  env: Cloudflare.Env,
  userId: string,
  sessionId: string,
  messages: readonly MessageRow[],
): Promise<void> => {
  const others = (await read(env, userId))?.filter(({ session_id: id }) => id !== sessionId) ?? [];
  const memory = [...others, ...toRemembered(sessionId, messages)].toSorted(isEarlier).slice(-mostRemembered);
  await write(env, userId, memory);
};

/** Takes a session's messages out of what is remembered. */
export const forgetInMemory = async (env: Cloudflare.Env, userId: string, sessionId: string): Promise<void> => {
  const memory = await read(env, userId);
  if (memory === undefined) return;
  await write(
    env,
    userId,
    memory.filter(({ session_id: id }) => id !== sessionId),
  );
};

export const forgetMemory = (env: Cloudflare.Env, userId: string): Promise<void> => env.KV.delete(keyOf(userId));

const askObjects = async (env: Cloudflare.Env, userId: string): Promise<Remembered[]> => {
  const rows = await listSessions(env, userId, undefined, sessionsAsked);
  const histories = await Promise.all(
    rows.map(async ({ id }) => toRemembered(id, (await sessionObject(env, id).history())?.messages ?? [])),
  );
  return histories.flat().toSorted(isEarlier).slice(-mostRemembered);
};

/**
 * The last ten messages of an account, across its sessions, oldest first; a minute old at worst. None where no store
 * answers: a question is answered without them rather than not at all.
 */
export const readMemory = async (
  env: Cloudflare.Env,
  userId: string,
): Promise<Pick<StoredMessage, "role" | "content">[]> => {
  const kept = await read(env, userId).catch(() => undefined);
  const memory = kept ?? (await askObjects(env, userId).catch(() => []));
  return memory.map(({ role, content }) => ({ role, content }));
};
