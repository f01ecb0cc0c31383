// What the documented examples speak of, made real: accounts, an analysis, a document, drafts, workflows, sessions.
import type { SignInProvider } from "../../scripts/sign-in-provider.ts";
import { startSignInProvider } from "../../scripts/sign-in-provider.ts";
import { startApi } from "../harness.ts";
import { vi } from "vitest";

export type Json = Record<string, unknown>;

export interface Sent {
  method?: string;
  json?: unknown;
  form?: FormData;
  text?: string;
  bearer?: string | undefined;
  headers?: Record<string, string>;
}

const guide = `# Home solar guide

## Costs

A typical system of 6 kW costs about 15,000 dollars before incentives. The federal tax credit pays back 30 percent of that.

## Maintenance

Inspect the wiring once a year. Inverters last 10 to 15 years and are the part that fails most often.
`;

const password = "violet-otter-42-lamp";

/** A running API and how to make in it what an example needs. */
export const openWorld = async () => {
  const provider: SignInProvider = await startSignInProvider();
  const api = await startApi({
    ADMIN_EMAILS: "visitor@example.com",
    GOOGLE_ISSUER: provider.googleIssuer,
    GOOGLE_CLIENT_ID: "contract",
    GOOGLE_CLIENT_SECRET: "contract",
    GITHUB_BASE_URL: provider.gitHubUrl,
    GITHUB_CLIENT_ID: "contract",
    GITHUB_CLIENT_SECRET: "contract",
    // Nobody is there: a dry run says what it would write all the same.
    GITHUB_API_URL: "http://127.0.0.1:9",
  });

  const send = (path: string, { method, json, form, text, bearer, headers }: Sent = {}): Promise<Response> => {
    const body = form ?? text ?? (json === undefined ? undefined : JSON.stringify(json));
    return fetch(new URL(path, api.url), {
      method: method ?? (body === undefined ? "GET" : "POST"),
      redirect: "manual",
      headers: {
        ...(json !== undefined && { "Content-Type": "application/json" }),
        ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
  };

  const ask = async (path: string, sent?: Sent): Promise<Json> => {
    const answer = await send(path, sent);
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${said}`);
    // As the contract has it, which is what these tests hold it to.
    return said === "" ? {} : (JSON.parse(said) as Json);
  };

  let accounts = 0;
  const newAccount = async (email = `person${++accounts}@example.com`) => {
    const { access_token, refresh_token, user } = await ask("/api/v1/auth/register", { json: { email, password } });
    return { email, bearer: String(access_token), refresh: String(refresh_token), id: String((user as Json)["id"]) };
  };

  /** Signs in at the provider as a browser does. */
  const visitProvider = async (response: "cookie" | "code") => {
    const start = await send(`/auth/google?response=${response}`);
    const cookies = start.headers.getSetCookie().map((line) => line.split(";")[0]);
    const there = await fetch(start.headers.get("location") ?? "", { redirect: "manual" });
    return { back: new URL(there.headers.get("location") ?? ""), headers: { Cookie: cookies.join("; ") } };
  };
  const newCode = async (): Promise<string> => {
    const { back, headers } = await visitProvider("code");
    const answer = await send(back.pathname + back.search, { headers });
    return new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
  };

  const ann = await newAccount("ada@example.com");
  const admin = await ask("/api/v1/auth/exchange", { json: { code: await newCode() } });
  const asAnn = { bearer: ann.bearer };
  const asAdmin = { bearer: String(admin["access_token"]) };

  /** The thing at this address once it has ended the work on it. */
  const ended = async (path: string): Promise<Json> => {
    const poll = async () => {
      const found = await ask(path, asAnn);
      if (found["status"] !== "completed") throw new Error(`${path} is ${String(found["status"])}`);
      return found;
    };
    return vi.waitFor(poll, { timeout: 60_000, interval: 100 });
  };

  const newAnalysis = async (): Promise<Json> =>
    ask("/api/analyze", { ...asAnn, json: { content: 'resource "aws_s3_bucket" "assets" {}', cloud: "aws" } });

  const newDocument = async (): Promise<string> => {
    const form = new FormData();
    form.append("file", new Blob([guide]), "guide.md");
    const { id } = await ask("/api/v1/documents/upload", { ...asAnn, form });
    await ended(`/api/v1/documents/${String(id)}`);
    return String(id);
  };

  const newWorkflow = async (): Promise<string> => {
    const prompt = "When a Stripe payment succeeds, save it to DynamoDB and send a SendGrid email to the customer.";
    return String((await ask("/workflows/generate", { ...asAnn, json: { prompt } }))["id"]);
  };

  const newSession = async (): Promise<string> =>
    String((await ask("/api/v1/sessions", { ...asAnn, json: { name: "Solar article" } }))["id"]);

  const newGuruChat = async (): Promise<string> =>
    String((await ask("/api/v1/chat", { ...asAnn, json: { message: "Where is the library?" } }))["session_id"]);

  const newKey = async (): Promise<string> =>
    String((await ask("/api/v1/auth/api-keys", { ...asAnn, json: { name: "to be revoked" } }))["id"]);

  const newTopic = async (): Promise<string> => {
    const json = { title: "Parking", facts: [{ fact: "Places for cars", value: 900 }] };
    await ask("/api/v1/knowledge/parking", { ...asAdmin, method: "PUT", json });
    return "parking";
  };

  const documentId = await newDocument();

  /** A draft with two versions, so that there is something to undo. */
  const newDraft = async (): Promise<string> => {
    const json = { document_ids: [documentId], title: "Solar panels at home" };
    const path = `/api/v1/blog/${String((await ask("/api/v1/blog/generate", { ...asAnn, json }))["id"])}`;
    await ended(path);
    await ask(path, { ...asAnn, method: "PUT", json: { title: "Solar panels" } });
    return path.slice(path.lastIndexOf("/") + 1);
  };

  return {
    url: api.url,
    send,
    ask,
    ann,
    asAdmin,
    newAccount,
    newAnalysis,
    newCode,
    newDocument,
    newDraft,
    newGuruChat,
    newKey,
    newSession,
    newTopic,
    newWorkflow,
    visitProvider,
    documentId,
    analysis: await newAnalysis(),
    draftId: await newDraft(),
    workflowId: await newWorkflow(),
    sessionId: await newSession(),
    guruChatId: await newGuruChat(),
    stop: async () => {
      await api.stop();
      await provider.stop();
    },
  };
};

export type World = Awaited<ReturnType<typeof openWorld>>;
