// How the tests in workerd write drafts.
import { keepAwake } from "./awake.ts";
import type { Answer, SignedIn } from "./caller.ts";
import { call, read, toRequest } from "./caller.ts";
import { objectOf, wait } from "./session-caller.ts";
import { runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";

export interface Draft {
  id: string;
  session_id: string;
  title: string;
  content: string;
  content_format: string;
  status: string;
  version: number;
  can_undo: boolean;
  can_redo: boolean;
  document_ids: string[];
  sources: { id: string; kind: string; title: string; url: string | null; document_id: string | null }[];
  error_message: string | null;
  updated_at: string;
  published_url: string | null;
}

export interface Version {
  version: number;
  parent: number | null;
  title: string;
  author: string;
  reason: string;
  characters: number;
  diff: string | null;
}

export const guide = `# Home solar guide

## Costs

A typical system of 6 kW costs about 15,000 dollars before incentives. The federal tax credit pays back 30 percent of that. Batteries add 8,000 to 12,000 dollars.

## Maintenance

Rain keeps panels clean in most places. Inspect the wiring once a year. Inverters last 10 to 15 years and are the part that fails most often.
`;

/** Uploads a file and answers its id once its processing has ended. */
export const addDocument = async (
  { access_token: bearer }: SignedIn,
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
) => {
  const form = new FormData();
  form.append("file", new Blob([content]), name);
  const request = new Request("http://api/api/v1/documents/upload", {
    method: "POST",
    headers: { Authorization: `Bearer ${bearer}` },
    body: form,
  });
  const { status, body } = await read(await exports.default.fetch(request));
  if (status !== 201) throw new Error(`upload answered ${status}: ${JSON.stringify(body)}`);
  const { id } = body as { id: string };
  for (;;) {
    const document = (await call(`/api/v1/documents/${id}`, { bearer })).body as { status: string };
    if (document.status === "completed" || document.status === "failed") return id;
    await wait(20);
  }
};

type Options = Omit<NonNullable<Parameters<typeof toRequest>[1]>, "bearer">;

/** A call below /api/v1/blog. */
export const blog = ({ access_token: bearer }: SignedIn, path: string, options: Options = {}): Promise<Answer> =>
  call(`/api/v1/blog${path}`, { bearer, ...options });

/** The same, with its answer as a stream. */
export const blogStream = ({ access_token: bearer }: SignedIn, path: string, json: unknown, accept: string) =>
  exports.default.fetch(toRequest(`/api/v1/blog${path}`, { bearer, json, headers: { Accept: accept } }));

/** A draft once nobody writes it any more. */
export const settledDraft = async (who: SignedIn, id: string): Promise<Draft> => {
  for (;;) {
    const { status, body } = await blog(who, `/${id}`);
    if (status !== 200) throw new Error(`the draft answered ${status}`);
    const draft = body as Draft;
    if (draft.status !== "generating") return draft;
    await wait(20);
  }
};

/** A draft that is being written; its session answers as `before` arranges. */
export const beginDraft = async (who: SignedIn, json: unknown): Promise<Draft> => {
  const { status, body } = await blog(who, "/generate", { json });
  if (status !== 201) throw new Error(`generate answered ${status}: ${JSON.stringify(body)}`);
  return body as Draft;
};

/** Lets nothing be written in a session until it is released. */
export const holdWriter = async (sessionId: string): Promise<() => void> => {
  let held = true;
  keepAwake(objectOf(sessionId));
  await runInDurableObject(objectOf(sessionId), (session) => {
    const { writer } = session.responders;
    const waiting: typeof writer = async function* (env, input) {
      while (held) {
        await wait(5);
        input.signal.throwIfAborted();
      }
      return yield* writer(env, input);
    };
    session.responders = { ...session.responders, writer: waiting };
  });
  return () => void (held = false);
};

/** A draft of a guide to solar panels, written by the built-in engine. */
export const writeDraft = async (who: SignedIn, more: Record<string, unknown> = {}): Promise<Draft> => {
  const document = await addDocument(who, "guide.md", guide);
  return settledDraft(who, (await beginDraft(who, { document_ids: [document], ...more })).id);
};

export const editDraft = async (who: SignedIn, id: string, json: unknown, ifMatch?: string): Promise<Answer> =>
  blog(who, `/${id}`, { method: "PUT", json, ...(ifMatch !== undefined && { headers: { "If-Match": ifMatch } }) });

export const versionsOf = async (who: SignedIn, id: string, query = ""): Promise<Version[]> =>
  ((await blog(who, `/${id}/versions${query}`)).body as { versions: Version[] }).versions;
