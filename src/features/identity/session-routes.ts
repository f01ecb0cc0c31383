import { identify, isOwnPage } from "#http/access";
import { requireUser } from "#http/actor";
import type { AppEnv } from "#http/context";
import { AppError } from "#http/errors";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { login, register } from "./accounts.ts";
import { dropSessionCookie } from "./cookies.ts";
import { signInPlainly } from "./firebase.ts";
import {
  LoginRequest,
  LogoutRequest,
  PlainSignedIn,
  PlainSignIn,
  RefreshRequest,
  RegisterRequest,
  SignedIn,
  TokenPair,
} from "./schema.ts";
import { endSession, endSessionOf, endSessions, refreshSession } from "./sessions.ts";
import { signingKey } from "./tokens.ts";
import examples from "./examples.json" with { type: "json" };

const tags = ["Identity"];

const registerRoute = route(
  { access: "public", limit: "login" },
  {
    method: "post",
    path: "/api/v1/auth/register",
    operationId: "registerAccount",
    tags,
    summary: "Make a local account and sign in",
    request: { body: { ...json(RegisterRequest, "The account"), required: true } },
    responses: {
      201: json(SignedIn, "Made, and signed in"),
      409: problemAnswer("The address has an account"),
      422: problemAnswer("A field that is not valid, or a common password"),
    },
  },
);

const loginRoute = route(
  { access: "public", limit: "login" },
  {
    method: "post",
    path: "/api/v1/auth/login",
    operationId: "logIn",
    tags,
    summary: "Sign in with e-mail and password",
    request: { body: { ...json(LoginRequest, "E-mail and password"), required: true } },
    responses: {
      200: json(SignedIn, "Signed in"),
      401: problemAnswer("E-mail or password is wrong: never which"),
      429: problemAnswer("Too many tries: 5 a minute and address"),
    },
  },
);

const refreshRoute = route(
  { access: "public", limit: "login" },
  {
    method: "post",
    path: "/api/v1/auth/refresh",
    operationId: "refreshTokens",
    tags,
    summary: "Swap a refresh token for a new pair; one that was copied ends its session",
    request: { body: { ...json(RefreshRequest, "The refresh token"), required: true } },
    responses: { 200: json(TokenPair, "The new pair"), 401: problemAnswer("Unknown, used before its time, or ended") },
  },
);

const logoutRoute = <P extends "/api/v1/auth/logout" | "/auth/logout">(path: P, operationId: string) =>
  route(
    { access: "public", limit: "write" },
    {
      method: "post",
      path,
      operationId,
      tags,
      summary: "End the session of the credential sent, and that of the refresh token given; a body is optional",
      description: "Takes an optional JSON body `{refresh_token?}`.",
      responses: { 204: { description: "Signed out" } },
    },
  );

const leaveRoute = <P extends "/api/logout" | "/api/auth/logout">(path: P, operationId: string) =>
  route(
    { access: "public", limit: "write" },
    {
      method: "get",
      path,
      operationId,
      tags,
      summary: "Sign out by following a link of our own pages, and go back to the UI",
      responses: { 302: { description: "To the UI" }, 403: problemAnswer("Another site's link or picture") },
    },
  );

const endAllRoute = route(
  { access: "person" },
  {
    method: "delete",
    path: "/api/v1/auth/sessions",
    operationId: "endAllSessions",
    tags,
    summary: "End every session of the account, this one too",
    responses: { 204: { description: "Signed out everywhere" } },
  },
);

const plainPaths = { signup: "/api/auth/signup", login: "/api/auth/login" } as const;

const plainRoute = <W extends keyof typeof plainPaths>(way: W, operationId: string) =>
  route(
    { access: "public", limit: "login" },
    {
      method: "post",
      path: plainPaths[way],
      operationId,
      tags,
      summary: `${way === "signup" ? "Sign up" : "Sign in"} with a password or a Firebase ID token; with local accounts where Firebase is not configured`,
      request: { body: { ...json(PlainSignIn, "E-mail and password, or a Firebase ID token"), required: true } },
      responses: {
        200: json(PlainSignedIn, "Signed in"),
        401: problemAnswer("The credential is wrong"),
        409: problemAnswer("The address has an account"),
        503: problemAnswer("An ID token where Firebase is not configured, or Firebase did not answer"),
      },
    },
  );

