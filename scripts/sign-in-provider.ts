// A sign-in provider on this machine, in place of Google and GitHub: `node scripts/sign-in-provider.ts`, then start the
// API with the settings that it prints. Whoever comes is signed in as one person, at once.
import { pathToFileURL } from "node:url";
import { Events, OAuth2Server } from "oauth2-mock-server";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Who signs in, and what goes wrong next. */
export interface Visitor {
  sub: string;
  email: string;
  email_verified: boolean;
  name: string;
}

export interface SignInProvider {
  /** For GOOGLE_ISSUER. */
  googleIssuer: string;
  /** For GITHUB_BASE_URL. */
  gitHubUrl: string;
  /** Changes who signs in from now on. */
  setVisitor: (visitor: Partial<Visitor>) => void;
  servers: { google: OAuth2Server; gitHub: OAuth2Server };
  stop: () => Promise<void>;
}

const answerJson = (response: ServerResponse, body: unknown): void => {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(body));
};

const startGitHub = async (port: number, visitor: () => Visitor): Promise<OAuth2Server> => {
  const server = new OAuth2Server(undefined, undefined, {
    endpoints: { authorize: "/login/oauth/authorize", token: "/login/oauth/access_token" },
  });
  await server.issuer.keys.generate("RS256");
  const isSignedIn = (request: IncomingMessage) => request.headers.authorization?.startsWith("Bearer ") === true;
  const guard = (body: () => unknown) => (request: IncomingMessage, response: ServerResponse) => {
    if (!isSignedIn(request)) response.statusCode = 401;
    answerJson(response, isSignedIn(request) ? body() : { message: "Requires authentication" });
  };
  server.service.addRoute(
    "GET",
    "/api/v3/user",
    guard(() => ({ id: Number(visitor().sub), login: "visitor", name: visitor().name })),
  );
  server.service.addRoute(
    "GET",
    "/api/v3/user/emails",
    guard(() => [
      { email: "old@example.com", primary: false, verified: true },
      { email: visitor().email, primary: true, verified: visitor().email_verified },
    ]),
  );
  await server.start(port, "127.0.0.1");
  return server;
};

const startGoogle = async (port: number, visitor: () => Visitor): Promise<OAuth2Server> => {
  const server = new OAuth2Server();
  await server.issuer.keys.generate("RS256");
  server.service.on(Events.BeforeTokenSigning, (token) => {
    Object.assign(token.payload, visitor());
  });
  await server.start(port, "127.0.0.1");
  return server;
};

/** Starts both, on the ports given or on free ones. */
export const startSignInProvider = async (ports = { google: 0, gitHub: 0 }): Promise<SignInProvider> => {
  let visitor: Visitor = { sub: "1001", email: "visitor@example.com", email_verified: true, name: "Vera Visitor" };
  const google = await startGoogle(ports.google, () => visitor);
  const gitHub = await startGitHub(ports.gitHub, () => visitor);
  const urlOf = (server: OAuth2Server) => server.issuer.url ?? "";
  return {
    googleIssuer: urlOf(google),
    gitHubUrl: urlOf(gitHub),
    setVisitor: (change) => (visitor = { ...visitor, ...change }),
    servers: { google, gitHub },
    stop: async () => {
      await google.stop();
      await gitHub.stop();
    },
  };
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const provider = await startSignInProvider({ google: 8090, gitHub: 8091 });
  console.log(`A sign-in provider is running. Start the API with it:

  GOOGLE_ISSUER=${provider.googleIssuer} GOOGLE_CLIENT_ID=local GOOGLE_CLIENT_SECRET=local \\
  GITHUB_BASE_URL=${provider.gitHubUrl} GITHUB_CLIENT_ID=local GITHUB_CLIENT_SECRET=local npm start

Then open http://localhost:8000/auth/google?redirect_uri=http://localhost:5173 in a browser. Stop with Ctrl-C.`);
}
