// The forms in which OpenAI's clients send what was said, and what no text can be made of.
import type { SignedIn } from "../../../test/caller.ts";
import { signUp } from "../../../test/caller.ts";
import type { Asker } from "../../../test/completion-caller.ts";
import { askerFor, modelAt, user } from "../../../test/completion-caller.ts";
import { newQuestion } from "../../../test/ai-fixtures.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../app.ts";

let ada: SignedIn;
let asker: Asker;
beforeAll(async () => {
  ada = await signUp();
  asker = askerFor(createApp(), ada);
});

const question = "How do I make RDS highly available?";

describe("what was said", () => {
  test.each([
    [
      "in parts of text",
      [
        { type: "text", text: "How do I make" },
        { type: "text", text: "RDS highly available?" },
      ],
    ],
    ["as text", question],
  ])("is read %s", async (_name, content) => {
    expect((await asker.ask("stackstage-advisor", [user(content)])).text).toMatch(/multi-AZ/i);
  });

  test("may be a refusal of the assistant, or nothing, before the question", async () => {
    const messages = [
      user("Hello"),
      { role: "assistant", content: [{ type: "refusal", refusal: "I would rather not." }] },
      { role: "assistant", content: null, tool_calls: [] },
      user(question),
    ];
    expect((await asker.ask("stackstage-advisor", messages)).text).toMatch(/multi-AZ/i);
  });

  test.each([
    ["a number", 5, "messages[0].content"],
    ["a part that is none", ["x"], "messages[0].content[0]"],
    ["a refusal without words", [{ type: "refusal" }], "messages[0].content[0]"],
    ["a refusal of a number", [{ type: "refusal", refusal: 5 }], "messages[0].content[0]"],
    ["text of a number", [{ type: "text", text: 5 }], "messages[0].content[0]"],
    [
      "a picture",
      [
        { type: "text", text: "x" },
        { type: "image_url", image_url: { url: "data:," } },
      ],
      "messages[0].content[1]",
    ],
  ])("is refused by its place where it is %s", async (_name, content, param) => {
    const { status, body } = await asker.post({ model: "stackstage-advisor", messages: [user(content)] });
    expect([status, body]).toEqual([400, expect.objectContaining({ error: expect.objectContaining({ param }) })]);
  });

  test.each([
    ["tool_calls", { tool_calls: [{ id: "x" }] }],
    ["tool_calls of another form", { tool_calls: "x" }],
  ])("is refused with %s", async (_name, more) => {
    const messages = [{ role: "assistant", content: "x", ...more }, user(question)];
    expect((await asker.post({ model: "stackstage-advisor", messages })).status).toBe(400);
  });
});

test.each([
  ["modalities", ["text"], 200],
  ["modalities", ["audio"], 400],
  ["modalities", ["text", "audio"], 400],
  ["response_format", { type: "text" }, 200],
  ["response_format", "text", 400],
  ["logprobs", false, 200],
])("%s %j is answered %i", async (name, value, status) => {
  const { status: answered } = await asker.post({ model: "au-guru", messages: [user("Hello")], [name]: value });
  expect(answered).toBe(status);
});

test("J8: a model that breaks off leaves the whole answer to the engine, and says so in a stream", async () => {
  const asked = `${newQuestion()} ${question}`;
  const told = await asker.ask("stackstage-advisor", asked, {}, modelAt("/faults/cut"));
  expect(told.engine).toBe("builtin");
  const { datas } = await asker.stream("stackstage-advisor", [user(asked)], {}, modelAt("/faults/cut"));
  expect(datas.map(({ data }) => data).join("\n")).toMatch(/cut off/);
});
