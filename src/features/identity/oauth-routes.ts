import type { AppEnv } from "#http/context";
import { AppError } from "#http/errors";
import { optional } from "#http/fields";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { setSessionCookie, setSignInCookie, takeSignInCookie } from "./cookies.ts";
import type { ProviderName, Returned } from "./oauth.ts";
import { exchangeCode, newLoginCode, providers, returnFromProvider, startSignIn } from "./oauth.ts";
import { ExchangeRequest, TokenPair } from "./schema.ts";
import { startCookieSession, startSession } from "./sessions.ts";

const tags = ["Identity"];

const startRoute = (provider: ProviderName, path: `/auth/${ProviderName}` | `/auth/${ProviderName}/login`) =>
  route(
    { access: "public", limit: "login" },
    {
      method: "get",
      path,
      tags,
      summary: `Sign in with ${provider}: follow this address in a browser`,
      request: {
        query: z.object({
          redirect_uri: optional(z.string().max(2_000)).openapi({
            description: "Where to come back to: an entry of AUTH_REDIRECTS, exactly; its first entry otherwise",
          }),
          response: optional(z.enum(["cookie", "code", "token"])).openapi({
            description: "How the page learns of it: a cookie, or a code to swap at /api/v1/auth/exchange",
          }),
        }),
      },
      responses: {
        302: { description: "To the provider" },
        400: problemAnswer("redirect_uri is not listed"),
        502: problemAnswer("The provider did not answer"),
        503: problemAnswer("The provider is not configured; `detail` names the setting"),
      },
    },
  );

const BareToken = z.object({ access_token: z.string(), token_type: z.literal("bearer") });

const callbackRoute = (provider: ProviderName) =>
  route(
    { access: "public", limit: "login" },
    {
      method: "get",
      path: `/auth/${provider}/callback`,
      tags,
      summary: `Where ${provider} sends the browser back to`,
      responses: {
        200: json(BareToken, "For `Accept: application/json`"),
        302: { description: "To the page that asked, signed in; to its /login?error= where that failed" },
        400: problemAnswer("A state that is unknown, used, of another browser or provider; a code that was refused"),
        409: problemAnswer("The address has an account, and the provider has not verified it"),
        502: problemAnswer("The provider did not answer as it should"),
        504: problemAnswer("The provider did not answer in time"),
      },
    },
  );

const exchangeRoute = route(
  { access: "public", limit: "login" },
  {
    method: "post",
    path: "/api/v1/auth/exchange",
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

const router = createRouter();

for (const provider of providers) {
  for (const path of [`/auth/${provider}`, `/auth/${provider}/login`] as const)
    router.openapi(startRoute(provider, path), async (c) => {
      const { redirect_uri: redirectUri, response: mode = "cookie" } = c.req.valid("query");
      const { url, browserSecret } = await startSignIn(c.var.ctx, provider, { redirectUri, mode });
      setSignInCookie(c, provider, browserSecret);
      return c.redirect(url.href, 302);
    });
  router.openapi(callbackRoute(provider), (c) => comeBack(c, provider));
}

export const oauth = router.openapi(exchangeRoute, async (c) =>
  c.json(await exchangeCode(c.var.ctx, c.req.valid("json").code), 200),
);
