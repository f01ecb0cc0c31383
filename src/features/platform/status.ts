import type { Ctx } from "#http/context";
import { probes } from "./store.ts";

/** How one part of what this stands on is. */
export interface Check {
  ok: boolean;
  latency_ms: number;
  detail: string;
}

const deadlineMs = 3_000;

const withDeadline = async (work: Promise<unknown>): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), deadlineMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** Asked twice before it counts as down: a store may answer badly once. */
const check = async (ctx: Ctx, probe: () => Promise<unknown>): Promise<Check> => {
  const started = ctx.now().getTime();
  const result = (ok: boolean, detail: string): Check => ({
    ok,
    latency_ms: ctx.now().getTime() - started,
    detail,
  });
  for (const attempt of ["ok", "ok at the second try"])
    try {
      await withDeadline(probe());
      return result(true, attempt);
    } catch {
      // The second try, or the answer below.
    }
  return result(false, "does not answer");
};

/** Asks every store whether it answers. */
export const readStatus = async (ctx: Ctx) => {
  const names = Object.keys(probes);
  const found = await Promise.all(Object.values(probes).map((probe) => check(ctx, () => probe(ctx.env))));
  const checks = Object.fromEntries(found.map((one, index) => [names[index] ?? "", one]));
  const ok = found.every((one) => one.ok);
  return {
    ok,
    checks: { ...checks, ai: { ok: true, latency_ms: 0, detail: ctx.settings.ai?.model ?? "built-in engine" } },
  };
};
