import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { sign, verify } from "./signature.ts";
import { deleteArtifacts, findArtifact, writeArtifact } from "./store.ts";

/** How long a signed URL holds: an hour, see CONTRACT. */
const lifetimeSeconds = 3_600;

const endings: Record<string, string> = { "image/png": "png", "image/svg+xml": "svg", "application/pdf": "pdf" };

const signingKey = (ctx: Ctx): string => {
  const key = ctx.settings.artifactSigningKey;
  if (key === undefined || key.length < 32)
    throw new AppError("not_configured", "ARTIFACT_SIGNING_KEY is missing or shorter than 32 characters.");
  return key;
};

const nowSeconds = (ctx: Ctx): number => Math.floor(ctx.now().getTime() / 1000);

/** Stores bytes and answers their key. Refused before anything is written when no signed URL could be made for it. */
export const keepArtifact = async (ctx: Ctx, bytes: Uint8Array | string, type: string): Promise<string> => {
  signingKey(ctx);
  const key = `${ctx.newId("art")}.${endings[type] ?? "bin"}`;
  try {
    await fromStore(writeArtifact(ctx.env, key, bytes, type));
  } catch (error) {
    // It may have been written all the same.
    ctx.defer(deleteArtifacts(ctx.env, [key]));
    throw error;
  }
  return key;
};

export const dropArtifacts = (env: Cloudflare.Env, keys: readonly string[]): Promise<void> =>
  deleteArtifacts(env, keys);

/** Absolute URL of an artifact, good for an hour. */
export const signArtifact = async (ctx: Ctx, key: string): Promise<string> => {
  const expires = nowSeconds(ctx) + lifetimeSeconds;
  const signature = await sign(signingKey(ctx), key, expires);
  return `${ctx.origin}/api/artifacts/${key}?expires=${expires}&signature=${signature}`;
};

/** The bytes behind a signed URL: 403 when the signature is wrong or has expired, 404 when they are gone. */
export const readArtifact = async (
  ctx: Ctx,
  key: string,
  expires: number,
  signature: string,
): Promise<R2ObjectBody> => {
  const genuine = await verify(signingKey(ctx), key, expires, signature);
  if (!genuine || expires < nowSeconds(ctx)) throw new AppError("forbidden", "This link is not valid or has expired.");
  const found = await fromStore(findArtifact(ctx.env, key));
  if (found === null) throw new AppError("not_found", "There is nothing at this address.");
  return found;
};
