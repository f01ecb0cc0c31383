import { requireUser } from "#http/actor";
import type { AppEnv } from "#http/context";
import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { PageQuery, usualLimit } from "#http/pages";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Forget } from "./accounts.ts";
import {
  changeProfile,
  deleteAccount,
  listAccounts,
  readAccount,
  readProfile,
  saveOnboarding,
  setAccountActive,
} from "./accounts.ts";
import { dropSessionCookie } from "./cookies.ts";
import { Account, Onboarding, Profile, ProfileChange, UserChange, UserList } from "./schema.ts";

const tags = ["Identity"];

/** The same account under the names that the published frontends have for it. */
const meNames = {
  "/api/v1/users/me": "getMe",
  "/api/v1/auth/me": "getAuthMe",
  "/users/me": "getUsersMe",
  "/auth/users/me": "getAuthUsersMe",
};

const meRoute = <P extends keyof typeof meNames>(path: P) =>
  route(
    { access: "user" },
    {
      method: "get",
      path,
      operationId: meNames[path],
      tags,
      summary: "The account that calls",
      responses: { 200: json(Account, "The account"), 401: problemAnswer("No credential, or one that has ended") },
    },
  );

const maybeRoute = route(
  { access: "anon" },
  {
    method: "get",
    path: "/api/auth/user",
    operationId: "findMe",
    tags,
    summary: "The account that calls, or null",
    responses: { 200: json(z.union([Account, z.null()]), "The account, or null without a credential") },
  },
);

const changeRoute = route(
  { access: "person" },
  {
    method: "patch",
    path: "/api/v1/users/me",
    operationId: "updateMe",
    tags,
    summary: "Change the name or the password; a new password ends every other session",
    request: { body: { ...json(ProfileChange, "What changes"), required: true } },
    responses: { 200: json(Account, "The account"), 403: problemAnswer("current_password is wrong") },
  },
);

const deleteRoute = route(
  { access: "person" },
  {
    method: "delete",
    path: "/api/v1/users/me",
    operationId: "deleteMe",
    tags,
    summary: "Delete the account and all it owns, at once",
    responses: { 204: { description: "Gone" } },
  },
);

const listRoute = route(
  { access: "admin" },
  {
    method: "get",
    path: "/api/v1/users",
    operationId: "listUsers",
    tags,
    summary: "All accounts, oldest first",
    request: {
      query: PageQuery,
    },
    responses: { 200: json(UserList, "A page of accounts"), 403: problemAnswer("Not an administrator") },
  },
);

const activateRoute = route(
  { access: "admin" },
  {
    method: "patch",
    path: "/api/v1/users/{id}",
    operationId: "updateUser",
    tags,
    summary: "Disable an account, which ends its sessions and keys, or make it usable again",
    request: {
      params: z.object({ id: z.string().regex(/^usr_[0-9a-f]{32}$/) }),
      body: { ...json(UserChange, "Whether it may sign in"), required: true },
    },
    responses: { 200: json(Account, "The account"), 404: problemAnswer("No such account") },
  },
);

const profileRoute = route(
  { access: "user" },
  {
    method: "get",
    path: "/api/auth/profile",
    operationId: "getProfile",
    tags,
    summary: "The account and what its first-run form asked",
    responses: { 200: json(Profile, "The profile") },
  },
);

const onboardingRoute = route(
  { access: "user" },
  {
    method: "post",
    path: "/api/auth/onboarding",
    operationId: "saveOnboarding",
    tags,
    summary: "Keep what a first-run form asked",
    request: { body: { ...json(Onboarding, "Short values by name"), required: true } },
    responses: { 200: json(Profile, "The profile") },
  },
);

/** Accounts: one's own, and for administrators everyone's. `forget` empties the other features' stores of an account. */
export const createAccounts = (forget: readonly Forget[]) => {
  const answerMe = async (c: Context<AppEnv>) => c.json(await readAccount(c.var.ctx, requireUser(c.var.ctx)), 200);
  return createRouter()
    .openapi(meRoute("/api/v1/users/me"), (c) => answerMe(c))
    .openapi(meRoute("/api/v1/auth/me"), (c) => answerMe(c))
    .openapi(meRoute("/users/me"), (c) => answerMe(c))
    .openapi(meRoute("/auth/users/me"), (c) => answerMe(c))
    .openapi(maybeRoute, async (c) => {
      const { ctx } = c.var;
      return c.json(ctx.actor.kind === "user" ? await readAccount(ctx, ctx.actor) : null, 200);
    })
    .openapi(changeRoute, async (c) => {
      const { ctx } = c.var;
      return c.json(await changeProfile(ctx, requireUser(ctx), c.req.valid("json")), 200);
    })
    .openapi(deleteRoute, async (c) => {
      await deleteAccount(c.var.ctx, requireUser(c.var.ctx), forget);
      dropSessionCookie(c);
      return c.body(null, 204);
    })
    .openapi(listRoute, async (c) => {
      const { limit = usualLimit, cursor } = c.req.valid("query");
      return c.json(await listAccounts(c.var.ctx, limit, cursor), 200);
    })
    .openapi(activateRoute, async (c) => {
      const { ctx } = c.var;
      const { is_active: active } = c.req.valid("json");
      return c.json(await setAccountActive(ctx, requireUser(ctx), c.req.valid("param").id, active), 200);
    })
    .openapi(profileRoute, async (c) => c.json(await readProfile(c.var.ctx, requireUser(c.var.ctx)), 200))
    .openapi(onboardingRoute, async (c) => {
      const { ctx } = c.var;
      return c.json(await saveOnboarding(ctx, requireUser(ctx), c.req.valid("json")), 200);
    });
};
