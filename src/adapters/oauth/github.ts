import type { AuthorizationServer } from "oauth4webapi";
import * as oauth from "oauth4webapi";
import { z } from "zod";
import type { Profile, Provider } from "./provider.ts";
import { acceptCallback, authorizationRequest, OAuthError, requestOptions, withProvider } from "./provider.ts";

const scope = "read:user user:email";

const Account = z.object({ id: z.int(), login: z.string(), name: z.string().nullish() });
const Emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

const serverAt = (baseUrl: string): AuthorizationServer => ({
  issuer: baseUrl,
  authorization_endpoint: `${baseUrl}/login/oauth/authorize`,
  token_endpoint: `${baseUrl}/login/oauth/access_token`,
});

/** github.com's API has a host of its own; a GitHub Enterprise server has it under /api/v3. */
const apiAt = (baseUrl: string): string =>
  baseUrl === "https://github.com" ? "https://api.github.com" : `${baseUrl}/api/v3`;

const read = async <S extends z.ZodType>(token: string, address: string, schema: S): Promise<z.output<S>> => {
  const headers = new Headers({
    Accept: "application/vnd.github+json",
    "User-Agent": "StackStage",
    "X-GitHub-Api-Version": "2022-11-28",
  });
  const answer = await oauth.protectedResourceRequest(
    token,
    "GET",
    new URL(address),
    headers,
    null,
    requestOptions(address),
  );
  if (!answer.ok) throw new OAuthError("unreachable");
  return schema.parse(await answer.json());
};

const readProfile = async (token: string, api: string): Promise<Profile> => {
  const account = await read(token, `${api}/user`, Account);
  const emails = await read(token, `${api}/user/emails`, Emails);
  const main = emails.find(({ primary }) => primary) ?? emails[0];
  if (main === undefined) throw new OAuthError("refused");
  return {
    subject: String(account.id),
    email: main.email,
    emailVerified: main.verified,
    name: account.name ?? account.login,
  };
};

/** GitHub, or a GitHub Enterprise server by its base URL. It speaks OAuth 2 without OpenID Connect. */
export const gitHub = (baseUrl: string): Provider => ({
  authorizationUrl: (client, attempt) =>
    withProvider(() => authorizationRequest(`${baseUrl}/login/oauth/authorize`, client, attempt, scope)),
  finish: ({ id, secret, redirectUri }, { state, codeVerifier }, callback) =>
    withProvider(async () => {
      const server = serverAt(baseUrl);
      const client = { client_id: id };
      const answer = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        oauth.ClientSecretPost(secret),
        acceptCallback(server, client, callback, state),
        redirectUri,
        codeVerifier,
        // GitHub answers form-encoded without it.
        { ...requestOptions(baseUrl), headers: new Headers({ Accept: "application/json" }) },
      );
      const { access_token: token } = await oauth.processAuthorizationCodeResponse(
        server,
        client,
        await withStatus(answer),
      );
      return readProfile(token, apiAt(baseUrl));
    }),
});

/** GitHub says 200 to a code it refuses; what it means is a 400. */
const withStatus = async (answer: Response): Promise<Response> => {
  const body = await answer.text();
  const refused = answer.ok && /^\s*\{\s*"error"/.test(body);
  return new Response(body, { status: refused ? 400 : answer.status, headers: answer.headers });
};
