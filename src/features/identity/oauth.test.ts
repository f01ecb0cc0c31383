import type { Answer } from "../../../test/caller.ts";
import { call, password, read, signUp, toRequest } from "../../../test/caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { waitForOthers } from "../../../test/patience.ts";
import { createApp } from "../../app.ts";

const app = createApp();
const { google, gitHub, control } = inject("standIns").oauth;

const settings = {
  GOOGLE_ISSUER: google,
  GOOGLE_CLIENT_ID: "our-google-id",
  GOOGLE_CLIENT_SECRET: "our-google-secret",
  GITHUB_BASE_URL: gitHub,
  GITHUB_CLIENT_ID: "our-github-id",
  GITHUB_CLIENT_SECRET: "our-github-secret",
  AUTH_REDIRECTS: "http://localhost:5173,https://app.example.com",
  ALLOWED_ORIGINS: "http://localhost:5173,https://app.example.com",
};

type Init = Parameters<typeof toRequest>[1];

const ask = async (path: string, init?: Init, more: Partial<Cloudflare.Env> = {}): Promise<Answer> =>
  read(await app.request(toRequest(path, init), {}, { ...env, ...settings, ...more }, createExecutionContext()));

const setVisitor = (visitor: object) => fetch(`${control}/visitor`, { method: "POST", body: JSON.stringify(visitor) });

const browser = { Accept: "text/html,application/xhtml+xml" };

const cookieOf = ({ headers }: Answer, name: string): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(";")[0] ?? "")
    .find((pair) => pair.startsWith(`${name}=`)) ?? "";

interface Journey {
  /** Where the provider sends the browser back to, with its code and our state. */
  callback: string;
  cookie: string;
}

/** From our start route to the provider and back to the door, as a browser goes. */
const leave = async (
  provider: "google" | "github",
  query = "",
  more: Partial<Cloudflare.Env> = {},
): Promise<Journey> => {
  const start = await ask(`/auth/${provider}${query}`, {}, more);
  expect(start.status).toBe(302);
  const toUs = await fetch(start.headers.get("location") ?? "", { redirect: "manual" });
  const back = new URL(toUs.headers.get("location") ?? "");
  return { callback: `${back.pathname}${back.search}`, cookie: cookieOf(start, `sign_in_${provider}`) };
};

const comeBack = async ({ callback, cookie }: Journey, headers: Record<string, string> = browser) =>
  ask(callback, { cookie, headers });

