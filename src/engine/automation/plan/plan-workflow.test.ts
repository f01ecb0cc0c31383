import { describe, expect, it } from "vitest";
import { checkPlan, planWorkflow } from "./index.ts";
import type { Plan } from "./index.ts";
import evaluation from "./prompts.json" with { type: "json" };

const planOf = (text: string): Plan => {
  const planned = planWorkflow(text);
  if (planned.kind === "unclear") throw new Error(planned.message);
  return planned.plan;
};

const toolsOf = (text: string): string[] => planOf(text).steps.map(({ tool }) => tool);

const isRight = ({ prompt, trigger, tools }: (typeof evaluation.prompts)[number]): boolean => {
  const planned = planWorkflow(prompt);
  if (planned.kind === "unclear") return false;
  const said = new Map<string, unknown>(Object.entries(planned.plan.trigger));
  return (
    Object.entries(trigger).every(([name, value]) => said.get(name) === value) &&
    planned.plan.steps.map(({ tool }) => tool).join() === tools.join()
  );
};

describe("the plan of a sentence", () => {
  it.each(["tuned", "held_out"])("is exactly right for nine of ten prompts: %s", (set) => {
    const prompts = evaluation.prompts.filter((one) => one.set === set);
    const wrong = prompts.filter((one) => !isRight(one)).map(({ prompt }) => prompt);
    expect(prompts).toHaveLength(30);
    expect(wrong.slice(3)).toEqual([]);
  });

  it("is exactly right for nine of ten prompts of another hand", () => {
    const prompts = evaluation.prompts.filter(({ set }) => set === "fresh");
    const wrong = prompts.filter((one) => !isRight(one)).map(({ prompt }) => prompt);
    console.info(`Plans exactly right: ${prompts.length - wrong.length} of ${prompts.length}`);
    expect(prompts.length).toBeGreaterThanOrEqual(100);
    expect(wrong.slice(Math.floor(prompts.length / 10))).toEqual([]);
  });

  it("is exactly right for nine of ten prompts of an outside tester", () => {
    const prompts = evaluation.prompts.filter(({ set }) => set === "outside");
    const wrong = prompts.filter((one) => !isRight(one)).map(({ prompt }) => prompt);
    expect(prompts).toHaveLength(80);
    expect(wrong.slice(8)).toEqual([]);
  });

  it("is exactly right for nine of ten prompts as customers say and type them, awkward ones among them", () => {
    const prompts = evaluation.prompts.filter(({ set }) => set === "customers");
    const wrong = prompts.filter((one) => !isRight(one)).map(({ prompt }) => prompt);
    console.info(`Plans exactly right, as customers speak: ${prompts.length - wrong.length} of ${prompts.length}`);
    expect(prompts.length).toBeGreaterThanOrEqual(440);
    expect(wrong.slice(Math.floor(prompts.length / 10))).toEqual([]);
  });

  it("is exactly right for nineteen of twenty prompts of examiners, whose wrong ones were mended by class", () => {
    const prompts = evaluation.prompts.filter(({ set }) => set === "examiners");
    const wrong = prompts.filter((one) => !isRight(one)).map(({ prompt }) => prompt);
    expect(prompts).toHaveLength(660);
    expect(wrong.slice(33)).toEqual([]);
  });

  it("is one that a model's plan would be let through as", () => {
    const plans = evaluation.prompts.flatMap(({ prompt }) => {
      const planned = planWorkflow(prompt);
      return planned.kind === "plan" ? [planned.plan] : [];
    });
    expect(plans.map(checkPlan)).toEqual(plans.map((one) => ({ plan: one })));
  });

  it.each(["", "hello", "asdf qwer", "email", "!!! ???", "When a Stripe payment succeeds"])(
    "is refused for %j",
    (text) => {
      expect(planWorkflow(text).kind).toBe("unclear");
    },
  );

  it.each([
    ["Every Monday cut me some slack and send an email", ["aws-ses"]],
    ["The notion that laws change is old: every day send a message to Discord", ["discord"]],
    ["Drive to work every day, then post to Telegram", ["telegram"]],
    ["Send a message saying 'use Stripe and Notion' to Slack", ["slack"]],
    ["Post the zebra stripes and a slackline video to Discord", ["discord"]],
    ["Do not use Slack, send it to Telegram", ["telegram"]],
    ["Instead of emailing the team, post it to Discord", ["discord"]],
    ["Take the square root of it and save it to MongoDB", ["mongodb"]],
  ])("names a tool only where the tool is meant: %s", (text, tools) => {
    expect(toolsOf(text)).toEqual(tools);
  });

  it("does first what is to be done before", () => {
    expect(toolsOf("Before sending the email with SendGrid, save the order to DynamoDB")).toEqual([
      "aws-dynamodb",
      "sendgrid",
    ]);
    expect(toolsOf("Send the email with SendGrid after saving the order to DynamoDB")).toEqual([
      "aws-dynamodb",
      "sendgrid",
    ]);
    expect(toolsOf("Save the order to DynamoDB before sending the email with SendGrid")).toEqual([
      "aws-dynamodb",
      "sendgrid",
    ]);
  });

  it("compares an amount of Stripe in cents, and turns it round for what is done otherwise", () => {
    const { steps } = planOf(
      "When a Stripe payment succeeds, if the amount is over $100 post to Slack, otherwise send an email to bob@example.com",
    );
    const amount = { kind: "reference", from: "trigger", path: ["data", "object", "amount"] };
    expect(steps.map(({ when }) => when)).toEqual([
      [{ left: amount, operator: "greater", right: { kind: "literal", value: 10_000 } }],
      [{ left: amount, operator: "at_most", right: { kind: "literal", value: 10_000 } }],
    ]);
  });

  it("takes names, recipients and texts from the sentence", () => {
    const { steps } = planOf(
      'When a Stripe payment succeeds, save it to the orders table in DynamoDB, post "Paid \\N{x} {y}" to #sales on Slack and email bob@example.com',
    );
    expect(steps.map(({ inputs }) => inputs)).toMatchObject([
      { table: { kind: "setting", example: "orders" } },
      { channel: { kind: "setting", example: "#sales" }, text: { kind: "literal", value: "Paid \\N{x} {y}" } },
      { to: { kind: "setting", example: "bob@example.com" } },
    ]);
  });

  it("goes through a list once per element", () => {
    const { steps } = planOf("Every Monday at 9am read the rows from Google Sheets and email each person with Gmail");
    expect(steps[1]?.for_each).toEqual({ kind: "reference", from: steps[0]?.id, path: [] });
    expect(steps[1]?.inputs["to"]).toMatchObject({ kind: "reference", from: "item" });
  });

  it("tells what it does not do", () => {
    const plan = planOf(
      "When a Stripe payment succeeds, post it to Slack if the moon is full, and then upload it to Frobnicator",
    );
    expect(plan.steps.map(({ tool }) => tool)).toEqual(["slack"]);
    expect(plan.open.join(" ")).toMatch(/moon/);
    expect(plan.open.join(" ")).toMatch(/Frobnicator/);
  });

  it("says the same for the same, and ends for a long text", () => {
    const text = evaluation.prompts
      .map(({ prompt }) => prompt)
      .join(" ")
      .repeat(2)
      .slice(0, 10_000);
    expect(planWorkflow(text)).toEqual(planWorkflow(text));
    expect(planOf(text).steps.length).toBeLessThanOrEqual(20);
    // Said without an end, an amount is still one that a plan can hold.
    const endless = planOf(`When a Stripe payment over a ${"hundred ".repeat(200)}succeeds, email me`);
    expect(checkPlan(endless)).toEqual({ plan: endless });
  });
});

