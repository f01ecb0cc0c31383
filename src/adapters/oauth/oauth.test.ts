// What providers answer beyond the usual; sign-in from end to end: src/features/identity/oauth.test.ts.
import { afterEach, describe, expect, test, vi } from "vitest";
import { gitHub, google, OAuthError } from "./index.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const client = { id: "our-id", secret: "our-secret", redirectUri: "https://api.example/auth/callback" };
const attempt = { state: "a-state", codeVerifier: "v".repeat(43), nonce: "a-nonce" };
const callback = (query = "code=c&state=a-state"): URLSearchParams => new URLSearchParams(query);

const failureOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    return `fine: ${JSON.stringify(await work)}`;
  } catch (error) {
    if (error instanceof OAuthError) return error.failure;
    throw error;
  }
};

type Answers = Record<string, () => Response>;

/** A provider that answers so by the end of the address; what it was asked is told. */
const answering = (answers: Answers): { asked: string[] } => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (address: string | URL) => {
    asked.push(String(address));
    const found = Object.entries(answers).find(([end]) => String(address).endsWith(end));
    return found === undefined ? new Response("nothing", { status: 404 }) : found[1]();
  });
  return { asked };
};

describe("GitHub", () => {
  const token = { access_token: "t", token_type: "bearer", scope: "read:user" };
  const usual: Answers = {
    "/access_token": () => Response.json(token),
    "/user": () => Response.json({ id: 7, login: "ada", name: null }),
    "/user/emails": () =>
      Response.json([
        { email: "old@example.com", primary: false, verified: true },
        { email: "ada@example.com", primary: true, verified: true },
      ]),
  };
  const finish = (answers: Answers, base = "https://github.com") => {
    const { asked } = answering({ ...usual, ...answers });
    return { asked, done: gitHub(base).finish(client, attempt, callback()) };
  };

  test("names who signed in, by the main address and by the login where there is no name", async () => {
    const { asked, done } = finish({});
    expect(await done).toEqual({ subject: "7", email: "ada@example.com", emailVerified: true, name: "ada" });
    expect(asked).toEqual([
      "https://github.com/login/oauth/access_token",
      "https://api.github.com/user",
      "https://api.github.com/user/emails",
    ]);
  });

  test("on a server of one's own has its API there, and its first address counts where none is the main one", async () => {
    const { asked, done } = finish(
      {
        "/user": () => Response.json({ id: 7, login: "ada", name: "Ada Lovelace" }),
        "/user/emails": () => Response.json([{ email: "a@example.com", primary: false, verified: false }]),
      },
      "https://git.example",
    );
    expect(await done).toEqual({ subject: "7", email: "a@example.com", emailVerified: false, name: "Ada Lovelace" });
    expect(asked.at(-1)).toBe("https://git.example/api/v3/user/emails");
  });

  test.each<[name: string, answers: Answers, failure: string]>([
    ["no address at all", { "/user/emails": () => Response.json([]) }, "refused"],
    [
      "an error where it should say who that is",
      { "/user": () => new Response("oops", { status: 500 }) },
      "unreachable",
    ],
    ["nobody", { "/user": () => Response.json({ id: "seven" }) }, "unreachable"],
    [
      "a code that is spent, with status 200",
      { "/access_token": () => Response.json({ error: "bad_verification_code" }) },
      "refused",
    ],
    ["an error", { "/access_token": () => new Response("oops", { status: 500 }) }, "unreachable"],
    [
      "a token that is not good any more",
      {
        "/user": () =>
          new Response("", { status: 401, headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' } }),
      },
      "refused",
    ],
    [
      "nothing in time",
      {
        "/access_token": () => {
          throw new DOMException("slow", "TimeoutError");
        },
      },
      "timeout",
    ],
  ])("that answers %s", async (_name, answers, failure) => {
    expect(await failureOf(finish(answers).done)).toBe(failure);
  });

  test.each([
    ["C3: two codes", "code=a&code=b&state=a-state"],
    ["C1: another state", "code=a&state=b"],
    ["no state", "code=a"],
    ["C3: no code", "state=a-state"],
    ["a refusal", "error=access_denied&state=a-state"],
  ])("sends back %s: refused, and nobody is asked", async (_name, query) => {
    const { asked } = answering(usual);
    expect(await failureOf(gitHub("https://github.com").finish(client, attempt, callback(query)))).toBe("refused");
    expect(asked).toEqual([]);
  });

  test("without TLS is asked only on this machine", async () => {
    const finishAt = (base: string) => finish({}, base);
    expect(await finishAt("http://127.0.0.1:8080").done).toMatchObject({ subject: "7" });
    expect(await finishAt("http://localhost:8080").done).toMatchObject({ subject: "7" });
    const far = finishAt("http://git.example");
    expect(await failureOf(far.done)).toBe("unreachable");
    expect(far.asked).toEqual([]);
  });

  test("is where the browser is sent, with what it takes to come back", async () => {
    const { searchParams, origin, pathname } = await gitHub("https://github.com").authorizationUrl(client, attempt);
    expect(`${origin}${pathname}`).toBe("https://github.com/login/oauth/authorize");
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: "our-id",
      redirect_uri: client.redirectUri,
      state: "a-state",
      code_challenge_method: "S256",
    });
  });
});

