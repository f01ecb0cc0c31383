// Bindings of which one call fails: an `env` for `app.request`, in workerd.

/**
 * How a call fails. `refused`: nothing was done. `lost`: it was done, and the answer never came, as when a connection
 * breaks after a commit.
 */
export type Fault = "refused" | "lost";

export interface Plan {
  binding: string;
  /** The n-th call on it, from one. */
  nth: number;
  fault: Fault;
}

/** Stands in the message of every failure: it must never reach a caller. */
export const inside = "inside-7c3f";

// As the runtime words them: https://developers.cloudflare.com/d1/observability/debug-d1/#error-list
// and https://developers.cloudflare.com/durable-objects/best-practices/error-handling/
const messages: Readonly<Record<string, string>> = {
  DB: "D1_ERROR: Network connection lost.",
  KV: "KV GET failed: 500 Internal Server Error",
  BUCKET: "put: We encountered an internal error. Please try again. (10001)",
  ASSETS: "internal error; reference = 0",
  SHIELD: "internal error; reference = 1",
};
const ofObjects = "Cannot resolve Durable Object due to transient issue on remote node.";

const failureOf = (binding: string): Error =>
  Object.assign(new Error(`${messages[binding] ?? ofObjects} ${inside}`), { retryable: true });

type Method = (...values: unknown[]) => unknown;
type Guard = (work: () => unknown) => Promise<unknown>;

const isMethod = (value: unknown): value is Method => typeof value === "function";

/** The thing with some of its methods in another form; the rest goes to the thing itself. */
const standIn = <T extends object>(thing: T, methodOf: (name: string, method: Method) => Method | undefined): T =>
  new Proxy(thing, {
    get: (_, name) => {
      const value: unknown = Reflect.get(thing, name, thing);
      if (!isMethod(value) || typeof name === "symbol") return value;
      const method: Method = (...values) => Reflect.apply(value, thing, values);
      return methodOf(name, method) ?? method;
    },
  });

const guarded = <T extends object>(thing: T, guard: Guard): T =>
  standIn(
    thing,
    (_, method) =>
      (...values) =>
        guard(() => method(...values)),
  );

const whole = new WeakMap<object, D1PreparedStatement>();

const statementOf = (statement: D1PreparedStatement, guard: Guard): D1PreparedStatement => {
  const inPlace = standIn(statement, (name, method) =>
    name === "bind"
      ? (...values) => statementOf(statement.bind(...values), guard)
      : (...values) => guard(() => method(...values)),
  );
  whole.set(inPlace, statement);
  return inPlace;
};

const databaseOf = (database: D1Database, guard: Guard): D1Database =>
  standIn(database, (name, method) => {
    if (name === "prepare") return (query) => statementOf(database.prepare(String(query)), guard);
    if (name !== "batch") return (...values) => guard(() => method(...values));
    return (statements) =>
      // D1 takes its own statements only.
      guard(() => method((statements as D1PreparedStatement[]).map((one) => whole.get(one) ?? one)));
  });

const bucketOf = (bucket: R2Bucket, guard: Guard): R2Bucket =>
  standIn(bucket, (name, method) =>
    name === "createMultipartUpload"
      ? async (...values) => guarded((await guard(() => method(...values))) as R2MultipartUpload, guard)
      : (...values) => guard(() => method(...values)),
  );

const namespaceOf = <T extends object>(namespace: T, guard: Guard): T =>
  standIn(namespace, (name, method) =>
    name === "get" || name === "getByName" ? (...values) => guarded(method(...values) as object, guard) : undefined,
  );

const namespaces = ["RATE_LIMITER", "COUNTERS", "AI_BUDGET", "SESSIONS", "DOCUMENT_JOBS", "LIBRARIES"] as const;

/** The bindings of `env` with their calls counted; one of them fails once `plan` names it. */
export const openFaults = (env: Cloudflare.Env) => {
  const counts = new Map<string, number>();
  let plan: Plan | undefined;
  let struck = false;
  const guardOf =
    (binding: string): Guard =>
    async (work) => {
      const nth = (counts.get(binding) ?? 0) + 1;
      counts.set(binding, nth);
      if (plan?.binding !== binding || plan.nth !== nth) return work();
      struck = true;
      if (plan.fault === "lost") await work();
      throw failureOf(binding);
    };
  const shield: RateLimit = { limit: async () => ({ success: true }) };
  const faulty: Cloudflare.Env = {
    ...env,
    DB: databaseOf(env.DB, guardOf("DB")),
    KV: guarded(env.KV, guardOf("KV")),
    BUCKET: bucketOf(env.BUCKET, guardOf("BUCKET")),
    ASSETS: guarded(env.ASSETS, guardOf("ASSETS")),
    SHIELD: guarded(shield, guardOf("SHIELD")),
    ...Object.fromEntries(namespaces.map((name) => [name, namespaceOf(env[name], guardOf(name))])),
  };
  return {
    env: faulty,
    /** Counts from none again, and fails as planned. */
    arm: (next: Plan | undefined): void => {
      counts.clear();
      plan = next;
      struck = false;
    },
    /** Calls since then, by binding. */
    counts: (): Readonly<Record<string, number>> => Object.fromEntries(counts),
    struck: () => struck,
  };
};
