import { FirebaseError, signInWithPassword, signUpWithPassword, verifyIdToken } from "#adapters/firebase";
import { unauthorized } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError } from "#http/errors";
import { login, register } from "./accounts.ts";
import { hashEmail } from "./emails.ts";
import { linkProfile } from "./link.ts";
import type { PlainSignIn } from "./schema.ts";
import { LoginRequest, RegisterRequest } from "./schema.ts";
import { validate } from "#http/errors";
import type { Tokens } from "./sessions.ts";
import { startSession } from "./sessions.ts";

/** Whose ID tokens are taken; undefined when Firebase is not configured. */
export const firebaseTrust = ({ settings }: Ctx) => {
  const { projectId, jwksUrl, emulatorHost } = settings.firebase;
  return projectId === undefined ? undefined : { projectId, jwksUrl, emulator: emulatorHost !== undefined };
};

export const unreachable = (cause: unknown): AppError =>
  new AppError("unavailable", "Firebase did not answer. Please try again.", { headers: { "Retry-After": "5" }, cause });

interface PlainTokens extends Tokens {
  user_id: string;
  id_token?: string;
}

const told = (error: unknown): unknown => {
  if (!(error instanceof FirebaseError)) return error;
  const answers = {
    refused: () => unauthorized("The e-mail address or the password is wrong."),
    taken: () => new AppError("conflict", "There is an account with this e-mail address."),
    weak_password: () =>
      new AppError("invalid_request", "Some fields are not valid.", {
        errors: [{ path: "password", message: "Too weak for Firebase." }],
      }),
    unreachable: () => unreachable(error),
  };
  return answers[error.failure]();
};

const signInWithToken = async (ctx: Ctx, idToken: string): Promise<PlainTokens> => {
  const trust = firebaseTrust(ctx);
  if (trust === undefined) throw new AppError("not_configured", "FIREBASE_PROJECT_ID is not set.");
  const user = await linkProfile(ctx, "firebase", await verifyIdToken(idToken, trust, ctx.now()));
  ctx.event("login", { user_id: user.id, email: await hashEmail(ctx, user.email), method: "firebase" });
  return { user_id: user.id, id_token: idToken, ...(await startSession(ctx, { userId: user.id, method: "firebase" })) };
};

/** The project whose accounts these are: with an API key, or with the emulator, which takes any. */
const projectOf = ({ settings }: Ctx) => {
  const { projectId, apiKey, emulatorHost } = settings.firebase;
  if (projectId === undefined || (apiKey === undefined && emulatorHost === undefined)) return undefined;
  return { apiKey: apiKey ?? "emulator", emulatorHost };
};

const withPassword = async (ctx: Ctx, way: "signup" | "login", request: PlainSignIn): Promise<PlainTokens> => {
  const project = projectOf(ctx);
  if (project === undefined) {
    const local =
      way === "signup"
        ? register(ctx, validate(RegisterRequest, request))
        : login(ctx, validate(LoginRequest, request));
    const { user, ...tokens } = await local;
    return { user_id: user.id, ...tokens };
  }
  const { email, password } = validate(way === "signup" ? RegisterRequest : LoginRequest, request);
  const ask = way === "signup" ? signUpWithPassword : signInWithPassword;
  return signInWithToken(ctx, await ask(project, email, password));
};

/**
 * Signs up or in with an e-mail and a password or a Firebase ID token: at Firebase when it is configured, else with a
 * local account.
 */
export const signInPlainly = async (ctx: Ctx, way: "signup" | "login", request: PlainSignIn): Promise<PlainTokens> => {
  try {
    return await (request.id_token === undefined
      ? withPassword(ctx, way, request)
      : signInWithToken(ctx, request.id_token));
  } catch (error) {
    throw told(error);
  }
};
