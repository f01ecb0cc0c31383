// How long a sign-in takes, whether an unknown address can be told by it, and whether /health suffers. Asserts nothing.
import { scryptSync } from "node:crypto";
import { performance } from "node:perf_hooks";
import { startWorker } from "../scripts/local-worker.ts";

const password = "violet-otter-42-lamp";

const quantile = (values: readonly number[], share: number): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0);

const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const repeat = async (times: number, work: () => unknown): Promise<number[]> => {
  const all: number[] = [];
  for (let index = 0; index < times; index++) all.push(await timed(work));
  return all;
};

const worker = await startWorker("bench-identity", { RATE_LIMIT_SCALE: "10000" });

const post = async (path: string, json: unknown): Promise<number> => {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${worker.url}${path}`, { method: "POST", headers, body: JSON.stringify(json) });
  await answer.arrayBuffer();
  return answer.status;
};

const email = `bench-${process.pid}@example.com`;
await post("/api/v1/auth/register", { email, password });
const login = (address: string, secret: string) => post("/api/v1/auth/login", { email: address, password: secret });
await repeat(3, () => login(email, password));

const hashing = await repeat(9, () => scryptSync(password, "salt", 32, { N: 2 ** 14, r: 8, p: 5, maxmem: 2 ** 26 }));
const right = await repeat(15, () => login(email, password));
const wrong = await repeat(15, () => login(email, "not the password"));
const unknown = await repeat(15, () => login("nobody@example.com", "not the password"));

/** 200 questions, one every 18 ms, while nothing or twenty sign-ins go on. */
const askHealth = async (): Promise<number[]> => {
  const asked: Promise<number>[] = [];
  for (let index = 0; index < 200; index++) {
    asked.push(timed(async () => (await fetch(`${worker.url}/health`)).arrayBuffer()));
    await new Promise((wake) => setTimeout(wake, 18));
  }
  return Promise.all(asked);
};
const calm = await askHealth();
const crowd = Promise.all(
  Array.from({ length: 20 }, (_, index) => timed(() => login(`person-${index}@example.com`, "not the password"))),
);
const busy = await askHealth();
const crowded = await crowd;
await worker.stop();

const row = (values: readonly number[]) => ({ p50: quantile(values, 0.5), p99: quantile(values, 0.99) });
console.log("Signing in and what it does to others, ms, over HTTP in workerd (hashing: scrypt in Node, 16 MiB)");
console.table({
  hashing: row(hashing),
  "right password": row(right),
  "wrong password": row(wrong),
  "unknown address": row(unknown),
  "20 sign-ins at once": row(crowded),
  "/health alone": row(calm),
  "/health meanwhile": row(busy),
});
