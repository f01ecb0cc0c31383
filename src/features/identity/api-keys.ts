import type { User } from "#http/actor";
import { unauthorized } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import type { ApiKeyRow } from "./api-keys.store.ts";
import { deleteApiKey, insertApiKey, listApiKeys } from "./api-keys.store.ts";
import { ApiKey } from "./schema.ts";
import type { ApiKeyRequest } from "./schema.ts";
import { describeApiKey, hashSecret, newApiKey } from "./secrets.ts";

const dayMs = 86_400_000;
/** More than anyone needs; fewer than would fill a table. */
const mostKeys = 50;

const toApiKey = ({ hash: _hash, user_id: _owner, scopes, ...row }: ApiKeyRow): ApiKey =>
  ApiKey.parse({ ...row, scopes: scopes.split(",") });

const refuse = (path: string, message: string): AppError =>
  new AppError("invalid_request", "Some fields are not valid.", { errors: [{ path, message }] });

const expiryOf = (ctx: Ctx, { expires_in_days: days, expires_at: at }: ApiKeyRequest): string | null => {
  const now = ctx.now().getTime();
  if (at !== undefined) {
    const expiry = new Date(at);
    if (expiry.getTime() <= now) throw refuse("expires_at", "It has passed.");
    return expiry.toISOString();
  }
  return days === undefined ? null : new Date(now + days * dayMs).toISOString();
};

/** Makes a key and answers it with the key itself, which is kept only as its hash. Throws `forbidden` for a scope that the caller lacks. */
export const createApiKey = async (ctx: Ctx, user: User, request: ApiKeyRequest): Promise<ApiKey & { key: string }> => {
  const scopes = request.scopes ?? ["read", "write"];
  if (scopes.includes("admin") && !user.isAdmin)
    throw new AppError("forbidden", "Only an administrator may give the scope admin.");
  if ((await fromStore(listApiKeys(ctx.env, user.id))).length >= mostKeys)
    throw new AppError("conflict", `An account has at most ${mostKeys} keys: delete one first.`);
  const key = newApiKey();
  const row: ApiKeyRow = {
    id: ctx.newId("key"),
    user_id: user.id,
    name: request.name,
    hash: await hashSecret(key),
    key_prefix: describeApiKey(key),
    scopes: [...new Set(scopes)].toSorted().join(","),
    created_at: ctx.now().toISOString(),
    expires_at: expiryOf(ctx, request),
    last_used_at: null,
    use_count: 0,
  };
  if (!(await fromStore(insertApiKey(ctx.env, user, row)))) throw unauthorized("This sign-in has ended.");
  ctx.event("api_key_created", { user_id: user.id, key_id: row.id });
  return { ...toApiKey(row), key };
};

export const readApiKeys = async (ctx: Ctx, user: User): Promise<ApiKey[]> =>
  (await fromStore(listApiKeys(ctx.env, user.id))).map(toApiKey);

/** Throws `not_found` for a key that is not the caller's. */
export const revokeApiKey = async (ctx: Ctx, user: User, id: string): Promise<void> => {
  if (!(await fromStore(deleteApiKey(ctx.env, user.id, id)))) throw new AppError("not_found", "There is no such key.");
  ctx.event("api_key_revoked", { user_id: user.id, key_id: id });
};
