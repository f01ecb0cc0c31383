import type { JWTPayload, JWTVerifyGetKey } from "jose";
import { createRemoteJWKSet, decodeJwt, errors, jwtVerify, UnsecuredJWT } from "jose";
import { FirebaseError } from "./errors.ts";

/** What an ID token says of who signed in. */
export interface FirebaseAccount {
  subject: string;
  email: string | undefined;
  emailVerified: boolean;
  name: string | undefined;
}

interface Trust {
  projectId: string;
  /** Where Google publishes the keys of ID tokens. */
  jwksUrl: string;
  /** The emulator does not sign its tokens: with one configured, unsigned ones are taken, and only then. */
  emulator: boolean;
}

const issuerPrefix = "https://securetoken.google.com/";
const keysTimeoutMs = 5_000;

// Kept for the life of the isolate: keys that were fetched once serve while Google's host does not answer.
const keySets = new Map<string, JWTVerifyGetKey>();

const keysOf = (jwksUrl: string): JWTVerifyGetKey => {
  const known = keySets.get(jwksUrl);
  if (known) return known;
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: keysTimeoutMs, cacheMaxAge: 6 * 3_600_000 });
  keySets.set(jwksUrl, keys);
  return keys;
};

/** Whether a token says that Firebase issued it. Says nothing of whether that is so. */
export const isFirebaseToken = (token: string): boolean => {
  try {
    return decodeJwt(token).iss?.startsWith(issuerPrefix) === true;
  } catch {
    return false;
  }
};

const toAccount = ({ sub, ...claims }: JWTPayload): FirebaseAccount => {
  if (sub === undefined || sub === "" || sub.length > 128) throw new FirebaseError("refused");
  const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
  return {
    subject: sub,
    email: text(claims["email"]),
    emailVerified: claims["email_verified"] === true,
    name: text(claims["name"]),
  };
};

// The keys' host, not the token, is to blame.
const isOutage = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === "ERR_JOSE_GENERIC";

/** Verifies an ID token as Firebase's documentation asks. Throws `FirebaseError`: `refused`, or `unreachable` without keys. */
export const verifyIdToken = async (
  token: string,
  { projectId, jwksUrl, emulator }: Trust,
  now: Date,
): Promise<FirebaseAccount> => {
  const expected = {
    issuer: `${issuerPrefix}${projectId}`,
    audience: projectId,
    requiredClaims: ["sub", "iat", "exp", "auth_time"],
    currentDate: now,
  };
  try {
    const { payload } = emulator
      ? UnsecuredJWT.decode(token, expected)
      : await jwtVerify(token, keysOf(jwksUrl), { ...expected, algorithms: ["RS256"] });
    return toAccount(payload);
  } catch (error) {
    if (error instanceof FirebaseError) throw error;
    throw new FirebaseError(isOutage(error) ? "unreachable" : "refused", { cause: error });
  }
};
