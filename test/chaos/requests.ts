// A request that each documented operation takes, made anew for each time that it is asked: what it deletes or changes is
// its own. Shared by the faults of bindings and those of models.
import type { Call, World } from "./world.ts";
import { code, formOf, notes, password } from "./world.ts";

/** What signing in with a provider, and what an administrator does, needs of whoever tries it. */
export interface Doors {
  /** An administrator's token. */
  admin?: string;
  /** From the start route to the provider and back: the address that we are called at, and the cookie. */
  leave?: (provider: "google" | "github") => Promise<{ path: string; cookie: string }>;
  /** A code as a page gets it after signing in with a provider. */
  code?: () => Promise<string>;
}

type Make = (world: World, doors: Doors) => Call | Promise<Call>;

const ask =
  (method: string, pathOf: (world: World) => string | Promise<string>, json?: unknown): Make =>
  async (world) => ({
    method,
    path: await pathOf(world),
    bearer: world.bearer,
    ...(json !== undefined && { json }),
  });
const get = (path: string): Make => ask("GET", () => path);
const post = (path: string, json?: unknown): Make => ask("POST", () => path, json);
const anonymous =
  (method: string, path: string, jsonOf?: (world: World) => unknown): Make =>
  async (world) => ({ method, path, ...(jsonOf && { json: await jsonOf(world) }) });

const asAdmin =
  (method: string, pathOf: (world: World) => string | Promise<string>, json?: unknown): Make =>
  async (world, { admin }) => ({
    method,
    path: await pathOf(world),
    bearer: admin,
    ...(json !== undefined && { json }),
  });

const backFrom =
  (provider: "google" | "github"): Make =>
  async (_world, { leave }) => {
    if (leave === undefined) throw new Error("no provider to sign in with");
    const { path, cookie } = await leave(provider);
    return { method: "GET", path, headers: { Cookie: cookie, Accept: "application/json" } };
  };

const once =
  (make: Make): Make =>
  async (world, doors) => {
    const call = await make(world, doors);
    return { ...call, headers: { ...call.headers, "Idempotency-Key": crypto.randomUUID() } };
  };

const analysisAt =
  (rest = ""): ((world: World) => Promise<string>) =>
  async (world) =>
    `/api/v1/analyses/${await world.newAnalysis()}${rest}`;
const draftAt =
  (rest = "") =>
  async (world: World) =>
    `/api/v1/blog/${await world.newDraft()}${rest}`;
const sessionAt =
  (rest = "") =>
  async (world: World) =>
    `/api/v1/sessions/${await world.newSession()}${rest}`;
const documentAt =
  (rest = "") =>
  async (world: World) =>
    `/api/v1/documents/${await world.newDocument()}${rest}`;
const workflowAt =
  (rest = "") =>
  async (world: World) =>
    `/workflows/${await world.newWorkflow()}${rest}`;
const guruAt =
  (rest = "") =>
  async (world: World) =>
    `/api/v1/chat/${await world.newGuruSession()}${rest}`;
const topic = { title: "Herons", facts: [{ fact: "eats", value: "fish" }] };
const question = { messages: [{ role: "user", content: "How do I make my bucket safe?" }] };
const pdf = { ...question, title: "A talk" };

const upload: Make = ({ bearer }) => ({
  method: "POST",
  path: "/api/v1/documents/upload",
  bearer,
  form: () => formOf("more.md", notes),
});
const analyse = post("/api/analyze?diagram=none", { content: code });
const compare = post("/api/compare?diagram=none", { a: { content: code }, b: { content: `${code}# more\n` } });
const generate: Make = ({ bearer, kept }) => ({
  method: "POST",
  path: "/api/v1/blog/generate",
  bearer,
  json: { document_ids: [kept.documentId] },
});

