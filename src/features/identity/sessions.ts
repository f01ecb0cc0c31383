import { signAccessToken } from "#adapters/tokens";
import type { User } from "#http/actor";
import { unauthorized } from "#http/actor";
import type { Ctx } from "#http/context";
import { fromStore } from "#http/errors";
import { hashSecret, newSecret } from "./secrets.ts";
import {
  deleteSession,
  deleteSessions,
  findRefreshToken,
  findSession,
  insertSession,
  rotate,
} from "./sessions.store.ts";
import type { Proof, SessionRow } from "./sessions.store.ts";
import { signingKey } from "./tokens.ts";

export type { Method, Proof } from "./sessions.store.ts";

const accessSeconds = 15 * 60;
const refreshSeconds = 7 * 86_400;
/** However often it is refreshed, after this long one signs in again. */
const sessionSeconds = 30 * 86_400;
export const cookieSeconds = refreshSeconds;

/** What a client keeps of a sign-in. */
export interface Tokens {
  access_token: string;
  refresh_token: string;
  token_type: "bearer";
  /** Seconds until the access token ends. */
  expires_in: number;
}

const later = (ctx: Ctx, seconds: number): string => new Date(ctx.now().getTime() + seconds * 1_000).toISOString();
const earlier = (a: string, b: string): string => (a < b ? a : b);

const toTokens = async (ctx: Ctx, userId: string, sessionId: string, refresh: string): Promise<Tokens> => ({
  access_token: await signAccessToken(await signingKey(ctx), { userId, sessionId }, ctx.now(), accessSeconds),
  refresh_token: refresh,
  token_type: "bearer",
  expires_in: accessSeconds,
});

const newSession = (ctx: Ctx, { userId, method }: Proof, seconds: number): SessionRow => ({
  id: ctx.newId("ses"),
  user_id: userId,
  method,
  generation: 0,
  cookie_hash: null,
  created_at: ctx.now().toISOString(),
  expires_at: later(ctx, seconds),
});

const overtaken = () => unauthorized("This account has changed in the meantime. Sign in again.");

/**
 * Signs an account in with tokens. Throws `not_configured` without a signing key, before anything is written, and
 * `unauthorized` when the proof has been overtaken.
 */
export const startSession = async (ctx: Ctx, proof: Proof): Promise<Tokens> => {
  const session = newSession(ctx, proof, sessionSeconds);
  const refresh = `ssr_${newSecret()}`;
  const tokens = await toTokens(ctx, proof.userId, session.id, refresh);
  const row = {
    hash: await hashSecret(refresh),
    session_id: session.id,
    generation: 0,
    expires_at: later(ctx, refreshSeconds),
  };
  if (!(await fromStore(insertSession(ctx.env, session, row, proof)))) throw overtaken();
  return tokens;
};

/** Signs an account in with a cookie, and answers its value. Throws `unauthorized` when the proof has been overtaken. */
export const startCookieSession = async (ctx: Ctx, proof: Proof): Promise<string> => {
  const value = `ssc_${newSecret()}`;
  const session = { ...newSession(ctx, proof, cookieSeconds), cookie_hash: await hashSecret(value) };
  if (!(await fromStore(insertSession(ctx.env, session, undefined, proof)))) throw overtaken();
  return value;
};

const refused = () => unauthorized("The refresh token is not valid. Sign in again.");

/**
 * Swaps a refresh token for a new pair. A token and its predecessor are good, so that an answer lost on the way, or two
 * tabs at once, sign nobody out; an older one, or one whose twin has been used, has been copied, and ends the session for
 * whoever holds it.
 */
export const refreshSession = async (ctx: Ctx, refresh: string): Promise<Tokens> => {
  const now = ctx.now().toISOString();
  const used = await fromStore(findRefreshToken(ctx.env, await hashSecret(refresh), now));
  const live = used && (await fromStore(findSession(ctx.env, used.session_id, now)));
  if (used === undefined || live === undefined) throw refused();
  const { session, user } = live;
  const successor = `ssr_${newSecret()}`;
  const tokens = await toTokens(ctx, user.id, session.id, successor);
  const row = {
    hash: await hashSecret(successor),
    session_id: session.id,
    generation: used.generation + 1,
    expires_at: earlier(later(ctx, refreshSeconds), session.expires_at),
  };
  if (await fromStore(rotate(ctx.env, used, row))) return tokens;
  await fromStore(deleteSession(ctx.env, session.id));
  ctx.event("refresh_token_reused", { user_id: user.id });
  throw refused();
};

/** Ends the session that a refresh token belongs to; one that is unknown belongs to none. */
export const endSessionOf = async (ctx: Ctx, refresh: string): Promise<void> => {
  const token = await fromStore(findRefreshToken(ctx.env, await hashSecret(refresh), ctx.now().toISOString()));
  if (token !== undefined) await fromStore(deleteSession(ctx.env, token.session_id));
};

/** Ends the session that a caller came with. */
export const endSession = async (ctx: Ctx, user: User): Promise<void> => {
  if (user.sessionId !== null) await fromStore(deleteSession(ctx.env, user.sessionId));
  ctx.event("signed_out", { user_id: user.id });
};

/** Ends every session of an account. */
export const endSessions = async (ctx: Ctx, user: User): Promise<void> => {
  await fromStore(deleteSessions(ctx.env, user.id));
  ctx.event("signed_out_everywhere", { user_id: user.id });
};
