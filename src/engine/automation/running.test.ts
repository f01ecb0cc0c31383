import { afterAll, describe, expect, it } from "vitest";
import { tools } from "./catalogue/index.ts";
import prompts from "./plan/prompts.json" with { type: "json" };
import { planWorkflow } from "./plan/index.ts";
import type { Plan, Value } from "./plan/index.ts";
import { generateModule } from "./python/generate.ts";
import { endPython, python, runModules } from "../../../test/python/python-process.ts";
import type { Answer, Job, Ran } from "../../../test/python/python-process.ts";
import { environmentOf, eventOf, jobOf } from "./running-fixture.ts";

const from = (step: string, ...path: (string | number)[]): Value => ({ kind: "reference", from: step, path });
const words = (value: string | number): Value => ({ kind: "literal", value });

type StepLike = Omit<Plan["steps"][number], "title">;
const plan = (trigger: Omit<Plan["trigger"], "description">, ...steps: StepLike[]): Plan => ({
  name: "made_for_a_test",
  description: "Made for a test",
  trigger: { ...trigger, description: "Something happens" },
  steps: steps.map((step) => ({ ...step, title: step.id })),
  open: [],
});

const STRIPE = { type: "webhook", tool: "stripe", event: "payment_intent.succeeded" } as const;
const mail: StepLike = {
  id: "send_email",
  tool: "sendgrid",
  action: "send_email",
  inputs: {
    to: from("trigger", "data", "object", "receipt_email"),
    subject: words('Thank "you" {name} \\N{BULLET}\n'),
    body: {
      kind: "template",
      parts: [{ kind: "literal", value: "Paid: " }, from("trigger", "data", "object", "amount")] as never,
    },
  },
};
const save: StepLike = { id: "save", tool: "aws-dynamodb", action: "put_item", inputs: {} };
const slack = (text: Value, more: Partial<StepLike> = {}): StepLike => ({
  id: "tell",
  tool: "slack",
  action: "post_message",
  inputs: { channel: words("#ops"), text },
  ...more,
});

const only = async (job: Job): Promise<Ran> => {
  const [ran] = await runModules([job]);
  if (ran === undefined) throw new Error("Nothing ran");
  return ran;
};
const bodyOf = (request: Ran["requests"][number] | undefined): unknown => JSON.parse(request?.body ?? "null");

afterAll(endPython);

