// The app and its contract are one: what is served is documented, what is documented is served, and a typed client
// knows all of it.
import { createApp } from "./app.ts";
import type { AppType } from "./app.ts";
import { describeApi } from "#http/openapi";
import type { hc, InferResponseType } from "hono/client";
import type { ExtractSchema } from "hono/types";
import { describe, expect, expectTypeOf, test } from "vitest";

const app = createApp();
const contract = describeApi(app);

const documented = Object.entries(contract.paths ?? {}).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

/** `/drafts/:id` of the router is `/drafts/{id}` of the document; a guard or a pattern behind the name is left out. */
const asDocumented = (path: string): string => path.replaceAll(/:(\w+)(\{[^}]*\})?\??/g, "{$1}");

/** What the router knows, middlewares apart: they stand for every method, or for everything below a path. */
const servedBy = ({ routes }: Pick<typeof app, "routes">): Set<string> =>
  new Set(
    routes
      .filter(({ method, path }) => method !== "ALL" && !path.endsWith("*"))
      .map(({ method, path }) => `${method} ${asDocumented(path)}`),
  );

const served = servedBy(app);

describe("the document", () => {
  test("has every route that is served", () => {
    expect([...served].filter((route) => !documented.includes(route))).toEqual([]);
  });

  test("has no route that is not served", () => {
    expect(documented.filter((route) => !served.has(route))).toEqual([]);
    expect(documented.length).toBeGreaterThan(100);
  });

  test("would miss a route that is served and not described", () => {
    const other = createApp();
    other.get("/undocumented/:id", (c) => c.text("here"));
    expect([...servedBy(other)].filter((route) => !documented.includes(route))).toEqual(["GET /undocumented/{id}"]);
  });
});

type Schema = ExtractSchema<AppType>;
type Endpoint = { [P in keyof Schema]: Schema[P][keyof Schema[P]] }[keyof Schema];
type IsAny<T> = 0 extends 1 & T ? true : false;
/** Paths of which something came out of the chain as `any`, and of which a client would check nothing. */
type Untyped = {
  [P in keyof Schema]: Schema[P][keyof Schema[P]] extends infer E
    ? E extends { output: infer O; input: infer I }
      ? true extends IsAny<O> | IsAny<I>
        ? P
        : never
      : P
    : never;
}[keyof Schema];

