import type { Ctx } from "#http/context";
import { AppError } from "#http/errors";

/** What an API key may do. A person who is signed in may do what their account may. */
export type Scope = "read" | "write" | "admin";

/** A caller who is an account. */
export interface User {
  kind: "user";
  id: string;
  /** Its e-mail is in ADMIN_EMAILS, and a provider has verified it. */
  isAdmin: boolean;
  /** How it proved who it is. */
  by: "token" | "firebase" | "cookie" | "key";
  scopes: ReadonlySet<Scope>;
  /** The sign-in behind a token or a cookie. */
  sessionId: string | null;
}

/** Who is calling. */
export type Actor = User | { kind: "anonymous" };

export const anonymous: Actor = { kind: "anonymous" };

/** The credentials a request carries, as they stand. */
export interface Credentials {
  bearer: string | undefined;
  apiKey: string | undefined;
  cookie: string | undefined;
}

/**
 * Who the credentials belong to: nobody (`anonymous`) when there are none, or when a cookie has ended.
 * Throws `unauthorized` for a header credential that is not good, `bad_request` for two of different accounts.
 */
export type ResolveActor = (ctx: Ctx, credentials: Credentials) => Promise<Actor>;

/** The account that calls. Throws `unauthorized` for an anonymous caller: a route that needs one says so by its access. */
export const requireUser = ({ actor }: Ctx): User => {
  if (actor.kind === "user") return actor;
  throw unauthorized("This needs an account.");
};

/** The account that what is made now belongs to; null for an anonymous caller. */
export const ownerOf = ({ actor }: Ctx): string | null => (actor.kind === "user" ? actor.id : null);

/** A 401 with the challenge that belongs to it. */
export const unauthorized = (detail: string): AppError =>
  new AppError("unauthorized", detail, { headers: { "WWW-Authenticate": 'Bearer realm="api"' } });
