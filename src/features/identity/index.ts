import type { Ctx } from "#http/context";
import { createRouter } from "#http/openapi";
import { createAccounts } from "./account-routes.ts";
import type { Forget } from "./accounts.ts";
import { apiKeys } from "./api-key-routes.ts";
import { oauth } from "./oauth-routes.ts";
import { sessions } from "./session-routes.ts";
import { sweepSessions } from "./sessions.store.ts";
import { sweepSignIns } from "./sign-in.store.ts";

export { resolveActor } from "./actor.ts";

/** Accounts, sign-in in four ways, and API keys. `forget` empties the other features' stores of an account that goes. */
export const createIdentity = (forget: readonly Forget[]) =>
  createRouter().route("/", sessions).route("/", createAccounts(forget)).route("/", apiKeys).route("/", oauth);

/** Deletes sessions, states and codes that have ended. */
export const sweepIdentity = async (env: Ctx["env"], now: Date): Promise<void> => {
  await sweepSessions(env, now.toISOString());
  await sweepSignIns(env, now.toISOString());
};
