import type { Ctx } from "#http/context";

const encoder = new TextEncoder();

/**
 * An e-mail as the log may hold it: 16 hexadecimal digits, the same for the same address. Keyed, so that nobody who reads
 * the log can find an address by hashing likely ones.
 */
export const hashEmail = async ({ settings }: Ctx, email: string): Promise<string> => {
  const secret = encoder.encode(`email-in-logs:${settings.authSigningKey ?? ""}`);
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const bytes = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(email)));
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
};