describe.skipIf(python === undefined)("a generated module, run by Python", () => {
  it("saves a Stripe payment and mails the customer, in this order", async () => {
    const ran = await only(jobOf(plan(STRIPE, save, mail)));
    expect(ran.answers[0]?.statusCode).toBe(200);
    expect(ran.aws).toHaveLength(1);
    expect(ran.aws[0]).toMatchObject({
      service: "dynamodb",
      operation: "put_item",
      parameters: { TableName: "workflow-records", Item: { id: { S: "id_42" }, amount: { N: "4200" } } },
    });
    expect(ran.requests.map(({ method, host, path }) => `${method} ${host}${path}`)).toEqual([
      "POST api.sendgrid.com/v3/mail/send",
    ]);
    expect(ran.requests[0]?.headers["authorization"]).toBe("Bearer key-of-sendgrid_api_key");
    expect(bodyOf(ran.requests[0])).toMatchObject({
      personalizations: [{ to: [{ email: "customer@example.com" }] }],
      subject: 'Thank "you" {name} \\N{BULLET}\n',
      content: [{ type: "text/plain", value: "Paid: 4200" }],
    });
  });

  it("runs every prompt of the evaluation to its end, calling what its steps name in their order", async () => {
    const plans = prompts.prompts.flatMap(({ prompt }) => {
      const planned = planWorkflow(prompt);
      return planned.kind === "plan" ? [planned.plan] : [];
    });
    expect(plans.length).toBeGreaterThan(50);
    const ran = await runModules(plans.map((each) => jobOf(each)));
    plans.forEach((each, at) => {
      const result = ran[at];
      const { statusCode = 200, body = "", batchItemFailures = [] } = result?.answers[0] ?? {};
      expect([each.description, result?.error]).toEqual([each.description, undefined]);
      expect([each.description, statusCode]).toEqual([each.description, 200]);
      expect(body).not.toContain("ignored");
      expect([each.description, batchItemFailures]).toEqual([each.description, []]);
      const expected = each.steps.flatMap((step) => {
        const call = tools.find(({ id }) => id === step.tool)?.actions.find(({ id }) => id === step.action)?.call;
        const isCertain = step.when === undefined && step.for_each === undefined;
        if (!isCertain || call?.kind !== "http" || call.base.includes("{")) return [];
        return [call.base.slice("https://".length)];
      });
      const hosts = [...new Set(result?.requests.map(({ host }) => host))].filter((host) => expected.includes(host));
      expect([each.description, ...hosts]).toEqual([each.description, ...new Set(expected)]);
    });
  });

  it("runs every action of the catalogue", { timeout: 120_000 }, async () => {
    const jobs = tools.flatMap((tool) =>
      tool.actions.map((action) => {
        const inputs = Object.fromEntries(
          action.inputs
            .filter((input) => input.required && input.type === "text")
            .map(({ name }) => [name, words("words")]),
        );
        const given = action.call.kind === "python" ? inputs : {};
        return jobOf(
          plan({ type: "manual" }, { id: action.id, tool: tool.id, action: action.id, inputs: given }),
          `${tool.id}.${action.id}`,
        );
      }),
    );
    const ran = await runModules(jobs);
    expect(ran.filter(({ error }) => error !== undefined).map(({ name, error }) => `${name}: ${error ?? ""}`)).toEqual(
      [],
    );
  });

  it(
    "answers every sender of the catalogue that proves itself, and refuses the same event with another body",
    { timeout: 120_000 },
    async () => {
      const senders = tools.flatMap((tool) =>
        tool.triggers
          .filter(({ type, verification }) => type === "webhook" && verification !== "none")
          .map((event) => plan({ type: "webhook", tool: tool.id, event: event.event }, slack(words("hello")))),
      );
      const ran = await runModules(
        senders.map((each) => {
          const event = eventOf(each);
          const forged = { ...event, body: `${String(event["body"])} ` };
          const unsigned = { ...event, headers: { "content-type": "application/json" } };
          return { ...jobOf(each, each.trigger.tool ?? ""), events: [unsigned, forged, event] };
        }),
      );
      senders.forEach((each, at) => {
        const result = ran[at];
        const isToken = tools.find(({ id }) => id === each.trigger.tool)?.triggers[0]?.verification === "token";
        const statuses = result?.answers.map(({ statusCode }) => statusCode);
        // A token says nothing of the body: another body is another event.
        const name = `${each.trigger.tool ?? ""} ${each.trigger.event ?? ""}`;
        expect([name, ...(statuses ?? [])]).toEqual([name, 401, isToken ? 200 : 401, 200]);
        expect(result?.requests.length).toBeLessThanOrEqual(isToken ? 2 : 1);
      });
    },
  );

  it("refuses a signature of Stripe that is too old, and takes one whose body came in base64", async () => {
    const event = eventOf(plan(STRIPE, mail));
    const headers = event["headers"] as Record<string, string>;
    const old = {
      ...event,
      headers: { ...headers, "Stripe-Signature": headers["Stripe-Signature"]?.replace(/t=\d+/, "t=1700000000") },
    };
    const encoded = { ...event, body: Buffer.from(String(event["body"])).toString("base64"), isBase64Encoded: true };
    const ran = await only({ ...jobOf(plan(STRIPE, mail)), events: [old, encoded] });
    expect(ran.answers.map(({ statusCode }) => statusCode)).toEqual([401, 200]);
  });

  it.each([
    ["a table", { IDEMPOTENCY_TABLE: "idempotency-table" }],
    ["the memory of a warm function", {}],
  ])("handles an event once, with %s, and again when it failed", async (_, more) => {
    const job = jobOf(plan(STRIPE, mail));
    const failure: Answer = { host: "api.sendgrid.com", status: 400, once: true };
    const event = job.events[0];
    const ran = await only({ ...job, env: { ...job.env, ...more }, answers: [failure], events: [event, event, event] });
    expect(ran.answers.map(({ statusCode }) => statusCode)).toEqual([500, 200, 200]);
    expect(ran.answers.map(({ body }) => (JSON.parse(body ?? "{}") as { status?: string }).status)).toEqual([
      undefined,
      "done",
      "duplicate",
    ]);
    expect(ran.requests).toHaveLength(2);
  });

  it("tries again after 429, 500 and a broken answer, and not after 400", async () => {
    const job = jobOf(plan({ type: "manual" }, slack(words("hello"))));
    const passing: Answer[] = [
      { status: 429, headers: { "Retry-After": "0" }, once: true },
      { status: 503, once: true },
      { body: { ok: true } },
    ];
    const [passed, refused, slow] = await runModules([
      { ...job, answers: passing },
      { ...job, answers: [{ status: 400 }] },
      { ...job, answers: [{ status: 429, headers: { "Retry-After": "3600" } }] },
    ]);
    expect(passed?.error).toBeUndefined();
    expect(passed?.requests).toHaveLength(3);
    expect(refused?.error).toContain("answered 400");
    expect(refused?.requests).toHaveLength(1);
    expect(slow?.requests).toHaveLength(1);
  });

  it("takes an answer of 200 that tells of an error for what it is", async () => {
    const ran = await only({
      ...jobOf(plan({ type: "manual" }, slack(words("hello")))),
      answers: [{ body: { ok: false, error: "channel_not_found" } }],
    });
    expect(ran.error).toContain("channel_not_found");
  });

  it("answers Slack's question whether the address is ours", async () => {
    const slackPlan = plan({ type: "webhook", tool: "slack", event: "message" }, slack(words("hello")));
    const event = eventOf(slackPlan, () => JSON.stringify({ type: "url_verification", challenge: "3eZbrw1aB" }));
    const ran = await only({ ...jobOf(slackPlan), events: [event] });
    expect(JSON.parse(ran.answers[0]?.body ?? "null")).toEqual({ challenge: "3eZbrw1aB" });
    expect(ran.requests).toEqual([]);
  });

  it("leaves other events of the sender alone", async () => {
    const event = eventOf(plan(STRIPE, mail), (body) =>
      body.replace("payment_intent.succeeded", "payment_intent.canceled"),
    );
    const ran = await only({ ...jobOf(plan(STRIPE, mail)), events: [event] });
    expect(ran.answers[0]?.body).toContain("ignored");
    expect(ran.requests).toEqual([]);
  });

  it("hands back to the queue only the messages that failed", async () => {
    const job = jobOf(plan({ type: "sqs", tool: "aws-sqs", event: "message" }, slack(from("trigger", "message"))));
    const record = (id: string, body: string): object => ({ messageId: id, body });
    const events = [
      { Records: [record("a", "plain words"), record("b", '{"message": "in JSON"}'), record("c", "more")] },
    ];
    const ran = await only({ ...job, events, answers: [{ status: 400, once: true }, { body: { ok: true } }] });
    expect(ran.answers[0]).toEqual({ batchItemFailures: [{ itemIdentifier: "a" }] });
    expect(ran.requests.map((request) => (bodyOf(request) as { text: string }).text)).toEqual([
      "plain words",
      "in JSON",
      "more",
    ]);
  });

  it("knows an object of S3 by its key as S3 has it", async () => {
    const job = jobOf(
      plan({ type: "s3", tool: "aws-s3", event: "ObjectCreated" }, slack(from("trigger", "s3", "object", "key"))),
    );
    expect((bodyOf((await only(job)).requests[0]) as { text: string }).text).toBe("incoming/a file.txt");
  });

  it.each([
    ["sns", { Records: [{ Sns: { Message: '{"message": "hello"}' } }] }, from("trigger", "message")],
    ["eventbridge", { detail: { state: "hello" } }, from("trigger", "detail", "state")],
    [
      "email",
      { Records: [{ ses: { mail: { commonHeaders: { subject: "hello" } } } }] },
      from("trigger", "mail", "commonHeaders", "subject"),
    ],
    ["schedule", { time: "hello" }, from("trigger", "time")],
    ["api", { httpMethod: "POST", body: '{"text": "hello"}', headers: null }, from("trigger", "text")],
    ["webhook", { httpMethod: "GET", queryStringParameters: { text: "hello" } }, from("trigger", "text")],
  ] as const)("reads the event of %s", async (type, event, text) => {
    const ran = await only({ ...jobOf(plan({ type }, slack(text))), events: [event] });
    expect(ran.error).toBeUndefined();
    expect((bodyOf(ran.requests[0]) as { text: string }).text).toBe("hello");
  });

  it("asks a sender that proves nothing for the token, where one is set", async () => {
    const job = jobOf(plan({ type: "webhook" }, slack(words("hello"))));
    const [event] = job.events as [{ headers: Record<string, string> }];
    const right = { ...event, headers: { ...event.headers, "X-Webhook-Token": "a-token-of-16-letters" } };
    const ran = await only({
      ...job,
      env: { ...job.env, WEBHOOK_TOKEN: "a-token-of-16-letters" },
      events: [event, right],
    });
    expect(ran.answers.map(({ statusCode }) => statusCode)).toEqual([401, 200]);
  });

  it.each([
    ["greater", 100, 101, 100],
    ["at_least", 100, "100", 99.5],
    ["less", 100, 99, 100],
    ["at_most", 100, 100, "101"],
    ["equals", "Paid", "paid", "unpaid"],
    ["not_equals", "Paid", "open", "PAID"],
    ["contains", "urgent", "It is URGENT", "It is not"],
    ["not_contains", "spam", "ham", "Spam!"],
    ["exists", undefined, "x", ""],
    ["missing", undefined, null, "x"],
  ] as const)("runs a step under the condition “%s” only when it holds", async (operator, right, yes, no) => {
    const condition = {
      left: from("trigger", "value"),
      operator,
      ...(right === undefined ? {} : { right: words(right) }),
    };
    const job = jobOf(plan({ type: "manual" }, slack(words("hello"), { when: [condition] })));
    const [held, failed] = await runModules([
      { ...job, events: [{ value: yes }] },
      { ...job, events: [{ value: no }] },
    ]);
    expect([held?.requests.length, failed?.requests.length]).toEqual([1, 0]);
  });

  it("goes through a list, 100 at most, past an item that fails", async () => {
    const each = slack(from("item", "name"), {
      for_each: from("trigger", "people"),
      when: [{ left: from("item", "name"), operator: "exists" }],
    });
    const people = [
      { name: "Ada" },
      { name: "" },
      ...Array.from({ length: 120 }, (_, at) => ({ name: `P${String(at)}` })),
    ];
    const job = jobOf(plan({ type: "manual" }, each));
    const ran = await only({
      ...job,
      events: [{ people }],
      answers: [{ status: 400, once: true }, { body: { ok: true } }],
    });
    expect(ran.error).toBeUndefined();
    expect(ran.requests).toHaveLength(99);
    expect(ran.log).toContain("loop cut short");
  });

  it("quotes names and passes values as parameters to a database", async () => {
    const insert: StepLike = {
      id: "insert",
      tool: "postgresql",
      action: "insert_row",
      inputs: { table: words("orders"), row: from("trigger") },
    };
    const job = jobOf(plan({ type: "manual" }, insert));
    const hostile = { 'x") VALUES (1); DROP TABLE orders; --': 1 };
    const [kept, refused] = await runModules([
      { ...job, events: [{ name: "'; DROP TABLE orders", tags: ["a"] }] },
      { ...job, events: [hostile] },
    ]);
    expect(kept?.sql).toEqual([
      { connect: { host: "db.example.com", port: 5432, user: "u", database: "shop" } },
      { statement: 'INSERT INTO "orders" ("name", "tags") VALUES (%s, %s)', values: ["'; DROP TABLE orders", '["a"]'] },
      { commit: true },
    ]);
    expect(refused?.error).toContain("not valid");
    expect(refused?.sql).toEqual([]);
  });

  it("P12: logs no credential and nothing of the event, also when a call fails", async () => {
    const job = jobOf(plan(STRIPE, save, mail));
    const ran = await only({
      ...job,
      answers: [{ status: 401, body: { error: "bad key-of-sendgrid_api_key for customer@example.com" } }],
    });
    expect(ran.answers[0]?.statusCode).toBe(500);
    expect(ran.answers[0]?.body).toMatch(/"error_id": "[0-9a-f]{32}"/);
    expect(ran.log).toContain("step failed");
    for (const secret of ["key-of-sendgrid_api_key", "whsec_of_the_test", "customer@example.com", "Thank"])
      expect(ran.log).not.toContain(secret);
  });

  it("keeps the credentials of a call from another host that it is sent on to", async () => {
    const fetchIt: StepLike = { id: "fetch_it", tool: "http", action: "get_json", inputs: {} };
    const target = plan({ type: "manual" }, fetchIt);
    const answers = [
      { path: "/items", status: 302, headers: { Location: "https://elsewhere.example.com/x" } },
      { body: {} },
    ];
    const ran = await only({
      ...jobOf(target),
      env: { ...environmentOf(target), HTTP_AUTHORIZATION: "Bearer secret" },
      answers,
    });
    expect(ran.requests.map(({ host, headers }) => [host, headers["authorization"]])).toEqual([
      ["http-base-url.example.com", "Bearer secret"],
      ["elsewhere.example.com", undefined],
    ]);
  });

  it("can be pointed at another address by its environment", async () => {
    const job = jobOf(plan({ type: "manual" }, slack(words("hello"))));
    const ran = await only({ ...job, env: { ...job.env, SLACK_API_BASE: "http://127.0.0.1:9/proxy/" } });
    expect(ran.requests[0]).toMatchObject({ host: "127.0.0.1:9", path: "/proxy/api/chat.postMessage" });
  });

  it("J5: is code of ours with texts of the user: none of them is run", async () => {
    const hostile = '"""\nimport os; os.system("touch /tmp/owned")\n"""\\N{BULLET}{__import__("os")}\u2028\u0000\ud800';
    const made = { ...plan({ type: "manual" }, slack(words(hostile))), description: hostile };
    const ran = await only(jobOf(made));
    expect(ran.error).toBeUndefined();
    expect((bodyOf(ran.requests[0]) as { text: string }).text).toBe(hostile);
    expect(
      generateModule(made)
        .split("\n")
        .filter((line) => line.startsWith("import os;")),
    ).toEqual([]);
  });
});
