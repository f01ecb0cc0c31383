// What an administrator does with accounts, what a person changes of their own, and who a provider's account becomes.
import type { Ctx } from "#http/context";
import type { SignedIn } from "../../../test/caller.ts";
import { call, password, read, signUp, toRequest } from "../../../test/caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { scryptSync } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../app.ts";
import { linkProfile } from "./link.ts";

const app = createApp();
const settings = { ...env, ADMIN_EMAILS: "root@example.com" };
const ask = async (path: string, init: Parameters<typeof toRequest>[1]) =>
  read(await app.request(toRequest(path, init), {}, settings, createExecutionContext()));

let root: SignedIn;
beforeAll(async () => {
  root = await signUp("root@example.com");
  await env.DB.prepare("UPDATE users SET email_verified = 1 WHERE email = 'root@example.com'").run();
});
const asRoot = (path: string, init: Parameters<typeof toRequest>[1] = {}) =>
  ask(path, { bearer: root.access_token, ...init });

describe("an administrator", () => {
  test("disables an account, whose tokens end with it, and lets it in again", async () => {
    const eve = await signUp();
    const path = `/api/v1/users/${eve.user.id}`;
    const off = await asRoot(path, { method: "PATCH", json: { is_active: false } });
    expect([off.status, off.body]).toEqual([200, expect.objectContaining({ is_active: false })]);
    expect((await call("/api/v1/users/me", { bearer: eve.access_token })).status).toBe(401);
    const on = await asRoot(path, { method: "PATCH", json: { is_active: true } });
    expect(on.body).toMatchObject({ is_active: true });
    const again = await call("/api/v1/auth/login", { json: { email: eve.user.email, password } });
    expect(again.status).toBe(200);
  });

  test.each([
    ["somebody who is not there", () => `usr_${"0".repeat(32)}`, 404],
    ["themselves", () => root.user.id, 409],
  ])("cannot disable %s", async (_name, id, status) => {
    const json = { is_active: false };
    expect((await asRoot(`/api/v1/users/${id()}`, { method: "PATCH", json })).status).toBe(status);
  });

  test("lists accounts a page at a time, oldest first", async () => {
    await signUp();
    const seen: string[] = [];
    let cursor: string | null = "";
    for (let page = 0; cursor !== null && page < 50; page++) {
      const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await asRoot(`/api/v1/users?limit=1${query}`);
      const { users, next_cursor } = body as { users: { email: string }[]; next_cursor: string | null };
      seen.push(...users.map(({ email }) => email));
      cursor = next_cursor;
    }
    expect(seen[0]).toBe("root@example.com");
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(2);
  });

  test("nobody else is one", async () => {
    const { access_token: bearer } = await signUp();
    expect((await ask("/api/v1/users", { bearer })).status).toBe(403);
  });
});

describe("a person", () => {
  test("keeps what a form asked at first, and is called by the name in it", async () => {
    const { access_token: bearer } = await signUp();
    const before = await call("/api/auth/profile", { bearer });
    const json = { firstName: " Grace ", lastName: "Hopper", company: "Navy" };
    const saved = await call("/api/auth/onboarding", { bearer, json });
    const after = await call("/api/auth/profile", { bearer });
    expect([before.body, saved.status]).toEqual([expect.objectContaining({ onboarding: null }), expect.any(Number)]);
    expect(after.body).toMatchObject({
      full_name: "Grace Hopper",
      firstName: "Grace",
      lastName: "Hopper",
      onboarding: json,
    });
  });

  test("may not change to a password that anyone would try, nor without the old one", async () => {
    const { access_token: bearer } = await signUp();
    const change = (json: object) => call("/api/v1/users/me", { method: "PATCH", bearer, json });
    expect((await change({ password: "password123456", current_password: password })).status).toBe(422);
    expect((await change({ password: "a-new-violet-otter", current_password: "wrong" })).status).toBe(403);
    expect((await change({})).status).toBeLessThan(300);
  });

  test("whose password was hashed at another cost has it hashed anew at the next sign-in", async () => {
    const { user } = await signUp();
    const stored = () =>
      env.DB.prepare("SELECT password_hash FROM users WHERE id = ?").bind(user.id).first<string>("password_hash");
    const cheap = scryptSync(password, Buffer.alloc(16, 7), 32, { N: 1_024, r: 8, p: 1 });
    const salt = Buffer.alloc(16, 7).toString("base64url");
    const [scheme] = ((await stored()) ?? "").split("$");
    await env.DB.prepare("UPDATE users SET password_hash = ? WHERE id = ?")
      .bind(`${scheme}$1024$8$1$${salt}$${cheap.toString("base64url")}`, user.id)
      .run();
    const { status } = await call("/api/v1/auth/login", { json: { email: user.email, password } });
    expect(status).toBe(200);
    expect(await stored()).toMatch(/\$16384\$8\$5\$/);
  });
});

describe("an account of a provider", () => {
  let made = 0;
  const events: string[] = [];
  const ctx = {
    env,
    now: () => new Date(),
    newId: (prefix: string) => `${prefix}_linked${++made}${"0".repeat(24)}`,
    event: (name: string) => events.push(name),
  } as unknown as Ctx;
  const profile = (subject: string, email: string | undefined, emailVerified = true) => ({
    subject,
    email,
    emailVerified,
    name: undefined,
  });
  const refusal = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => "let in",
      (error: { code: string }) => error.code,
    );

  test("without an address becomes none of ours", async () => {
    expect(await refusal(linkProfile(ctx, "google", profile("g-1", undefined)))).toBe("conflict");
  });

  test("with an address is the same account the next time, whatever the case of its letters, and without one too", async () => {
    const first = await linkProfile(ctx, "google", profile("g-2", "New.Person@Example.com"));
    expect(first).toMatchObject({ email: "new.person@example.com", email_verified: true, full_name: null });
    for (const email of ["new.person@example.com", undefined])
      expect((await linkProfile(ctx, "google", profile("g-2", email))).id).toBe(first.id);
  });

  test("of which an account was disabled is not let in", async () => {
    const user = await linkProfile(ctx, "google", profile("g-3", "third@example.com"));
    await env.DB.prepare("UPDATE users SET is_active = 0 WHERE id = ?").bind(user.id).run();
    expect(await refusal(linkProfile(ctx, "google", profile("g-3", "third@example.com")))).toBe("unauthorized");
    expect(await refusal(linkProfile(ctx, "github", profile("h-3", "third@example.com")))).toBe("unauthorized");
  });

  test("whose address is another's and not verified is refused; verified it takes over what was not", async () => {
    const { user } = await signUp("fourth@example.com");
    expect(await refusal(linkProfile(ctx, "github", profile("h-4", "fourth@example.com", false)))).toBe("conflict");
    expect(await linkProfile(ctx, "github", profile("h-4", "fourth@example.com"))).toMatchObject({
      id: user.id,
      email_verified: true,
    });
    expect(events).toContain("account_taken_over");
  });

  test("that somebody else made in the same moment is that account", async () => {
    const [one, other] = await Promise.all([
      linkProfile(ctx, "google", profile("g-5", "fifth@example.com")),
      linkProfile(ctx, "github", profile("h-5", "fifth@example.com")),
    ]);
    expect(one.id).toBe(other.id);
  });
});
