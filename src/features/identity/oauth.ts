import type { OAuthFailure, Provider } from "#adapters/oauth";
import { gitHub, google, OAuthError } from "#adapters/oauth";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { hashEmail } from "./emails.ts";
import { linkProfile } from "./link.ts";
import { hashSecret, newSecret } from "./secrets.ts";
import type { Proof, Tokens } from "./sessions.ts";
import { startSession } from "./sessions.ts";
import { insertCode, insertState, takeCode, takeState } from "./sign-in.store.ts";
import type { StateRow } from "./sign-in.store.ts";
import { signingKey } from "./tokens.ts";

const providers = ["google", "github"] as const;
export type ProviderName = (typeof providers)[number];
export type ResponseMode = "cookie" | "code" | "token";

/** How long a browser may stay with the provider. */
export const stateSeconds = 600;
const codeSeconds = 60;

interface Registered {
  provider: Provider;
  client: { id: string; secret: string; redirectUri: string };
}

const registered = ({ settings, origin }: Ctx, name: ProviderName): Registered => {
  const { clientId, clientSecret } = settings[name];
  const setting = name.toUpperCase();
  if (clientId === undefined) throw new AppError("not_configured", `${setting}_CLIENT_ID is not set.`);
  if (clientSecret === undefined) throw new AppError("not_configured", `${setting}_CLIENT_SECRET is not set.`);
  return {
    provider: name === "google" ? google(settings.google.issuer) : gitHub(settings.github.baseUrl),
    client: { id: clientId, secret: clientSecret, redirectUri: `${origin}/auth/${name}/callback` },
  };
};

/** Where a page may be sent back to: an entry of AUTH_REDIRECTS, exactly. Throws `bad_request` for anything else. */
const checkRedirect = ({ settings }: Ctx, asked: string | undefined): string => {
  const [first] = settings.authRedirects;
  if (first === undefined) throw new AppError("not_configured", "AUTH_REDIRECTS is not set.");
  if (asked === undefined) return first;
  const exact = settings.authRedirects.find((allowed) => asked === allowed || asked === `${allowed}/`);
  if (exact === undefined) throw new AppError("bad_request", "redirect_uri is not listed in AUTH_REDIRECTS.");
  return exact;
};

const checkMode = ({ settings }: Ctx, mode: ResponseMode): ResponseMode => {
  if (mode === "token" && !settings.allowQueryToken)
    throw new AppError("bad_request", "response=token is off: ALLOW_QUERY_TOKEN.");
  return mode;
};

const upstream: Record<OAuthFailure, () => AppError> = {
  refused: () => new AppError("bad_request", "The provider refused the sign-in. Start again."),
  timeout: () => new AppError("upstream_timeout", "The provider did not answer in time."),
  unreachable: () => new AppError("upstream_failed", "The provider did not answer as it should."),
};

const withUpstream = async <T>(ctx: Ctx, name: ProviderName, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    ctx.event("oauth_failed", { provider: name, failure: error.failure });
    throw upstream[error.failure]();
  }
};

/** Starts a sign-in: where to send the browser, and what to give it to come back with. */
export const startSignIn = async (
  ctx: Ctx,
  name: ProviderName,
  { redirectUri, mode }: { redirectUri: string | undefined; mode: ResponseMode },
): Promise<{ url: URL; browserSecret: string }> => {
  const { provider, client } = registered(ctx, name);
  await signingKey(ctx);
  const redirect = checkRedirect(ctx, redirectUri);
  const attempt = { state: newSecret(), codeVerifier: newSecret(), nonce: newSecret() };
  const browserSecret = newSecret();
  const row: StateRow = {
    hash: await hashSecret(attempt.state),
    provider: name,
    browser_hash: await hashSecret(browserSecret),
    code_verifier: attempt.codeVerifier,
    nonce: attempt.nonce,
    redirect_uri: redirect,
    response: checkMode(ctx, mode),
    expires_at: new Date(ctx.now().getTime() + stateSeconds * 1_000).toISOString(),
  };
  const url = await withUpstream(ctx, name, provider.authorizationUrl(client, attempt));
  await fromStore(insertState(ctx.env, row));
  return { url, browserSecret };
};

/** A sign-in that came back to the browser it left from. */
export interface Returned {
  redirectUri: string;
  mode: ResponseMode;
  /** What the provider answered instead of a code, as one of our own words. */
  refusal: "access_denied" | "provider_error" | undefined;
  finish: () => Promise<Proof>;
}

const badState = (): AppError =>
  new AppError("bad_request", "This sign-in was not started in this browser, or has been used. Start again.");

const modeOf = (text: string): ResponseMode => (text === "code" || text === "token" ? text : "cookie");

/** Takes up a sign-in by its state. Throws `bad_request` for a state that is unknown, used, foreign or another provider's. */
export const returnFromProvider = async (
  ctx: Ctx,
  name: ProviderName,
  callback: URLSearchParams,
  browserSecret: string | undefined,
): Promise<Returned> => {
  const { provider, client } = registered(ctx, name);
  const state = callback.get("state") ?? "";
  if (state === "" || browserSecret === undefined) throw badState();
  const kept = await fromStore(takeState(ctx.env, await hashSecret(state), ctx.now().toISOString()));
  if (kept === undefined || kept.provider !== name || kept.browser_hash !== (await hashSecret(browserSecret)))
    throw badState();
  const error = callback.get("error");
  const refusal = error === "access_denied" ? "access_denied" : "provider_error";
  const finish = async () => {
    const attempt = { state, codeVerifier: kept.code_verifier, nonce: kept.nonce };
    const profile = await withUpstream(ctx, name, provider.finish(client, attempt, callback));
    const user = await linkProfile(ctx, name, profile);
    ctx.event("login", { user_id: user.id, email: await hashEmail(ctx, user.email), method: name });
    return { userId: user.id, method: name };
  };
  return {
    redirectUri: kept.redirect_uri,
    mode: modeOf(kept.response),
    refusal: error === null ? undefined : refusal,
    finish,
  };
};

/** A code that the page swaps for tokens: it may stand in an address, for it is good once and for a minute. */
export const newLoginCode = async (ctx: Ctx, { userId, method }: Proof): Promise<string> => {
  const code = newSecret();
  await fromStore(
    insertCode(ctx.env, {
      hash: await hashSecret(code),
      user_id: userId,
      method,
      expires_at: new Date(ctx.now().getTime() + codeSeconds * 1_000).toISOString(),
    }),
  );
  return code;
};

/** Swaps a code for tokens, once. */
export const exchangeCode = async (ctx: Ctx, code: string): Promise<Tokens> => {
  const kept = await fromStore(takeCode(ctx.env, await hashSecret(code), ctx.now().toISOString()));
  if (kept === undefined) throw new AppError("bad_request", "The code is unknown, used or older than a minute.");
  const method = providers.find((name) => name === kept.method) ?? "google";
  return startSession(ctx, { userId: kept.user_id, method });
};
