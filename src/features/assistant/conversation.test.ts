// What a conversation with the advisor is like beyond a question and its answer: files, sessions, streams, failures.
import { newQuestion, readAsked, teach } from "../../../test/ai-fixtures.ts";
import type { Answer, SignedIn } from "../../../test/caller.ts";
import { call, read, signUp, toRequest } from "../../../test/caller.ts";
import { readEvents } from "../../../test/session-caller.ts";
import { PDFDocument } from "pdf-lib";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { createApp } from "../../app.ts";
import { systemPrompt } from "./prompt.ts";
import { fitHistory } from "./history.ts";

const app = createApp();
const withModel = { AI_BASE_URL: `${inject("ai")}/v1`, AI_API_KEY: "test", AI_MODEL: "wise-model" };
const send = (path: string, init: Parameters<typeof toRequest>[1], settings: Partial<Cloudflare.Env> = {}) =>
  app.request(toRequest(path, init), {}, { ...env, ...settings }, createExecutionContext());
const ask = async (json: object, settings?: Partial<Cloudflare.Env>, more: object = {}): Promise<Answer> =>
  read(await send("/api/assistant", { json, ...more }, settings));
const question = (content: string, more: object = {}) => ({ messages: [{ role: "user", content }], ...more });

let ada: SignedIn;
let analysisId: string;
beforeAll(async () => {
  ada = await signUp();
  const { body } = await call("/api/analyze?diagram=none", {
    bearer: ada.access_token,
    json: { content: 'resource "aws_s3_bucket" "b" {\n  acl = "public-read"\n}\n' },
  });
  ({ analysis_id: analysisId } = body as { analysis_id: string });
});

describe("a conversation as a file", () => {
  const pdfOf = async (path: string, json: object): Promise<PDFDocument> => {
    const answer = await send(path, { json });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    return PDFDocument.load(await answer.arrayBuffer());
  };
  const exportChat = (json: object) => pdfOf("/api/chat/export/pdf", json);

  test.each([
    [
      "its first question",
      [
        { role: "assistant", content: "Welcome" },
        { type: "human", content: "Two zones?\nOr three?" },
      ],
      "Two zones?",
    ],
    ["its first words where nobody asked", [{ content: "Welcome to it" }], "Welcome to it"],
    ["what it is where nothing was said", [{ content: " " }], "Conversation"],
    ["the beginning of a long question", [{ role: "You", content: "z".repeat(200) }], `${"z".repeat(90)}…`],
  ])("is called by %s", async (_name, messages, title) => {
    expect((await exportChat({ messages })).getTitle()).toBe(`${title}: Conversation with the cloud advisor`);
  });

  test("is called as is wished, whoever the answers were for", async () => {
    const messages = [
      { type: "user", content: "Hi" },
      { type: "bot", content: "Hello" },
      { content: "Anything else?" },
    ];
    const file = await pdfOf("/api/assistant/export/pdf", { messages, role: "CTO", title: "For the board" });
    expect([file.getTitle(), file.getPageCount()]).toEqual(["For the board: Conversation with the cloud advisor", 1]);
  });

  test("needs a session or messages", async () => {
    expect((await call("/api/chat/export/pdf", { json: { title: "x" } })).status).toBe(422);
    expect((await call("/api/chat/export/pdf", { json: { session_id: "nobody's" } })).status).toBe(404);
  });
});

describe("in a session", () => {
  test("an analysis and a persona are asked about, and the answer comes as events", async () => {
    const json = question("What should I fix first?", { session_id: "new", analysis_id: analysisId, role: "CTO" });
    const answer = await send("/api/assistant", {
      json,
      bearer: ada.access_token,
      headers: { Accept: "text/event-stream" },
    });
    expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const events = await readEvents(answer);
    expect(events.map(({ type }) => type)).toContain("token");
    expect(events.map(({ content = "" }) => content).join("")).toMatch(/public|bucket/i);
  });

  test("somebody else's analysis is refused before anything is said", async () => {
    const { status } = await ask(question("What is my score?", { session_id: "new", analysis_id: analysisId }));
    expect(status).toBe(404);
  });
});

describe("with a model", () => {
  test("facts of the design and the persona go along, and what is cited is told once", async () => {
    const asked = newQuestion();
    const cited = "aws-s3-public-read@aws_s3_bucket.b";
    await teach(asked, { response: { content: `Close it [${cited}], and close it again [${cited}].` } });
    const { body } = await ask(question(asked, { analysis_id: analysisId, role: "DevOps" }), withModel, {
      bearer: ada.access_token,
    });
    expect(body).toMatchObject({ engine: "wise-model", citations: [{ id: cited }] });
    const [first] = await readAsked(asked);
    const system = first?.body.messages?.[0]?.content ?? "";
    expect(system).toContain("You speak to a DevOps engineer");
    expect(system).toMatch(/\[aws-s3-public-read@aws_s3_bucket\.b\] critical: .* \(main\.tf:2\)\. Fix: /);
  });

  test.each([
    ["as a whole is answered by the engine", {}, /^\{"response":.*"engine":"builtin"/],
    [
      "piece by piece says that it was cut off",
      { headers: { Accept: "text/event-stream" } },
      /event: error\ndata: .*"code":"unavailable"/,
    ],
  ])("J8: that breaks off, a question asked %s", async (_name, more, says) => {
    const asked = `${newQuestion()} How do I make RDS highly available?`;
    const broken = { AI_BASE_URL: `${inject("ai")}/faults/cut`, AI_API_KEY: "test", AI_MODEL: "wise-model" };
    const answer = await send("/api/assistant", { json: question(asked), ...more }, broken);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringMatching(says)]);
  });
});

test("a finding without a line is named as one of the form", () => {
  const finding = { rule: "r", resource: "x", severity: "low", title: "T", file: null, line: null, fix: "F" };
  const analysis = {
    title: "D",
    score: 1,
    findings: [finding],
    cost: { monthly: 0 },
    cloud: "aws",
    region: "r",
    components: [],
  };
  const told = systemPrompt(
    [],
    { text: "?", history: [], persona: undefined, analysis } as never,
    { answer: "A" } as never,
  );
  expect(told).toContain("[r@x] low: T (form:0). Fix: F");
});

test("of a short message that lies far back all is told", () => {
  const long = Array.from({ length: 20 }, () => ({ role: "assistant" as const, content: "y".repeat(9_000) }));
  const [summary] = fitHistory([{ role: "user", content: "Short." }, ...long]);
  expect(summary?.content).toMatch(/\nUser: Short\.\n/);
});
