import type { SigningKey } from "#adapters/tokens";
import { importSigningKey } from "#adapters/tokens";
import type { Ctx } from "#http/context";
import { AppError } from "#http/errors";

const keys = new Map<string, Promise<SigningKey | undefined>>();

/** The key that signs access tokens, imported once. Throws `not_configured` for a missing or unusable AUTH_SIGNING_KEY. */
export const signingKey = async ({ settings }: Ctx): Promise<SigningKey> => {
  const text = settings.authSigningKey;
  const known = text === undefined ? undefined : (keys.get(text) ?? importSigningKey(text));
  if (text !== undefined && known !== undefined) keys.set(text, known);
  const key = await known;
  if (key === undefined)
    throw new AppError("not_configured", "AUTH_SIGNING_KEY is missing, or no private JWK of P-256 or Ed25519.");
  return key;
};
