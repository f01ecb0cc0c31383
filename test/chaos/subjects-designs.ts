// Analyses with their pictures, and requests that are repeated under one key: D1 and R2.
import type { Client } from "./client.ts";
import { createJournal, remove, type Note, type Subject } from "./subject.ts";

interface Analysis {
  analysis_id: string;
  score: number;
  title: string;
  findings: unknown[];
  diagram_image?: string;
  diagram_svg?: string;
}

const codeOf = (serial: number): string =>
  `resource "aws_s3_bucket" "b${serial}" {\n  bucket = "bucket-${serial}"\n}\n`;

/** A picture is whole when it has its end. */
const checkPicture = async (url: string | undefined, note: Note): Promise<void> => {
  const answer = await fetch(url ?? "", { headers: { Connection: "close" } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isWhole = /IEND|<\/svg>/.test(bytes.subarray(-64).toString("latin1"));
  note(answer.status === 200 && isWhole, `a picture is there whole: ${answer.status}, ${bytes.length} bytes`);
};

const checkWhole = async (client: Client, id: string, made: Analysis | undefined, note: Note): Promise<void> => {
  const { status, body } = await client.send<Analysis>("GET", `/api/v1/analyses/${id}`);
  note(status === 200, `an analysis is there: ${status}`);
  if (status !== 200) return;
  const same = made === undefined || (body.score === made.score && body.findings.length === made.findings.length);
  note(same, "an analysis is what was answered");
  // One that was asked for without pictures has none.
  if (body.diagram_image === undefined && made?.diagram_image === undefined) return;
  await checkPicture(body.diagram_image, note);
  await checkPicture(body.diagram_svg, note);
};

/** Analyses with pictures that are made and deleted. */
export const analyses = (): Subject => {
  const journal = createJournal<Analysis>();
  let serial = 0;
  return {
    name: "analyses",
    write: async (client) => {
      const old = journal.next();
      if (old !== undefined) return remove(client, journal, old, `/api/v1/analyses/${old[0]}`);
      const { status, body } = await client.send<Analysis>("POST", "/api/analyze?diagram=url", {
        json: { content: codeOf(++serial) },
      });
      if (status === 200) journal.live.set(body.analysis_id, body);
      return status === 200;
    },
    check: async (client, note) => {
      for (const [id, made] of [...journal.live].slice(-6)) await checkWhole(client, id, made, note);
      for (const id of [...journal.gone].slice(-6)) {
        const { status } = await client.send("GET", `/api/v1/analyses/${id}`);
        note(status === 404, `a deleted analysis stays gone: ${status}`);
      }
      const listed = await client.send<{ analyses: { analysis_id: string }[] }>("GET", "/api/v1/analyses?limit=20");
      for (const { analysis_id: id } of listed.body.analyses) {
        // A deletion that was cut off is asked for again; everything else that is listed is whole.
        if (journal.unsure.has(id)) {
          const again = await client.send("DELETE", `/api/v1/analyses/${id}`);
          note(again.status === 204, `a deletion that was cut off can be asked for again: ${again.status}`);
          if (again.status === 204) journal.bury(id);
        } else if (!journal.live.has(id)) await checkWhole(client, id, undefined, note);
      }
    },
  };
};

/** The same request twice under one key: one thing is made. */
export const repeated = (): Subject => {
  const known = new Map<string, { id: string; content: string }>();
  let serial = 0;
  const ask = ({ send }: Client, key: string, content: string) =>
    send<Analysis>("POST", "/api/analyze?diagram=none", { json: { content }, headers: { "Idempotency-Key": key } });
  return {
    name: "idempotency keys",
    write: async (client) => {
      const key = crypto.randomUUID();
      const content = codeOf(1_000_000 + ++serial);
      const { status, body } = await ask(client, key, content);
      if (status === 200) known.set(key, { id: body.analysis_id, content });
      return status === 200;
    },
    check: async (client, note) => {
      for (const [key, { id, content }] of [...known].slice(-6)) {
        const { status, headers, body } = await ask(client, key, content);
        const isSame = status === 200 && body.analysis_id === id && headers.get("idempotency-replayed") === "true";
        note(isSame, `a repeated request gets what the first one made: ${status}`);
      }
    },
  };
};
