// A request to an operation of the contract as data, before anybody knows which ids there are: the same seed makes the same.
import fc from "fast-check";
import type { Contract, Operation, Parameter, Schema } from "./contract.ts";
import type { Damage, Spoil } from "./spoil.ts";
import { damages, spoil, spoils } from "./spoil.ts";
import { createValues } from "./values.ts";
import type { FromPool } from "./words.ts";
import { canary, filesFor, fromPool, textsFor, wordsFor } from "./words.ts";
import type { ActorName } from "./world.ts";

export type Body =
  | { kind: "json"; value: unknown }
  | { kind: "form"; parts: [name: string, part: unknown][] }
  | { kind: "text"; text: string };

export interface Recipe {
  actor: ActorName;
  method: string;
  /** By the name in braces; `{ $raw }` goes into the address as it stands. */
  path: Record<string, unknown>;
  /** A whole address that an answer gave, in place of the operation's. */
  address: FromPool | undefined;
  query: [name: string, value: unknown][];
  headers: Record<string, string>;
  mediaType: string | undefined;
  body: Body | undefined;
  damage: Damage | undefined;
}

interface Plan {
  /** The account that sends it is not used for anything else. */
  spends?: true;
  actors?: readonly ActorName[];
  /** In place of what the path's own patterns say. */
  ids?: string;
}

/** Where an operation is more than its schema: it ends the account that it is sent with, or asks for a person of its own. */
const plans: Readonly<Record<string, Plan>> = {
  "DELETE /api/v1/users/me": { spends: true },
  "PATCH /api/v1/users/me": { spends: true },
  "DELETE /api/v1/auth/sessions": { spends: true },
  "POST /api/v1/auth/logout": { actors: ["nobody", "visitor", "throwaway"] },
  "POST /auth/logout": { actors: ["nobody", "visitor", "throwaway"] },
  "GET /api/logout": { actors: ["nobody", "visitor"] },
  "GET /api/auth/logout": { actors: ["nobody", "visitor"] },
  "PATCH /api/v1/users/{id}": { ids: "throwaway" },
};

const usualActors: Readonly<Record<string, readonly ActorName[]>> = {
  public: ["nobody", "nobody", "ada", "garbage"],
  signature: ["nobody", "ada"],
  operator: ["nobody", "garbage"],
  anon: ["nobody", "nobody", "ada", "ada", "ada", "bob", "carolKey", "doraCookie", "readerKey", "garbage"],
  user: ["ada", "ada", "ada", "ada", "ada", "bob", "bob", "carolKey", "doraCookie", "readerKey", "nobody", "garbage"],
  person: ["ada", "ada", "ada", "ada", "bob", "doraCookie", "carolKey", "nobody", "garbage"],
  admin: ["admin", "admin", "admin", "admin", "admin", "adminCookie", "ada", "carolKey", "nobody"],
};

/** Who may send a request to an operation. */
const actorsOf = ({ id, access }: Operation): fc.Arbitrary<ActorName> => {
  const { spends, actors } = plans[id] ?? {};
  if (spends) return fc.constantFrom("throwaway", "throwaway", "throwaway", "nobody", "carolKey", "garbage");
  return fc.constantFrom(...(actors ?? usualActors[access] ?? ["nobody"]));
};

const weighted = <T>(arbitrary: fc.Arbitrary<T>, weight: number) => ({ arbitrary, weight });

/** Mostly nothing; once in `every` times something. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>, every: number): fc.Arbitrary<T | undefined> =>
  fc.oneof(weighted(fc.constant(undefined), every - 1), weighted(arbitrary, 1));

const oddHeaders: readonly (readonly [string, readonly string[]])[] = [
  [
    "Accept",
    [
      "text/event-stream",
      "application/json",
      "*/*;q=0",
      "text/event-stream;q=2",
      "x".repeat(3_000),
      ";;,",
      "application/pdf",
    ],
  ],
  ["Idempotency-Key", ["key-1", "key-2", canary, "x".repeat(256), "sp ace"]],
  ["If-Match", ["*", '"1"', '"2"', 'W/"1"', '"x"', "1", ",", `"${canary}"`]],
  ["Origin", ["http://localhost:5173", "https://evil.example", "null", canary]],
  ["Sec-Fetch-Site", ["same-origin", "cross-site", "none"]],
  ["X-Request-Id", ["a-request", canary, "<script>", "x".repeat(500)]],
  ["Last-Event-ID", ["0", "3", "-1", "x", "99999999999999999999"]],
  ["Range", ["bytes=0-1", "bytes=9-1", "x"]],
  ["Content-Encoding", ["gzip", "br", "identity"]],
  ["Accept-Language", ["th", "*", "x".repeat(500)]],
  ["X-HTTP-Method-Override", ["DELETE"]],
  ["X-Forwarded-For", ["127.0.0.1", "::1", "x"]],
  ["Cookie", ["session=x", "session=; session=y", "=", `a=${canary}`, "session=%ff"]],
];

