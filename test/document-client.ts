// How the black-box tests upload documents and wait for them.
import { once } from "node:events";
import type { Socket } from "node:net";
import { connect } from "node:net";
import type { RunningApi } from "./harness.ts";

export interface KnownDocument {
  id: string;
  filename: string;
  status: string;
  progress: number;
  page_count: number | null;
  chunk_count: number;
  error_code: string | null;
  error_message: string | null;
}
interface Found {
  document_id: string;
  text: string;
  page: number | null;
}
export type NamedFile = [name: string, content: string | Uint8Array<ArrayBuffer>];

const password = "violet-otter-42-lamp";
const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

/** All of one answer: the server keeps the connection open after it. */
const readAnswer = async (socket: Socket): Promise<string> => {
  let answer = "";
  for await (const data of socket) {
    answer += String(data);
    const at = answer.indexOf("\r\n\r\n");
    const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, Math.max(0, at)))?.[1];
    if (at === -1) continue;
    if (length === undefined ? answer.endsWith("0\r\n\r\n") : answer.length >= at + 4 + Number(length)) break;
  }
  return answer;
};

/** A signed-in client of a running API. */
export const signIn = async ({ url }: RunningApi, how: "register" | "login", email = "reader@example.com") => {
  const json = { "Content-Type": "application/json" };
  const signedIn = await fetch(`${url}/api/v1/auth/${how}`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ email, password }),
  });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  const headers = { Authorization: `Bearer ${token}` };

  const read = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${url}/api/v1/documents${path}`, { headers })).json()) as T;
  const get = (id: string) => read<KnownDocument>(`/${id}`);
  const list = async (): Promise<KnownDocument[]> => {
    const found: KnownDocument[] = [];
    for (let cursor = ""; ;) {
      const page = await read<{ documents: KnownDocument[]; next_cursor: string | null }>(`?limit=100${cursor}`);
      found.push(...page.documents);
      if (page.next_cursor === null) return found;
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
  };
  const upload = async (files: readonly NamedFile[]): Promise<Response> => {
    const form = new FormData();
    for (const [name, content] of files) form.append("file", new Blob([content]), name);
    return fetch(`${url}/api/v1/documents/upload`, { method: "POST", headers, body: form });
  };
  /** The documents once none of them waits; `see` is told of each look at them. */
  const settled = async (see: (documents: readonly KnownDocument[]) => void = () => undefined) => {
    for (;;) {
      const documents = await list();
      see(documents);
      if (documents.every(({ status }) => status === "completed" || status === "failed")) return documents;
      await wait(100);
    }
  };
  const post = async (path: string, body: Record<string, unknown>): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(`${url}/api/v1/documents${path}`, {
      method: "POST",
      headers: { ...headers, ...json },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const search = async (query: string, documentIds: readonly string[]): Promise<Found[]> => {
    const { body } = await post("/search", { query, top_k: 1_000, mode: "keyword", document_ids: documentIds });
    return (body as { results: Found[] }).results;
  };
  /** Bytes as they stand, over a socket of their own: what `fetch` would not send. */
  const sendRaw = async (head: Record<string, string>, body: string | Uint8Array, cutAfterMs?: number) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    const lines = Object.entries({ Host: hostname, ...headers, Connection: "close", ...head });
    socket.write(
      `POST /api/v1/documents/upload HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
    );
    socket.write(body);
    if (cutAfterMs !== undefined) {
      // Whoever leaves first is no matter here.
      socket.on("error", () => undefined);
      await wait(cutAfterMs);
      socket.destroy();
      return { status: 0, type: "", text: "" };
    }
    const answer = await readAnswer(socket);
    socket.destroy();
    const at = answer.indexOf("\r\n\r\n");
    const headOf = answer.slice(0, at);
    const raw = answer.slice(at + 4);
    const isChunked = /\r\ntransfer-encoding: chunked/i.test(headOf);
    return {
      status: Number(headOf.split(" ")[1]),
      type: /\r\ncontent-type: ([^\r]*)/i.exec(headOf)?.[1] ?? "",
      text: isChunked ? raw.replaceAll(/(^|\r\n)[0-9a-f]+\r\n/gi, "") : raw,
    };
  };
  return { get, list, upload, settled, post, search, sendRaw };
};

/** A PDF with these lines on its pages. */
export const pdfOf = (pages: readonly (readonly string[])[]): Uint8Array<ArrayBuffer> => {
  const objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""];
  const font = 3;
  objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  const kids: string[] = [];
  for (const lines of pages) {
    const drawn = lines.map((line) => `(${line.replaceAll(/[()\\]/g, String.raw`\$&`)}) Tj T*`).join("\n");
    const content = `BT /F1 10 Tf 14 TL 50 790 Td\n${drawn}\nET`;
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    const page = `/MediaBox [0 0 595 842] /Resources << /Font << /F1 ${font} 0 R >> >> /Contents ${objects.length} 0 R`;
    objects.push(`<< /Type /Page /Parent 2 0 R ${page} >>`);
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Count ${pages.length} /Kids [${kids.join(" ")}] >>`;
  let file = "%PDF-1.4\n";
  const places = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return new TextEncoder().encode(`${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${end}`);
};