describe("an OpenID Connect provider", () => {
  let issuers = 0;
  const base64 = (value: unknown): string => btoa(JSON.stringify(value)).replaceAll("=", "");
  const now = Math.floor(Date.now() / 1_000);

  /** A provider that was never asked before. */
  const provider = (
    { claims = {}, metadata = {} }: { claims?: object; metadata?: object } = {},
    answers: Answers = {},
  ) => {
    const issuer = `https://id-${++issuers}.example`;
    const usual = { iss: issuer, aud: "our-id", sub: "s-1", iat: now, exp: now + 60, nonce: "a-nonce" };
    const idToken = () =>
      `${base64({ alg: "RS256" })}.${base64({ ...usual, email: "ada@example.com", ...claims })}.${base64("signature")}`;
    const { asked } = answering({
      "/.well-known/openid-configuration": () =>
        Response.json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          ...metadata,
        }),
      "/token": () => Response.json({ access_token: "t", token_type: "bearer", id_token: idToken() }),
      ...answers,
    });
    return { ...google(issuer), asked };
  };

  test("names who signed in, and is asked for its addresses once", async () => {
    const { asked, finish, authorizationUrl } = provider({ claims: { email_verified: true, name: "Ada" } });
    expect((await authorizationUrl(client, attempt)).searchParams.get("nonce")).toBe("a-nonce");
    expect(await finish(client, attempt, callback())).toEqual({
      subject: "s-1",
      email: "ada@example.com",
      emailVerified: true,
      name: "Ada",
    });
    expect(asked.length).toBe(2);
  });

  test.each([
    ["verified in words", { email_verified: "true", name: "" }],
    ["that says nothing of it", { name: 5 }],
  ])("an address %s is not verified, and an empty name is none", async (_name, claims) => {
    expect(await provider({ claims }).finish(client, attempt, callback())).toMatchObject({
      emailVerified: false,
      name: undefined,
    });
  });

  test.each<[name: string, given: Parameters<typeof provider>, failure: string]>([
    ["no address of the person", [{ claims: { email: "" } }], "unreachable"],
    ["a token for somebody else", [{ claims: { aud: "other" } }], "unreachable"],
    ["a token of another attempt", [{ claims: { nonce: "other" } }], "unreachable"],
    [
      "no token of who it is",
      [{}, { "/token": () => Response.json({ access_token: "t", token_type: "bearer" }) }],
      "unreachable",
    ],
    ["another issuer", [{ metadata: { issuer: "https://other.example" } }], "unreachable"],
    [
      "that the code is spent",
      [{}, { "/token": () => Response.json({ error: "invalid_grant" }, { status: 400 }) }],
      "refused",
    ],
  ])("that answers %s", async (_name, given, failure) => {
    expect(await failureOf(provider(...given).finish(client, attempt, callback()))).toBe(failure);
  });

  test("that has no page to sign in on cannot be used", async () => {
    const { authorizationUrl } = provider({ metadata: { authorization_endpoint: undefined } });
    expect(await failureOf(authorizationUrl(client, attempt))).toBe("unreachable");
  });
});
