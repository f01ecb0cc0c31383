import { sessionCookie } from "#http/access";
import type { AppEnv } from "#http/context";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { ProviderName } from "./oauth.ts";
import { stateSeconds } from "./oauth.ts";
import { cookieSeconds } from "./sessions.ts";

/** Lax: a browser sends it when it comes back from the provider by a link, and with no form or fetch of another site. */
const options = (c: Context<AppEnv>) => ({
  httpOnly: true,
  sameSite: "Lax" as const,
  path: "/",
  secure: c.var.ctx.settings.production || c.var.ctx.origin.startsWith("https:"),
});

export const setSessionCookie = (c: Context<AppEnv>, value: string): void =>
  setCookie(c, sessionCookie, value, { ...options(c), maxAge: cookieSeconds });

export const dropSessionCookie = (c: Context<AppEnv>): void => {
  deleteCookie(c, sessionCookie, options(c));
};

const signInCookie = (provider: ProviderName): string => `sign_in_${provider}`;

/** Binds a sign-in to the browser that started it. */
export const setSignInCookie = (c: Context<AppEnv>, provider: ProviderName, value: string): void =>
  setCookie(c, signInCookie(provider), value, { ...options(c), path: `/auth/${provider}`, maxAge: stateSeconds });

export const takeSignInCookie = (c: Context<AppEnv>, provider: ProviderName): string | undefined => {
  const value = getCookie(c, signInCookie(provider));
  deleteCookie(c, signInCookie(provider), { ...options(c), path: `/auth/${provider}` });
  return value;
};
