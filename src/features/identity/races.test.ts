// What happens between a check and the write that follows it: a takeover, a change of the password, a deletion.
import { call, password, read, signUp, toRequest } from "../../../test/caller.ts";
import { createExecutionContext, evictAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { waitForOthers } from "../../../test/patience.ts";
import { createApp } from "../../app.ts";

const app = createApp();
const { control } = inject("standIns").races;
const project = "demo-stackstage";
const firebase = { FIREBASE_PROJECT_ID: project, FIREBASE_JWKS_URL: `${control}/firebase/keys/races` };

type Init = Parameters<typeof toRequest>[1];

const ask = async (path: string, init?: Init, more: Partial<Cloudflare.Env> = {}) =>
  read(await app.request(toRequest(path, init), {}, { ...env, ...more }, createExecutionContext()));

const now = (): number => Math.floor(Date.now() / 1_000);

const mint = async (subject: string, email: string, verified: boolean): Promise<string> => {
  const claims = {
    iss: `https://securetoken.google.com/${project}`,
    aud: project,
    auth_time: now() - 10,
    iat: now() - 10,
    exp: now() + 3_600,
    sub: subject,
    email,
    email_verified: verified,
  };
  const answer = await fetch(`${control}/firebase/token`, { method: "POST", body: JSON.stringify({ claims }) });
  return (await answer.json<{ token: string }>()).token;
};

/** The owner of the address signs in with a provider that has verified it. */
const ownerComes = async (email: string) => {
  const owner = await ask("/users/me", { bearer: await mint(`owner-${email}`, email, true) }, firebase);
  expect(owner.status).toBe(200);
};

/** Lets `meanwhile` happen just before a statement that matches reaches the database, alone or in a batch. */
const before = (statement: RegExp, meanwhile: () => Promise<unknown>): Partial<Cloudflare.Env> => {
  let isAwaited = false;
  const happen = async () => {
    if (!isAwaited) return;
    isAwaited = false;
    await meanwhile();
  };
  const prepare = (text: string) => {
    const prepared = env.DB.prepare(text);
    if (!statement.test(text)) return prepared;
    isAwaited = true;
    const bind = (...values: unknown[]) => {
      const bound = env.DB.prepare(text).bind(...values);
      const raw = bound.raw.bind(bound);
      return Object.assign(bound, { raw: () => happen().then(() => raw()) });
    };
    return Object.assign(prepared, { bind });
  };
  const batch = (statements: D1PreparedStatement[]) => happen().then(() => env.DB.batch(statements));
  return { DB: Object.assign(Object.create(env.DB), { prepare, batch }) };
};

const credentialsOf = async (userId: string) => {
  const count = async (table: string) =>
    (await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE user_id = ?`).bind(userId).first<{ n: number }>())
      ?.n;
  return { sessions: await count("login_sessions"), keys: await count("api_keys") };
};

const passwordOf = async (userId: string) =>
  env.DB.prepare("SELECT password_hash FROM users WHERE id = ?").bind(userId).first<{ password_hash: string | null }>();

beforeEach(() => {
  waitForOthers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("C11: while the owner takes an account over, whoever registered it", () => {
  test("gets no session out of a password that was right a moment ago", async () => {
    const { user } = await signUp();
    const late = before(/insert into "login_sessions"/, () => ownerComes(user.email));
    const json = { email: user.email, password };
    expect((await ask("/api/v1/auth/login", { json }, late)).status).toBe(401);
    expect(await credentialsOf(user.id)).toEqual({ sessions: 0, keys: 0 });
  });

  test("gets no key", async () => {
    const { user, access_token: bearer } = await signUp();
    const late = before(/insert into "api_keys"/, () => ownerComes(user.email));
    expect((await ask("/api/v1/auth/api-keys", { bearer, json: { name: "mine" } }, late)).status).toBe(401);
    expect(await credentialsOf(user.id)).toEqual({ sessions: 0, keys: 0 });
  });

  test("sets no password", async () => {
    const { user, access_token: bearer } = await signUp();
    const late = before(/update "users" set "password_hash"/, () => ownerComes(user.email));
    const json = { password: "amber-walrus-77-kite", current_password: password };
    expect((await ask("/api/v1/users/me", { method: "PATCH", bearer, json }, late)).status).toBe(401);
    expect(await passwordOf(user.id)).toEqual({ password_hash: null });
  });

  test("keeps nothing of an account that was made through the very same provider, unverified", async () => {
    const email = "same-provider@example.com";
    const attacker = await mint("same-subject", email, false);
    const first = await ask("/api/auth/login", { json: { id_token: attacker } }, firebase);
    const { access_token: bearer, user_id: id } = first.body as { access_token: string; user_id: string };
    await ask("/api/v1/users/me", { method: "PATCH", bearer, json: { password } }, firebase);
    const key = await ask("/api/v1/auth/api-keys", { bearer, json: { name: "left behind" } }, firebase);
    const { key: apiKey } = key.body as { key: string };
    // Firebase gives the owner the same subject when they sign in with Google or reset the password there.
    const owner = await ask("/users/me", { bearer: await mint("same-subject", email, true) }, firebase);
    expect(owner.body).toMatchObject({ id, email_verified: true });
    expect((await ask("/users/me", { bearer })).status).toBe(401);
    expect((await ask("/users/me", { apiKey })).status).toBe(401);
    expect((await ask("/api/v1/auth/login", { json: { email, password } })).status).toBe(401);
  });

  test("is not let in by an address that only looks the same in lower case", async () => {
    const { user } = await signUp("karl@example.com");
    await ownerComes(user.email);
    // KELVIN SIGN, which toLowerCase() makes a k.
    const twin = await mint("kelvin", "\u212aarl@example.com", true);
    expect((await ask("/users/me", { bearer: twin }, firebase)).body).not.toMatchObject({ id: user.id });
  });
});

test("a sign-in that a change of the password overtakes is refused", async () => {
  const { user, access_token: bearer } = await signUp();
  const change = { password: "amber-walrus-77-kite", current_password: password };
  const late = before(/insert into "login_sessions"/, () =>
    ask("/api/v1/users/me", { method: "PATCH", bearer, json: change }),
  );
  expect((await ask("/api/v1/auth/login", { json: { email: user.email, password } }, late)).status).toBe(401);
});

test("a sign-in that a deletion overtakes leaves no session behind", async () => {
  const { user, access_token: bearer } = await signUp();
  const late = before(/insert into "login_sessions"/, () => ask("/api/v1/users/me", { method: "DELETE", bearer }));
  expect((await ask("/api/v1/auth/login", { json: { email: user.email, password } }, late)).status).toBe(401);
  expect(await credentialsOf(user.id)).toEqual({ sessions: 0, keys: 0 });
});

describe("B1: two who hold one refresh token", () => {
  const refresh = async (refresh_token: string) => {
    const { status, body } = await call("/api/v1/auth/refresh", { json: { refresh_token } });
    return { status, token: (body as { refresh_token: string }).refresh_token };
  };

  test("are found out when both go on with it, though they take turns", async () => {
    const { refresh_token: stolen, access_token: bearer } = await signUp();
    const owner = await refresh(stolen);
    const thief = await refresh(stolen);
    expect([owner.status, thief.status]).toEqual([200, 200]);
    expect((await refresh(owner.token)).status).toBe(200);
    expect((await refresh(thief.token)).status).toBe(401);
    expect((await call("/users/me", { bearer })).status).toBe(401);
  });

  test("are found out when both go on at the same moment", async () => {
    const { refresh_token: stolen } = await signUp();
    const [one, other] = await Promise.all([refresh(stolen), refresh(stolen)]);
    const next = await Promise.all([refresh(one.token), refresh(other.token)]);
    expect(new Set(next.map(({ status }) => status))).toEqual(new Set([200, 401]));
    const left = await Promise.all(next.map(({ token }) => refresh(token ?? "none")));
    expect(left.map(({ status }) => status)).toEqual([401, 401]);
  });

  test("an answer that was lost on the way may be asked for again", async () => {
    const { refresh_token: first } = await signUp();
    await refresh(first);
    const second = await refresh(first);
    await refresh(second.token);
    const third = await refresh(second.token);
    expect((await refresh(third.token)).status).toBe(200);
  });
});

test("B5: a code that waits to be swapped ends with every other session", async () => {
  const { user, access_token: bearer } = await signUp();
  await env.DB.prepare("INSERT INTO login_codes VALUES ('h', ?, 'google', '9999-01-01T00:00:00.000Z')")
    .bind(user.id)
    .run();
  await call("/api/v1/auth/sessions", { method: "DELETE", bearer });
  expect(await env.DB.prepare("SELECT 1 FROM login_codes WHERE user_id = ?").bind(user.id).first()).toBeNull();
});

describe("a limit on guesses", () => {
  const strict = { RATE_LIMIT_SCALE: "1" };

  test("A15: is not forgotten while the guesser waits for its counter to be put away", async () => {
    const json = { email: "patient@example.com", password: "wrong password" };
    const guess = async () => (await ask("/api/v1/auth/login", { json }, strict)).status;
    // At one moment, and its alarm far off: a slow machine would get a guess back.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    const first = [await guess(), await guess(), await guess(), await guess(), await guess()];
    await evictAllDurableObjects();
    expect(first).toEqual([401, 401, 401, 401, 401]);
    expect(await guess()).toBe(429);
  });

  test("O4: leaves nothing once it is full again", async () => {
    const stub = env.RATE_LIMITER.getByName("password:a-test");
    // So slowly that its alarm does not ring by itself.
    const take = () => stub.take(5, 1 / 3_600, true);
    await take();
    expect((await take()).tokens).toBeLessThan(4);
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect((await take()).tokens).toBe(4);
  });

  test("E8: names its counters itself, whatever the address looks like", async () => {
    const names: string[] = [];
    const getByName = (name: string) => {
      names.push(name);
      return env.RATE_LIMITER.getByName(name);
    };
    const spied = { RATE_LIMITER: Object.assign(Object.create(env.RATE_LIMITER), { getByName }) };
    for (const email of [
      "../../x@example.com",
      "ada+tag@example.com",
      `${"a".repeat(1_000)}@example.com`,
      "ada@exаmple.com",
    ])
      await ask("/api/v1/auth/login", { json: { email, password } }, spied);
    await ask("/users/me", { bearer: "../../etc/passwd" }, spied);
    for (const name of names) expect(name).toMatch(/^(login|password|credential|read|write):local(:[0-9a-f]{16})?$/);
    expect(names.length).toBeGreaterThan(4);
  });
});

describe("signing out", () => {
  test("a form on another site drops nobody's cookie", async () => {
    const from = async (origin: string) =>
      (await call("/auth/logout", { method: "POST", headers: { Origin: origin } })).headers.has("set-cookie");
    expect(await from("https://evil.example")).toBe(false);
    expect(await from("null")).toBe(false);
    expect(await from("http://localhost:5173")).toBe(true);
  });
});
