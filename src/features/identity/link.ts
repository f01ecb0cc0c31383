import type { Ctx } from "#http/context";
import { unauthorized } from "#http/actor";
import { AppError, fromStore } from "#http/errors";
import type { Method } from "./sessions.ts";
import type { IdentityKey, UserRow } from "./users.store.ts";
import {
  findUser,
  findUserByEmail,
  findUserByIdentity,
  handOver,
  insertIdentity,
  insertLinkedUser,
} from "./users.store.ts";

/** What any provider says of who signed in. */
interface ProvenProfile {
  subject: string;
  email: string | undefined;
  emailVerified: boolean;
  name: string | undefined;
}

/** Of ASCII alone: `toLowerCase` makes the Kelvin sign a k, and somebody else's address ours. */
const lowerCase = (email: string): string => email.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** An account that may sign in, or a 401. */
const active = (user: UserRow): UserRow => {
  if (!user.is_active) throw unauthorized("This account has been disabled.");
  return user;
};

/** The owner of the address has come: every way in that was made before goes. */
const takeOver = async (ctx: Ctx, key: IdentityKey, user: UserRow, { name }: ProvenProfile): Promise<UserRow> => {
  await fromStore(handOver(ctx.env, user.id, key, name ?? null, ctx.now().toISOString()));
  ctx.event("account_taken_over", { user_id: user.id, provider: key.provider });
  return (await fromStore(findUser(ctx.env, user.id))) ?? user;
};

/**
 * The same account with its address verified, when the provider says so now and did not before. Whoever signed up at the
 * provider in somebody else's name may still hold a session, a key or a password of it, so it is handed over.
 */
const withVerifiedEmail = async (
  ctx: Ctx,
  key: IdentityKey,
  user: UserRow,
  profile: ProvenProfile,
): Promise<UserRow> => {
  if (user.email_verified || !profile.emailVerified || profile.email !== user.email) return user;
  return takeOver(ctx, key, user, profile);
};

const createUser = async (ctx: Ctx, key: IdentityKey, profile: ProvenProfile): Promise<UserRow | undefined> => {
  if (profile.email === undefined)
    throw new AppError("conflict", "The provider did not say an e-mail address, and an account needs one.");
  const now = ctx.now().toISOString();
  const user: UserRow = {
    id: ctx.newId("usr"),
    email: profile.email,
    email_verified: profile.emailVerified,
    full_name: profile.name ?? null,
    password_hash: null,
    is_active: true,
    onboarding: null,
    created_at: now,
  };
  return (await fromStore(insertLinkedUser(ctx.env, user, key))) ? user : undefined;
};

/** The provider's account joins the one that has its verified address; what was registered unverified is handed over. */
const join = async (ctx: Ctx, key: IdentityKey, profile: ProvenProfile, user: UserRow): Promise<UserRow> => {
  if (!profile.emailVerified)
    throw new AppError("conflict", "This address has an account, and the provider has not verified that it is yours.");
  if (!active(user).email_verified) return takeOver(ctx, key, user, profile);
  await fromStore(insertIdentity(ctx.env, key, user.id, ctx.now().toISOString()));
  return user;
};

/**
 * The account of who signed in with a provider: known by the provider's subject, else joined by its verified e-mail, else
 * made. Throws `conflict` where an unverified address has an account already, `unauthorized` for a disabled one.
 */
export const linkProfile = async (
  ctx: Ctx,
  provider: Exclude<Method, "password">,
  proven: ProvenProfile,
): Promise<UserRow> => {
  const profile = { ...proven, email: proven.email === undefined ? undefined : lowerCase(proven.email) };
  const key = { provider, subject: profile.subject };
  const known = await fromStore(findUserByIdentity(ctx.env, key));
  if (known !== undefined) return withVerifiedEmail(ctx, key, active(known), profile);
  const byEmail = profile.email === undefined ? undefined : await fromStore(findUserByEmail(ctx.env, profile.email));
  if (byEmail !== undefined) return join(ctx, key, profile, byEmail);
  const made = await createUser(ctx, key, profile);
  // Somebody with the same address was faster, perhaps this very person in another tab: look again.
  return made ?? linkProfile(ctx, provider, profile);
};
