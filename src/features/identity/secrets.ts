const encoder = new TextEncoder();
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** `length` characters of base 62, 5.95 bits each. */
const randomText = (length: number): string => {
  let text = "";
  while (text.length < length)
    for (const byte of crypto.getRandomValues(new Uint8Array(length)))
      // 248 is the largest multiple of 62 in a byte: what lies above would favour the first characters.
      if (byte < 248 && text.length < length) text += alphabet.charAt(byte % 62);
  return text;
};

/** A secret that is its own proof: shown once, kept as its hash. 256 bits. */
export const newSecret = (): string => randomText(43);

/** SHA-256 in hexadecimal: enough for a secret of ours, which nobody can guess; never for a password. */
export const hashSecret = async (secret: string): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(secret))));

const keyPrefix = "ss_live_";
const keyPattern = /^ss_live_([0-9A-Za-z]{32})([0-9a-f]{8})$/;

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 in eight hexadecimal digits. */
const checksum = (text: string): string => {
  let crc = 0xffffffff;
  for (const byte of encoder.encode(text)) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
};

/** A new API key: `ss_live_`, 190 random bits, checksum. */
export const newApiKey = (): string => {
  const random = randomText(32);
  return `${keyPrefix}${random}${checksum(random)}`;
};

/** Whether a text can be a key of ours. A typing error or a made-up key is refused here, without asking the database. */
export const isApiKey = (text: string): boolean => {
  const [, random = "", sum] = keyPattern.exec(text) ?? [];
  return sum !== undefined && checksum(random) === sum;
};

/** What a key is recognised by when it is no longer shown. */
export const describeApiKey = (key: string): string => `${key.slice(0, 12)}…${key.slice(-4)}`;