const PublicKeys = z
  .object({ keys: z.array(z.record(z.string(), z.unknown())) })
  .openapi("PublicKeys", { example: examples.PublicKeys });

const keysRoute = route(
  { access: "public" },
  {
    method: "get",
    path: "/.well-known/jwks.json",
    operationId: "getPublicKeys",
    tags,
    summary: "Public keys of our access tokens",
    responses: { 200: json(PublicKeys, "JSON Web Key Set") },
  },
);

/** The refresh token of a logout, whose body may be missing or of any shape: signing out always works. */
const readLogout = async (c: Context<AppEnv>): Promise<string | undefined> => {
  const length = Number(c.req.header("content-length") ?? 0);
  if (length === 0 || length > 10_000) return undefined;
  const body: unknown = await c.req.json().catch(() => undefined);
  return LogoutRequest.safeParse(body).data?.refresh_token;
};

const signOut = async (c: Context<AppEnv>): Promise<void> => {
  const { ctx } = c.var;
  const actor = await identify(c);
  if (actor.kind === "user") await endSession(ctx, actor);
  // A form on another site reaches us without the cookie, but the browser would obey an answer that drops it.
  if (isOwnPage(c) !== false) dropSessionCookie(c);
};

/** A picture or a link on somebody else's page must not sign anyone out; a browser too old to say is believed. */
const refuseOtherSites = (c: Context<AppEnv>): void => {
  const from = c.req.header("sec-fetch-site") ?? "none";
  if (!["same-origin", "same-site", "none"].includes(from))
    throw new AppError("forbidden", "Signing out is done from our own pages.");
};

const answerLogout = async (c: Context<AppEnv>) => {
  const refresh = await readLogout(c);
  if (refresh !== undefined) await endSessionOf(c.var.ctx, refresh);
  await signOut(c);
  return c.body(null, 204);
};

const leave = async (c: Context<AppEnv>) => {
  refuseOtherSites(c);
  await signOut(c);
  return c.redirect(c.var.ctx.settings.authRedirects[0] ?? c.var.ctx.origin, 302);
};

const answerPlainly = async (c: Context<AppEnv>, way: keyof typeof plainPaths, request: PlainSignIn) => {
  const tokens = await signInPlainly(c.var.ctx, way, request);
  const message = way === "signup" ? "Account created." : "Signed in.";
  return c.json({ success: true as const, message, token: tokens.access_token, ...tokens }, 200);
};

export const sessions = createRouter()
  .openapi(logoutRoute("/api/v1/auth/logout", "logOut"), (c) => answerLogout(c))
  .openapi(logoutRoute("/auth/logout", "logOutOfUi"), (c) => answerLogout(c))
  .openapi(leaveRoute("/api/logout", "leave"), (c) => leave(c))
  .openapi(leaveRoute("/api/auth/logout", "leaveAuth"), (c) => leave(c))
  .openapi(plainRoute("signup", "signUp"), (c) => answerPlainly(c, "signup", c.req.valid("json")))
  .openapi(plainRoute("login", "signIn"), (c) => answerPlainly(c, "login", c.req.valid("json")))
  .openapi(registerRoute, async (c) => c.json(await register(c.var.ctx, c.req.valid("json")), 201))
  .openapi(loginRoute, async (c) => c.json(await login(c.var.ctx, c.req.valid("json")), 200))
  .openapi(refreshRoute, async (c) => c.json(await refreshSession(c.var.ctx, c.req.valid("json").refresh_token), 200))
  .openapi(endAllRoute, async (c) => {
    await endSessions(c.var.ctx, requireUser(c.var.ctx));
    dropSessionCookie(c);
    return c.body(null, 204);
  })
  .openapi(keysRoute, async (c) => c.json({ keys: [{ ...(await signingKey(c.var.ctx)).publicJwk }] }, 200));