/** Every path that the client's types know, as the router writes it: the compiler finds one too few and one too many. */
const typedPaths = {
  "/": true,
  "/.well-known/jwks.json": true,
  "/api/analysis/:id": true,
  "/api/analyze": true,
  "/api/apply-fix": true,
  "/api/artifacts/:key": true,
  "/api/assistant": true,
  "/api/assistant/chat": true,
  "/api/assistant/export/pdf": true,
  "/api/auth/login": true,
  "/api/auth/logout": true,
  "/api/auth/onboarding": true,
  "/api/auth/profile": true,
  "/api/auth/signup": true,
  "/api/auth/user": true,
  "/api/chat": true,
  "/api/chat/export/pdf": true,
  "/api/cloud/connect": true,
  "/api/compare": true,
  "/api/diagram": true,
  "/api/export/pdf": true,
  "/api/logout": true,
  "/api/regions": true,
  "/api/rollback-fix": true,
  "/api/v1/analyses": true,
  "/api/v1/analyses/:id": true,
  "/api/v1/analyses/:id/sarif": true,
  "/api/v1/auth/api-keys": true,
  "/api/v1/auth/api-keys/:key_id": true,
  "/api/v1/auth/exchange": true,
  "/api/v1/auth/login": true,
  "/api/v1/auth/logout": true,
  "/api/v1/auth/me": true,
  "/api/v1/auth/refresh": true,
  "/api/v1/auth/register": true,
  "/api/v1/auth/sessions": true,
  "/api/v1/blog": true,
  "/api/v1/blog/:id": true,
  "/api/v1/blog/:id/export": true,
  "/api/v1/blog/:id/generate-content": true,
  "/api/v1/blog/:id/publish": true,
  "/api/v1/blog/:id/redo": true,
  "/api/v1/blog/:id/refine": true,
  "/api/v1/blog/:id/undo": true,
  "/api/v1/blog/:id/versions": true,
  "/api/v1/blog/:id/versions/:version": true,
  "/api/v1/blog/generate": true,
  "/api/v1/chat": true,
  "/api/v1/chat/:session_id": true,
  "/api/v1/chat/:session_id/history": true,
  "/api/v1/documents": true,
  "/api/v1/documents/:id": true,
  "/api/v1/documents/:id/content": true,
  "/api/v1/documents/:id/process": true,
  "/api/v1/documents/query": true,
  "/api/v1/documents/search": true,
  "/api/v1/documents/upload": true,
  "/api/v1/knowledge": true,
  "/api/v1/knowledge/:topic": true,
  "/api/v1/knowledge/search": true,
  "/api/v1/sessions": true,
  "/api/v1/sessions/:id": true,
  "/api/v1/sessions/:id/chat-history": true,
  "/api/v1/sessions/:id/events": true,
  "/api/v1/sessions/:id/messages": true,
  "/api/v1/sessions/:id/ticket": true,
  "/api/v1/status": true,
  "/api/v1/users": true,
  "/api/v1/users/:id": true,
  "/api/v1/users/me": true,
  "/auth/github": true,
  "/auth/github/callback": true,
  "/auth/github/login": true,
  "/auth/google": true,
  "/auth/google/callback": true,
  "/auth/google/login": true,
  "/auth/logout": true,
  "/auth/users/me": true,
  "/code/validate": true,
  "/health": true,
  "/mcp": true,
  "/metrics": true,
  "/openapi.json": true,
  "/speech/transcribe": true,
  "/users/me": true,
  "/v1/chat/completions": true,
  "/v1/models": true,
  "/v1/models/:model": true,
  "/workflows": true,
  "/workflows/:id": true,
  "/workflows/:id/credentials": true,
  "/workflows/:id/download": true,
  "/workflows/generate": true,
  "/workflows/user/:id": true,
  "/ws/:session_id": true,
} satisfies Record<keyof Schema, true>;

describe("the typed client", () => {
  test("knows every documented path but those of its own protocols", () => {
    const known = Object.keys(typedPaths).map(asDocumented);
    expect(Object.keys(contract.paths ?? {}).filter((path) => !known.includes(path))).toEqual([]);
    expect(known.filter((path) => contract.paths?.[path] === undefined)).toEqual([]);
  });

  test("lost no type on the way through the routers", () => {
    type Client = ReturnType<typeof hc<AppType>>;
    expectTypeOf<Untyped>().toBeNever();
    expectTypeOf<Endpoint>().not.toBeAny();
    // One of each feature, so that a type that became too wide is seen as well.
    expectTypeOf<InferResponseType<Client["health"]["$get"], 200>>().toEqualTypeOf<{ status: "ok" }>();
    expectTypeOf<
      InferResponseType<Client["api"]["regions"]["$post"], 200>["regions"][number]["latency_ms"]
    >().toEqualTypeOf<number>();
    expectTypeOf<
      InferResponseType<Client["workflows"]["generate"]["$post"], 200>["steps"][number]["tool"]
    >().toEqualTypeOf<string>();
    expectTypeOf<InferResponseType<Client["auth"]["users"]["me"]["$get"], 200>["email"]>().toEqualTypeOf<string>();
    expectTypeOf<
      InferResponseType<Client["api"]["v1"]["blog"][":id"]["undo"]["$post"], 200>["can_redo"]
    >().toEqualTypeOf<boolean>();
    expectTypeOf<
      InferResponseType<Client["speech"]["transcribe"]["$post"], 200>["transcript"]
    >().toEqualTypeOf<string>();
  });
});
