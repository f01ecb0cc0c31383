import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { AppError } from "#http/errors";
import passwords from "./common-passwords.json" with { type: "json" };

interface Cost {
  N: number;
  r: number;
  p: number;
}

/**
 * RFC 7914, at a row of OWASP's password storage table: 16 MiB and 150 ms. The row above it, N = 2^15 and p = 3, takes
 * 32 MiB and 203 ms on the same machine, and an isolate has 128 MB and one thread.
 */
const cost: Cost = { N: 2 ** 14, r: 8, p: 5 };
const hashBytes = 32;
const maxmem = 64 * 1024 * 1024;

const derive = promisify<string, Uint8Array, number, Cost & { maxmem: number }, Buffer>(scrypt);

/** What a hash is taken to need until one has needed more. In production a clock stands still while code runs, and it stays. */
const usualMs = 180;
/** Between two hashes the isolate answers whatever else has come: for so long at least, and for a third of the time. */
const leastBreathMs = 80;
const longestWaitMs = 10_000;

let neededMs = usualMs;
const breathMs = (): number => Math.max(leastBreathMs, neededMs / 2);

// When the next hash may begin.
let free = 0;

/**
 * One hash at a time, each in its slot: scrypt holds the isolate while it runs, and many back to back would hold it for
 * seconds. Every request waits by a timer of its own: one that waited for another's promise would hang when that one's
 * caller goes away.
 */
const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  const now = performance.now();
  const slot = Math.max(now, free);
  if (slot - now > longestWaitMs)
    throw new AppError("unavailable", "Too many people are signing in. Please try again.", {
      headers: { "Retry-After": "10" },
    });
  const end = slot + neededMs + breathMs();
  free = end;
  if (slot > now) await scheduler.wait(slot - now);
  const began = performance.now();
  const done = await work();
  neededMs = Math.max(usualMs, performance.now() - began);
  if (free === end) free = performance.now() + breathMs();
  return done;
};

const run = (password: string, salt: Uint8Array, { N, r, p }: Cost): Promise<Buffer> =>
  inTurn(() => derive(password.normalize("NFKC"), salt, hashBytes, { N, r, p, maxmem }));

const write = ({ N, r, p }: Cost, salt: Buffer, hash: Buffer): string =>
  ["scrypt", N, r, p, salt.toString("base64url"), hash.toString("base64url")].join("$");

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16);
  return write(cost, salt, await run(password, salt, cost));
};

const read = (stored: string) => {
  const [, N, r, p, salt = "", hash = ""] = stored.split("$");
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64url"),
    hash: Buffer.from(hash, "base64url"),
  };
};

/** A hash that no password has: checking against it costs what checking against a real one costs. */
const nobody = write(cost, Buffer.alloc(16), Buffer.alloc(hashBytes));

/** Whether the password is the one that was hashed. Takes the same time when there is no hash. */
export const checkPassword = async (password: string, stored: string | null): Promise<boolean> => {
  const { cost: paid, salt, hash } = read(stored ?? nobody);
  const same = timingSafeEqual(await run(password, salt, paid), hash);
  return same && stored !== null;
};

/** Whether a hash was made at another cost than today's. */
export const isOutdated = (stored: string): boolean => {
  const { N, r, p } = read(stored).cost;
  return N !== cost.N || r !== cost.r || p !== cost.p;
};

const commonPasswords = new Set(passwords.common);

const isSequence = (text: string): boolean => {
  const step = (text.charCodeAt(1) || 0) - text.charCodeAt(0);
  if (Math.abs(step) > 1) return false;
  for (let at = 1; at < text.length; at++) if (text.charCodeAt(at) - text.charCodeAt(at - 1) !== step) return false;
  return true;
};

/** Whether a password is among the first that anyone would try: a common one, `aaaaaaaa`, `12345678`, the e-mail itself. */
export const isCommon = (password: string, email: string): boolean => {
  const lower = password.toLowerCase();
  const bare = lower.replace(/[\d!@#$%^&*.?_-]+$/, "");
  const [name] = email.split("@");
  return (
    commonPasswords.has(lower) || commonPasswords.has(bare) || isSequence(lower) || lower === email || lower === name
  );
};
