import { describe, expect, it } from "vitest";
import { planWorkflow } from "./index.ts";
import type { Condition, Plan } from "./plan.ts";
import wordings from "./wordings.json" with { type: "json" };

const shown = (value: Condition["right"]): string => {
  if (value?.kind === "reference") return String(value.path.at(-1) ?? value.from);
  return value?.kind === "literal" ? JSON.stringify(value.value) : "";
};

const conditionOf = ({ left, operator, right }: Condition): string =>
  `if ${[shown(left), operator, shown(right)].filter((part) => part !== "").join(" ")}`;

const stepOf = ({ tool, action, for_each, when = [] }: Plan["steps"][number]): string =>
  [tool, action, ...(for_each === undefined ? [] : ["each"]), ...when.map(conditionOf)].join(" ");

/** What starts the workflow of a prompt, and its steps. */
const told = (prompt: string): unknown[] => {
  const planned = planWorkflow(prompt);
  if (planned.kind === "unclear") return [planned.message];
  const { trigger, steps } = planned.plan;
  const start = [trigger.schedule ?? trigger.type, trigger.tool, trigger.event].filter((part) => part !== undefined);
  return [start.join(" "), steps.map(stepOf)];
};

/** A prompt, what starts it, and what its steps do. */
const prompts = wordings.prompts.map(([prompt, start, steps]) => [String(prompt), { start, steps }] as const);

describe("what prompts of many wordings ask for", () => {
  it.each(prompts)("%s", (prompt, { start, steps }) => {
    expect(told(prompt)).toEqual([start, steps]);
  });

  it.each([
    ["Post it to Instagram when a Stripe payment fails", "Post it to Instagram when a Stripe payment fails"],
    ["When a Stripe payment fails, create a Webex meeting", "create a Webex meeting"],
  ])("does not take another service for one that it does not know: %s", (prompt, undone) => {
    expect(told(prompt)).toEqual([`Nothing here does “${undone}”.`]);
  });

  it.each([
    ['text "Thanks" to +1 415 555 0100 with Twilio', "twilio", { to: "+14155550100", body: "Thanks" }],
    ["email bob@example.org", "aws-ses", { to: "bob@example.org" }],
    ["post it to #ops on Slack", "slack", { channel: "#ops" }],
    ["translate it from German to English", "aws-translate", { source_language: "de", target_language: "en" }],
    ["translate it to Thai", "aws-translate", { target_language: "th" }],
    ["translate it to Klingon", "aws-translate", {}],
    ["send it to https://example.org/hook", "http", { path: "https://example.org/hook" }],
    ["save it in the table called orders in DynamoDB", "aws-dynamodb", { table: "orders" }],
    ["wait 5 seconds and email me", "logic", { seconds: 5 }],
    ["wait ten minutes and email me", "logic", { seconds: 600 }],
    ["wait a few hours and email me", "logic", { seconds: 10_800 }],
    ["wait a couple of days and email me", "logic", { seconds: 172_800 }],
    ["wait three weeks and email me", "logic", { seconds: 1_814_400 }],
    ["wait for it and email me", "logic", undefined],
    ['email me with the subject "Hello"', "aws-ses", { subject: "Hello" }],
    ["update the Zendesk ticket status to solved", "zendesk", { status: "solved" }],
  ])("takes what is said for an input: %s", (prompt, tool, expected) => {
    const planned = planWorkflow(`When a Stripe payment succeeds, ${prompt}`);
    const step = planned.kind === "plan" ? planned.plan.steps.find((one) => one.tool === tool) : undefined;
    const said = Object.entries(step?.inputs ?? {}).flatMap(([name, value]) =>
      value.kind === "setting" ? [[name, value.example]] : value.kind === "literal" ? [[name, value.value]] : [],
    );
    expect(step && Object.fromEntries(said)).toEqual(expected);
  });

  it.each([
    ["if it has no email", "if it has no email"],
    ["if the currency is", "if the currency is"],
    ["if the moon is full", "if the moon is full"],
  ])("says that a condition is not checked: %s", (condition, named) => {
    const planned = planWorkflow(`When a Stripe payment succeeds, post to Slack ${condition}`);
    expect(planned.kind === "plan" && planned.plan.open).toEqual([
      `The condition “${named}” is not checked: no field of it is known.`,
    ]);
  });
});
