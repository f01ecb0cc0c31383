import { generateKeyPairSync, randomBytes } from "node:crypto";

/** Secrets that nobody has to think up: made where they are missing, on this machine and at the first deployment. */
export const makeSecret: Record<"ARTIFACT_SIGNING_KEY" | "AUTH_SIGNING_KEY" | "METRICS_TOKEN", () => string> = {
  ARTIFACT_SIGNING_KEY: () => randomBytes(32).toString("base64url"),
  AUTH_SIGNING_KEY: () =>
    JSON.stringify(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" })),
  METRICS_TOKEN: () => randomBytes(32).toString("base64url"),
};