const plan = {
  name: "one",
  description: "",
  trigger: { type: "schedule", schedule: "cron(0 9 ? * MON *)", description: "" },
  steps: [
    { id: "post", tool: "slack", action: "post_message", title: "", inputs: { text: { kind: "literal", value: "x" } } },
  ],
  open: [],
};
const step = plan.steps[0];
const literal = { kind: "literal", value: 1 };
const later = { kind: "reference", from: "later", path: [] };

describe("a plan from elsewhere", () => {
  it("is let through when all in it is known", () => {
    expect(checkPlan(plan)).toEqual({ plan });
  });

  it.each([
    ["an unknown tool", { ...plan, steps: [{ ...step, tool: "frobnicator" }] }, /no tool "frobnicator"/],
    ["an unknown action", { ...plan, steps: [{ ...step, action: "explode" }] }, /no action "explode"/],
    [
      "an unknown input",
      { ...plan, steps: [{ ...step, inputs: { code: { kind: "literal", value: "" } } }] },
      /no such input/,
    ],
    [
      "a later step",
      { ...plan, steps: [{ ...step, inputs: { text: { kind: "reference", from: "later", path: [] } } }] },
      /no earlier step/,
    ],
    [
      "an item outside a loop",
      { ...plan, steps: [{ ...step, inputs: { text: { kind: "reference", from: "item", path: [] } } }] },
      /no earlier step/,
    ],
    ["two steps of one name", { ...plan, steps: [step, step] }, /is taken/],
    [
      "an unknown event",
      { ...plan, trigger: { type: "webhook", tool: "stripe", event: "nope", description: "" } },
      /no event "nope"/,
    ],
    [
      "a schedule that nobody reads",
      { ...plan, trigger: { ...plan.trigger, schedule: "cron(0 9 * * MON *)" } },
      /does not read/,
    ],
    ["no steps", { ...plan, steps: [] }, /steps/],
    ["a schedule without a time", { ...plan, trigger: { type: "schedule", description: "" } }, /a schedule says when/],
    [
      "a time of what is no schedule",
      { ...plan, trigger: { ...plan.trigger, type: "manual" } },
      /only a schedule has one/,
    ],
    [
      "an unknown sender",
      { ...plan, trigger: { type: "webhook", tool: "frobnicator", description: "" } },
      /trigger\.tool: there is no tool "frobnicator"/,
    ],
    [
      "a comparison with nothing",
      { ...plan, steps: [{ ...step, when: [{ left: literal, operator: "equals" }] }] },
      /steps\.0\.when\.0: equals needs a right side/,
    ],
    [
      "a comparison of what only exists",
      { ...plan, steps: [{ ...step, when: [{ left: literal, operator: "exists", right: literal }] }] },
      /steps\.0\.when\.0: exists has no right side/,
    ],
    [
      "a reference in a text to a later step",
      { ...plan, steps: [{ ...step, inputs: { text: { kind: "template", parts: [later] } } }] },
      /no earlier step/,
    ],
    [
      "an input that the action needs",
      { ...plan, steps: [{ ...step, tool: "logic", action: "filter_items", inputs: {} }] },
      /steps\.0\.inputs\.\w+: the action needs it/,
    ],
    ["a text", "rm -rf", /plan/],
  ])("is refused for %s", (_, given, problem) => {
    const checked = checkPlan(given);
    expect("problems" in checked ? checked.problems.join("\n") : "let through").toMatch(problem);
  });
});
