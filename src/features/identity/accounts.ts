import type { User } from "#http/actor";
import { unauthorized } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { takeOne } from "#http/limit";
import { pageOf, readCursor } from "#http/pages";
import type { z } from "zod";
import { hashEmail } from "./emails.ts";
import { checkPassword, hashPassword, isCommon, isOutdated } from "./passwords.ts";
import type { Account, LoginRequest, ProfileChange, RegisterRequest } from "./schema.ts";
import { Onboarding } from "./schema.ts";
import type { Tokens } from "./sessions.ts";
import { startSession } from "./sessions.ts";
import { signingKey } from "./tokens.ts";
import type { UserRow } from "./users.store.ts";
import {
  deleteUser,
  findUser,
  findUserByEmail,
  insertUser,
  listUsers,
  replacePasswordHash,
  setActive,
  updateOwnUser,
  updateUser,
} from "./users.store.ts";

/** Takes out of a feature's stores what an account owns. */
export type Forget = (ctx: Ctx, userId: string) => Promise<void>;

const toAccount = (row: UserRow): Account => {
  const [first = null, ...rest] = row.full_name?.split(/\s+/) ?? [];
  return {
    id: row.id,
    email: row.email,
    full_name: row.full_name,
    name: row.full_name,
    firstName: first,
    lastName: rest.length > 0 ? rest.join(" ") : null,
    email_verified: row.email_verified,
    is_active: row.is_active,
    created_at: row.created_at,
    rememberMe: true,
  };
};

const refusePassword = (): AppError =>
  new AppError("invalid_request", "Some fields are not valid.", {
    errors: [{ path: "password", message: "Too common: it is among the first that anyone would try." }],
  });

/** Makes an account and signs it in. Throws `conflict` for an address that has one, `invalid_request` for a common password. */
export const register = async (
  ctx: Ctx,
  { email, password, full_name: fullName, name }: z.infer<typeof RegisterRequest>,
): Promise<Tokens & { user: Account }> => {
  if (isCommon(password, email)) throw refusePassword();
  await signingKey(ctx);
  const taken = () => new AppError("conflict", "There is an account with this e-mail address.");
  if (await fromStore(findUserByEmail(ctx.env, email))) throw taken();
  const passwordHash = await hashPassword(password);
  const user: UserRow = {
    id: ctx.newId("usr"),
    email,
    email_verified: false,
    full_name: fullName ?? name ?? null,
    password_hash: passwordHash,
    is_active: true,
    onboarding: null,
    created_at: ctx.now().toISOString(),
  };
  const enter = async (): Promise<Tokens> => {
    if (!(await fromStore(insertUser(ctx.env, user)))) throw taken();
    return startSession(ctx, { userId: user.id, method: "password", passwordHash });
  };
  const tokens = await enter().catch(async (error: unknown) => {
    // An account that its owner was never told of would hold the address: asked again, it is made anew.
    const isMade = !(error instanceof AppError) || error.code !== "conflict";
    if (isMade) await deleteUser(ctx.env, user.id).catch(() => undefined);
    throw error;
  });
  ctx.event("registered", { user_id: user.id, email: await hashEmail(ctx, email) });
  return { user: toAccount(user), ...tokens };
};

/** The hash of a password that was right, made anew where today's cost is another one. */
const upToDate = async (ctx: Ctx, user: UserRow, checked: string, password: string): Promise<string> => {
  if (!isOutdated(checked)) return checked;
  const hash = await hashPassword(password);
  return (await fromStore(replacePasswordHash(ctx.env, user.id, checked, hash))) ? hash : checked;
};

/** Signs in with a password. One answer for every way in which that fails, after the same work. */
export const login = async (
  ctx: Ctx,
  { email, password }: z.infer<typeof LoginRequest>,
): Promise<Tokens & { user: Account }> => {
  await signingKey(ctx);
  const emailHash = await hashEmail(ctx, email);
  await takeOne(ctx, "password", `${ctx.address}:${emailHash}`);
  const user = await fromStore(findUserByEmail(ctx.env, email));
  const isRight = await checkPassword(password, user?.password_hash ?? null);
  if (!user?.password_hash || !isRight || !user.is_active) {
    ctx.event("login_failed", { email: emailHash });
    throw unauthorized("The e-mail address or the password is wrong.");
  }
  const passwordHash = await upToDate(ctx, user, user.password_hash, password);
  const tokens = await startSession(ctx, { userId: user.id, method: "password", passwordHash });
  ctx.event("login", { user_id: user.id, email: emailHash, method: "password" });
  return { user: toAccount(user), ...tokens };
};

