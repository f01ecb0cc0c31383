import type { Access } from "#http/access";
import { requireAccess } from "#http/access";
import { checkBody } from "#http/body";
import type { AppEnv } from "#http/context";
import { AppError, invalid } from "#http/errors";
import type { LimitClass } from "#http/limit";
import { withLimit, withShield } from "#http/limit";
import type { RouteConfig } from "@hono/zod-openapi";
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";

export const about = { name: "StackStage", version: "0.1.0" };

/** A router whose validation failures become problems. Sub-routers do not inherit this: every feature starts here. */
export const createRouter = () =>
  new OpenAPIHono<AppEnv>({
    strict: false,
    defaultHook: (result) => {
      if (result.success) return;
      // A malformed id names nothing, so it is answered like an unknown one.
      if (result.target === "param") throw new AppError("not_found", "There is nothing at this address.");
      throw invalid(result.error.issues);
    },
  });

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    request_id: z.string(),
    code: z.string().openapi({ description: "Stable name of the failure" }),
    error: z.string().openapi({ description: "The same as detail" }),
    errors: z
      .array(
        z.union([
          z.object({ path: z.string(), message: z.string() }),
          z.object({ file: z.string(), line: z.int(), column: z.int(), message: z.string() }),
        ]),
      )
      .optional(),
  })
  .openapi("Problem");

/** A JSON body or answer, for `createRoute`. */
export const json = <S extends z.ZodType>(schema: S, description: string) => ({
  content: { "application/json": { schema } },
  description,
});

/** An answer that is a problem document, for a status worth documenting on its own. */
export const problemAnswer = (description: string) => ({
  content: { "application/problem+json": { schema: Problem } },
  description,
});

interface Terms {
  access: Access;
  /** The largest body the route reads. */
  maxBytes?: number;
  /** The handler reads the body itself while it arrives: its media type and its size are the handler's to check. */
  stream?: true;
  /** What its calls are counted as: reading or writing by its method, unless it says otherwise; pages of ours are not counted. */
  limit?: LimitClass;
}

const usualMaxBytes = 1_000_000;

const usualLimit = (access: Access, method: string): LimitClass | undefined => {
  if (access === "public" || access === "operator") return undefined;
  return method === "get" ? "read" : "write";
};

const bySignIn = [{ bearer: [] }, { cookie: [] }];
const byAnything = [...bySignIn, { apiKey: [] }];

/** Which credentials a route takes, as OpenAPI says it; an empty one stands for none. */
const securityOf: Record<Access, Record<string, string[]>[]> = {
  public: [],
  signature: [],
  anon: [{}, ...byAnything],
  user: byAnything,
  admin: byAnything,
  person: bySignIn,
  operator: [{ bearer: [] }],
};

const { content: problem } = problemAnswer("");

/** Failures that many routes share. */
const failures = {
  BadRequest: { description: "The body is not what its Content-Type says", content: problem },
  Unauthorized: {
    description: "No credential where one is needed, or one that is wrong or has ended",
    headers: { "WWW-Authenticate": { description: "How to send one", schema: { type: "string" } } },
    content: problem,
  },
  Forbidden: {
    description:
      "The credential may not do this: an API key without the scope, or a cookie from a page that is not listed",
    content: problem,
  },
  NotFound: { description: "There is nothing by this name", content: problem },
  TooLarge: { description: "The body is larger than this route takes", content: problem },
  UnsupportedMediaType: { description: "The body is of a type that this route does not take", content: problem },
  Invalid: { description: "A field is not valid; `errors` names each", content: problem },
  RateLimited: {
    description: "Too many calls of this account or address",
    headers: { "Retry-After": { description: "Seconds to wait", schema: { type: "integer", minimum: 0 } } },
    content: problem,
  },
  Failure: { description: "Any other failure; `code` names it", content: problem },
} as const;

