// How the tests in workerd upload documents, wait for them and search them.
import { env, exports } from "cloudflare:workers";
import { expect } from "vitest";
import type { Answer, SignedIn } from "./caller.ts";
import { call, read } from "./caller.ts";

interface Document {
  id: string;
  filename: string;
  status: string;
  progress: number;
  chunk_count: number;
  size: number;
  file_type: string;
  error_code: string | null;
  error_message: string | null;
}
interface Result {
  chunk_id: string;
  document_id: string;
  filename: string;
  text: string;
}
export type File = [name: string, content: string | Uint8Array<ArrayBuffer>];

export const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

const formOf = (files: readonly File[]): FormData => {
  const form = new FormData();
  for (const [name, content] of files) form.append("file", new Blob([content]), name);
  return form;
};

export const requestOf = (
  { access_token: bearer }: SignedIn,
  files: readonly File[],
  headers: Record<string, string> = {},
) =>
  new Request("http://api/api/v1/documents/upload", {
    method: "POST",
    headers: { Authorization: `Bearer ${bearer}`, ...headers },
    body: formOf(files),
  });

export const upload = async (
  who: SignedIn,
  files: readonly File[],
  headers?: Record<string, string>,
): Promise<Answer> => read(await exports.default.fetch(requestOf(who, files, headers)));

export const documentsOf = ({ body }: Answer): Document[] => (body as { documents: Document[] }).documents;

export const list = async ({ access_token: bearer }: SignedIn): Promise<Document[]> =>
  documentsOf(await call("/api/v1/documents?limit=100", { bearer }));

/** The document once its processing has ended. */
export const settled = async ({ access_token: bearer }: SignedIn, id: string): Promise<Document> => {
  for (;;) {
    const { body } = await call(`/api/v1/documents/${id}`, { bearer });
    const document = body as Document;
    if (document.status !== "pending" && document.status !== "processing") return document;
    await wait(50);
  }
};

export const uploadOne = async (who: SignedIn, ...file: File): Promise<Document> => {
  const answer = await upload(who, [file]);
  expect(answer.status).toBe(201);
  const [document] = documentsOf(answer);
  if (document === undefined) throw new Error("no document");
  return settled(who, document.id);
};

export const search = async ({ access_token: bearer }: SignedIn, json: Record<string, unknown>): Promise<Result[]> => {
  const { status, body } = await call("/api/v1/documents/search", { bearer, json });
  expect(status).toBe(200);
  return (body as { results: Result[] }).results;
};

export const objects = async (): Promise<string[]> =>
  (await env.BUCKET.list({ prefix: "documents/" })).objects.map(({ key }) => key);
export const rows = async (where: string): Promise<Record<string, unknown>[]> =>
  (await env.DB.prepare(`SELECT * FROM documents WHERE ${where}`).all()).results;
