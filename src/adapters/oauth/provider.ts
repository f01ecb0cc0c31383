import * as oauth from "oauth4webapi";

/** What a provider says of who signed in. */
export interface Profile {
  /** The provider's own name for the account; it never changes. */
  subject: string;
  email: string;
  emailVerified: boolean;
  name: string | undefined;
}

/** What we are registered as at a provider. */
export interface Client {
  id: string;
  secret: string;
  /** Where the provider sends the browser back to. */
  redirectUri: string;
}

/** What is kept between the start of a sign-in and its return. */
export interface Attempt {
  state: string;
  codeVerifier: string;
  nonce: string;
}

export interface Provider {
  /** Where to send the browser. Throws `OAuthError`. */
  authorizationUrl: (client: Client, attempt: Attempt) => Promise<URL>;
  /** Swaps what the browser brought back for who signed in. Throws `OAuthError`. */
  finish: (client: Client, attempt: Attempt, callback: URLSearchParams) => Promise<Profile>;
}

/** `refused`: the provider said no (a code used twice, a wrong secret). `timeout`, `unreachable`: it did not answer, or nothing that we understand. */
export type OAuthFailure = "refused" | "timeout" | "unreachable";

export class OAuthError extends Error {
  readonly failure: OAuthFailure;

  constructor(failure: OAuthFailure, options?: ErrorOptions) {
    super(`OAuth provider: ${failure}`, options);
    this.failure = failure;
  }
}

const deadlineMs = 8_000;

/** Options of every request to a provider: bounded in time, and without TLS only to a provider on this machine. */
export const requestOptions = (base: string): { signal: AbortSignal; [oauth.allowInsecureRequests]: boolean } => {
  const { protocol, hostname } = new URL(base);
  const isHere = protocol === "http:" && (hostname === "localhost" || hostname === "127.0.0.1");
  return { signal: AbortSignal.timeout(deadlineMs), [oauth.allowInsecureRequests]: isHere };
};

const failureOf = (error: unknown): OAuthFailure => {
  if (error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError) return "refused";
  if (error instanceof oauth.WWWAuthenticateChallengeError) return "refused";
  return error instanceof Error && error.name === "TimeoutError" ? "timeout" : "unreachable";
};

/** What the browser brought back. Throws `refused` for what no provider would have sent: no code, two codes, another issuer. */
export const acceptCallback = (
  server: oauth.AuthorizationServer,
  client: oauth.Client,
  callback: URLSearchParams,
  state: string,
): URLSearchParams => {
  try {
    const accepted = oauth.validateAuthResponse(server, client, callback, state);
    if (callback.getAll("code").length === 1) return accepted;
  } catch (cause) {
    throw new OAuthError("refused", { cause });
  }
  throw new OAuthError("refused");
};

/** Work with a provider; whatever goes wrong in it becomes an `OAuthError`. */
export const withProvider = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof OAuthError ? cause : new OAuthError(failureOf(cause), { cause });
  }
};

/** The authorization request of RFC 6749 with PKCE (RFC 7636). */
export const authorizationRequest = async (
  endpoint: string,
  client: Client,
  { state, codeVerifier }: Attempt,
  scope: string,
): Promise<URL> => {
  const url = new URL(endpoint);
  const parameters = {
    response_type: "code",
    client_id: client.id,
    redirect_uri: client.redirectUri,
    scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
};
