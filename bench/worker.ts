// The API as the benches ask it: `npm start` over one bundle for all of them, with its state thrown away at the end.
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import type { LocalWorker } from "../scripts/local-worker.ts";
import { startWorker } from "../scripts/local-worker.ts";
import { bundled } from "./bundle.ts";

/** Starts the API, lets `use` have it, and ends it, also after a failure. */
export const withWorker = async (
  bench: string,
  settings: Record<string, string>,
  use: (worker: LocalWorker) => Promise<void>,
): Promise<void> => {
  await bundled();
  const name = `bench-${bench}-${process.pid}`;
  const worker = await startWorker(name, { RATE_LIMIT_SCALE: "100000", ...settings });
  try {
    await use(worker);
  } finally {
    await worker.stop();
    rmSync(resolve(import.meta.dirname, "../.wrangler", name), { recursive: true, force: true });
  }
};

/** What it answers as JSON, in this shape. Throws what it says where it refuses. */
export const readJson = async <S extends z.ZodType>(answer: Response, shape: S): Promise<z.output<S>> => {
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${new URL(answer.url).pathname} answered ${answer.status}: ${body.slice(0, 500)}`);
  return shape.parse(JSON.parse(body));
};

let accounts = 0;

/** A new account: what each of its requests has to carry. */
export const register = async (url: string): Promise<{ Authorization: string }> => {
  const email = `bench-${process.pid}-${Date.now()}-${accounts++}@example.com`;
  const answer = await fetch(`${url}/api/v1/auth/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password: "violet-otter-42-lamp" }),
  });
  const { access_token: token } = await readJson(answer, z.object({ access_token: z.string() }));
  return { Authorization: `Bearer ${token}` };
};
