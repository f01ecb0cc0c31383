import type { AppEnv } from "#http/context";
import { AppError } from "#http/errors";
import { optional } from "#http/fields";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { setSessionCookie, setSignInCookie, takeSignInCookie } from "./cookies.ts";
import type { ProviderName, Returned } from "./oauth.ts";
import { exchangeCode, newLoginCode, returnFromProvider, startSignIn } from "./oauth.ts";
import { ExchangeRequest, TokenPair } from "./schema.ts";
import { startCookieSession, startSession } from "./sessions.ts";
import examples from "./examples.json" with { type: "json" };

const tags = ["Identity"];

const StartQuery = z.object({
  redirect_uri: optional(z.string().max(2_000)).openapi({
    description: "Where to come back to: an entry of AUTH_REDIRECTS, exactly; its first entry otherwise",
    example: "http://localhost:5173",
  }),
  response: optional(z.enum(["cookie", "code", "token"])).openapi({
    description: "How the page learns of it: a cookie, or a code to swap at /api/v1/auth/exchange",
    example: "code",
  }),
});

const titles = { google: "Google", github: "GitHub" } as const;

const startRoute = <N extends ProviderName, P extends `/auth/${N}` | `/auth/${N}/login`>(
  provider: N,
  path: P,
  operationId: string,
) =>
  route(
    { access: "public", limit: "login" },
    {
      method: "get",
      path,
      operationId,
      tags,
      summary: `Sign in with ${titles[provider]}: follow this address in a browser`,
      request: {
        query: StartQuery,
      },
      responses: {
        302: { description: "To the provider" },
        400: problemAnswer("redirect_uri is not listed"),
        502: problemAnswer("The provider did not answer"),
        503: problemAnswer("The provider is not configured; `detail` names the setting"),
        504: problemAnswer("The provider did not answer in time"),
      },
    },
  );

const BareToken = z
  .object({ access_token: z.string(), token_type: z.literal("bearer") })
  .openapi("BareToken", { example: examples.BareToken });

const callbackRoute = <N extends ProviderName>(provider: N) =>
  route(
    { access: "public", limit: "login" },
    {
      method: "get",
      path: `/auth/${provider}/callback` as const,
      operationId: `finish${titles[provider]}SignIn`,
      tags,
      summary: `Where ${titles[provider]} sends the browser back to`,
      responses: {
        200: json(BareToken, "For `Accept: application/json`"),
        302: { description: "To the page that asked, signed in; to its /login?error= where that failed" },
        400: problemAnswer("A state that is unknown, used, of another browser or provider; a code that was refused"),
        409: problemAnswer("The address has an account, and the provider has not verified it"),
        502: problemAnswer("The provider did not answer as it should"),
        503: problemAnswer("The provider is not configured; `detail` names the setting"),
        504: problemAnswer("The provider did not answer in time"),
      },
    },
  );

const exchangeRoute = route(
  { access: "public", limit: "login" },
  {
    method: "post",
    path: "/api/v1/auth/exchange",
    operationId: "exchangeCode",
    tags,
    summary: "Swap the code of a sign-in for tokens, once, within a minute",
    request: { body: { ...json(ExchangeRequest, "The code"), required: true } },
    responses: { 200: json(TokenPair, "Signed in"), 400: problemAnswer("Unknown, used or too old") },
  },
);

const accepts = (c: Context<AppEnv>, type: string): boolean => (c.req.header("accept") ?? "").includes(type);

const wantsJson = (c: Context<AppEnv>): boolean => accepts(c, "application/json") && !accepts(c, "text/html");

/** Words for the address of a page: a problem's own text may not stand there. */
const failureWords = new Map([
  ["conflict", "email_in_use"],
  ["unauthorized", "account_disabled"],
  ["bad_request", "sign_in_refused"],
  ["upstream_failed", "provider_unavailable"],
  ["upstream_timeout", "provider_unavailable"],
]);

const toLogin = (c: Context<AppEnv>, redirectUri: string, word: string) =>
  c.redirect(`${redirectUri}/login?error=${word}`, 302);

const sendHome = async (c: Context<AppEnv>, { redirectUri, mode, finish }: Returned) => {
  const { ctx } = c.var;
  const proof = await finish();
  if (wantsJson(c)) {
    const { access_token, token_type } = await startSession(ctx, proof);
    return c.json({ access_token, token_type }, 200);
  }
  if (mode === "code") return c.redirect(`${redirectUri}?code=${await newLoginCode(ctx, proof)}`, 302);
  if (mode === "token") {
    const { access_token: token } = await startSession(ctx, proof);
    return c.redirect(`${redirectUri}/auth/callback?token=${token}`, 302);
  }
  setSessionCookie(c, await startCookieSession(ctx, proof));
  return c.redirect(`${redirectUri}/?success=true`, 302);
};

/** A person who followed links gets a page that says what went wrong; a program gets the problem itself. */
const comeBack = async (c: Context<AppEnv>, provider: ProviderName) => {
  const browserSecret = takeSignInCookie(c, provider);
  const returned = await returnFromProvider(c.var.ctx, provider, new URL(c.req.url).searchParams, browserSecret);
  if (returned.refusal !== undefined) {
    if (!wantsJson(c)) return toLogin(c, returned.redirectUri, returned.refusal);
    throw new AppError("bad_request", "The provider did not sign anyone in.");
  }
  try {
    return await sendHome(c, returned);
  } catch (error) {
    const word = error instanceof AppError ? failureWords.get(error.code) : undefined;
    if (word === undefined || !accepts(c, "text/html")) throw error;
    return toLogin(c, returned.redirectUri, word);
  }
};

const start = async (c: Context<AppEnv>, provider: ProviderName, query: z.infer<typeof StartQuery>) => {
  const { redirect_uri: redirectUri, response: mode = "cookie" } = query;
  const { url, browserSecret } = await startSignIn(c.var.ctx, provider, { redirectUri, mode });
  setSignInCookie(c, provider, browserSecret);
  return c.redirect(url.href, 302);
};

export const oauth = createRouter()
  .openapi(startRoute("google", "/auth/google", "startGoogleSignIn"), (c) => start(c, "google", c.req.valid("query")))
  .openapi(startRoute("google", "/auth/google/login", "startGoogleLogin"), (c) =>
    start(c, "google", c.req.valid("query")),
  )
  .openapi(callbackRoute("google"), (c) => comeBack(c, "google"))
  .openapi(startRoute("github", "/auth/github", "startGitHubSignIn"), (c) => start(c, "github", c.req.valid("query")))
  .openapi(startRoute("github", "/auth/github/login", "startGitHubLogin"), (c) =>
    start(c, "github", c.req.valid("query")),
  )
  .openapi(callbackRoute("github"), (c) => comeBack(c, "github"))
  .openapi(exchangeRoute, async (c) => c.json(await exchangeCode(c.var.ctx, c.req.valid("json").code), 200));
