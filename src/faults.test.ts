// Every binding fails once, at each of its calls, under each documented route: group P of test/THREATS.md.
import type { Choose, Outcome } from "../test/chaos/binding-faults.ts";
import { openStrikes, tableOf } from "../test/chaos/binding-faults.ts";
import type { Doors } from "../test/chaos/requests.ts";
import { goodOnce, metricsToken, operationOf, operationsOf, requests } from "../test/chaos/requests.ts";
import type { World } from "../test/chaos/world.ts";
import { openWorld } from "../test/chaos/world.ts";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from "vitest";
import { waitForOthers } from "../test/patience.ts";
import { createApp } from "./app.ts";

const app = createApp();
const admin = "admin-of-chaos@example.com";

const { google, gitHub, control } = inject("standIns").faults;

const settings = {
  METRICS_TOKEN: metricsToken,
  ADMIN_EMAILS: admin,
  GOOGLE_ISSUER: google,
  GOOGLE_CLIENT_ID: "our-google-id",
  GOOGLE_CLIENT_SECRET: "our-google-secret",
  GITHUB_BASE_URL: gitHub,
  GITHUB_CLIENT_ID: "our-github-id",
  GITHUB_CLIENT_SECRET: "our-github-secret",
  GITHUB_API_URL: `${control}/github`,
  AUTH_REDIRECTS: "http://localhost:5173",
  ALLOWED_ORIGINS: "http://localhost:5173",
};

// Counters are sent within a second, and each request here waits for what it has deferred.
vi.spyOn(scheduler, "wait").mockResolvedValue();
waitForOthers();

const { reach, strikeEach } = openStrikes(
  async (request, bindings, context) => app.request(request, {}, bindings, context),
  settings,
);

let world: World;
let doors: Doors;
let documented: string[] = [];
let visitors = 0;

/** To the provider and back, as somebody new; only one of the two providers has verified the address. */
const leave = async (provider: "google" | "github", query = ""): Promise<{ path: string; cookie: string }> => {
  const sub = String(900_000 + ++visitors);
  const visitor = { sub, email: `chaos-${sub}@example.com`, email_verified: provider === "google", name: "Vera" };
  await fetch(`${control}/visitor`, { method: "POST", body: JSON.stringify(visitor) });
  const start = await reach(new Request(`http://api/auth/${provider}${query}`));
  const toUs = await fetch(start.headers.get("location") ?? "", { redirect: "manual" });
  const back = new URL(toUs.headers.get("location") ?? "");
  return { path: `${back.pathname}${back.search}`, cookie: start.headers.getSetCookie()[0]?.split(";")[0] ?? "" };
};

const codeOfSignIn = async (): Promise<string> => {
  const { path, cookie } = await leave("google", "?response=code&redirect_uri=http://localhost:5173");
  const back = await reach(new Request(`http://api${path}`, { headers: { Cookie: cookie, Accept: "text/html" } }));
  return new URL(back.headers.get("location") ?? "").searchParams.get("code") ?? "";
};

const becomeAdmin = async (): Promise<string> => {
  const json = { email: admin, password: "violet-otter-42-lamp" };
  const made = await world.send<{ access_token: string }>({ method: "POST", path: "/api/v1/auth/register", json });
  await env.DB.prepare("UPDATE users SET email_verified = 1 WHERE email = ?").bind(admin).run();
  return made.access_token;
};

beforeAll(async () => {
  vi.spyOn(console, "log").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
  world = await openWorld(reach);
  doors = { admin: await becomeAdmin(), leave, code: codeOfSignIn };
  documented = operationsOf(await world.send({ method: "GET", path: "/openapi.json" }));
}, 180_000);

beforeEach(async () => {
  if (await world.stayIn()) doors.admin = await world.signIn(admin);
});

const outcomes = new Map<string, readonly Outcome[]>();

afterAll(() => {
  vi.restoreAllMocks();
  console.log(`Bindings that fail once, ${scope}:\n${tableOf(outcomes)}`);
});

const rows = Object.keys(requests);

/** Bound by vitest.config.ts from the shell of `npm run chaos`. */
const scope = Reflect.get(env, "CHAOS") === "every call" ? "every call" : "the last call of each";

/** Operations whose right answer is a refusal: no model for speech is set up, no cloud is ever asked. */
const refused: Readonly<Record<string, number>> = { "POST /speech/transcribe": 503, "POST /api/cloud/connect": 501 };

/** Asked by what stands before every route: the same everywhere. */
const before: ReadonlySet<string> = new Set(["SHIELD", "RATE_LIMITER", "COUNTERS"]);
const oneOfSo = 8;

/** Every call, for `npm run chaos`; else the last of each binding, and of those that are the same everywhere in some rows. */
const chooseFor =
  (row: string): Choose =>
  (calls, binding) => {
    const all = Array.from({ length: calls }, (_, index) => index + 1);
    if (scope === "every call") return all;
    return before.has(binding) && rows.indexOf(row) % oneOfSo !== 0 ? [] : all.slice(-1);
  };

test("P7: every documented operation has a request to be asked with, and no other has", () => {
  expect([...new Set(rows.map(operationOf))].toSorted()).toEqual(documented.toSorted());
});

test.each(rows)("P7: %s, while each call on each binding fails once", { timeout: 900_000 }, async (row) => {
  const { usual, outcomes: found } = await strikeEach(
    async () => {
      const call = await requests[row]?.(world, doors);
      if (call === undefined) throw new Error("no request");
      return call;
    },
    goodOnce.has(operationOf(row)),
    chooseFor(row),
  );
  outcomes.set(row, found);
  const isUsual = usual.status === refused[row] || usual.status < 400;
  expect({ row, isUsual, said: isUsual ? "" : usual.text }).toEqual({ row, isUsual: true, said: "" });
  const wrong = found.filter(({ faults }) => faults.length > 0);
  expect(
    wrong.map(({ binding, nth, fault, first, faults }) => `${binding} ${nth} ${fault}: ${first}; ${faults.join("; ")}`),
  ).toEqual([]);
});
