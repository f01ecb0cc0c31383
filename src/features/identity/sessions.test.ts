import { call, password, read, signUp } from "../../../test/caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../app.ts";

interface Pair {
  access_token: string;
  refresh_token: string;
}

const refresh = async (refresh_token: string) => {
  const { status, body } = await call("/api/v1/auth/refresh", { json: { refresh_token } });
  return { status, ...(body as Pair) };
};

const lives = async (bearer: string): Promise<boolean> => (await call("/users/me", { bearer })).status === 200;

afterEach(() => {
  vi.useRealTimers();
});

describe("a session", () => {
  test("B1: an old refresh token used after its successor ends the whole family", async () => {
    const first = await signUp();
    const second = await refresh(first.refresh_token);
    const third = await refresh(second.refresh_token);
    expect([second.status, third.status]).toEqual([200, 200]);
    expect((await refresh(first.refresh_token)).status).toBe(401);
    expect((await refresh(third.refresh_token)).status).toBe(401);
    expect(await lives(third.access_token)).toBe(false);
  });

  test("B2: two refreshes at once both get an answer, and one family goes on", async () => {
    const first = await signUp();
    const both = await Promise.all([refresh(first.refresh_token), refresh(first.refresh_token)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const next = await refresh(both[0]?.refresh_token ?? "");
    expect(next.status).toBe(200);
    expect(await lives(next.access_token)).toBe(true);
    const count = await env.DB.prepare("SELECT count(*) AS n FROM login_sessions WHERE user_id = ?")
      .bind(first.user.id)
      .first();
    expect(count).toEqual({ n: 1 });
    // The one whose answer the client kept has moved on: its twin's predecessor is now a copy.
    await refresh(next.refresh_token);
    expect((await refresh(first.refresh_token)).status).toBe(401);
    expect(await lives(next.access_token)).toBe(false);
  });

  test("B3: a refresh after signing out is refused", async () => {
    const { refresh_token } = await signUp();
    const out = await call("/auth/logout", { json: { refresh_token } });
    expect(out.status).toBe(204);
    expect((await refresh(refresh_token)).status).toBe(401);
  });

  test("B4: after thirty days it ends, however often it was refreshed", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const start = new Date("2026-03-01T00:00:00Z").getTime();
    vi.setSystemTime(start);
    let { refresh_token: token } = await signUp();
    const days = async (count: number) => {
      vi.setSystemTime(start + count * 86_400_000);
      const answer = await refresh(token);
      if (answer.status === 200) token = answer.refresh_token;
      return answer.status;
    };
    expect([await days(6), await days(12), await days(18), await days(24), await days(29)]).toEqual([
      200, 200, 200, 200, 200,
    ]);
    expect(await days(31)).toBe(401);
  });

  test("B4: a refresh token that lay for a week is refused", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const start = new Date("2026-03-01T00:00:00Z").getTime();
    vi.setSystemTime(start);
    const { refresh_token } = await signUp();
    vi.setSystemTime(start + 7 * 86_400_000 + 1);
    expect((await refresh(refresh_token)).status).toBe(401);
  });

  test("B5: ending all sessions ends the others", async () => {
    const { user, access_token: one } = await signUp();
    const login = await call("/api/v1/auth/login", { json: { email: user.email, password } });
    const { access_token: other, refresh_token } = login.body as Pair;
    expect((await call("/api/v1/auth/sessions", { method: "DELETE", bearer: one })).status).toBe(204);
    expect([await lives(one), await lives(other)]).toEqual([false, false]);
    expect((await refresh(refresh_token)).status).toBe(401);
  });

  test("signing out works with an empty body, a broken one, and no credential", async () => {
    const headers = { "Content-Type": "application/json" };
    for (const path of ["/auth/logout", "/api/v1/auth/logout"]) {
      expect((await call(path, { method: "POST" })).status).toBe(204);
      expect((await call(path, { method: "POST", bearer: "not.a.token" })).status).toBe(204);
      const broken = new Request(`http://api${path}`, { method: "POST", headers, body: "{" });
      const app = createApp();
      expect((await read(await app.request(broken, {}, env, createExecutionContext()))).status).toBe(204);
    }
  });

  test("a link signs out from our own pages only", async () => {
    const follow = (site: string) => call("/api/logout", { headers: { "Sec-Fetch-Site": site } });
    expect((await follow("cross-site")).status).toBe(403);
    const followed = await follow("same-site");
    expect(followed.status).toBe(302);
    expect(followed.headers.get("location")).toBe("http://localhost:5173");
    expect(followed.headers.get("set-cookie")).toMatch(/^session=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax/);
  });
});

test("what is stored of a session opens nothing", async () => {
  const { access_token, refresh_token } = await signUp();
  const tables = ["users", "login_sessions", "refresh_tokens", "api_keys"];
  const dumps = await Promise.all(tables.map((table) => env.DB.prepare(`SELECT * FROM ${table}`).all()));
  const dump = JSON.stringify(dumps);
  for (const secret of [access_token, refresh_token, password]) expect(dump).not.toContain(secret);
});
