import type { AuthorizationServer, IDToken } from "oauth4webapi";
import * as oauth from "oauth4webapi";
import type { Profile, Provider } from "./provider.ts";
import { acceptCallback, authorizationRequest, OAuthError, requestOptions, withProvider } from "./provider.ts";

const scope = "openid email profile";

// A provider's metadata, kept for the life of the isolate once it was read.
const servers = new Map<string, AuthorizationServer>();

const discover = async (issuer: string): Promise<AuthorizationServer> => {
  const known = servers.get(issuer);
  if (known) return known;
  const address = new URL(issuer);
  const answer = await oauth.discoveryRequest(address, requestOptions(issuer));
  const server = await oauth.processDiscoveryResponse(address, answer);
  servers.set(issuer, server);
  return server;
};

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const toProfile = (claims: IDToken): Profile => {
  const email = text(claims["email"]);
  if (email === undefined) throw new OAuthError("unreachable");
  return {
    subject: claims.sub,
    email,
    emailVerified: claims["email_verified"] === true,
    name: text(claims["name"]),
  };
};

/** Google, or any other OpenID Connect provider, by its issuer. */
export const google = (issuer: string): Provider => ({
  authorizationUrl: (client, attempt) =>
    withProvider(async () => {
      const { authorization_endpoint: endpoint } = await discover(issuer);
      if (endpoint === undefined) throw new OAuthError("unreachable");
      const url = await authorizationRequest(endpoint, client, attempt, scope);
      url.searchParams.set("nonce", attempt.nonce);
      return url;
    }),
  finish: ({ id, secret, redirectUri }, { state, codeVerifier, nonce }, callback) =>
    withProvider(async () => {
      const server = await discover(issuer);
      const client = { client_id: id };
      const answer = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        oauth.ClientSecretPost(secret),
        acceptCallback(server, client, callback, state),
        redirectUri,
        codeVerifier,
        requestOptions(issuer),
      );
      const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
        expectedNonce: nonce,
        requireIdToken: true,
      });
      // Straight from the token endpoint over TLS, so its signature needs no second proof (OpenID Connect Core 3.1.3.7).
      const claims = oauth.getValidatedIdTokenClaims(tokens);
      if (claims === undefined) throw new OAuthError("unreachable");
      return toProfile(claims);
    }),
});