const oneHeader = fc
  .constantFrom(...oddHeaders)
  .chain(([name, values]) => fc.constantFrom(...values).map((value) => ({ [name]: value })));

const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  weighted(fc.constant({}), 5),
  weighted(oneHeader, 4),
  weighted(
    fc.tuple(oneHeader, oneHeader).map(([a, b]) => ({ ...a, ...b })),
    1,
  ),
);

const oddSegments = [
  "%ff",
  "%00",
  "..%2f..%2fetc",
  "%2e%2e",
  "x".repeat(2_000),
  "%F0%9F%98%80",
  canary,
  "-1",
  "0",
  "*",
  "%20",
  "a;b",
];

const hex = fc.stringMatching(/^[0-9a-f]{32}$/);

const segmentOf = (operation: Operation, { name, schema }: Parameter, values: ReturnType<typeof createValues>) => {
  const ids = plans[operation.id]?.ids;
  const kind = /^\^(\w+)_\[/.exec(schema.pattern ?? "")?.[1];
  const words = ids === undefined ? wordsFor(operation.path, name) : undefined;
  const right = ids === undefined ? (words ?? values(schema, name, 1)) : fromPool(ids);
  const made =
    kind === undefined
      ? []
      : [
          weighted(
            hex.map((digits) => `${kind}_${digits}`),
            1,
          ),
        ];
  return fc.oneof(
    weighted(right, 12),
    ...made,
    weighted(
      fc.constantFrom(...oddSegments).map(($raw) => ({ $raw })),
      1,
    ),
  );
};

/** A topic's slug is made up, but the same few: what one request writes, another reads. */
const topics = fc.constantFrom("parking", "tuition", "fuzz-topic", "fuzz-other", "library");

const pathOf = (operation: Operation, values: ReturnType<typeof createValues>) =>
  fc.record(
    Object.fromEntries(
      operation.parameters
        .filter((one) => one.in === "path")
        .map(
          (one) =>
            [
              one.name,
              one.name === "topic"
                ? fc.oneof(topics, segmentOf(operation, one, values))
                : segmentOf(operation, one, values),
            ] as const,
        ),
    ),
  );

const oddQueries: readonly (readonly [string, string])[] = [
  ["limit", "0"],
  ["limit", "-1"],
  ["limit", "1e9"],
  ["limit", "ten"],
  ["cursor", canary],
  ["cursor", "WyIyMDI2IiwiYSJd"],
  ["diagram", "huge"],
  ["theme", ""],
  ["utm_source", "x"],
  ["q", ""],
  ["", ""],
  ["__proto__", "1"],
];

type Query = [name: string, value: unknown][];

const queryOf = (operation: Operation, values: ReturnType<typeof createValues>): fc.Arbitrary<Query> => {
  const documented = operation.parameters.filter((one) => one.in === "query");
  const fields = Object.fromEntries(documented.map((one) => [one.name, values(one.schema, one.name, 1)] as const));
  // Pictures are what costs: most requests do without.
  if (documented.some(({ name }) => name === "diagram"))
    fields["diagram"] = fc.constantFrom("none", "none", "none", "none", "none", "none", "url", "inline");
  const needed = documented.filter(({ name, required }) => required || name === "diagram").map(({ name }) => name);
  const right = fc.record(fields, { requiredKeys: needed }).map((found): Query => Object.entries(found));
  const odd = fc.array(fc.constantFrom(...oddQueries), { minLength: 1, maxLength: 2 });
  return fc.oneof(
    weighted(right, 9),
    weighted(
      fc
        .tuple(right, odd)
        .map(([own, more]): Query => [...own, ...more.map(([name, value]): [string, unknown] => [name, value])]),
      1,
    ),
    // Each key twice.
    weighted(
      right.map((own): Query => [...own, ...own]),
      documented.length === 0 ? 0 : 1,
    ),
  );
};

const formOf = (operation: Operation, contract: Contract, schema: Schema, values: ReturnType<typeof createValues>) => {
  const parts = Object.entries(schema.properties ?? {}).map(([name, named]) => {
    const one = contract.resolve(named);
    const item = contract.resolve(one.items ?? one);
    const isFile = item.format === "binary";
    const part: fc.Arbitrary<unknown> = isFile ? filesFor(operation.path) : values(one, name, 1);
    const most = one.items ? 3 : 1;
    return fc
      .array(part, { minLength: isFile ? 1 : 0, maxLength: most })
      .map((several) => several.map((value): [string, unknown] => [name, value]));
  });
  return fc.tuple(...parts).map((named): Body => ({ kind: "form", parts: named.flat() }));
};

const bodyOf = (operation: Operation, contract: Contract, values: ReturnType<typeof createValues>) => {
  const made = operation.bodies.map(({ mediaType, schema, examples }) => {
    const body = (): fc.Arbitrary<Body> => {
      if (mediaType === "multipart/form-data") return formOf(operation, contract, contract.resolve(schema), values);
      if (mediaType !== "application/json")
        return textsFor(operation.path).map((text): Body => ({ kind: "text", text }));
      const right = fc.oneof(
        weighted(values(schema, ""), 4),
        ...(examples.length > 0 ? [weighted(fc.constantFrom(...examples), 2)] : []),
      );
      const spoiled = fc.tuple(right, spoils).map(([value, how]: [unknown, Spoil]) => spoil(value, how));
      return fc.oneof(weighted(right, 7), weighted(spoiled, 2)).map((value): Body => ({ kind: "json", value }));
    };
    return body().map((one) => ({ mediaType, body: one as Body | undefined }));
  });
  if (made.length === 0) return fc.constant({ mediaType: undefined, body: undefined });
  const none = fc.constant({ mediaType: undefined, body: undefined });
  return fc.oneof(...made.map((one) => weighted(one, 12)), weighted(none, operation.bodyRequired ? 1 : 3));
};

const oddMediaTypes = [
  "text/plain",
  "application/x-www-form-urlencoded",
  "application/json; charset=utf-16",
  "multipart/form-data",
  "x",
  "application/JSON;charset=UTF-8",
];

/** Methods that the address does not document; never one that it does, which could be somebody's end. */
const methodsOf = (operation: Operation, contract: Contract): fc.Arbitrary<string> => {
  const taken = new Set(contract.operations.filter(({ path }) => path === operation.path).map(({ method }) => method));
  const others = ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((method) => !taken.has(method));
  return fc.oneof(
    weighted(fc.constant(operation.method), 30),
    weighted(fc.constant(operation.method === "GET" ? "HEAD" : "OPTIONS"), 1),
    weighted(fc.constant("OPTIONS"), 1),
    weighted(fc.constantFrom(...others), 1),
  );
};

/** Requests to an operation: most as documented, some with something wrong in them. */
export const requestsTo = (operation: Operation, contract: Contract): fc.Arbitrary<Recipe> => {
  const values = createValues(contract, operation.path);
  const isSigned = operation.access === "signature";
  const isSocket = operation.path.startsWith("/ws/");
  return fc
    .record({
      actor: actorsOf(operation),
      method: methodsOf(operation, contract),
      path: pathOf(operation, values),
      address:
        isSigned || operation.path.endsWith("/callback")
          ? fc.oneof(weighted(fromPool(operation.path), 4), fc.constant(undefined))
          : fc.constant(undefined),
      // A ticket lives half a minute and opens one session: most come with a credential instead.
      query: isSocket
        ? fc.oneof(weighted(fc.constant<Query>([]), 3), queryOf(operation, values))
        : queryOf(operation, values),
      headers: isSocket ? fc.oneof(weighted(fc.constant({ Upgrade: "websocket" }), 3), headers) : headers,
      body: bodyOf(operation, contract, values),
      oddType: rarely(fc.constantFrom(...oddMediaTypes), 24),
      damage: rarely(fc.constantFrom(...damages), 24),
    })
    .map(({ body: { mediaType, body }, oddType, damage, ...rest }) => ({
      ...rest,
      body,
      mediaType: body === undefined ? undefined : (oddType ?? mediaType),
      damage: body?.kind === "form" ? undefined : damage,
    }));
};
