import { call, password, read, signUp, toRequest } from "../../../test/caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { CryptoKey, JWK, JWTPayload } from "jose";
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createApp } from "../../app.ts";

const app = createApp();

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The API with other settings. */
const callWith = async (bindings: Partial<Cloudflare.Env>, path: string, init?: Parameters<typeof toRequest>[1]) =>
  read(await app.request(toRequest(path, init), {}, { ...env, ...bindings }, createExecutionContext()));

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const me = (bearer: string) => call("/users/me", { bearer });

let bearer: string;
let refreshToken: string;
let claims: JWTPayload;
let header: Record<string, unknown>;
let privateJwk: JWK;
let privateKey: CryptoKey;

beforeAll(async () => {
  ({ access_token: bearer, refresh_token: refreshToken } = await signUp());
  claims = decodeJwt(bearer);
  header = { ...decodeProtectedHeader(bearer) };
  privateJwk = JSON.parse(env.AUTH_SIGNING_KEY ?? "") as JWK;
  privateKey = (await importJWK(privateJwk, "ES256")) as CryptoKey;
});

/** A token signed with the real key, changed in what the test is about. */
const forge = (claimChange: JWTPayload, headerChange: Record<string, unknown> = {}, key: CryptoKey = privateKey) =>
  new SignJWT({ ...claims, ...claimChange }).setProtectedHeader({ alg: "ES256", ...header, ...headerChange }).sign(key);

describe("access tokens", () => {
  test("are ES256 of their own type, and what the tests forge would pass unchanged", async () => {
    expect(header).toEqual({ alg: "ES256", typ: "at+jwt", kid: expect.any(String) });
    expect(claims).toMatchObject({ iss: "stackstage", aud: "stackstage-api", sid: expect.stringMatching(/^ses_/) });
    expect((await me(await forge({}))).status).toBe(200);
  });

  test("A1: alg none is refused", async () => {
    for (const alg of ["none", "None", ""])
      expect((await me(`${encode({ ...header, alg })}.${encode(claims)}.`)).status).toBe(401);
  });

  test("A2: HS256 signed with our public key is refused, and so is a key of somebody else", async () => {
    const { body } = await call("/.well-known/jwks.json");
    const { keys } = body as { keys: JWK[] };
    for (const secret of [JSON.stringify(keys[0]), keys[0]?.x ?? ""]) {
      const token = await new SignJWT(claims)
        .setProtectedHeader({ ...header, alg: "HS256" })
        .sign(new TextEncoder().encode(secret.padEnd(32)));
      expect((await me(token)).status).toBe(401);
    }
    const { privateKey: other } = await generateKeyPair("ES256");
    expect((await me(await forge({}, {}, other))).status).toBe(401);
  });

  test("A3: a changed payload is refused", async () => {
    const [head, , signature] = bearer.split(".");
    expect((await me(`${head}.${encode({ ...claims, sub: "usr_1" })}.${signature}`)).status).toBe(401);
  });

  test("A4: one that has ended, or has not begun, is refused", async () => {
    const now = Math.floor(Date.now() / 1_000);
    expect((await me(await forge({ exp: now - 1 }))).status).toBe(401);
    expect((await me(await forge({ nbf: now + 60 }))).status).toBe(401);
  });

  test("A5: one without an end, a subject or a session is refused", async () => {
    for (const name of ["exp", "sub", "sid", "iat"])
      expect({ name, status: (await me(await forge({ [name]: undefined }))).status }).toEqual({ name, status: 401 });
  });

  test("A6: a refresh token, and a JWT of another type, are no access tokens", async () => {
    expect((await me(refreshToken)).status).toBe(401);
    for (const typ of ["JWT", "rt+jwt", undefined]) expect((await me(await forge({}, { typ }))).status).toBe(401);
  });

  test("A7: another audience or issuer is refused", async () => {
    expect((await me(await forge({ aud: "another-api" }))).status).toBe(401);
    expect((await me(await forge({ iss: "https://evil.example" }))).status).toBe(401);
  });

  test("A8: a key that the token brings along is not looked at, and nothing is fetched", async () => {
    const { privateKey: own, publicKey } = await generateKeyPair("ES256");
    const jwk = await exportJWK(publicKey);
    const fetched = vi.spyOn(globalThis, "fetch");
    const headers = [
      { jwk },
      { jku: "https://evil.example/keys" },
      { x5u: "https://evil.example/cert" },
      { kid: "../../../dev/null" },
      { kid: "' OR 1=1 --" },
      { kid: "https://evil.example/keys" },
    ];
    for (const change of headers) expect((await me(await forge({}, change, own))).status).toBe(401);
    expect((await me(await forge({}, { kid: "another" }))).status).toBe(401);
    expect(fetched).not.toHaveBeenCalled();
  });

  test("A9: an extension that must be understood and is not, is refused", async () => {
    const token = `${encode({ ...header, crit: ["exp2"], exp2: 1 })}.${encode(claims)}.AAAA`;
    expect((await me(token)).status).toBe(401);
  });

  test("A10: without a usable signing key, signing in is 503 and names the setting; the rest runs", async () => {
    const weak = JSON.stringify({ kty: "oct", k: "c2VjcmV0" });
    for (const key of ["", "{", weak, JSON.stringify({ ...privateJwk, d: undefined })]) {
      const broken = { AUTH_SIGNING_KEY: key };
      const json = { email: "a10@example.com", password };
      for (const path of ["/api/v1/auth/register", "/api/v1/auth/login"]) {
        const { status, body } = await callWith(broken, path, { json });
        expect({ path, key, status }).toEqual({ path, key, status: 503 });
        expect(body).toMatchObject({ code: "not_configured", detail: expect.stringContaining("AUTH_SIGNING_KEY") });
      }
      expect((await callWith(broken, "/users/me", { bearer })).status).toBe(503);
      expect((await callWith(broken, "/api/diagram", { json: { prompt: "an S3 bucket" } })).status).toBe(200);
    }
  });

  test("A11: a token in the address is none", async () => {
    expect((await call(`/users/me?access_token=${bearer}`)).status).toBe(401);
  });

  test("A17: a disabled or deleted account's token is refused at once", async () => {
    const gone = await signUp();
    expect((await call("/api/v1/users/me", { method: "DELETE", bearer: gone.access_token })).status).toBe(204);
    expect((await me(gone.access_token)).status).toBe(401);
    const json = { email: gone.user.email, password };
    expect((await call("/api/v1/auth/login", { json })).status).toBe(401);
  });
});

