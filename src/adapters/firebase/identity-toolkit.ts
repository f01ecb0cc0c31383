import { z } from "zod";
import { FirebaseError } from "./errors.ts";

interface Project {
  apiKey: string;
  /** `host:port` of the Auth emulator, in place of Google's service. */
  emulatorHost: string | undefined;
}

const deadlineMs = 8_000;

const SignedIn = z.object({ idToken: z.string() });
const Refused = z.object({ error: z.object({ message: z.string() }) });

// https://firebase.google.com/docs/reference/rest/auth
const addressOf = ({ apiKey, emulatorHost }: Project, method: string): string => {
  const service = "identitytoolkit.googleapis.com/v1/accounts";
  const base = emulatorHost === undefined ? `https://${service}` : `http://${emulatorHost}/${service}`;
  return `${base}:${method}?key=${encodeURIComponent(apiKey)}`;
};

const failureOf = (body: unknown): FirebaseError => {
  // `WEAK_PASSWORD : Password should be at least 6 characters`
  const code = Refused.safeParse(body).data?.error.message.replace(/[ :].*$/s, "");
  if (code === "EMAIL_EXISTS") return new FirebaseError("taken");
  if (code === "WEAK_PASSWORD" || code === "PASSWORD_DOES_NOT_MEET_REQUIREMENTS")
    return new FirebaseError("weak_password");
  const refused = [
    "EMAIL_NOT_FOUND",
    "INVALID_PASSWORD",
    "INVALID_LOGIN_CREDENTIALS",
    "USER_DISABLED",
    "INVALID_EMAIL",
  ];
  return new FirebaseError(code !== undefined && refused.includes(code) ? "refused" : "unreachable");
};

const call = async (project: Project, method: string, email: string, password: string): Promise<string> => {
  try {
    const answer = await fetch(addressOf(project, method), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email, password, returnSecureToken: true }),
      redirect: "manual",
      signal: AbortSignal.timeout(deadlineMs),
    });
    const body: unknown = await answer.json();
    if (!answer.ok) throw failureOf(body);
    return SignedIn.parse(body).idToken;
  } catch (error) {
    if (error instanceof FirebaseError) throw error;
    throw new FirebaseError("unreachable", { cause: error });
  }
};

/** Makes a Firebase account and answers its ID token. Throws `FirebaseError`: `taken`, `weak_password`, `unreachable`. */
export const signUpWithPassword = (project: Project, email: string, password: string): Promise<string> =>
  call(project, "signUp", email, password);

/** Signs in to a Firebase account and answers its ID token. Throws `FirebaseError`: `refused`, `unreachable`. */
export const signInWithPassword = (project: Project, email: string, password: string): Promise<string> =>
  call(project, "signInWithPassword", email, password);
