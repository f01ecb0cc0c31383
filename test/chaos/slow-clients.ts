// Clients that send or read a byte at a time, that break off anywhere, that vanish or talk nonsense, all at once; others
// are served meanwhile, and afterwards nothing is left of them.
import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { startSlowModel } from "../slow-model.ts";
import { startNpm } from "../npm-start.ts";
import type { Client } from "./client.ts";
import { becomes, enter } from "./client.ts";
import { randomOf } from "./random.ts";
import type { Raw } from "./raw-socket.ts";
import { drip, headOf, open, statusesIn } from "./raw-socket.ts";
import { newStateDir, removeDir } from "./state-dir.ts";
import type { Totals } from "./totals.ts";
import { code } from "./world.ts";

interface SlowOptions {
  bundle: string;
  seed: number;
  /** How many of each: of idle connections ten times as many. */
  each: number;
}

const json = "application/json";
const boundary = "a-boundary-of-chaos";
const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

const uploadOf = (bytes: number): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="cut.txt"\r\n\r\n${"The heron waits. ".repeat(Math.ceil(bytes / 17))}\r\n--${boundary}--\r\n`;

type Check = (isRight: boolean, what: string) => void;

interface Stage {
  client: Client;
  random: () => number;
  check: Check;
  /** Opens a connection that is closed when the scenario is over. */
  connect: (reading?: "at once" | "by hand") => Promise<Raw>;
}

const isAnswered = (raw: Raw, status: number): Promise<boolean> =>
  becomes(async () => statusesIn(raw.heard()).includes(status) || raw.socket.closed).then(() =>
    statusesIn(raw.heard()).includes(status),
  );

const sendBytewise = async ({ client, connect, check }: Stage): Promise<void> => {
  const body = JSON.stringify({ content: code });
  const raw = await connect();
  raw.socket.write(
    headOf("POST", "/api/analyze?diagram=none", { "Content-Type": json, "Content-Length": body.length }),
  );
  await drip(raw, body, 10);
  check(await isAnswered(raw, 200), "a body that came byte by byte is answered");
  const form = uploadOf(300);
  const slow = await connect();
  const head = {
    Authorization: `Bearer ${client.bearer}`,
    "Content-Type": `multipart/form-data; boundary=${boundary}`,
    "Content-Length": form.length,
  };
  slow.socket.write(headOf("POST", "/api/v1/documents/upload", head));
  await drip(slow, form, 10);
  check(await isAnswered(slow, 201), "an upload that came byte by byte is taken");
};

const cutUploads =
  (bytes: number) =>
  async ({ client, random, connect }: Stage): Promise<void> => {
    const form = uploadOf(bytes);
    const raw = await connect();
    const head = {
      Authorization: `Bearer ${client.bearer}`,
      "Content-Type": `multipart/form-data; boundary=${boundary}`,
      "Content-Length": form.length,
    };
    raw.socket.write(headOf("POST", "/api/v1/documents/upload", head));
    raw.socket.write(form.slice(0, Math.floor(random() * (form.length - boundary.length - 8))));
    await pause(random() * 800);
    if (random() < 0.5) raw.socket.destroy();
    else raw.socket.resetAndDestroy();
  };

const ask = async ({ client, connect }: Stage, content: string): Promise<{ raw: Raw; session: string }> => {
  const { body } = await client.send<{ id: string }>("POST", "/api/v1/sessions", { json: {} });
  const text = JSON.stringify({ content });
  const raw = await connect("by hand");
  const head = {
    Authorization: `Bearer ${client.bearer}`,
    "Content-Type": json,
    Accept: "text/event-stream",
    "Content-Length": text.length,
  };
  raw.socket.write(headOf("POST", `/api/v1/sessions/${body.id}/messages`, head) + text);
  return { raw, session: body.id };
};

const isWhole = (client: Client, session: string): Promise<boolean> =>
  becomes(async () => {
    const { body } = await client.send<{ messages?: { role: string; status: string }[] }>(
      "GET",
      `/api/v1/sessions/${session}/chat-history`,
    );
    return body.messages?.some(({ role, status }) => role === "assistant" && status === "complete") === true;
  });

/** Reads a byte at a time until it is closed. */
const sip = async ({ socket }: Raw, everyMs: number): Promise<void> => {
  while (!socket.destroyed) {
    socket.read(1);
    await pause(everyMs);
  }
};

const readBytewise = async (stage: Stage): Promise<void> => {
  const { raw, session } = await ask(stage, "Tell me slowly");
  void sip(raw, 1_000);
  stage.check(await isWhole(stage.client, session), "an answer is whole although its reader is slow");
};

const readPdfBytewise = async ({ client, connect }: Stage): Promise<void> => {
  const made = await client.send<{ analysis_id: string }>("POST", "/api/analyze?diagram=none", {
    json: { content: code },
  });
  const text = JSON.stringify({ analysis_id: made.body.analysis_id });
  const raw = await connect("by hand");
  const head = { Authorization: `Bearer ${client.bearer}`, "Content-Type": json, "Content-Length": text.length };
  raw.socket.write(headOf("POST", "/api/export/pdf", head) + text);
  void sip(raw, 1_000);
};

const halfClose = async ({ connect, check }: Stage): Promise<void> => {
  const body = JSON.stringify({ content: code });
  const raw = await connect();
  raw.socket.end(
    headOf("POST", "/api/analyze?diagram=none", { "Content-Type": json, "Content-Length": body.length }) + body,
  );
  const over = await Promise.race([raw.closed.then(() => true), pause(60_000).then(() => false)]);
  check(over || statusesIn(raw.heard()).includes(200), "a half-closed connection is answered or closed");
};

const vanishFromSocket = async ({ client, connect, check, random }: Stage): Promise<void> => {
  const { body } = await client.send<{ id: string }>("POST", "/api/v1/sessions", { json: {} });
  const { body: door } = await client.send<{ ticket: string }>("POST", `/api/v1/sessions/${body.id}/ticket`);
  const raw = await connect();
  const key = Buffer.from("a-key-of-16-byte").toString("base64");
  const upgrade = {
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Key": key,
    "Sec-WebSocket-Version": 13,
  };
  raw.socket.write(headOf("GET", `/ws/${body.id}?ticket=${door.ticket}`, upgrade));
  check(await isAnswered(raw, 101), "a WebSocket opens");
  const frame = Buffer.from(JSON.stringify({ type: "message", content: "Tell me slowly" }));
  // A text frame whose mask is nought: https://www.rfc-editor.org/rfc/rfc6455#section-5.2
  raw.socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | frame.length, 0, 0, 0, 0]), frame]));
  // Whoever vanishes before it was heard has said nothing.
  check(await becomes(async () => raw.heard().includes("Tell me slowly")), "a message over a WebSocket is heard");
  await pause(200 + random() * 500);
  raw.socket.destroy();
  check(await isWhole(client, body.id), "an answer is whole although its WebSocket vanished");
};

const pipeline = async ({ connect, check }: Stage): Promise<void> => {
  const raw = await connect();
  const one = headOf("GET", "/health", {});
  raw.socket.write(one.repeat(5));
  await becomes(async () => statusesIn(raw.heard()).length >= 5 || raw.socket.closed);
  check(statusesIn(raw.heard()).join() === "200,200,200,200,200", "five requests in one piece are answered in order");
  const odd = await connect();
  odd.socket.write(`${one}GARBAGE\r\n\r\n`);
  await becomes(async () => statusesIn(odd.heard()).length >= 2 || odd.socket.closed);
  const statuses = statusesIn(odd.heard());
  check(
    statuses[0] === 200 && statuses.slice(1).every((status) => status >= 400),
    "nonsense after a request is refused",
  );
};

const oddities: Readonly<Record<string, string>> = {
  "two lengths": headOf("POST", "/api/analyze", { "Content-Type": json, "Content-Length": "5, 6" }),
  "a length and chunks": `${headOf("POST", "/api/analyze", { "Content-Type": json, "Content-Length": 3, "Transfer-Encoding": "chunked" })}ffffffffffffffff1\r\n`,
  "a chunk without end": `${headOf("POST", "/api/analyze", { "Content-Type": json, "Transfer-Encoding": "chunked" })}7fffffff\r\n{`,
  "a megabyte of headers": `GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"x".repeat(1_000_000)}\r\n\r\n`,
  "ten thousand headers": headOf(
    "GET",
    "/health",
    Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`X-${at}`, "y"])),
  ),
};

/** Whatever the runtime makes of it, others go on: only that is asked. */
const talkNonsense = async ({ connect }: Stage): Promise<void> => {
  for (const text of Object.values(oddities)) (await connect()).socket.write(text);
  const endless = await connect();
  void drip(endless, `GET /health HTTP/1.1\r\nX-Slow: ${"z".repeat(100_000)}`, 20);
};

/** What is on disk of uploads that were cut. */
const leftBehind = async (stateDir: string): Promise<string[]> => {
  const entries = await readdir(stateDir, { recursive: true, withFileTypes: true });
  const violations: string[] = [];
  for (const { parentPath, name } of entries.filter((entry) => entry.isFile() && entry.name.endsWith(".sqlite"))) {
    const database = new DatabaseSync(join(parentPath, name));
    const has = (table: string) => database.prepare("SELECT 1 FROM sqlite_master WHERE name = ?").all(table).length > 0;
    if (has("documents") && has("users"))
      for (const { status } of database.prepare("SELECT status FROM documents WHERE status <> 'completed'").all())
        violations.push(`a document stays ${String(status)}`);
    if (has("_mf_multipart_uploads"))
      for (const { key } of database.prepare("SELECT key FROM _mf_multipart_uploads WHERE state = 0").all())
        violations.push(`an upload in parts stays open: ${String(key).slice(0, 20)}`);
    database.close();
  }
  return violations;
};

/** Whether nothing is, while it still runs: in a copy, which may be of a moment in the middle of something. */
const isNothingLeft = async (stateDir: string): Promise<boolean> => {
  const copy = await newStateDir();
  try {
    await cp(stateDir, copy, { recursive: true });
    return (await leftBehind(copy)).length === 0;
  } catch {
    return false;
  } finally {
    await removeDir(copy);
  }
};

/** All of them at once, and somebody decent who is served meanwhile. */
export const serveSlowClients = async ({ bundle, seed, each }: SlowOptions): Promise<Totals> => {
  const random = randomOf(seed);
  const model = await startSlowModel();
  const stateDir = await newStateDir();
  const api = await startNpm({ bundle, stateDir, settings: model.settings });
  const violations: string[] = [];
  const figures = { seed, connections: 0, checks: 0, "served meanwhile": 0, "MB before": 0, "MB after": 0 };
  const opened: Raw[] = [];
  const check: Check = (isRight, what) => {
    figures.checks++;
    if (!isRight) violations.push(`not so: ${what}`);
  };
  const connect = async (reading?: "at once" | "by hand"): Promise<Raw> => {
    const raw = await open(api.url, reading);
    opened.push(raw);
    figures.connections++;
    return raw;
  };
  let over = false;
  const serveOthers = async (client: Client): Promise<void> => {
    while (!over) {
      const health = await client.send("GET", "/health", { bearer: null });
      const headers = { "Idempotency-Key": crypto.randomUUID() };
      const made = await client.send("POST", "/api/analyze?diagram=none", { json: { content: code }, headers });
      if (health.status === 200 && made.status === 200) figures["served meanwhile"]++;
      else violations.push(`somebody decent got ${health.status} and ${made.status}`);
      await pause(200);
    }
  };
  try {
    const client = await enter(api, "decent@example.com", "register");
    await client.send("POST", "/api/analyze", { json: { content: code } });
    figures["MB before"] = (await api.memory()) ?? 0;
    const stage: Stage = { client, random, check, connect };
    const others = serveOthers(client).catch((error: unknown) => violations.push(`others: ${String(error)}`));
    for (let idle = 0; idle < each * 10; idle++) await connect();
    const kinds = [
      sendBytewise,
      readBytewise,
      readPdfBytewise,
      halfClose,
      vanishFromSocket,
      pipeline,
      talkNonsense,
      cutUploads(20_000),
      cutUploads(200),
      cutUploads(7_000_000),
    ];
    const one = async (run: (stage: Stage) => Promise<void>): Promise<void> =>
      run(stage).catch((error: unknown) => void violations.push(`${run.name}: ${String(error)}`));
    for (let times = 0; times < each; times++) await Promise.all(kinds.map(one));
    for (const { socket } of opened) socket.destroy();
    over = true;
    await others;
    const isDone = await becomes(async () => {
      const { body } = await client.send<{ documents: { status: string }[] }>("GET", "/api/v1/documents?limit=100");
      return body.documents.every(({ status }) => status === "completed");
    });
    check(isDone, "no document waits");
    const { body } = await client.send<{ documents: unknown[] }>("GET", "/api/v1/documents?limit=100");
    check(
      body.documents.length === each,
      `only uploads that came to their end are there: ${body.documents.length} of ${each}`,
    );
    figures["MB after"] = (await api.memory()) ?? 0;
    // That a client has gone is noticed a little later than it goes; who stops before has not cleared away.
    await becomes(() => isNothingLeft(stateDir));
    await api.stop();
    violations.push(...(await leftBehind(stateDir)));
  } finally {
    over = true;
    for (const { socket } of opened) socket.destroy();
    await api.kill();
    model.stop();
    await removeDir(stateDir);
  }
  return { scenario: "slow and vanishing clients", figures, violations };
};
