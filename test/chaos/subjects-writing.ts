// Drafts with their versions, and workflows: D1, and the sessions that write.
import type { Client } from "./client.ts";
import { becomes } from "./client.ts";
import { createJournal, remove, type Note, type Subject } from "./subject.ts";
import { formOf, notes } from "./world.ts";

interface Draft {
  id: string;
  status: string;
  version: number;
  content: string;
}

/** What is known of a draft: the edits that were acknowledged. */
type Edits = string[];

const settledDraft = async (client: Client, id: string, note: Note): Promise<Draft | undefined> => {
  let draft: Draft | undefined;
  let last = 0;
  const isSettled = await becomes(async () => {
    const { status, body } = await client.send<Draft>("GET", `/api/v1/blog/${id}`);
    last = status;
    draft = status === 200 ? body : undefined;
    return draft?.status !== "generating";
  }, 90_000);
  note(draft !== undefined, `a draft is there: ${last}`);
  note(isSettled, "a draft that was being written ends: written, or failed");
  return draft;
};

const checkVersions = async (client: Client, { id, version, content }: Draft, edits: Edits, note: Note) => {
  const { body } = await client.send<{ versions: { version: number; reason: string }[] }>(
    "GET",
    `/api/v1/blog/${id}/versions`,
  );
  const numbers = body.versions.map((one) => one.version);
  note(
    numbers.every((number, index) => number === numbers.length - index),
    `versions without a gap: ${numbers.join(" ")}`,
  );
  const reasons = new Set(body.versions.map(({ reason }) => reason));
  for (const edit of edits) note(reasons.has(edit), "an edit that was acknowledged is among the versions");
  if (version > 0) note(numbers.includes(version) && content !== "", "a draft shows a version that is there");
};

/** Drafts that are begun, edited and deleted. */
export const drafts = (): Subject => {
  const journal = createJournal<Edits>();
  let document: string | undefined;
  let serial = 0;
  const begin = async (client: Client): Promise<boolean> => {
    if (document === undefined) {
      const form = formOf("herons.md", notes);
      const made = await client.send<{ id: string }>("POST", "/api/v1/documents/upload", { form });
      if (made.status !== 201) return false;
      document = made.body.id;
    }
    const { status, body } = await client.send<Draft>("POST", "/api/v1/blog/generate", {
      json: { document_ids: [document] },
    });
    if (status === 201) journal.live.set(body.id, []);
    return status === 201;
  };
  return {
    name: "drafts",
    write: async (client) => {
      const [newest] = [...journal.live].slice(-1);
      if (++serial % 4 === 1 || newest === undefined) return begin(client);
      const old = serial % 4 === 2 ? journal.next() : undefined;
      if (old !== undefined) return remove(client, journal, old, `/api/v1/blog/${old[0]}`);
      const [id, edits] = newest;
      const reason = `edit-${serial}`;
      const { status } = await client.send("PUT", `/api/v1/blog/${id}`, {
        json: { content: `# Edit ${serial}\n\nAs it was.\n`, reason },
      });
      if (status === 200) edits.push(reason);
      return status === 200;
    },
    check: async (client, note) => {
      for (const [id, edits] of [...journal.live].slice(-4)) {
        const draft = await settledDraft(client, id, note);
        if (draft !== undefined) await checkVersions(client, draft, edits, note);
      }
      for (const id of [...journal.gone].slice(-4)) {
        const { status } = await client.send("GET", `/api/v1/blog/${id}`);
        note(status === 404, `a deleted draft stays gone: ${status}`);
      }
      const listed = await client.send("GET", "/api/v1/blog?limit=10");
      note(listed.status === 200, `drafts are listed: ${listed.status}`);
    },
  };
};

/** Workflows that are made, renamed and deleted. */
export const workflows = (): Subject => {
  const journal = createJournal<Set<string>>();
  let serial = 0;
  return {
    name: "workflows",
    write: async (client) => {
      const old = journal.next();
      if (old !== undefined) return remove(client, journal, old, `/workflows/${old[0]}`);
      const [newest] = [...journal.live].slice(-1);
      if (++serial % 2 === 0 && newest !== undefined) {
        const [id, names] = newest;
        const name = `name-${serial}`;
        names.add(name);
        const { status } = await client.send("PUT", `/workflows/${id}`, { json: { name } });
        if (status === 200) journal.live.set(id, new Set([name]));
        return status === 200;
      }
      const name = `made-${serial}`;
      const { status, body } = await client.send<{ id: string }>("POST", "/workflows", {
        json: { name, description: "Every Monday at 9am send a Slack message" },
      });
      if (status === 201) journal.live.set(body.id, new Set([name]));
      return status === 201;
    },
    check: async (client, note) => {
      for (const [id, names] of [...journal.live].slice(-5)) {
        const { status, body } = await client.send<{ name: string; code: string }>("GET", `/workflows/${id}`);
        const isWhole = status === 200 && names.has(body.name) && body.code.includes("def ");
        note(isWhole, `a workflow is there as it was last named: ${status}`);
      }
      for (const id of [...journal.gone].slice(-5)) {
        const { status } = await client.send("GET", `/workflows/${id}`);
        note(status === 404, `a deleted workflow stays gone: ${status}`);
      }
    },
  };
};
