import { call, password, read, signUp, toRequest } from "../../../test/caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { waitForOthers } from "../../../test/patience.ts";
import { createApp } from "../../app.ts";

const app = createApp();
const { control } = inject("standIns").firebase;
const project = "demo-stackstage";
const settings = { FIREBASE_PROJECT_ID: project, FIREBASE_JWKS_URL: `${control}/firebase/keys/warm` };

const ask = async (path: string, init?: Parameters<typeof toRequest>[1], more: Partial<Cloudflare.Env> = {}) =>
  read(await app.request(toRequest(path, init), {}, { ...env, ...settings, ...more }, createExecutionContext()));

const now = (): number => Math.floor(Date.now() / 1_000);

let serial = 0;

/** Claims as Firebase makes them, https://firebase.google.com/docs/auth/admin/verify-id-tokens */
const claimsOf = (change: object = {}) => ({
  iss: `https://securetoken.google.com/${project}`,
  aud: project,
  auth_time: now() - 10,
  iat: now() - 10,
  exp: now() + 3_600,
  sub: `firebase-${++serial}`,
  email: `firebase${serial}@example.com`,
  email_verified: true,
  ...change,
});

const mint = async (claims: object, kid?: string): Promise<string> => {
  const answer = await fetch(`${control}/firebase/token`, { method: "POST", body: JSON.stringify({ claims, kid }) });
  return (await answer.json<{ token: string }>()).token;
};

const setDown = (down: boolean) => fetch(`${control}/firebase/down?down=${down}`);

beforeEach(() => {
  waitForOthers();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await setDown(false);
});

describe("a Firebase ID token", () => {
  test("is a credential as it stands, and of the same account every time", async () => {
    const bearer = await mint(claimsOf({ name: "Fire Fly" }));
    const first = await ask("/users/me", { bearer });
    expect(first.body).toMatchObject({
      email: `firebase${serial}@example.com`,
      email_verified: true,
      firstName: "Fire",
    });
    expect((await ask("/users/me", { bearer })).body).toEqual(first.body);
  });

  test("is swapped for tokens of ours", async () => {
    const id_token = await mint(claimsOf());
    const { status, body } = await ask("/api/auth/login", { json: { id_token } });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { success: true, id_token, user_id: expect.stringMatching(/^usr_/) },
    });
    const { token } = body as { token: string };
    expect((await ask("/users/me", { bearer: token })).status).toBe(200);
  });

  test("A12: of another project, of an unknown key, unsigned or ended is refused", async () => {
    const bad = [
      await mint(claimsOf({ aud: "another-project" })),
      await mint(claimsOf({ iss: "https://securetoken.google.com/another-project" })),
      await mint(claimsOf(), "unknown-kid"),
      await mint(claimsOf({ exp: now() - 1 })),
      await mint(claimsOf({ sub: "" })),
      await mint(claimsOf({ auth_time: undefined })),
      `${btoa('{"alg":"none"}')}.${Buffer.from(JSON.stringify(claimsOf())).toString("base64url")}.`,
    ];
    for (const [index, bearer] of bad.entries()) {
      const { status } = await ask("/users/me", { bearer });
      expect({ index, status }).toEqual({ index, status: 401 });
    }
    expect((await ask("/api/auth/login", { json: { id_token: bad[0] } })).status).toBe(401);
  });

  test("A13: is verified with the keys at hand while their host is down, and is 503 when there are none", async () => {
    const bearer = await mint(claimsOf());
    expect((await ask("/users/me", { bearer })).status).toBe(200);
    await setDown(true);
    expect((await ask("/users/me", { bearer })).status).toBe(200);
    const cold = await ask("/users/me", { bearer }, { FIREBASE_JWKS_URL: `${control}/firebase/keys/cold` });
    expect(cold.status).toBe(503);
  });

  test("whose address is unverified joins no account, and a verified one takes an unverified account over", async () => {
    const { user, access_token: local } = await signUp();
    const unverified = await mint(claimsOf({ email: user.email, email_verified: false }));
    expect((await ask("/users/me", { bearer: unverified })).status).toBe(401);
    expect((await ask("/api/auth/login", { json: { id_token: unverified } })).status).toBe(409);
    const verified = await mint(claimsOf({ email: user.email }));
    expect((await ask("/users/me", { bearer: verified })).body).toMatchObject({ id: user.id });
    expect((await ask("/users/me", { bearer: local })).status).toBe(401);
  });

  test("means nothing where Firebase is not configured", async () => {
    const bearer = await mint(claimsOf());
    expect((await call("/users/me", { bearer })).status).toBe(401);
  });

  test("is taken unsigned only where an emulator is configured", async () => {
    const bearer = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url")}.${Buffer.from(JSON.stringify(claimsOf())).toString("base64url")}.`;
    expect((await ask("/users/me", { bearer })).status).toBe(401);
    expect((await ask("/users/me", { bearer }, { FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:9099" })).status).toBe(200);
    const production = { FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:9099", ENVIRONMENT: "production" };
    vi.spyOn(console, "log").mockReturnValue();
    expect((await ask("/users/me", { bearer }, production)).status).toBe(401);
  });
});

test("when Firebase does not answer, signing up is 503 and makes no local account", async () => {
  const email = "nowhere@example.com";
  const dead = { FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:9" };
  expect((await ask("/api/auth/signup", { json: { email, password } }, dead)).status).toBe(503);
  expect(await env.DB.prepare("SELECT 1 FROM users WHERE email = ?").bind(email).first()).toBeNull();
});
