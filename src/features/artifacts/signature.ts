const encoder = new TextEncoder();

const importKey = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);

const message = (key: string, expires: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(encoder.encode(`${key}\n${expires}`));

const toHex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

const fromHex = (text: string): Uint8Array<ArrayBuffer> | undefined =>
  /^[0-9a-f]{64}$/.test(text)
    ? new Uint8Array((text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)))
    : undefined;

/** HMAC-SHA-256 over key and expiry (seconds since 1970), in hexadecimal. */
export const sign = async (secret: string, key: string, expires: number): Promise<string> =>
  toHex(await crypto.subtle.sign("HMAC", await importKey(secret), message(key, expires)));

/** Whether the signature is ours; compared in constant time by the platform. */
export const verify = async (secret: string, key: string, expires: number, signature: string): Promise<boolean> => {
  const bytes = fromHex(signature);
  return bytes !== undefined && crypto.subtle.verify("HMAC", await importKey(secret), bytes, message(key, expires));
};
