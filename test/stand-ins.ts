// Other people's servers, on this machine: the OpenID Connect and OAuth server of scripts/sign-in-provider.ts in place of
// Google and GitHub, providers that fail in every way, the host of Firebase's keys, GitHub's contents, and Tavily's search. The tests in workerd steer them
// through `control`, for they run in another process. Files run beside each other, so each has servers of its own: what
// one of them sets, breaks or counts is nobody else's.
import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { Events } from "oauth2-mock-server";
import type { TestProject } from "vitest/node";
import { startSignInProvider } from "../scripts/sign-in-provider.ts";
import { createGitHub } from "./github-server.ts";
import { createWebSearch } from "./web-search-server.ts";

/** The files that use them, by what they are about. */
const users = ["agent", "draft-files", "faults", "firebase", "oauth", "publish", "races"] as const;
type User = (typeof users)[number];

interface StandIns {
  google: string;
  gitHub: string;
  control: string;
}

declare module "vitest" {
  interface ProvidedContext {
    standIns: Record<User, StandIns>;
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

const answer = (response: ServerResponse, status: number, body: unknown, type = "application/json"): void => {
  response.writeHead(status, { "Content-Type": type });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
};

/** How a token endpoint fails, by the name of its provider: `{control}/broken/{name}` is an issuer. */
const failures: Record<string, (response: ServerResponse) => void> = {
  error: (response) => answer(response, 500, { oops: true }),
  html: (response) => answer(response, 200, "<h1>Welcome</h1>", "text/html"),
  redirect: (response) => {
    response.writeHead(302, { Location: "http://127.0.0.1:9/" });
    response.end();
  },
  // Neither an answer nor an end: the deadline has to come from the caller.
  silence: () => undefined,
};

const discovery = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
});

const breakDown: (base: () => string) => Handler = (base) => (request, response) => {
  const [, , name = "", ...rest] = (request.url ?? "").split("/");
  if (rest[0] === ".well-known") return answer(response, 200, discovery(`${base()}/broken/${name}`));
  return failures[name]?.(response);
};

/** Firebase's key host: `/firebase/keys` serves a key set, `/firebase/token` signs what it is sent. */
const createFirebase = async () => {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: "firebase-1", alg: "RS256", use: "sig" };
  let down = false;
  let hits = 0;
  const handle: Handler = async (request, response) => {
    const url = new URL(request.url ?? "", "http://control");
    if (url.pathname === "/firebase/down") {
      down = url.searchParams.get("down") === "true";
      return answer(response, 200, { hits });
    }
    if (url.pathname.startsWith("/firebase/keys")) {
      hits++;
      return down ? answer(response, 503, "gone", "text/plain") : answer(response, 200, { keys: [jwk] });
    }
    const { claims, kid = jwk.kid } = JSON.parse(await text(request));
    const token = await new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(privateKey);
    return answer(response, 200, { token });
  };
  return handle;
};

const start = async (): Promise<StandIns & { stop: () => Promise<void> }> => {
  const provider = await startSignInProvider();
  const seen: unknown[] = [];
  let refuseNext = false;
  for (const server of Object.values(provider.servers))
    server.service.on(Events.BeforeResponse, (tokens, { body }) => {
      seen.push(body);
      if (refuseNext) Object.assign(tokens, { statusCode: 400, body: { error: "invalid_grant" } });
      refuseNext = false;
    });

  const firebase = await createFirebase();
  let base = "";
  const breaking = breakDown(() => base);
  const routes: Record<string, Handler> = {
    visitor: async (request, response) => {
      provider.setVisitor(JSON.parse(await text(request)));
      answer(response, 200, {});
    },
    refuse: (_request, response) => {
      refuseNext = true;
      answer(response, 200, {});
    },
    seen: (_request, response) => answer(response, 200, seen.splice(0)),
    broken: breaking,
    firebase,
    github: createGitHub(),
    web: createWebSearch(),
  };
  const control = createServer((request, response) => {
    const [, name = ""] = (request.url ?? "").split(/[/?]/);
    void Promise.resolve(routes[name]?.(request, response)).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(control, "listening");
  const address = control.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  base = `http://127.0.0.1:${address.port}`;

  return {
    google: provider.googleIssuer,
    gitHub: provider.gitHubUrl,
    control: base,
    stop: async () => {
      control.closeAllConnections();
      control.close();
      await provider.stop();
    },
  };
};

/**
 * Leaves it to the other side to end a connection that is idle, on every server of this process, the model's too: after the
 * usual five seconds one would be closed just when a machine that stood still uses it again.
 */
const keepConnections = (): void =>
  subscribe("http.server.request.start", (message) => {
    // As Node documents it: https://nodejs.org/docs/latest-v24.x/api/diagnostics_channel.html#http
    (message as { server: Server }).server.keepAliveTimeout = 600_000;
  });

/** Starts them for a run of the tests in workerd. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  keepConnections();
  const started = await Promise.all(users.map(async (user) => [user, await start()] as const));
  const provided = started.map(([user, { google, gitHub, control }]) => [user, { google, gitHub, control }] as const);
  // One of each user, as they were started.
  project.provide("standIns", Object.fromEntries(provided) as Record<User, StandIns>);
  return async () => {
    await Promise.all(started.map(([, { stop }]) => stop()));
  };
}
