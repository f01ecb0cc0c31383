import type { Count, Served } from "#http/log";
import type { Increments } from "./counters.do.ts";

/** Upper bounds of the latency histogram, in milliseconds. */
const buckets = [5, 25, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];
const flushAfterMs = 1_000;
/** A request that was to send and ended before is not waited for any longer. */
const forgottenAfterMs = 5_000;

const help: Record<string, [type: "counter" | "histogram", text: string]> = {
  http_requests_total: ["counter", "Requests by method, route and status"],
  http_request_duration_ms: ["histogram", "Time until the answer began, by route"],
  rate_limit_refusals_total: ["counter", "Requests refused with 429, by route"],
  ai_calls_total: ["counter", "Calls to the language model, by outcome"],
  ai_tokens_total: ["counter", "Tokens of the language model, by direction"],
};

const label = (labels: Record<string, string | number>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${String(value).replaceAll(/[\\"\n]/g, "_")}"`)
    .join(",");

// What this isolate has not sent yet. Sent together after a second, or when somebody asks.
let pending = new Map<string, number>();
let takenUntil = 0;

const add = (name: string, by = 1): void => void pending.set(name, (pending.get(name) ?? 0) + by);

const send = async (env: Cloudflare.Env): Promise<void> => {
  const increments: Increments = Object.fromEntries(pending);
  pending = new Map();
  if (Object.keys(increments).length === 0) return;
  try {
    await env.COUNTERS.getByName("all").add(increments);
  } catch (error) {
    for (const [name, by] of Object.entries(increments)) add(name, by);
    throw error;
  }
};

/**
 * One request of each second waits and sends; the others leave at once, since a promise of one request may not be waited for
 * by another. What could not be sent is sent with the next: a counter that lags is no reason to raise an alarm.
 */
const sendSoon = (env: Cloudflare.Env): Promise<void> | undefined => {
  const now = Date.now();
  if (now < takenUntil) return undefined;
  takenUntil = now + forgottenAfterMs;
  const waitAndSend = async (): Promise<void> => {
    await scheduler.wait(flushAfterMs);
    takenUntil = 0;
    await send(env).catch(() => undefined);
  };
  return waitAndSend();
};

/** What one request adds 1 to: of each route as many as it has methods, statuses and steps of time. */
const named = new Map<string, readonly string[]>();

const nameCounters = ({ method, route, status, ms }: Served): string[] => {
  const names = [`http_requests_total{${label({ method, route, status })}}`];
  if (status === 429) names.push(`rate_limit_refusals_total{${label({ route })}}`);
  for (const le of [...buckets.filter((bound) => ms <= bound), "+Inf"])
    names.push(`http_request_duration_ms_bucket{${label({ route, le })}}`);
  return [...names, `http_request_duration_ms_count{${label({ route })}}`];
};

const note = (served: Served): void => {
  const { method, route, status, ms } = served;
  const key = `${method} ${route} ${status} ${buckets.findIndex((bound) => ms <= bound)}`;
  const names = named.get(key) ?? nameCounters(served);
  named.set(key, names);
  for (const name of names) add(name);
  add(`http_request_duration_ms_sum{${label({ route })}}`, ms);
};

/** Counts a request, and sends what was counted within a second. */
export const count: Count = (env, served) => {
  note(served);
  return sendSoon(env);
};

/** What happened, with its labels, and how often. */
export interface CountedEvent {
  name: "ai_calls_total" | "ai_tokens_total";
  labels: Record<string, string>;
  by: number;
}

/** Counts what is no request. Sent at once: it is rare, and a Durable Object that counts may be put away any moment. Never throws. */
export const countEvents = async (env: Cloudflare.Env, events: readonly CountedEvent[]): Promise<void> => {
  for (const { name, labels, by } of events) if (by > 0) add(`${name}{${label(labels)}}`, by);
  // What could not be sent is kept, and goes with the next.
  await send(env).catch(() => undefined);
};

const familyOf = (name: string): string => name.replace(/\{.*/, "").replace(/_(bucket|sum|count)$/, "");

/** All counters as Prometheus text, https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const readMetrics = async (env: Cloudflare.Env): Promise<string> => {
  await send(env);
  const lines: string[] = [];
  const byFamily = Map.groupBy(Object.entries(await env.COUNTERS.getByName("all").read()), ([name]) => familyOf(name));
  for (const [family, counters] of byFamily) {
    const [type, text] = help[family] ?? ["counter", family];
    lines.push(`# HELP ${family} ${text}`, `# TYPE ${family} ${type}`);
    for (const [name, value] of counters) lines.push(`${name} ${value}`);
  }
  return `${lines.join("\n")}\n`;
};
