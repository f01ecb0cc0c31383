// Documents: rows in D1, bytes in R2, a job and a library in Durable Objects.
import type { Client } from "./client.ts";
import { becomes } from "./client.ts";
import { createJournal, remove, type Note, type Subject } from "./subject.ts";
import { formOf } from "./world.ts";

interface Document {
  id: string;
  status: string;
  chunk_count: number;
}

/** Text of several chunks; each of them is about the heron. */
const textOf = (serial: number): string =>
  Array.from(
    { length: 60 },
    (_, line) => `The heron of note ${serial} was seen in week ${line}: it waits in shallow water for fish and frogs.`,
  ).join("\n\n");

const searchIn = async ({ send }: Client, id: string): Promise<number> => {
  const json = { query: "heron", mode: "keyword", top_k: 1_000, document_ids: [id] };
  const { body } = await send<{ results: unknown[] }>("POST", "/api/v1/documents/search", { json });
  return body.results.length;
};

const checkWhole = async (client: Client, id: string, text: string | undefined, note: Note): Promise<void> => {
  let document: Document | undefined;
  const isDone = await becomes(async () => {
    const { status, body } = await client.send<Document>("GET", `/api/v1/documents/${id}`);
    document = status === 200 ? body : undefined;
    return document === undefined || document.status === "completed" || document.status === "failed";
  }, 120_000);
  note(isDone && document?.status === "completed", `a document is completed: ${document?.status ?? "gone"}`);
  if (document === undefined) return;
  const found = await searchIn(client, id);
  note(found === document.chunk_count, `as many chunks are found as counted: ${found} of ${document.chunk_count}`);
  const { body: bytes } = await client.send<unknown>("GET", `/api/v1/documents/${id}/content`);
  note(text === undefined ? bytes !== "" : bytes === text, "the bytes are what was uploaded");
};

/** Documents that are uploaded, processed and deleted. */
export const documents = (): Subject => {
  const journal = createJournal<string>();
  let serial = 0;
  return {
    name: "documents",
    write: async (client) => {
      const old = journal.next();
      if (old !== undefined) return remove(client, journal, old, `/api/v1/documents/${old[0]}`);
      const text = textOf(++serial);
      const form = formOf(`note-${serial}.txt`, text);
      const { status, body } = await client.send<Document>("POST", "/api/v1/documents/upload", { form });
      if (status === 201) journal.live.set(body.id, text);
      return status === 201;
    },
    check: async (client, note) => {
      for (const [id, text] of [...journal.live].slice(-6)) await checkWhole(client, id, text, note);
      for (const id of [...journal.gone].slice(-6)) {
        const { status } = await client.send("GET", `/api/v1/documents/${id}`);
        note(status === 404 && (await searchIn(client, id)) === 0, `a deleted document stays gone: ${status}`);
      }
      const listed = await client.send<{ documents: Document[] }>("GET", "/api/v1/documents?limit=12");
      for (const { id } of listed.body.documents)
        if (!journal.live.has(id) && !journal.unsure.has(id)) await checkWhole(client, id, undefined, note);
    },
  };
};
