import type { CryptoKey, JWK } from "jose";
import { calculateJwkThumbprint, importJWK, jwtVerify, SignJWT } from "jose";

/** RFC 9068: a token of another type (a refresh token, somebody's ID token) is not an access token. */
const type = "at+jwt";
const audience = "stackstage-api";
const issuer = "stackstage";

/** The key pair that signs access tokens, and its public half as others see it. */
export interface SigningKey {
  algorithm: "ES256" | "EdDSA";
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  publicJwk: Record<string, string> & { kid: string };
}

/** Who a token speaks for, and the sign-in that it came from. */
export interface AccessClaims {
  userId: string;
  sessionId: string;
}

const algorithmOf = ({ kty, crv }: JWK): SigningKey["algorithm"] | undefined => {
  if (kty === "EC" && crv === "P-256") return "ES256";
  return kty === "OKP" && crv === "Ed25519" ? "EdDSA" : undefined;
};

const importHalf = async (jwk: JWK, algorithm: string): Promise<CryptoKey> => {
  const key = await importJWK(jwk, algorithm);
  if (key instanceof Uint8Array) throw new Error("A signing key is a key pair.");
  return key;
};

/** A private JWK (P-256 or Ed25519) as JSON → the key pair; undefined for anything else. */
export const importSigningKey = async (text: string): Promise<SigningKey | undefined> => {
  try {
    // Whatever it is, only the members below are used, and importing checks them.
    const { kty, crv, x, y, d } = JSON.parse(text) as JWK;
    const members = Object.fromEntries(
      Object.entries({ kty, crv, x, y }).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    );
    const publicHalf: JWK = members;
    const algorithm = algorithmOf(publicHalf);
    if (algorithm === undefined || d === undefined) return undefined;
    const kid = await calculateJwkThumbprint(publicHalf);
    return {
      algorithm,
      privateKey: await importHalf({ ...publicHalf, d }, algorithm),
      publicKey: await importHalf(publicHalf, algorithm),
      publicJwk: { ...members, kid, alg: algorithm, use: "sig" },
    };
  } catch {
    return undefined;
  }
};

/** Signs an access token that holds from `now` for `lifetimeSeconds`. */
export const signAccessToken = (
  { algorithm, privateKey, publicJwk }: SigningKey,
  { userId, sessionId }: AccessClaims,
  now: Date,
  lifetimeSeconds: number,
): Promise<string> => {
  const seconds = Math.floor(now.getTime() / 1_000);
  return new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: algorithm, typ: type, kid: publicJwk.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(userId)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lifetimeSeconds)
    .sign(privateKey);
};

/**
 * Who an access token of ours speaks for; undefined for any other token. Algorithm, type, issuer, audience and the claims
 * that must be there are pinned; a key in the token's own header is never looked at.
 */
export const verifyAccessToken = async (
  { algorithm, publicKey, publicJwk }: SigningKey,
  token: string,
  now: Date,
): Promise<AccessClaims | undefined> => {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, publicKey, {
      algorithms: [algorithm],
      typ: type,
      issuer,
      audience,
      requiredClaims: ["sub", "sid", "exp", "iat"],
      currentDate: now,
    });
    const { sub, sid } = payload;
    if (protectedHeader.kid !== publicJwk.kid || sub === undefined || typeof sid !== "string") return undefined;
    return { userId: sub, sessionId: sid };
  } catch {
    return undefined;
  }
};
