import { call, password, signUp } from "../../../test/caller.ts";
import { describe, expect, test } from "vitest";

describe("an account", () => {
  test("is made, signed in, known under every name of itself, and signed out", async () => {
    const { access_token: bearer, user } = await signUp("Grace.Hopper@Example.com ");
    expect(user).toMatchObject({ email: "grace.hopper@example.com", email_verified: false });
    for (const path of ["/api/v1/users/me", "/api/v1/auth/me", "/users/me", "/auth/users/me", "/api/auth/user"])
      expect({ path, ...(await call(path, { bearer })) }).toMatchObject({
        path,
        status: 200,
        body: {
          id: user.id,
          email: "grace.hopper@example.com",
          full_name: "Ada Lovelace",
          name: "Ada Lovelace",
          firstName: "Ada",
          lastName: "Lovelace",
          email_verified: false,
          is_active: true,
          created_at: expect.stringMatching(/^\d{4}-.*Z$/),
          rememberMe: true,
        },
      });
    expect((await call("/api/v1/auth/logout", { method: "POST", bearer })).status).toBe(204);
    expect((await call("/users/me", { bearer })).status).toBe(401);
  });

  test("needs a password that is not among the first that anyone would try", async () => {
    for (const bad of ["password1", "12345678", "aaaaaaaa", "common@example.com", "Qwerty123!", "short"]) {
      const { status, body } = await call("/api/v1/auth/register", {
        json: { email: "common@example.com", password: bad },
      });
      expect({ bad, status }).toEqual({ bad, status: 422 });
      expect(body).toMatchObject({ errors: [{ path: "password" }] });
    }
  });

  test("is refused a second time with 409, in any spelling", async () => {
    await signUp("twice@example.com");
    const again = await call("/api/v1/auth/register", { json: { email: "TWICE@example.com", password } });
    expect(again.status).toBe(409);
  });

  test("signs in with its password, and nobody else does", async () => {
    const { user } = await signUp();
    const right = await call("/api/v1/auth/login", { json: { email: user.email, password } });
    expect(right).toMatchObject({
      status: 200,
      body: { user: { id: user.id }, token_type: "bearer", expires_in: 900 },
    });
    const wrong = await call("/api/v1/auth/login", { json: { email: user.email, password: "not the password" } });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get("www-authenticate")).toBe('Bearer realm="api"');
  });

  test("changes its name, and its password only with the old one", async () => {
    const { access_token: bearer, user } = await signUp();
    const change = (json: unknown) => call("/api/v1/users/me", { method: "PATCH", bearer, json });
    expect((await change({ name: "Ada" })).body).toMatchObject({ full_name: "Ada", firstName: "Ada", lastName: null });
    expect((await change({ password: "another-otter-43" })).status).toBe(403);
    const other = await call("/api/v1/auth/login", { json: { email: user.email, password } });
    const { access_token: otherBearer } = other.body as { access_token: string };
    expect((await change({ password: "another-otter-43", current_password: password })).status).toBe(200);
    expect((await call("/users/me", { bearer })).status).toBe(200);
    expect((await call("/users/me", { bearer: otherBearer })).status).toBe(401);
    expect(
      (await call("/api/v1/auth/login", { json: { email: user.email, password: "another-otter-43" } })).status,
    ).toBe(200);
  });

  test("keeps what a first-run form asked", async () => {
    const { access_token: bearer } = await signUp();
    const form = { firstName: "Alan", lastName: "Turing", useCase: "webhooks", newsletter: false };
    expect((await call("/api/auth/onboarding", { bearer, json: form })).status).toBe(200);
    expect((await call("/api/auth/profile", { bearer })).body).toMatchObject({
      full_name: "Alan Turing",
      onboarding: form,
    });
  });
});

describe("/api/auth/signup and /api/auth/login without Firebase", () => {
  test("serve local accounts in the shape that their UI reads", async () => {
    const made = await call("/api/auth/signup", { json: { email: "plain@example.com", password } });
    expect(made.status).toBe(200);
    expect(made.body).toEqual({
      success: true,
      message: expect.any(String),
      token: expect.any(String),
      user_id: expect.stringMatching(/^usr_/),
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: "bearer",
      expires_in: 900,
    });
    const back = await call("/api/auth/login", { json: { email: "plain@example.com", password } });
    const { token } = back.body as { token: string };
    expect((await call("/users/me", { bearer: token })).status).toBe(200);
    expect((await call("/api/auth/login", { json: { id_token: "x.y.z" } })).body).toMatchObject({
      code: "not_configured",
    });
  });
});