describe("passwords", () => {
  test("A14: an unknown address and a wrong password get the same answer, after the same work", async () => {
    const { user } = await signUp();
    const known = await call("/api/v1/auth/login", { json: { email: user.email, password: "wrong password" } });
    const unknown = await call("/api/v1/auth/login", {
      json: { email: "nobody@example.com", password: "wrong password" },
    });
    const told = ({ status, body }: typeof known) => ({ status, body: { ...(body as object), request_id: "" } });
    expect(told(known)).toEqual(told(unknown));
    expect(known.status).toBe(401);
  });

  test("A15: the sixth wrong password in a minute is 429", async () => {
    const json = { email: "a15@example.com", password: "wrong password" };
    const guess = () => callWith({ RATE_LIMIT_SCALE: "1" }, "/api/v1/auth/login", { json });
    // At one moment, and the counter's alarm far off: a slow machine would get one back before its sixth.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    const statuses: number[] = [];
    for (let times = 0; times < 5; times++) statuses.push((await guess()).status);
    const last = await guess();
    expect(statuses).toEqual([401, 401, 401, 401, 401]);
    expect(last.status).toBe(429);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("A16: a megabyte, a NUL or half a character is refused before anything is hashed", async () => {
    const send = (body: string) =>
      callWith({}, "/api/v1/auth/login", { method: "POST", headers: { "Content-Type": "application/json" } }).then(
        async () =>
          read(
            await app.request(
              new Request("http://api/api/v1/auth/login", {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body,
              }),
              {},
              env,
              createExecutionContext(),
            ),
          ),
      );
    const bodies = [
      JSON.stringify({ email: "a@example.com", password: "x".repeat(900_000) }),
      '{"email":"a@example.com","password":"nul\\u0000nul"}',
      '{"email":"a@example.com","password":"half\\ud83d"}',
    ];
    for (const body of bodies) expect((await send(body)).status).toBe(422);
    expect((await send(JSON.stringify({ email: "a@example.com", password: "x".repeat(1_100_000) }))).status).toBe(413);
  });

  test("A18: a role in the body of a registration is not taken", async () => {
    const json = {
      email: "a18@example.com",
      password,
      role: "admin",
      is_admin: true,
      email_verified: true,
      scopes: ["admin"],
    };
    const { body } = await callWith({ ADMIN_EMAILS: "a18@example.com" }, "/api/v1/auth/register", { json });
    const { access_token: token, user } = body as { access_token: string; user: unknown };
    expect(user).toMatchObject({ email_verified: false });
    expect((await callWith({ ADMIN_EMAILS: "a18@example.com" }, "/api/v1/users", { bearer: token })).status).toBe(403);
  });
});