const readUser = async (ctx: Ctx, id: string): Promise<UserRow> => {
  const user = await fromStore(findUser(ctx.env, id));
  if (user === undefined) throw unauthorized("This account is gone.");
  return user;
};

export const readAccount = async (ctx: Ctx, { id }: User): Promise<Account> => toAccount(await readUser(ctx, id));

const newPasswordHash = async (user: UserRow, password: string, current: string | undefined): Promise<string> => {
  // An account without a password may set its first one; one that has a password proves that it is still the same person.
  if (user.password_hash !== null && !(await checkPassword(current ?? "", user.password_hash)))
    throw new AppError("forbidden", "current_password is wrong.");
  if (isCommon(password, user.email)) throw refusePassword();
  return hashPassword(password);
};

/** Changes name or password; a new password ends every other session. Throws `forbidden` for a wrong `current_password`. */
export const changeProfile = async (
  ctx: Ctx,
  caller: User,
  { full_name: fullName, name, password, current_password: current }: z.infer<typeof ProfileChange>,
): Promise<Account> => {
  const user = await readUser(ctx, caller.id);
  const newName = fullName ?? name;
  if (password !== undefined) await takeOne(ctx, "password", user.id);
  const change = {
    ...(newName !== undefined && { full_name: newName }),
    ...(password !== undefined && { password_hash: await newPasswordHash(user, password, current) }),
  };
  const isChanged = Object.keys(change).length === 0 || (await fromStore(updateOwnUser(ctx.env, caller, change)));
  if (!isChanged) throw unauthorized("This sign-in has ended.");
  if (password !== undefined) {
    ctx.event("password_changed", { user_id: user.id });
    ctx.event("signed_out_everywhere", { user_id: user.id });
  }
  return toAccount({ ...user, ...change });
};

/**
 * Deletes an account and all it owns: the rest first, so that an interrupted deletion can be asked for again, and once
 * more when nobody can sign in any longer, for what another request was making meanwhile.
 */
export const deleteAccount = async (ctx: Ctx, { id }: User, forget: readonly Forget[]): Promise<void> => {
  for (const one of forget) await one(ctx, id);
  await fromStore(deleteUser(ctx.env, id));
  for (const one of forget) await one(ctx, id);
  ctx.event("account_deleted", { user_id: id });
};

export const readProfile = async (ctx: Ctx, { id }: User) => {
  const user = await readUser(ctx, id);
  // Written by `saveOnboarding` below, in this shape.
  const onboarding = user.onboarding === null ? null : Onboarding.parse(JSON.parse(user.onboarding));
  return { ...toAccount(user), onboarding };
};

const textOf = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

/** Keeps what a first-run form asked; a name in it becomes the account's. */
export const saveOnboarding = async (ctx: Ctx, user: User, form: z.infer<typeof Onboarding>) => {
  const given = new Map(Object.entries(form));
  const parts = `${textOf(given.get("firstName"))} ${textOf(given.get("lastName"))}`.trim();
  const name = (textOf(given.get("full_name")) || textOf(given.get("name")) || parts).slice(0, 200);
  const change = { onboarding: JSON.stringify(form), ...(name !== "" && { full_name: name }) };
  await fromStore(updateUser(ctx.env, user.id, change));
  return readProfile(ctx, user);
};

/** Accounts, oldest first. For administrators. */
export const listAccounts = async (ctx: Ctx, limit: number, cursor: string | undefined) => {
  const rows = await fromStore(listUsers(ctx.env, readCursor(cursor), limit + 1));
  const { page, next_cursor } = pageOf(rows, limit);
  return { users: page.map(toAccount), next_cursor };
};

/** Disables an account, which ends every session and key it has, or makes it usable again. For administrators. */
export const setAccountActive = async (ctx: Ctx, admin: User, id: string, active: boolean): Promise<Account> => {
  const user = await fromStore(findUser(ctx.env, id));
  if (user === undefined) throw new AppError("not_found", "There is no such account.");
  if (user.id === admin.id) throw new AppError("conflict", "An administrator cannot disable their own account.");
  await fromStore(setActive(ctx.env, id, active));
  ctx.event(active ? "account_enabled" : "account_disabled", { user_id: id, by: admin.id });
  return toAccount({ ...user, is_active: active });
};
