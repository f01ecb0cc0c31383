import type { SignedIn } from "../../../test/caller.ts";
import { call, signUp } from "../../../test/caller.ts";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";

const path = "/api/v1/auth/api-keys";

interface NewKey {
  id: string;
  key: string;
  key_prefix: string;
}

let ada: SignedIn;
beforeAll(async () => {
  ada = await signUp();
});

const makeKey = async (json: object = { name: "script" }): Promise<NewKey> => {
  const { status, body } = await call(path, { bearer: ada.access_token, json });
  expect(status).toBe(201);
  return body as NewKey;
};

describe("an API key", () => {
  test("D1: is shown once; the list holds its beginning and its end", async () => {
    const { id, key, key_prefix: prefix } = await makeKey();
    expect(key).toMatch(/^ss_live_[0-9A-Za-z]{32}[0-9a-f]{8}$/);
    expect(prefix).toBe(`${key.slice(0, 12)}…${key.slice(-4)}`);
    const { body } = await call(path, { bearer: ada.access_token });
    expect(body).toContainEqual({
      id,
      name: "script",
      key_prefix: prefix,
      scopes: ["read", "write"],
      created_at: expect.any(String),
      expires_at: null,
      last_used_at: null,
      use_count: 0,
    });
    expect(JSON.stringify(body)).not.toContain(key);
  });

  test("is taken as X-API-Key and as Bearer, and its uses are counted", async () => {
    const { id, key } = await makeKey();
    expect((await call("/users/me", { apiKey: key })).body).toMatchObject({ id: ada.user.id });
    expect((await call("/users/me", { bearer: key })).status).toBe(200);
    const { body } = await call(path, { bearer: ada.access_token });
    expect(body).toContainEqual(expect.objectContaining({ id, use_count: 2, last_used_at: expect.any(String) }));
  });

  test("D2: with a wrong checksum is refused without asking the database", async () => {
    const { key } = await makeKey();
    const asked = vi.spyOn(env.DB, "prepare");
    for (const bad of [`${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`, "ss_live_short", "ss_test_"])
      expect((await call("/users/me", { apiKey: bad })).status).toBe(401);
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });

  test("D3: stops at once when it is revoked or has ended", async () => {
    const { id, key } = await makeKey();
    expect((await call(`${path}/${id}`, { method: "DELETE", bearer: ada.access_token })).status).toBe(204);
    expect((await call("/users/me", { apiKey: key })).status).toBe(401);
    expect((await call(`${path}/${id}`, { method: "DELETE", bearer: ada.access_token })).status).toBe(404);
    const short = await makeKey({ name: "short", expires_in_days: 1 });
    expect((await call("/users/me", { apiKey: short.key })).status).toBe(200);
    await env.DB.prepare("UPDATE api_keys SET expires_at = ? WHERE id = ?")
      .bind("2020-01-01T00:00:00.000Z", short.id)
      .run();
    expect((await call("/users/me", { apiKey: short.key })).status).toBe(401);
  });

  test("D4: that may read may not write", async () => {
    const { key } = await makeKey({ name: "reader", scopes: ["read"] });
    expect((await call("/users/me", { apiKey: key })).status).toBe(200);
    expect((await call("/api/regions", { apiKey: key, json: { cloud: "aws" } })).status).toBe(403);
    expect((await call("/api/auth/onboarding", { apiKey: key, json: { a: "b" } })).status).toBe(403);
  });

  test("D5: makes no keys, sees none, and deletes no account; nobody gets a scope they lack", async () => {
    const { id, key } = await makeKey();
    expect((await call(path, { apiKey: key, json: { name: "child" } })).status).toBe(403);
    expect((await call(path, { apiKey: key })).status).toBe(403);
    expect((await call(`${path}/${id}`, { apiKey: key, method: "DELETE" })).status).toBe(403);
    expect((await call("/api/v1/users/me", { apiKey: key, method: "DELETE" })).status).toBe(403);
    const wider = await call(path, { bearer: ada.access_token, json: { name: "admin", scopes: ["admin"] } });
    expect(wider.status).toBe(403);
  });

  test("D6: is stored as its SHA-256 alone", async () => {
    const { id, key } = await makeKey();
    const row = await env.DB.prepare("SELECT * FROM api_keys WHERE id = ?").bind(id).first();
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
    expect(row?.["hash"]).toBe(Buffer.from(digest).toString("hex"));
    expect(JSON.stringify(row)).not.toContain(key.slice(12, -4));
  });

  test("D7: beside a token of another account is a 400, beside one's own it counts", async () => {
    const { key } = await makeKey({ name: "reader", scopes: ["read"] });
    const bob = await signUp();
    expect((await call("/users/me", { apiKey: key, bearer: bob.access_token })).status).toBe(400);
    expect((await call("/users/me", { apiKey: key, bearer: ada.access_token })).status).toBe(200);
    const write = { apiKey: key, bearer: ada.access_token, json: { a: "b" } };
    expect((await call("/api/auth/onboarding", write)).status).toBe(403);
  });

  test("needs a name, and an end that lies ahead", async () => {
    for (const json of [
      {},
      { name: "" },
      { name: "x", expires_at: "2020-01-01T00:00:00Z" },
      { name: "x", scopes: ["root"] },
    ])
      expect((await call(path, { bearer: ada.access_token, json })).status).toBe(422);
  });

  test("of somebody else is a 404", async () => {
    const { id } = await makeKey();
    const bob = await signUp();
    expect((await call(`${path}/${id}`, { method: "DELETE", bearer: bob.access_token })).status).toBe(404);
    expect((await call(path, { bearer: bob.access_token })).body).toEqual([]);
  });
});
