import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { afterEach, describe, expect, test, vi } from "vitest";
import { FirebaseError, isFirebaseToken, signInWithPassword, signUpWithPassword, verifyIdToken } from "./index.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const failureOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    return `fine: ${JSON.stringify(await work)}`;
  } catch (error) {
    if (error instanceof FirebaseError) return error.failure;
    throw error;
  }
};

/** Firebase answers so; what it was asked is told. */
const answering = (answer: () => Response): { asked: string[] } => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    return answer();
  });
  return { asked };
};

const project = { apiKey: "key & more", emulatorHost: undefined };

describe("signing in at Firebase", () => {
  test("answers the token, from Google or from the emulator that is named", async () => {
    const { asked } = answering(() => Response.json({ idToken: "a.b.c", email: "x@example.com" }));
    expect(await signInWithPassword(project, "x@example.com", "secret")).toBe("a.b.c");
    expect(await signUpWithPassword({ ...project, emulatorHost: "localhost:9099" }, "x@example.com", "secret")).toBe(
      "a.b.c",
    );
    expect(asked).toEqual([
      "https://identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=key%20%26%20more",
      "http://localhost:9099/identitytoolkit.googleapis.com/v1/accounts:signUp?key=key%20%26%20more",
    ]);
  });

  test.each([
    ["EMAIL_EXISTS", "taken"],
    ["WEAK_PASSWORD : Password should be at least 6 characters", "weak_password"],
    ["PASSWORD_DOES_NOT_MEET_REQUIREMENTS:Missing an upper case letter", "weak_password"],
    ["EMAIL_NOT_FOUND", "refused"],
    ["INVALID_LOGIN_CREDENTIALS", "refused"],
    ["USER_DISABLED", "refused"],
    ["TOO_MANY_ATTEMPTS_TRY_LATER : Access is disabled", "unreachable"],
    ["OPERATION_NOT_ALLOWED", "unreachable"],
  ])("a refusal %s is %s", async (message, failure) => {
    answering(() => Response.json({ error: { code: 400, message } }, { status: 400 }));
    expect(await failureOf(signUpWithPassword(project, "x@example.com", "secret"))).toBe(failure);
  });

  test.each([
    ["a refusal of another form", () => Response.json({ error: "no" }, { status: 400 })],
    ["a page", () => new Response("<h1>Welcome</h1>")],
    ["a token that is none", () => Response.json({ idToken: 5 })],
    [
      "nothing at all",
      () => {
        throw new TypeError("no network");
      },
    ],
  ])("%s is an outage", async (_name, answer: () => Response) => {
    answering(answer);
    expect(await failureOf(signInWithPassword(project, "x@example.com", "secret"))).toBe("unreachable");
  });
});

describe("an ID token", () => {
  const now = new Date("2026-05-01T12:00:00Z");
  const seconds = now.getTime() / 1_000;
  const claims = {
    iss: "https://securetoken.google.com/shop",
    aud: "shop",
    sub: "firebase-user",
    iat: seconds - 60,
    auth_time: seconds - 60,
    exp: seconds + 600,
  };
  const unsigned = (more: Record<string, unknown> = {}): string => new UnsecuredJWT({ ...claims, ...more }).encode();
  const trust = { projectId: "shop", jwksUrl: "https://keys.example/none", emulator: true };

  test.each([
    ["of a person with all there is", { email: "a@b.c", email_verified: true, name: "Ada" }, ["a@b.c", true, "Ada"]],
    ["without an address and a name", {}, [undefined, false, undefined]],
    ["with claims of other kinds", { email: "", email_verified: "true", name: 5 }, [undefined, false, undefined]],
  ])("%s is read", async (_name, more, [email, emailVerified, name]) => {
    expect(await verifyIdToken(unsigned(more), trust, now)).toEqual({
      subject: "firebase-user",
      email,
      emailVerified,
      name,
    });
  });

  test.each([
    ["of nobody", { sub: "" }],
    ["of a name that is too long", { sub: "x".repeat(129) }],
    ["of another project", { aud: "other" }],
    ["that has ended", { exp: seconds - 1 }],
    ["that does not say when its person signed in", { auth_time: undefined }],
  ])("A12: %s is refused", async (_name, more) => {
    expect(await failureOf(verifyIdToken(unsigned(more), trust, now))).toBe("refused");
  });

  test("A12: that is not signed is refused where no emulator is named", async () => {
    expect(await failureOf(verifyIdToken(unsigned(), { ...trust, emulator: false }, now))).toBe("refused");
  });

  const signed = async (): Promise<{ token: string; keys: object }> => {
    const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
    const token = await new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "k" }).sign(privateKey);
    return { token, keys: { keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "RS256", use: "sig" }] } };
  };

  test("that is signed is verified with the keys that Google publishes, read once", async () => {
    const { token, keys } = await signed();
    const { asked } = answering(() => Response.json(keys));
    const real = { ...trust, jwksUrl: "https://keys.example/good", emulator: false };
    expect(await verifyIdToken(token, real, now)).toMatchObject({ subject: "firebase-user" });
    expect(await verifyIdToken(token, real, now)).toMatchObject({ subject: "firebase-user" });
    expect(asked.length).toBe(1);
    const { token: forged } = await signed();
    expect(await failureOf(verifyIdToken(forged, real, now))).toBe("refused");
  });

  test.each([
    ["down", () => new Response("gone", { status: 503 })],
    ["a page", () => new Response("<h1>Welcome</h1>")],
    ["no key set", () => Response.json({ keys: "none" })],
    [
      "not there",
      () => {
        throw new TypeError("no network");
      },
    ],
    [
      "too slow",
      () => {
        throw new DOMException("slow", "TimeoutError");
      },
    ],
  ])("cannot be verified while the keys' host is %s", async (name, answer: () => Response) => {
    const { token } = await signed();
    answering(answer);
    const jwksUrl = `https://keys.example/${name.replaceAll(" ", "-")}`;
    expect(await failureOf(verifyIdToken(token, { ...trust, jwksUrl, emulator: false }, now))).toBe("unreachable");
  });

  test.each([
    ["Firebase's", () => unsigned(), true],
    ["somebody else's", () => unsigned({ iss: "https://accounts.google.com" }), false],
    ["nobody's", () => unsigned({ iss: undefined }), false],
    ["no token", () => "abc", false],
  ])("says that it is %s", (_name, token, expected) => {
    expect(isFirebaseToken(token())).toBe(expected);
  });
});
