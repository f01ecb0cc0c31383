import { afterAll, describe, expect, it } from "vitest";
import type { Plan, Value } from "./plan/index.ts";
import { endPython, python, runModules } from "../../../test/python/python-process.ts";
import type { Job, Ran } from "../../../test/python/python-process.ts";
import { jobOf } from "./running-fixture.ts";

const from = (...path: string[]): Value => ({ kind: "reference", from: "trigger", path });

type StepLike = Omit<Plan["steps"][number], "title">;
const plan = (event: string, ...steps: StepLike[]): Plan => ({
  name: "made_for_a_test",
  description: "Made for a test",
  trigger: { type: "dynamodb", tool: "aws-dynamodb", event, table: "orders", description: "An item changes" },
  steps: steps.map((step) => ({ ...step, title: step.id })),
  open: [],
});
const slack = (text: Value): StepLike => ({
  id: "tell",
  tool: "slack",
  action: "post_message",
  inputs: { channel: { kind: "literal", value: "#ops" }, text },
});

const only = async (job: Job): Promise<Ran> => {
  const [ran] = await runModules([job]);
  if (ran === undefined) throw new Error("Nothing ran");
  return ran;
};
const textOf = (request: Ran["requests"][number] | undefined): string =>
  (JSON.parse(request?.body ?? "null") as { text: string }).text;

afterAll(endPython);

const change = (at: number, eventName: string, dynamodb: object): object => ({
  eventID: `event-${String(at)}`,
  eventName,
  eventSource: "aws:dynamodb",
  eventSourceARN: "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000",
  dynamodb: { Keys: { id: { S: `id-${String(at)}` } }, SequenceNumber: `100${String(at)}`, ...dynamodb },
});
const image = (note: string): object => ({
  note: { S: note },
  total: { N: "12.50" },
  number: { N: "12345678901234567890" },
  tags: { L: [{ S: "a" }, { BOOL: true }, { NULL: true }] },
  sizes: { NS: ["1", "2.5"] },
  address: { M: { city: { S: "Wien" } } },
});

describe.skipIf(python === undefined)("a generated module that follows the stream of a table, run by Python", () => {
  it.each([
    ["a table", { IDEMPOTENCY_TABLE: "idempotency-table" }],
    ["the memory of a warm function", {}],
  ])(
    "follows the stream of a table in order up to the change that fails, and does none twice, with %s",
    async (_, more) => {
      const job = jobOf(plan("INSERT|MODIFY", slack(from("item", "note"))));
      const records = [
        change(1, "INSERT", { NewImage: image("one") }),
        change(2, "REMOVE", { OldImage: image("gone") }),
        change(3, "MODIFY", { OldImage: image("before"), NewImage: image("three") }),
        change(4, "INSERT", { NewImage: image("four") }),
      ];
      // What fails comes again with all that follows, and a stream may bring again what was handled.
      const events = [{ Records: records }, { Records: records.slice(2) }, { Records: records }];
      const answers = [{ body: { ok: true }, once: true }, { status: 400, once: true }, { body: { ok: true } }];
      const ran = await only({ ...job, env: { ...job.env, ...more }, events, answers });
      expect(ran.error).toBeUndefined();
      expect(ran.answers).toEqual([
        { batchItemFailures: [{ itemIdentifier: "1003" }] },
        { batchItemFailures: [] },
        { batchItemFailures: [] },
      ]);
      expect(ran.requests.map((request) => textOf(request))).toEqual(["one", "three", "three", "four"]);
      expect(ran.log).toContain('"sequence_number": "1003"');
      expect(ran.log).not.toContain("Wien");
    },
  );

  it.each([
    ["change", "INSERT", { NewImage: image("new") }, "new"],
    ["change", "MODIFY", { OldImage: image("old"), NewImage: image("new") }, "new"],
    ["change", "REMOVE", { OldImage: image("old") }, "old"],
    ["REMOVE", "REMOVE", { OldImage: image("old") }, "old"],
  ])("hands a step the item of %s with plain values: %s", async (event, name, images, note) => {
    const job = jobOf(plan(event, slack(from())));
    const ran = await only({ ...job, events: [{ Records: [change(7, name, images)] }] });
    const told = JSON.parse(textOf(ran.requests[0])) as Record<string, unknown>;
    expect(told).toMatchObject({ event_name: name, event_id: "event-7", table: "orders", keys: { id: "id-7" } });
    expect(told["item"]).toMatchObject({
      note,
      total: 12.5,
      tags: ["a", true, null],
      sizes: [1, 2.5],
      address: { city: "Wien" },
    });
    expect(textOf(ran.requests[0])).toContain('"number": 12345678901234567890');
    expect([told["new_image"] === null, told["old_image"] === null]).toEqual([name === "REMOVE", name === "INSERT"]);
  });

  it("keeps the item that changed whole where the sentence does not say what of it", async () => {
    const job = jobOf(
      plan(
        "INSERT|MODIFY",
        { id: "save", tool: "aws-dynamodb", action: "put_item", inputs: {} },
        { id: "row", tool: "google-sheets", action: "append_row", inputs: {} },
        slack(from("keys")),
      ),
    );
    const ran = await only({ ...job, events: [{ Records: [change(1, "INSERT", { NewImage: image("one") })] }] });
    expect(ran.answers).toEqual([{ batchItemFailures: [] }]);
    expect(ran.aws[0]).toMatchObject({
      operation: "put_item",
      parameters: { Item: { note: { S: "one" }, total: { N: "12.5" }, address: { M: { city: { S: "Wien" } } } } },
    });
    const row = ran.requests.find(({ host }) => host.startsWith("sheets"));
    expect(row?.body).toContain('[["one", 12.5, 12345678901234567890');
  });
});
