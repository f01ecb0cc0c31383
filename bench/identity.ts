// How long a sign-in takes, whether an unknown address can be told by it, and whether /health suffers. Asserts nothing.
import { scryptSync } from "node:crypto";
import type { Scope } from "./tables.ts";
import { printTable, quantile, round, timed } from "./tables.ts";
import { withWorker } from "./worker.ts";

const password = "violet-otter-42-lamp";

const repeat = async (times: number, work: () => unknown): Promise<number[]> => {
  const all: number[] = [];
  for (let index = 0; index < times; index++) all.push(await timed(work));
  return all;
};

const measure = async (url: string, rounds: number): Promise<void> => {
  const post = async (path: string, json: unknown): Promise<number> => {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(json) });
    await answer.arrayBuffer();
    return answer.status;
  };

  const email = `bench-${process.pid}@example.com`;
  await post("/api/v1/auth/register", { email, password });
  const login = (address: string, secret: string) => post("/api/v1/auth/login", { email: address, password: secret });
  await repeat(3, () => login(email, password));

  const hashing = await repeat(9, () => scryptSync(password, "salt", 32, { N: 2 ** 14, r: 8, p: 5, maxmem: 2 ** 26 }));
  const right = await repeat(rounds, () => login(email, password));
  const wrong = await repeat(rounds, () => login(email, "not the password"));
  const unknown = await repeat(rounds, () => login("nobody@example.com", "not the password"));

  /** 200 questions, one every 18 ms, while nothing or twenty sign-ins go on. */
  const askHealth = async (): Promise<number[]> => {
    const asked: Promise<number>[] = [];
    for (let index = 0; index < 200; index++) {
      asked.push(timed(async () => (await fetch(`${url}/health`)).arrayBuffer()));
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

  const row = (what: string, values: readonly number[]) => ({
    what,
    "p50, ms": round(quantile(values, 0.5)),
    "p99, ms": round(quantile(values, 0.99)),
  });
  printTable("Signing in and what it does to others, over HTTP in workerd (hashing: scrypt in Node, 16 MiB)", [
    row("hashing", hashing),
    row("right password", right),
    row("wrong password", wrong),
    row("unknown address", unknown),
    row("20 sign-ins at once", crowded),
    row("/health alone", calm),
    row("/health meanwhile", busy),
  ]);
};

export const identity = ({ short }: Scope): Promise<void> =>
  withWorker("identity", {}, ({ url }) => measure(url, short ? 7 : 15));
