export type { SigningKey } from "./access-tokens.ts";
export { importSigningKey, signAccessToken, verifyAccessToken } from "./access-tokens.ts";
