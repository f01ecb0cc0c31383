// How the published frontends sign in, over a real `npm start` with a real OAuth server in place of Google and GitHub.
import type { SignInProvider } from "../scripts/sign-in-provider.ts";
import { startSignInProvider } from "../scripts/sign-in-provider.ts";
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const cue = "http://localhost:5173";
const blog = "http://localhost:3002";

let api: RunningApi;
let provider: SignInProvider;

beforeAll(async () => {
  provider = await startSignInProvider();
  api = await startApi({
    GOOGLE_ISSUER: provider.googleIssuer,
    GOOGLE_CLIENT_ID: "cue",
    GOOGLE_CLIENT_SECRET: "secret",
    GITHUB_BASE_URL: provider.gitHubUrl,
    GITHUB_CLIENT_ID: "cue",
    GITHUB_CLIENT_SECRET: "secret",
  });
});
afterAll(async () => {
  await api.stop();
  await provider.stop();
});

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

const ask = (path: string, init: RequestInit = {}) => fetch(`${api.url}${path}`, { redirect: "manual", ...init });

describe("Cue's page", () => {
  test.each(["google", "github"])("follows %s and reads who it is by its cookie", async (name) => {
    const start = await ask(`/auth/${name}`);
    const atProvider = await fetch(start.headers.get("location") ?? "", { redirect: "manual" });
    const back = await fetch(atProvider.headers.get("location") ?? "", {
      redirect: "manual",
      headers: { Cookie: cookiesOf(start), Accept: "text/html" },
    });
    expect(back.headers.get("location")).toBe(`${cue}/?success=true`);
    const headers = { Cookie: cookiesOf(back), Origin: cue, "Content-Type": "application/json" };
    const me = await ask("/auth/users/me", { headers });
    expect(me.headers.get("access-control-allow-origin")).toBe(cue);
    expect(me.headers.get("access-control-allow-credentials")).toBe("true");
    expect(await me.json()).toMatchObject({ email: "visitor@example.com", firstName: "Vera" });
    const saved = await ask("/api/auth/onboarding", { method: "POST", headers, body: '{"useCase":"payments"}' });
    expect(saved.status).toBe(200);
    const left = await ask("/api/logout", { headers: { ...headers, "Sec-Fetch-Site": "same-site" } });
    expect([left.status, left.headers.get("location")]).toEqual([302, cue]);
    expect((await ask("/auth/users/me", { headers })).status).toBe(401);
  });
});

describe("the Blog's page", () => {
  test("registers, lists and makes API keys with Bearer, other applications' cookies beside it", async () => {
    const headers = { "Content-Type": "application/json", Origin: blog };
    const body = JSON.stringify({
      email: "writer@example.com",
      password: "violet-otter-42-lamp",
      full_name: "W. Riter",
    });
    const made = await ask("/api/v1/auth/register", { method: "POST", headers, body });
    expect(made.status).toBe(201);
    const { access_token: token, refresh_token: refresh } = (await made.json()) as Record<string, string>;
    const signedIn = {
      ...headers,
      Authorization: `Bearer ${token}`,
      Cookie: "access_token=x; client_token=y; refresh_token=z; session=of-another-app",
    };
    expect(await (await ask("/api/v1/auth/api-keys", { headers: signedIn })).json()).toEqual([]);
    const key = await ask("/api/v1/auth/api-keys", { method: "POST", headers: signedIn, body: '{"name":"e2e"}' });
    expect(key.status).toBe(201);
    expect(await key.json()).toMatchObject({ name: "e2e", key: expect.stringMatching(/^ss_live_/) });
    const refreshed = await ask("/api/v1/auth/refresh", {
      method: "POST",
      headers,
      body: JSON.stringify({ refresh_token: refresh }),
    });
    expect(refreshed.status).toBe(200);
    // The Next server calls without an Origin.
    expect((await ask("/api/v1/auth/me", { headers: { Authorization: signedIn.Authorization } })).status).toBe(200);
  });
});

test("StackStage's page, which sends no credential, is nobody and may analyse", async () => {
  expect(await (await ask("/api/auth/user")).json()).toBeNull();
  const headers = { "Content-Type": "application/json", Origin: "http://localhost:5174" };
  const body = JSON.stringify({ content: 'resource "aws_sqs_queue" "jobs" {}\n' });
  expect((await ask("/api/analyze?diagram=none", { method: "POST", headers, body })).status).toBe(200);
});
