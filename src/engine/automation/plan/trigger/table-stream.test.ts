import { describe, expect, it } from "vitest";
import { checkPlan } from "../check-plan.ts";
import { planWorkflow } from "../index.ts";
import type { Plan } from "../index.ts";

const planOf = (prompt: string): Plan => {
  const planned = planWorkflow(prompt);
  if (planned.kind === "unclear") throw new Error(planned.message);
  return planned.plan;
};

const stepsOf = ({ steps }: Plan): string[] => steps.map(({ tool, action }) => `${tool} ${action}`);

describe("a change in a DynamoDB table", () => {
  it.each([
    ["When an item changes in the DynamoDB table, post to Slack", "MODIFY", undefined, ["slack post_message"]],
    [
      "watch our dynamodb table; as rows get deleted, copy them to a bucket",
      "REMOVE",
      undefined,
      ["aws-s3 put_object"],
    ],
    [
      "when a row is inserted in the DynamoDB table users, email ops@example.com",
      "INSERT",
      "users",
      ["aws-ses send_email"],
    ],
    ["When a record is added to our DynamoDB table, send a Slack message", "INSERT", undefined, ["slack post_message"]],
    ["When an item is updated in my DynamoDB table, post it to Discord", "MODIFY", undefined, ["discord send_message"]],
    [
      "When an item is deleted from the users table in DynamoDB, save it to S3",
      "REMOVE",
      "users",
      ["aws-s3 put_object"],
    ],
    ["on a DynamoDB stream record, post to Slack", "change", undefined, ["slack post_message"]],
    ["whenever the orders table in DynamoDB changes, post to Slack", "change", "orders", ["slack post_message"]],
    ["Let me know by email if the DynamoDB table changes", "change", undefined, ["aws-ses send_email"]],
    ["DynamoDB stream → Slack", "change", undefined, ["slack post_message"]],
    ["dynamodb stream -> lambda -> sns", "change", undefined, ["aws-sns publish"]],
    ["DynamoDB: item removed -> Slack", "REMOVE", undefined, ["slack post_message"]],
    ["DynamoDB table orders: new item -> Twilio SMS", "INSERT", "orders", ["twilio send_sms"]],
    ["When a new row lands in the Orders DynamoDB table, text me with Twilio", "INSERT", "Orders", ["twilio send_sms"]],
    ["If something gets removed from dynamo, tell #ops on slack", "REMOVE", undefined, ["slack post_message"]],
    ["React to DynamoDB stream events: send each new item to SQS", "INSERT", undefined, ["aws-sqs send_message"]],
    [
      "Listen to the DynamoDB stream of the orders table and write every change to S3",
      "change",
      "orders",
      ["aws-s3 put_object"],
    ],
    [
      "Each time an item in the DynamoDB table is changed or removed, put it on SQS",
      "MODIFY|REMOVE",
      undefined,
      ["aws-sqs send_message"],
    ],
    ["When a DynamoDB record is created, updated or deleted, publish to SNS", "change", undefined, ["aws-sns publish"]],
    [
      "when items are added or removed in the dynamodb inventory table update a google sheet",
      "INSERT|REMOVE",
      "inventory",
      ["google-sheets update_row"],
    ],
    [
      "Every time an order is stored in the DynamoDB orders table, text me",
      "INSERT|MODIFY",
      "orders",
      ["twilio send_sms"],
    ],
    [
      "As rows get inserted into our DynamoDB table 'sign-ups', email the team",
      "INSERT",
      "sign-ups",
      ["aws-ses send_email"],
    ],
    [
      "When something is added to the user-events DynamoDB table, post to Discord",
      "INSERT",
      "user-events",
      ["discord send_message"],
    ],
    ["upon insertion of an item in dynamodb, send an email", "INSERT", undefined, ["aws-ses send_email"]],
    ["Email me about each item deleted from DynamoDB", "REMOVE", undefined, ["aws-ses send_email"]],
    ["When a DynamoDB item expires, send an email", "REMOVE", undefined, ["aws-ses send_email"]],
    ["Items removed from the DynamoDB table get copied to S3", "REMOVE", undefined, ["aws-s3 put_object"]],
    ["Every new item in the DynamoDB table should be posted to Slack", "INSERT", undefined, ["slack post_message"]],
    [
      "Mirror every write to the orders DynamoDB table into PostgreSQL",
      "INSERT|MODIFY",
      "orders",
      ["postgresql insert_row"],
    ],
    [
      "Process records from the DynamoDB stream and write them to PostgreSQL",
      "change",
      undefined,
      ["postgresql insert_row"],
    ],
    [
      "Create a Lambda triggered by DynamoDB Streams that sends SNS notifications for deleted items",
      "REMOVE",
      undefined,
      ["aws-sns publish"],
    ],
    [
      "i need a lambda that runs on dynamodb stream updates and writes to s3",
      "change",
      undefined,
      ["aws-s3 put_object"],
    ],
    [
      "keep an eye on the dynamodb table and ping me on slack when anything is removed",
      "REMOVE",
      undefined,
      ["slack post_message"],
    ],
    [
      "I have a DynamoDB table called users, whenever a new user is inserted send a welcome email with SendGrid",
      "INSERT",
      "users",
      ["sendgrid send_email"],
    ],
    [
      "We keep our users in DynamoDB. When a row is deleted, archive it in S3",
      "REMOVE",
      undefined,
      ["aws-s3 put_object"],
    ],
    ["When a DynamoDB stream event of type REMOVE arrives, post to Slack", "REMOVE", undefined, ["slack post_message"]],
    ["whenver an itm is addedd to teh dynamodb tabel, slack me", "INSERT", undefined, ["slack post_message"]],
  ] as const)("starts: %s", (prompt, event, table, steps) => {
    const plan = planOf(prompt);
    expect([plan.trigger.type, plan.trigger.tool, plan.trigger.event, plan.trigger.table]).toEqual([
      "dynamodb",
      "aws-dynamodb",
      event,
      table,
    ]);
    expect(stepsOf(plan)).toEqual(steps);
    expect(plan.open).toEqual([]);
    expect(checkPlan(plan)).toEqual({ plan });
  });

  it.each([
    ["Save it to DynamoDB when a Stripe payment succeeds", "webhook", "aws-dynamodb put_item"],
    ["When a file lands in S3, add it to DynamoDB then notify Slack", "s3", "aws-dynamodb put_item"],
    ["When a form is submitted and saved in DynamoDB, email me", "webhook", "aws-ses send_email"],
    ["When a Stripe payment is saved to DynamoDB, email the customer", "webhook", "aws-ses send_email"],
    [
      "Save Stripe payments to DynamoDB. Once an item is saved to DynamoDB, tell Slack",
      "webhook",
      "slack post_message",
    ],
    ["every Monday read the DynamoDB table and post it to Slack", "schedule", "aws-dynamodb scan_table"],
    ["Every hour check for new items in DynamoDB and post them to Slack", "schedule", "aws-dynamodb scan_table"],
    ["Every Friday delete removed users from DynamoDB", "schedule", "aws-dynamodb delete_item"],
    ["For each item in DynamoDB, send an email", "manual", "aws-dynamodb scan_table"],
    ["Add a new item to DynamoDB and email me", "manual", "aws-dynamodb put_item"],
    ["Create an API that adds an item to DynamoDB and returns it", "api", "aws-dynamodb put_item"],
    ["When I call the API, delete the item from DynamoDB", "api", "aws-dynamodb delete_item"],
  ] as const)("is a step and no trigger: %s", (prompt, type, step) => {
    const plan = planOf(prompt);
    expect(plan.trigger.type).toBe(type);
    expect(stepsOf(plan)).toContain(step);
  });

  it.each([
    ["if the status of an order changes to shipped in DynamoDB, email the customer", "status", "equals", "shipped"],
    ["When the stage of a deal changes to won in the deals DynamoDB table, tell Slack", "stage", "equals", "won"],
    ["when the stock in the DynamoDB products table drops below 5, email me", "stock", "less", 5],
  ] as const)("is waited for only once, where a field comes to be something: %s", (prompt, field, operator, value) => {
    const [step] = planOf(prompt).steps;
    const right = { kind: "literal", value };
    expect(step?.when).toEqual([
      { left: { kind: "reference", from: "trigger", path: ["item", field] }, operator, right },
      {
        left: { kind: "reference", from: "trigger", path: ["old_image", field] },
        operator: operator === "less" ? "at_least" : "not_equals",
        right,
      },
    ]);
  });

  it("says so where it does not check what an item is marked as", () => {
    expect(planOf("when an order in DynamoDB is flagged, tell Slack").open).toEqual([
      "“When an order in dynamodb is flagged” is read as any change of an item: what it changes to is not checked.",
    ]);
  });

  it("hands the item that changed to a step, and its table to one that updates it", () => {
    const plan = planOf("When an item is inserted into my Orders DynamoDB table, set its status to processing");
    expect(plan.steps[0]).toMatchObject({
      tool: "aws-dynamodb",
      action: "update_item",
      inputs: {
        table: { kind: "reference", from: "trigger", path: ["table"] },
        id: { kind: "reference", from: "trigger", path: ["item", "id"] },
        value: { kind: "literal", value: "processing" },
      },
    });
  });
});
