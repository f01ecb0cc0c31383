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

/** A route with its terms: who may call it, and how large a body may be. Its documented media types are the ones it takes. */
export const route = <P extends string, R extends Omit<RouteConfig, "path" | "middleware"> & { path: P }>(
  { access, maxBytes = usualMaxBytes, stream, limit }: Terms,
  config: R,
) => {
  const body = config.request?.body;
  const counted = limit ?? usualLimit(access, config.method);
  const guarded: R = {
    ...config,
    "x-access": access,
    security: securityOf[access],
    responses: { ...config.responses, default: problemAnswer("Any failure; `code` names it") },
    middleware: [
      ...(counted ? [withShield] : []),
      requireAccess(access),
      ...(counted ? [withLimit(counted)] : []),
      ...(body && !stream ? [checkBody(Object.keys(body.content), maxBytes)] : []),
    ],
  };
  return createRoute<P, R>(guarded);
};

const securitySchemes = {
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "An access token of ours, a Firebase ID token, or an API key",
  },
  apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
  cookie: { type: "apiKey", in: "cookie", name: "session", description: "Set by signing in with Google or GitHub" },
} as const;

export type Contract = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

/** The contract of everything registered on `app` so far, as OpenAPI 3.1. */
export const describeApi = (app: OpenAPIHono<AppEnv>): Contract => {
  for (const [name, scheme] of Object.entries(securitySchemes))
    app.openAPIRegistry.registerComponent("securitySchemes", name, scheme);
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: about.name, version: about.version },
    servers: [{ url: "/" }],
  });
};