/** The failures that a route's terms bring with them; what a route says of a status itself is more exact. */
const usualFailures = ({ access }: Terms, { request, path }: Omit<RouteConfig, "middleware">, counted: boolean) => {
  const takesCredentials = access !== "public" && access !== "signature" && access !== "operator";
  return {
    ...(request?.body && {
      400: failures.BadRequest,
      413: failures.TooLarge,
      415: failures.UnsupportedMediaType,
    }),
    ...(takesCredentials && { 401: failures.Unauthorized, 403: failures.Forbidden }),
    ...(path.includes("{") && { 404: failures.NotFound }),
    ...((request?.body ?? request?.query) && { 422: failures.Invalid }),
    ...(counted && { 429: failures.RateLimited }),
    default: failures.Failure,
  };
};

/** A route with its terms: who may call it, and how large a body may be. Its documented media types are the ones it takes. */
export const route = <P extends string, R extends Omit<RouteConfig, "path" | "middleware"> & { path: P }>(
  terms: Terms,
  config: R,
) => {
  const { access, maxBytes = usualMaxBytes, stream, limit } = terms;
  const body = config.request?.body;
  const counted = limit ?? usualLimit(access, config.method);
  const guarded: R = {
    ...config,
    "x-access": access,
    security: securityOf[access],
    responses: { ...usualFailures(terms, config, counted !== undefined), ...config.responses },
    middleware: [
      ...(counted ? [withShield] : []),
      requireAccess(access),
      ...(counted ? [withLimit(counted)] : []),
      ...(body && !stream ? [checkBody(Object.keys(body.content), maxBytes)] : []),
    ],
  };
  return createRoute<P, R>(guarded);
};

const tags = [
  {
    name: "StackStage",
    description: "Infrastructure in; findings, score, price, pictures, a better design and advice out",
  },
  { name: "Reports", description: "An analysis as a PDF" },
  { name: "Artifacts", description: "Pictures behind signed URLs that expire" },
  { name: "AU-GURU", description: "Questions about Assumption University, answered from its knowledge with sources" },
  { name: "Cue", description: "A sentence becomes a Python AWS Lambda; code is checked, never run" },
  { name: "Blog", description: "Drafts out of documents: written, refined, versioned, exported, published" },
  { name: "Documents", description: "Files that are read, cut, indexed, searched and quoted" },
  { name: "Sessions", description: "Conversations that lose nothing: messages, events, WebSocket" },
  { name: "Identity", description: "Accounts, signing in, API keys" },
  { name: "OpenAI", description: "The assistants as models, for clients of OpenAI's chat completions" },
  { name: "MCP", description: "The engine as tools and resources for agents: Model Context Protocol" },
  { name: "Platform", description: "Health, status, metrics and this document" },
];

const description = `The API of four products: StackStage, Cue, AU-GURU and the Blog Creator.

Names are in \`snake_case\`, times in ISO 8601 and UTC, ids opaque. In a request \`null\`, \`""\` for a choice and a missing field mean the same, and unknown fields are ignored. A slash at the end of a path changes nothing.

Every failure is a problem document (RFC 9457) with a stable \`code\`, and \`errors\` where fields or lines of code are at fault. Every answer has an \`X-Request-Id\`. Lists take \`limit\` and \`cursor\`. \`x-access\` of an operation says who may call it.`;

const securitySchemes = {
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "An access token of ours, a Firebase ID token, or an API key",
  },
  apiKey: {
    type: "apiKey",
    in: "header",
    name: "X-API-Key",
    description: "Made at POST /api/v1/auth/api-keys, with the scopes `read`, `write` or `admin`",
  },
  cookie: { type: "apiKey", in: "cookie", name: "session", description: "Set by signing in with Google or GitHub" },
} as const;

export type Contract = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

/** The contract of everything registered on `app` so far, as OpenAPI 3.1. */
export const describeApi = (app: OpenAPIHono<AppEnv>): Contract => {
  for (const [name, scheme] of Object.entries(securitySchemes))
    app.openAPIRegistry.registerComponent("securitySchemes", name, scheme);
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: about.name,
      version: about.version,
      description,
    },
    servers: [{ url: "/", description: "Where this document came from" }],
    tags,
  });
};