let serial = 5_000;
beforeEach(async () => {
  waitForOthers();
  const sub = String(++serial);
  await setVisitor({ sub, email: `visitor${sub}@example.com`, email_verified: true, name: "Vera Visitor" });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(["google", "github"] as const)("signing in with %s", (provider) => {
  test("gives a cookie that /users/me takes, and goes home", async () => {
    const back = await comeBack(await leave(provider));
    expect(back.status).toBe(302);
    expect(back.headers.get("location")).toBe("http://localhost:5173/?success=true");
    expect(back.headers.getSetCookie().join()).toMatch(
      /session=ssc_\w{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax/,
    );
    const me = await ask("/auth/users/me", { cookie: cookieOf(back, "session") });
    expect(me.body).toMatchObject({ email: `visitor${serial}@example.com`, email_verified: true, firstName: "Vera" });
  });

  test("C10: gives a page a code, good once, and no token in an address", async () => {
    const back = await comeBack(await leave(provider, "?response=code&redirect_uri=https://app.example.com"));
    const location = new URL(back.headers.get("location") ?? "");
    expect(location.origin).toBe("https://app.example.com");
    expect([...location.searchParams.keys()]).toEqual(["code"]);
    const json = { code: location.searchParams.get("code") };
    const swapped = await ask("/api/v1/auth/exchange", { json });
    expect(swapped.status).toBe(200);
    const { access_token: bearer } = swapped.body as { access_token: string };
    expect((await ask("/users/me", { bearer })).body).toMatchObject({ email: `visitor${serial}@example.com` });
    expect((await ask("/api/v1/auth/exchange", { json })).status).toBe(400);
  });

  test("answers JSON to a program", async () => {
    const back = await comeBack(await leave(provider), { Accept: "application/json" });
    expect(back).toMatchObject({ status: 200, body: { access_token: expect.any(String), token_type: "bearer" } });
    const { access_token: bearer } = back.body as { access_token: string };
    expect((await ask("/users/me", { bearer })).status).toBe(200);
  });

  test("C1: a state that is missing, made up or of another browser is 400, and nobody is made", async () => {
    const journey = await leave(provider);
    const count = () => env.DB.prepare("SELECT count(*) AS n FROM users").first();
    const before = await count();
    const bad: Journey[] = [
      { ...journey, callback: journey.callback.replace(/&?state=\w+/, "") },
      { ...journey, callback: journey.callback.replace(/state=\w+/, "state=made-up") },
      { ...journey, cookie: "" },
      { ...journey, cookie: `sign_in_${provider}=another-browser` },
    ];
    for (const one of bad) expect((await comeBack(one)).status).toBe(400);
    expect(await count()).toEqual(before);
  });

  test("C3: a return with no code, with two, or in another server's name is 400", async () => {
    const odd = [
      (callback: string) => callback.replace(/code=[^&]+&?/, ""),
      (callback: string) => `${callback}&code=another`,
      (callback: string) => `${callback}&iss=https%3A%2F%2Fevil.example`,
    ];
    for (const change of odd) {
      const journey = await leave(provider);
      const back = await comeBack({ ...journey, callback: change(journey.callback) }, { Accept: "application/json" });
      expect(back.status).toBe(400);
    }
  });

  test("C2, C3: a state and a code are good once", async () => {
    const journey = await leave(provider);
    expect((await comeBack(journey)).status).toBe(302);
    expect((await comeBack(journey)).status).toBe(400);
    const other = await leave(provider);
    const oldCode = /code=([^&]+)/.exec(journey.callback)?.[1] ?? "";
    const replayed = { ...other, callback: other.callback.replace(/code=[^&]+/, `code=${oldCode}`) };
    expect((await comeBack(replayed, { Accept: "application/json" })).status).toBeGreaterThanOrEqual(400);
  });

  test("C4: the provider gets the verifier of the challenge, S256", async () => {
    await fetch(`${control}/seen`);
    const start = await ask(`/auth/${provider}`);
    const asked = new URL(start.headers.get("location") ?? "").searchParams;
    expect(asked.get("code_challenge_method")).toBe("S256");
    const toUs = await fetch(start.headers.get("location") ?? "", { redirect: "manual" });
    const back = new URL(toUs.headers.get("location") ?? "");
    await comeBack({ callback: `${back.pathname}${back.search}`, cookie: cookieOf(start, `sign_in_${provider}`) });
    const [request] = await (await fetch(`${control}/seen`)).json<{ code_verifier: string }[]>();
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(request?.code_verifier));
    expect(Buffer.from(digest).toString("base64url")).toBe(asked.get("code_challenge"));
  });

  test("C7: an address that the provider has not verified joins no account", async () => {
    const { user } = await signUp();
    await setVisitor({ email: user.email, email_verified: false });
    const refused = await comeBack(await leave(provider), { Accept: "application/json" });
    expect(refused).toMatchObject({ status: 409, body: { code: "conflict" } });
    const shown = await comeBack(await leave(provider));
    expect(shown.headers.get("location")).toBe("http://localhost:5173/login?error=email_in_use");
    const still = await call("/api/v1/auth/login", { json: { email: user.email, password } });
    expect(still.status).toBe(200);
  });

  test("C11: the verified owner takes over what somebody registered in their name", async () => {
    const attacker = await signUp();
    const key = await call("/api/v1/auth/api-keys", { bearer: attacker.access_token, json: { name: "hidden" } });
    const admins = { ADMIN_EMAILS: attacker.user.email };
    expect((await ask("/api/v1/users", { bearer: attacker.access_token }, admins)).status).toBe(403);
    await setVisitor({ email: attacker.user.email });
    const owner = cookieOf(await comeBack(await leave(provider)), "session");
    const { key: stolen } = key.body as { key: string };
    expect((await ask("/users/me", { bearer: attacker.access_token })).status).toBe(401);
    expect((await ask("/users/me", { apiKey: stolen })).status).toBe(401);
    const refresh = { json: { refresh_token: attacker.refresh_token } };
    expect((await ask("/api/v1/auth/refresh", refresh)).status).toBe(401);
    const login = await ask("/api/v1/auth/login", { json: { email: attacker.user.email, password } });
    expect(login.status).toBe(401);
    expect((await ask("/users/me", { cookie: owner })).body).toMatchObject({
      id: attacker.user.id,
      email_verified: true,
    });
    expect((await ask("/api/v1/users", { cookie: owner }, admins)).status).toBe(200);
  });

  test("signs the same person in again, under their new address too", async () => {
    const first = await comeBack(await leave(provider), { Accept: "application/json" });
    await setVisitor({ email: `moved${serial}@example.com` });
    const second = await comeBack(await leave(provider), { Accept: "application/json" });
    const ids = await Promise.all(
      [first, second].map(async ({ body }) => {
        const { access_token: bearer } = body as { access_token: string };
        return ((await ask("/users/me", { bearer })).body as { id: string }).id;
      }),
    );
    expect(ids[0]).toBe(ids[1]);
  });
});

test("both providers' verified address is one account", async () => {
  const idOf = async (provider: "google" | "github") => {
    const back = await comeBack(await leave(provider));
    return ((await ask("/users/me", { cookie: cookieOf(back, "session") })).body as { id: string }).id;
  };
  expect(await idOf("google")).toBe(await idOf("github"));
});

test("C5: only a listed page may be come back to, exactly", async () => {
  const evil = [
    "https://evil.example",
    "//evil.example",
    "\\\\evil.example",
    "https://app.example.com@evil.example",
    "https://app.example.com.evil.example",
    "https://app.example.com/anything",
    "javascript:alert(1)",
  ];
  for (const target of evil) {
    const { status } = await ask(`/auth/google?redirect_uri=${encodeURIComponent(target)}`);
    expect({ target, status }).toEqual({ target, status: 400 });
  }
  expect((await ask("/auth/google/login?redirect_uri=https://app.example.com/")).status).toBe(302);
});

test("C6: one provider's return is not taken at the other's door", async () => {
  const { callback, cookie } = await leave("google");
  const crossed = callback.replace("/auth/google/", "/auth/github/");
  const both = `${cookie}; ${cookie.replace("sign_in_google", "sign_in_github")}`;
  expect((await ask(crossed, { cookie: both, headers: browser })).status).toBe(400);
});

test("C8: what the provider says of a refusal is not repeated", async () => {
  const { callback, cookie } = await leave("google");
  const script = "<script>alert(1)</script>";
  const denied = callback.replace(/code=[^&]+/, `error=access_denied&error_description=${encodeURIComponent(script)}`);
  const shown = await comeBack({ callback: denied, cookie });
  expect(shown.status).toBe(302);
  expect(shown.headers.get("location")).toBe("http://localhost:5173/login?error=access_denied");
  const again = await leave("google");
  const odd = again.callback.replace(/code=[^&]+/, `error=${encodeURIComponent(script)}`);
  const told = await comeBack({ callback: odd, cookie: again.cookie }, { Accept: "application/json" });
  expect(told.status).toBe(400);
  expect(JSON.stringify(told.body)).not.toContain("script");
});

describe("C9: a provider that", () => {
  // The deadline of a provider that says nothing is 8 s.
  test.each([
    ["error", 502],
    ["html", 502],
    ["redirect", 502],
    ["silence", 504],
  ])("answers its token request with %s is a %i, and nobody is made", async (name, status) => {
    if (name === "silence") vi.restoreAllMocks();
    const broken = { GOOGLE_ISSUER: `${control}/broken/${name}` };
    const start = await ask("/auth/google", {}, broken);
    const state = new URL(start.headers.get("location") ?? "").searchParams.get("state");
    const cookie = cookieOf(start, "sign_in_google");
    const before = await env.DB.prepare("SELECT count(*) AS n FROM users").first();
    const back = await ask(`/auth/google/callback?code=x&state=${state}`, { cookie }, broken);
    expect(back.status).toBe(status);
    expect(await env.DB.prepare("SELECT count(*) AS n FROM users").first()).toEqual(before);
  });

  test("refuses the code is a 400", async () => {
    const journey = await leave("google");
    await fetch(`${control}/refuse`);
    expect((await comeBack(journey, { Accept: "application/json" })).status).toBe(400);
  });

  test("is not there is a 502 at the start", async () => {
    expect((await ask("/auth/google", {}, { GOOGLE_ISSUER: "http://127.0.0.1:9" })).status).toBe(502);
  });
});

test("without its settings a provider is 503 and names the one that is missing", async () => {
  const { status, body } = await ask("/auth/github", {}, { GITHUB_CLIENT_SECRET: "" });
  expect(status).toBe(503);
  expect(body).toMatchObject({ code: "not_configured", detail: "GITHUB_CLIENT_SECRET is not set." });
});

test("C10: a token in an address only where the operator allows it", async () => {
  expect((await ask("/auth/google?response=token")).status).toBe(400);
  const allowed = { ALLOW_QUERY_TOKEN: "true" };
  const journey = await leave("google", "?response=token", allowed);
  const back = await ask(journey.callback, { cookie: journey.cookie, headers: browser }, allowed);
  expect(back.headers.get("location")).toMatch(/^http:\/\/localhost:5173\/auth\/callback\?token=ey/);
});

describe("a cookie", () => {
  test("alone does nothing from a page that is not ours", async () => {
    const cookie = cookieOf(await comeBack(await leave("google")), "session");
    const post = (origin: string | undefined) =>
      ask("/api/auth/onboarding", {
        cookie,
        json: { a: "b" },
        ...(origin !== undefined && { headers: { Origin: origin } }),
      });
    expect((await post(undefined)).status).toBe(403);
    expect((await post("https://evil.example")).status).toBe(403);
    expect((await post("null")).status).toBe(403);
    expect((await post("http://localhost:5173")).status).toBe(200);
  });

  test("of another application is no credential, and a header wins over it", async () => {
    expect((await ask("/users/me", { cookie: "session=something-else; other=1" })).status).toBe(401);
    expect((await ask("/api/auth/user", { cookie: "session=something-else" })).body).toBeNull();
    const ada = await signUp();
    const cookie = cookieOf(await comeBack(await leave("google")), "session");
    expect((await ask("/users/me", { cookie, bearer: ada.access_token })).body).toMatchObject({ id: ada.user.id });
  });

  test("is Secure in production", async () => {
    const production = { ENVIRONMENT: "production", PUBLIC_URL: "https://api.example.com" };
    const start = await ask("/auth/google", {}, production);
    expect(start.headers.getSetCookie().join()).toMatch(/sign_in_google=.*; HttpOnly; Secure; SameSite=Lax/);
  });
});
