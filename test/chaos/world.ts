// Somebody who has one of everything, and makes more of it: what a request of the table in requests.ts is about. It
// reaches the API over HTTP as well as within workerd.

/** Whoever answers a request: a running API, or the app itself. */
type Reach = (request: Request) => Promise<Response>;

export interface Call {
  method: string;
  path: string;
  json?: unknown;
  form?: () => FormData;
  bearer?: string | undefined;
  headers?: Record<string, string>;
}

const origin = "http://api";
export const password = "violet-otter-42-lamp";

/** The same request each time it is asked for; `base` is where the API is. */
export const toRequest = ({ method, path, json, form, bearer, headers }: Call, base = origin): Request =>
  new Request(`${base}${path}`, {
    method,
    redirect: "manual",
    headers: {
      // A connection that was idle may be closed just when it is used again.
      Connection: "close",
      ...(json !== undefined && { "Content-Type": "application/json" }),
      ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(form !== undefined && { body: form() }),
  });

const wait = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));

export const code = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs-of-chaos"\n}\n';
export const notes = "# Herons\n\nThe heron waits in shallow water.\n\n## Food\n\nIt eats fish and frogs.\n";

export const formOf = (name: string, text: string, field = "file") => {
  const form = new FormData();
  form.append(field, new File([text], name));
  return form;
};

interface Account {
  email: string;
  bearer: string;
  refresh: string;
  id: string;
}

const patienceMs = 60_000;
const staysInMs = 180_000;

/** Things of one account; each `new…` makes another one. */
export const openWorld = async (reach: Reach, base = origin) => {
  const send = async <T>(call: Call): Promise<T> => {
    const answer = await reach(toRequest(call, base));
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${call.method} ${call.path} answered ${answer.status}: ${text.slice(0, 300)}`);
    // As the contract has it; the tests of each route hold it to that.
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
  const newAccount = async (): Promise<Account> => {
    const email = `chaos-${crypto.randomUUID()}@example.com`;
    const json = { email, password, full_name: "Ada Lovelace" };
    const made = await send<{ access_token: string; refresh_token: string; user: { id: string } }>({
      method: "POST",
      path: "/api/v1/auth/register",
      json,
    });
    return { email, bearer: made.access_token, refresh: made.refresh_token, id: made.user.id };
  };
  const account = await newAccount();
  let { bearer } = account;
  let signedInAt = Date.now();
  const signIn = async (email: string): Promise<string> => {
    const path = "/api/v1/auth/login";
    return (await send<{ access_token: string }>({ method: "POST", path, json: { email, password } })).access_token;
  };
  const make = async (path: string, json: unknown): Promise<string> =>
    (await send<{ id: string }>({ method: "POST", path, json, bearer })).id;

  const whenSettled = async (path: string, waiting: readonly string[]): Promise<void> => {
    const giveUpAt = Date.now() + patienceMs;
    for (;;) {
      const { status } = await send<{ status: string }>({ method: "GET", path, bearer });
      if (!waiting.includes(status)) return;
      if (Date.now() > giveUpAt) throw new Error(`${path} stays ${status}`);
      await wait(20);
    }
  };
  const analyse = (diagram: string) =>
    send<{ analysis_id: string; diagram_image?: string }>({
      method: "POST",
      path: `/api/analyze?diagram=${diagram}`,
      json: { content: code },
      bearer,
    });
  const newDocument = async (): Promise<string> => {
    const form = () => formOf("herons.md", notes);
    const { id } = await send<{ id: string }>({ method: "POST", path: "/api/v1/documents/upload", form, bearer });
    await whenSettled(`/api/v1/documents/${id}`, ["pending", "processing"]);
    return id;
  };
  const documentId = await newDocument();
  const newDraft = async (): Promise<string> => {
    const id = await make("/api/v1/blog/generate", { document_ids: [documentId] });
    await whenSettled(`/api/v1/blog/${id}`, ["generating"]);
    return id;
  };
  /** A draft that can be undone and, when `undone`, redone. */
  const newEditedDraft = async (undone: "undone" | "as edited"): Promise<string> => {
    const id = await newDraft();
    await send({ method: "PUT", path: `/api/v1/blog/${id}`, json: { content: "# Changed\n\nOnce.\n" }, bearer });
    if (undone === "undone") await send({ method: "POST", path: `/api/v1/blog/${id}/undo`, bearer });
    return id;
  };
  const newGuruSession = async (): Promise<string> => {
    const json = { message: "Where is the campus?" };
    return (await send<{ session_id: string }>({ method: "POST", path: "/api/v1/chat", json, bearer })).session_id;
  };
  const prompt = "Every Monday at 9am send a Slack message";
  return {
    id: account.id,
    email: account.email,
    get bearer() {
      return bearer;
    },
    send,
    signIn,
    /** Signs in again before its token ends, which is after a quarter of an hour; answers whether it did. */
    stayIn: async (): Promise<boolean> => {
      if (Date.now() - signedInAt < staysInMs) return false;
      bearer = await signIn(account.email);
      signedInAt = Date.now();
      return true;
    },
    newAccount,
    newAnalysis: async () => (await analyse("none")).analysis_id,
    newDrawnAnalysis: async () => {
      const { analysis_id: id, diagram_image: picture } = await analyse("url");
      const { pathname, search } = new URL(picture ?? "");
      return { id, picture: `${pathname}${search}` };
    },
    newDocument,
    newDraft,
    newEditedDraft,
    newSession: () => make("/api/v1/sessions", {}),
    newGuruSession,
    newTicket: async (session: string) =>
      (await send<{ ticket: string }>({ method: "POST", path: `/api/v1/sessions/${session}/ticket`, bearer })).ticket,
    newWorkflow: () => make("/workflows/generate", { prompt }),
    newKey: () => make("/api/v1/auth/api-keys", { name: "chaos" }),
    newArchitecture: async () => {
      const path = `/api/v1/analyses/${(await analyse("none")).analysis_id}`;
      return (await send<{ architecture: unknown }>({ method: "GET", path, bearer })).architecture;
    },
    prompt,
    kept: { documentId },
  };
};
export type World = Awaited<ReturnType<typeof openWorld>>;
