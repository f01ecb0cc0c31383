import { FirebaseError, isFirebaseToken, verifyIdToken } from "#adapters/firebase";
import { verifyAccessToken } from "#adapters/tokens";
import type { Actor, ResolveActor, Scope, User } from "#http/actor";
import { anonymous, unauthorized } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { useApiKey } from "./api-keys.store.ts";
import { firebaseTrust, unreachable } from "./firebase.ts";
import { linkProfile } from "./link.ts";
import { hashSecret, isApiKey } from "./secrets.ts";
import type { LiveSession } from "./sessions.store.ts";
import { findCookieSession, findSession } from "./sessions.store.ts";
import { signingKey } from "./tokens.ts";
import type { UserRow } from "./users.store.ts";

const everything: ReadonlySet<Scope> = new Set(["read", "write", "admin"]);
const scopeNames: readonly Scope[] = ["read", "write", "admin"];

/** ADMIN_EMAILS counts for an address that a provider has verified: anyone can register somebody else's. */
const isAdmin = ({ settings }: Ctx, user: UserRow): boolean =>
  user.email_verified && settings.adminEmails.has(user.email);

const toUser = (ctx: Ctx, row: UserRow, by: User["by"], sessionId: string | null, scopes = everything): User => ({
  kind: "user",
  id: row.id,
  isAdmin: isAdmin(ctx, row),
  by,
  scopes,
  sessionId,
});

const fromSession = (ctx: Ctx, { user, session }: LiveSession, by: User["by"]): User =>
  toUser(ctx, user, by, session.id);

const badToken = () => unauthorized("The token is not valid or has ended.");

const fromAccessToken = async (ctx: Ctx, token: string): Promise<User> => {
  const now = ctx.now();
  const claims = await verifyAccessToken(await signingKey(ctx), token, now);
  const live = claims && (await fromStore(findSession(ctx.env, claims.sessionId, now.toISOString())));
  if (live === undefined || live.user.id !== claims?.userId) throw badToken();
  return fromSession(ctx, live, "token");
};

const fromFirebaseToken = async (ctx: Ctx, token: string): Promise<User> => {
  const trust = firebaseTrust(ctx);
  if (trust === undefined) throw badToken();
  try {
    const account = await verifyIdToken(token, trust, ctx.now());
    const user = await linkProfile(ctx, "firebase", account);
    return toUser(ctx, user, "firebase", null);
  } catch (error) {
    if (error instanceof FirebaseError) throw error.failure === "unreachable" ? unreachable(error) : badToken();
    throw error instanceof AppError && error.code === "conflict" ? badToken() : error;
  }
};

const fromApiKey = async (ctx: Ctx, text: string): Promise<User> => {
  const refusedKey = () => unauthorized("The API key is not valid or has ended.");
  if (!isApiKey(text)) throw refusedKey();
  const found = await fromStore(useApiKey(ctx.env, await hashSecret(text), ctx.now().toISOString()));
  if (found === undefined) throw refusedKey();
  const given = new Set(found.key.scopes.split(","));
  return toUser(ctx, found.user, "key", null, new Set(scopeNames.filter((scope) => given.has(scope))));
};

const fromBearer = (ctx: Ctx, token: string): Promise<User> => {
  if (token.startsWith("ss_")) return fromApiKey(ctx, token);
  return isFirebaseToken(token) ? fromFirebaseToken(ctx, token) : fromAccessToken(ctx, token);
};

/** A cookie that has ended is no credential: the browser sends it whether or not anyone meant it to. */
const fromCookie = async (ctx: Ctx, value: string): Promise<Actor> => {
  const live = await fromStore(findCookieSession(ctx.env, await hashSecret(value), ctx.now().toISOString()));
  return live === undefined ? anonymous : fromSession(ctx, live, "cookie");
};

/** Who is calling. A header's credential wins over the cookie, which other applications on localhost may have set. */
export const resolveActor: ResolveActor = async (ctx, { bearer, apiKey, cookie }) => {
  const byBearer = bearer === undefined ? undefined : await fromBearer(ctx, bearer);
  const byKey = apiKey === undefined ? undefined : await fromApiKey(ctx, apiKey);
  if (byBearer && byKey && byBearer.id !== byKey.id)
    throw new AppError("bad_request", "Authorization and X-API-Key belong to different accounts: send one of them.");
  // With both, the key: what it may do is the narrower of the two.
  return byKey ?? byBearer ?? (cookie === undefined ? anonymous : fromCookie(ctx, cookie));
};