/** Two seconds of silence, as a telephone hears it. */
const wave = (): string => {
  const number = (value: number, bytes: number) =>
    String.fromCharCode(...Array.from({ length: bytes }, (_, at) => (value >> (8 * at)) & 255));
  const size = 16_000;
  const format = `${number(1, 2)}${number(1, 2)}${number(8_000, 4)}${number(8_000, 4)}${number(1, 2)}${number(8, 2)}`;
  return `RIFF${number(36 + size, 4)}WAVEfmt ${number(16, 4)}${format}data${number(size, 4)}`;
};
const speech: Make = ({ bearer }) => ({
  method: "POST",
  path: "/speech/transcribe",
  bearer,
  form: () => {
    const head = Uint8Array.from(wave(), (letter) => letter.charCodeAt(0));
    const form = new FormData();
    form.append("audio", new File([head, new Uint8Array(16_000).fill(128)], "a.wav"));
    return form;
  },
});

const tool = { jsonrpc: "2.0", id: 1, method: "tools/list", params: {} };

/** By `METHOD path` as the document has it; several ways to ask one operation have a word after it. */
export const requests: Readonly<Record<string, Make>> = {
  "GET /": get("/"),
  "GET /health": get("/health"),
  "GET /api/v1/status": get("/api/v1/status"),
  "GET /metrics": () => ({ method: "GET", path: "/metrics", bearer: metricsToken }),
  "GET /openapi.json": get("/openapi.json"),
  "POST /api/analyze": analyse,
  "POST /api/analyze drawn": post("/api/analyze", { content: code }),
  "POST /api/analyze once": once(analyse),
  "POST /api/analyze stream": async (world, doors) => ({
    ...(await analyse(world, doors)),
    headers: { Accept: "text/event-stream" },
  }),
  "GET /api/v1/analyses": get("/api/v1/analyses"),
  "DELETE /api/v1/analyses/{id}": async ({ newDrawnAnalysis, bearer }) => ({
    method: "DELETE",
    path: `/api/v1/analyses/${(await newDrawnAnalysis()).id}`,
    bearer,
  }),
  "GET /api/v1/analyses/{id}": ask("GET", analysisAt()),
  "GET /api/v1/analyses/{id}/sarif": ask("GET", analysisAt("/sarif")),
  "GET /api/analysis/{id}": ask("GET", async (world) => `/api/analysis/${await world.newAnalysis()}`),
  "POST /api/cloud/connect": post("/api/cloud/connect"),
  "GET /api/artifacts/{key}": ask("GET", async (world) => (await world.newDrawnAnalysis()).picture),
  "POST /api/assistant": post("/api/assistant", question),
  "POST /api/assistant/chat": async ({ bearer, newAnalysis }) => ({
    method: "POST",
    path: "/api/assistant/chat",
    bearer,
    json: { ...question, analysis_id: await newAnalysis() },
  }),
  "POST /api/chat/export/pdf": post("/api/chat/export/pdf", pdf),
  "POST /api/chat/export/pdf session": async ({ newSession, bearer }) => ({
    method: "POST",
    path: "/api/chat/export/pdf",
    bearer,
    json: { session_id: await newSession(), messages: question.messages },
  }),
  "POST /api/assistant/export/pdf": post("/api/assistant/export/pdf", pdf),
  "POST /api/compare": compare,
  "POST /api/compare drawn": ask("POST", () => "/api/compare?diagram=url", {
    a: { content: code },
    b: { content: `${code}# more\n` },
  }),
  "POST /api/diagram": post("/api/diagram", { mermaid: "flowchart LR\n  a[한국] --> b", format: "png" }),
  "POST /api/v1/documents/upload": upload,
  "POST /api/v1/documents/upload once": once(upload),
  "GET /api/v1/documents": get("/api/v1/documents"),
  "GET /api/v1/documents/{id}": ask("GET", documentAt()),
  "DELETE /api/v1/documents/{id}": ask("DELETE", documentAt()),
  "GET /api/v1/documents/{id}/content": ask("GET", documentAt("/content")),
  "POST /api/v1/documents/{id}/process": ask("POST", documentAt("/process")),
  "POST /api/v1/documents/search": post("/api/v1/documents/search", { query: "heron" }),
  "POST /api/v1/documents/query": post("/api/v1/documents/query", { question: "What does the heron eat?" }),
  "POST /api/v1/blog/generate": generate,
  "POST /api/v1/blog/generate once": once(generate),
  "POST /api/v1/blog/{id}/generate-content": ask("POST", draftAt("/generate-content"), {}),
  "GET /api/v1/blog": get("/api/v1/blog"),
  "GET /api/v1/blog/{id}": ask("GET", draftAt()),
  "PUT /api/v1/blog/{id}": ask("PUT", draftAt(), { content: "# Herons\n\nThey wait.\n" }),
  "DELETE /api/v1/blog/{id}": ask("DELETE", draftAt()),
  "POST /api/v1/blog/{id}/refine": ask("POST", draftAt("/refine"), { feedback: "shorter" }),
  "GET /api/v1/blog/{id}/versions": ask("GET", draftAt("/versions")),
  "GET /api/v1/blog/{id}/versions/{version}": ask("GET", draftAt("/versions/1")),
  "POST /api/v1/blog/{id}/undo": ask(
    "POST",
    async (world) => `/api/v1/blog/${await world.newEditedDraft("as edited")}/undo`,
  ),
  "POST /api/v1/blog/{id}/redo": ask(
    "POST",
    async (world) => `/api/v1/blog/${await world.newEditedDraft("undone")}/redo`,
  ),
  "POST /api/v1/blog/{id}/export": ask("POST", draftAt("/export"), { format: "pdf" }),
  "POST /api/v1/blog/{id}/publish": async ({ newDraft, bearer }) => ({
    method: "POST",
    path: `/api/v1/blog/${await newDraft()}/publish`,
    bearer,
    // As the stand-in for GitHub takes it; two drafts of a day and title would be one file.
    json: { repo: "ann/chaos", path: `_posts/${crypto.randomUUID()}.md`, token: "ghp_a-token-that-may-write" },
  }),
  "POST /api/apply-fix": post("/api/apply-fix", { content: code, rules: "all" }),
  "POST /api/apply-fix by id": async ({ newAnalysis, bearer }) => ({
    method: "POST",
    path: "/api/apply-fix",
    bearer,
    json: { analysisId: await newAnalysis(), fixId: "aws-s3-versioning", fixType: "x" },
  }),
  "POST /api/rollback-fix": post("/api/rollback-fix", { fixId: "aws-s3-versioning" }),
  "POST /api/v1/chat": post("/api/v1/chat", { message: "Where is the campus?" }),
  "POST /api/v1/chat anonymous": anonymous("POST", "/api/v1/chat", () => ({ message: "Where is the campus?" })),
  "GET /api/v1/chat/{session_id}/history": ask("GET", guruAt("/history")),
  "DELETE /api/v1/chat/{session_id}": ask("DELETE", guruAt()),
  "POST /api/chat": post("/api/chat", { message: "Where is the campus?" }),
  "DELETE /api/chat": async (world) => ({
    method: "DELETE",
    path: "/api/chat",
    bearer: world.bearer,
    json: { sessionId: await world.newGuruSession() },
  }),
  "POST /api/v1/auth/logout": async ({ newAccount }) => {
    const { bearer, refresh } = await newAccount();
    return { method: "POST", path: "/api/v1/auth/logout", bearer, json: { refresh_token: refresh } };
  },
  "POST /auth/logout": async ({ newAccount }) => ({
    method: "POST",
    path: "/auth/logout",
    bearer: (await newAccount()).bearer,
  }),
  "GET /api/logout": anonymous("GET", "/api/logout"),
  "GET /api/auth/logout": anonymous("GET", "/api/auth/logout"),
  "POST /api/auth/signup": anonymous("POST", "/api/auth/signup", newPerson),
  "POST /api/auth/login": anonymous("POST", "/api/auth/login", ({ email }) => ({ email, password })),
  "POST /api/v1/auth/register": anonymous("POST", "/api/v1/auth/register", newPerson),
  "POST /api/v1/auth/login": anonymous("POST", "/api/v1/auth/login", ({ email }) => ({ email, password })),
  "POST /api/v1/auth/refresh": anonymous("POST", "/api/v1/auth/refresh", async ({ newAccount }) => ({
    refresh_token: (await newAccount()).refresh,
  })),
  "DELETE /api/v1/auth/sessions": async ({ newAccount }) => ({
    method: "DELETE",
    path: "/api/v1/auth/sessions",
    bearer: (await newAccount()).bearer,
  }),
  "GET /.well-known/jwks.json": get("/.well-known/jwks.json"),
  "GET /api/v1/users/me": get("/api/v1/users/me"),
  "PATCH /api/v1/users/me": async ({ newAccount }) => ({
    method: "PATCH",
    path: "/api/v1/users/me",
    bearer: (await newAccount()).bearer,
    json: { password: "amber-falcon-17-desk", current_password: password },
  }),
  "DELETE /api/v1/users/me": async (world) => {
    const { bearer } = await world.newAccount();
    await world.send({ method: "POST", path: "/api/analyze", json: { content: code }, bearer });
    await world.send({ method: "POST", path: "/api/v1/sessions", json: {}, bearer });
    await world.send({ method: "POST", path: "/api/v1/documents/upload", form: () => formOf("a.md", notes), bearer });
    return { method: "DELETE", path: "/api/v1/users/me", bearer };
  },
  "GET /api/v1/auth/me": get("/api/v1/auth/me"),
  "GET /users/me": get("/users/me"),
  "GET /auth/users/me": get("/auth/users/me"),
  "GET /api/auth/user": get("/api/auth/user"),
  "GET /api/v1/users": asAdmin("GET", () => "/api/v1/users"),
  "PATCH /api/v1/users/{id}": asAdmin("PATCH", async (world) => `/api/v1/users/${(await world.newAccount()).id}`, {
    is_active: false,
  }),
  "GET /api/auth/profile": get("/api/auth/profile"),
  "POST /api/auth/onboarding": post("/api/auth/onboarding", { firstName: "Ada" }),
  "POST /api/v1/auth/api-keys": async ({ newAccount }) => ({
    method: "POST",
    path: "/api/v1/auth/api-keys",
    bearer: (await newAccount()).bearer,
    json: { name: "chaos" },
  }),
  "GET /api/v1/auth/api-keys": get("/api/v1/auth/api-keys"),
  "DELETE /api/v1/auth/api-keys/{key_id}": ask(
    "DELETE",
    async (world) => `/api/v1/auth/api-keys/${await world.newKey()}`,
  ),
  "GET /auth/google": anonymous("GET", "/auth/google"),
  "GET /auth/google/login": anonymous("GET", "/auth/google/login"),
  "GET /auth/google/callback": backFrom("google"),
  "GET /auth/github": anonymous("GET", "/auth/github"),
  "GET /auth/github/login": anonymous("GET", "/auth/github/login"),
  "GET /auth/github/callback": backFrom("github"),
  "POST /api/v1/auth/exchange": async (_world, doors) => ({
    method: "POST",
    path: "/api/v1/auth/exchange",
    json: { code: await doors.code?.() },
  }),
  "GET /api/v1/knowledge": get("/api/v1/knowledge"),
  "GET /api/v1/knowledge/search": get("/api/v1/knowledge/search?q=campus"),
  "GET /api/v1/knowledge/{topic}": async (world, doors) => {
    const path = `/api/v1/knowledge/herons-${crypto.randomUUID().slice(0, 8)}`;
    await world.send({ method: "PUT", path, json: topic, bearer: doors.admin });
    return { method: "GET", path, bearer: world.bearer };
  },
  "PUT /api/v1/knowledge/{topic}": asAdmin(
    "PUT",
    () => `/api/v1/knowledge/t-${crypto.randomUUID().slice(0, 8)}`,
    topic,
  ),
  "DELETE /api/v1/knowledge/{topic}": async (world, doors) => {
    const path = `/api/v1/knowledge/herons-${crypto.randomUUID().slice(0, 8)}`;
    await world.send({ method: "PUT", path, json: topic, bearer: doors.admin });
    return { method: "DELETE", path, bearer: doors.admin };
  },
  "POST /api/regions": async ({ newAnalysis, bearer }) => ({
    method: "POST",
    path: "/api/regions",
    bearer,
    json: { analysis_id: await newAnalysis(), users: [{ country: "DE", share: 1 }] },
  }),
  "POST /api/export/pdf": async ({ newAnalysis, bearer }) => ({
    method: "POST",
    path: "/api/export/pdf",
    bearer,
    json: { analysis_id: await newAnalysis() },
  }),
  "GET /ws/{session_id}": async ({ newSession, newTicket }) => {
    const session = await newSession();
    return {
      method: "GET",
      path: `/ws/${session}?ticket=${await newTicket(session)}`,
      headers: { Upgrade: "websocket" },
    };
  },
  "POST /api/v1/sessions": post("/api/v1/sessions", { name: "A talk" }),
  "GET /api/v1/sessions": get("/api/v1/sessions"),
  "GET /api/v1/sessions/{id}": ask("GET", sessionAt()),
  "DELETE /api/v1/sessions/{id}": ask("DELETE", sessionAt()),
  "GET /api/v1/sessions/{id}/chat-history": ask("GET", sessionAt("/chat-history")),
  "POST /api/v1/sessions/{id}/messages": ask("POST", sessionAt("/messages"), { content: "hello" }),
  "POST /api/v1/sessions/{id}/messages stream": async ({ newSession, bearer }) => ({
    method: "POST",
    path: `/api/v1/sessions/${await newSession()}/messages`,
    bearer,
    json: { content: "hello", client_message_id: "c-1" },
    headers: { Accept: "text/event-stream" },
  }),
  "GET /api/v1/sessions/{id}/events": ask("GET", sessionAt("/events?after=0")),
  "POST /api/v1/sessions/{id}/ticket": ask("POST", sessionAt("/ticket")),
  "POST /speech/transcribe": speech,
  "POST /workflows/generate": (world) => ({
    method: "POST",
    path: "/workflows/generate",
    bearer: world.bearer,
    json: { prompt: world.prompt },
  }),
  "GET /workflows": get("/workflows"),
  "POST /workflows": (world) => ({
    method: "POST",
    path: "/workflows",
    bearer: world.bearer,
    json: { name: "mine", description: world.prompt },
  }),
  "GET /workflows/user/{id}": ask("GET", ({ id }) => `/workflows/user/${id}`),
  "GET /workflows/{id}": ask("GET", workflowAt()),
  "PUT /workflows/{id}": ask("PUT", workflowAt(), { name: "renamed" }),
  "DELETE /workflows/{id}": ask("DELETE", workflowAt()),
  "POST /workflows/{id}/credentials": ask("POST", workflowAt("/credentials"), { credentials: {} }),
  "GET /workflows/{id}/download": ask("GET", workflowAt("/download")),
  "POST /code/validate": post("/code/validate", { code: "def lambda_handler(event, context):\n    return {}\n" }),
  "GET /v1/models": get("/v1/models"),
  "GET /v1/models/{model}": get("/v1/models/stackstage-advisor"),
  "POST /v1/chat/completions": post("/v1/chat/completions", { model: "stackstage-advisor", ...question }),
  "POST /v1/chat/completions stream": post("/v1/chat/completions", { model: "au-guru", stream: true, ...question }),
  "POST /mcp": ({ bearer }) => ({
    method: "POST",
    path: "/mcp",
    bearer,
    json: tool,
    headers: { Accept: "application/json, text/event-stream" },
  }),
};

/** Operations that are done once: they come with a code, a state or a ticket, or go a step, which `If-Match` guards. */
export const goodOnce: ReadonlySet<string> = new Set([
  "GET /auth/google/callback",
  "GET /auth/github/callback",
  "POST /api/v1/auth/exchange",
  "GET /ws/{session_id}",
  "POST /api/v1/blog/{id}/undo",
  "POST /api/v1/blog/{id}/redo",
]);

/** Whoever runs the API for these requests sets METRICS_TOKEN to it. */
export const metricsToken = "a-token-that-only-the-chaos-uses-0123";

function newPerson() {
  return { email: `chaos-${crypto.randomUUID()}@example.com`, password, full_name: "Ada Lovelace" };
}

/** Every operation of an OpenAPI document, as `METHOD path`. */
export const operationsOf = (document: { paths: Record<string, Record<string, unknown>> }): string[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => ["get", "put", "post", "delete", "patch"].includes(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );

/** The operation that a row of the table asks. */
export const operationOf = (row: string): string => row.split(" ").slice(0, 2).join(" ");
