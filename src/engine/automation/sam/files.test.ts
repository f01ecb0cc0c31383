import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { tools } from "../catalogue/index.ts";
import prompts from "../plan/prompts.json" with { type: "json" };
import { planWorkflow } from "../plan/index.ts";
import type { Plan } from "../plan/index.ts";
import { workflowFiles } from "./files.ts";

const plan = (trigger: Partial<Plan["trigger"]>, tool: string, action: string): Plan => ({
  name: "made_for_a_test",
  description: "Made for a test",
  trigger: { type: "manual", description: "By hand", ...trigger },
  steps: [{ id: "act", tool, action, title: "Act", inputs: {} }],
  open: [],
});

/** The template with `!Ref x` as `{Ref: x}` and so on. */
const read = (
  yaml: string,
): Record<string, Record<string, { Type?: string; Properties?: Record<string, unknown> }>> => {
  const customTags = ["!Ref", "!Sub", "!GetAtt"].map((tag) => ({
    tag,
    resolve: (value: string) => ({ [tag]: value }),
  }));
  const lists = ["!Sub", "!If", "!Equals", "!Select", "!Split"].map((tag) => ({
    tag,
    collection: "seq" as const,
    resolve: (items: { toJSON: () => unknown }) => ({ [tag]: items.toJSON() }),
  }));
  const document = parseDocument(yaml, { customTags: [...customTags, ...lists] as never });
  expect(document.errors).toEqual([]);
  return document.toJS() as ReturnType<typeof read>;
};

describe("the files of a workflow", () => {
  it("are a deployable folder", () => {
    expect(Object.keys(workflowFiles(plan({}, "slack", "post_message")))).toEqual([
      "handler.py",
      "requirements.txt",
      "template.yaml",
      "README.md",
      ".env.example",
      "sample-event.json",
    ]);
  });

  it.each([
    ["webhook", "HttpApi"],
    ["api", "HttpApi"],
    ["schedule", "ScheduleV2"],
    ["s3", "S3"],
    ["sqs", "SQS"],
    ["sns", "SNS"],
    ["dynamodb", "DynamoDB"],
    ["eventbridge", "EventBridgeRule"],
  ] as const)("start by %s as SAM's %s", (type, event) => {
    const template = read(
      workflowFiles(
        plan(
          { type, ...(type === "schedule" ? { schedule: "cron(0 9 ? * MON *)", timezone: "Europe/Paris" } : {}) },
          "slack",
          "post_message",
        ),
      )["template.yaml"] ?? "",
    );
    const events = Object.values(template["Resources"]?.["WorkflowFunction"]?.Properties?.["Events"] ?? {});
    expect(events).toMatchObject([{ Type: event }]);
  });

  it("keep the time zone of a schedule", () => {
    const made = plan(
      { type: "schedule", schedule: "cron(0 9 ? * MON *)", timezone: "Europe/Paris" },
      "slack",
      "post_message",
    );
    const template = workflowFiles(made)["template.yaml"];
    expect(template).toContain("ScheduleExpression: cron(0 9 ? * MON *)\n");
    expect(template).toContain("ScheduleExpressionTimezone: Europe/Paris\n");
  });

  it("let the queue keep what failed", () => {
    expect(workflowFiles(plan({ type: "sqs" }, "slack", "post_message"))["template.yaml"]).toContain(
      "- ReportBatchItemFailures",
    );
  });

  it("follow the stream of a table: its own changes, in order, what fails put aside, and no right beyond that", () => {
    const files = workflowFiles(
      plan(
        { type: "dynamodb", tool: "aws-dynamodb", event: "MODIFY|REMOVE", table: "Orders" },
        "slack",
        "post_message",
      ),
    );
    const template = read(files["template.yaml"] ?? "");
    const properties = template["Resources"]?.["WorkflowFunction"]?.Properties ?? {};
    const stream = {
      "!If": ["CreateWatchedTable", { "!GetAtt": "WatchedTableResource.StreamArn" }, { "!Ref": "StreamArn" }],
    };
    expect(properties["Events"]).toEqual({
      Change: {
        Type: "DynamoDB",
        Properties: {
          Stream: stream,
          StartingPosition: "LATEST",
          BatchSize: 10,
          BisectBatchOnFunctionError: true,
          MaximumRetryAttempts: 5,
          FunctionResponseTypes: ["ReportBatchItemFailures"],
          DestinationConfig: { OnFailure: { Destination: { "!GetAtt": "DeadLetterQueue.Arn" } } },
          FilterCriteria: { Filters: [{ Pattern: '{"eventName":["MODIFY","REMOVE"]}' }] },
        },
      },
    });
    expect(properties["Policies"]).toEqual([
      {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: [
              "dynamodb:DescribeStream",
              "dynamodb:GetRecords",
              "dynamodb:GetShardIterator",
              "dynamodb:ListStreams",
            ],
            Resource: stream,
          },
          { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: { "!GetAtt": "DeadLetterQueue.Arn" } },
          {
            Effect: "Allow",
            Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
            Resource: { "!GetAtt": "IdempotencyTable.Arn" },
          },
        ],
      },
    ]);
    expect(properties["Environment"]).toMatchObject({
      Variables: { IDEMPOTENCY_TABLE: { "!Ref": "IdempotencyTable" } },
    });
    expect(template["Parameters"]?.["WatchedTable"]).toMatchObject({ Default: "Orders" });
    expect(template["Resources"]?.["WatchedTableResource"]).toMatchObject({
      Condition: "CreateWatchedTable",
      Properties: {
        TableName: { "!Ref": "WatchedTable" },
        StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      },
    });
    expect(files["README.md"]).toContain("aws dynamodb update-table --table-name Orders --stream-specification");
    expect(JSON.parse(files["sample-event.json"] ?? "{}")).toMatchObject({
      Records: [
        {
          eventName: "MODIFY",
          eventSource: "aws:dynamodb",
          dynamodb: {
            Keys: { id: { S: "id_42" } },
            NewImage: { amount: { N: "4200" } },
            OldImage: { id: { S: "id_42" } },
          },
        },
      ],
    });
  });

  it.each([
    ["INSERT", "update_item", false],
    ["MODIFY", "update_item", true],
    ["change", "put_item", true],
    ["REMOVE", "delete_item", true],
    ["REMOVE", "get_item", false],
  ] as const)("warn of a step that starts the workflow again: %s and %s", (event, action, warns) => {
    const made = plan({ type: "dynamodb", tool: "aws-dynamodb", event }, "aws-dynamodb", action);
    expect(workflowFiles(made)["README.md"]?.includes("starts the workflow again")).toBe(warns);
  });

  it("let a step change the table that is watched, and no other", () => {
    const made = plan({ type: "dynamodb", tool: "aws-dynamodb", event: "INSERT" }, "aws-dynamodb", "update_item");
    const [step] = made.steps;
    if (step !== undefined) step.inputs["table"] = { kind: "reference", from: "trigger", path: ["table"] };
    const template = read(workflowFiles(made)["template.yaml"] ?? "");
    expect(template["Resources"]?.["WorkflowFunction"]?.Properties?.["Policies"]).toMatchObject([
      {
        Statement: [
          {
            Action: ["dynamodb:UpdateItem"],
            Resource: {
              "!If": [
                "CreateWatchedTable",
                { "!GetAtt": "WatchedTableResource.Arn" },
                { "!Select": [0, { "!Split": ["/stream/", { "!Ref": "StreamArn" }] }] },
              ],
            },
          },
          {},
          {},
          {},
        ],
      },
    ]);
    expect(template["Parameters"]?.["WatchedTable"]).toBeUndefined();
  });

  it("give the function what its steps need and nothing else", () => {
    const template = workflowFiles(plan({}, "aws-dynamodb", "get_item"))["template.yaml"] ?? "";
    expect(template.match(/[a-z0-9]+:[A-Z][A-Za-z]+$/gm)).toEqual(["dynamodb:GetItem"]);
    expect(template).not.toMatch(/Resource: "?\*/);
  });

  it("ask for every credential without showing it, and hand it over by its name", () => {
    const template = read(workflowFiles(plan({}, "twilio", "send_sms"))["template.yaml"] ?? "");
    expect(template["Parameters"]?.["TwilioAuthToken"]).toMatchObject({ NoEcho: true, MinLength: 1 });
    expect(template["Resources"]?.["WorkflowFunction"]?.Properties).toMatchObject({
      Environment: { Variables: { TWILIO_AUTH_TOKEN: { "!Ref": "TwilioAuthToken" } } },
    });
  });

  it("refer to nothing that the template does not hold, for every prompt and every action of AWS", () => {
    const plans = prompts.prompts.flatMap(({ prompt }) => {
      const planned = planWorkflow(prompt);
      return planned.kind === "plan" ? [planned.plan] : [];
    });
    const aws = tools
      .filter(({ id }) => id.startsWith("aws-"))
      .flatMap((tool) => tool.actions.map((action) => plan({}, tool.id, action.id)));
    for (const each of [...plans, ...aws]) {
      const yaml = workflowFiles(each)["template.yaml"] ?? "";
      const template = read(yaml);
      const known = new Set([
        ...Object.keys(template["Parameters"] ?? {}),
        ...Object.keys(template["Resources"] ?? {}),
        ...Object.keys(template["Conditions"] ?? {}),
      ]);
      const named = [...yaml.matchAll(/!(?:Ref|GetAtt) ([A-Za-z0-9]+)|!If \[ ([A-Za-z0-9]+)/g)].map(
        (match) => match[1] ?? match[2] ?? "",
      );
      expect(named.filter((name) => name !== "AWS" && !known.has(name))).toEqual([]);
    }
  });

  it("need only what their module imports", () => {
    expect(workflowFiles(plan({}, "postgresql", "insert_row"))["requirements.txt"]).toBe("pg8000~=1.31\n");
    expect(workflowFiles(plan({}, "google-sheets", "read_rows"))["requirements.txt"]).toBe("google-auth~=2.38\n");
    expect(workflowFiles(plan({}, "slack", "post_message"))["requirements.txt"]).toMatch(/^#/);
  });

  it("hold what the user wrote in a fence that it cannot end", () => {
    const files = workflowFiles({ ...plan({}, "slack", "post_message"), description: "```\n# Not a heading\n````" });
    expect(files["README.md"]).toContain("`````text\n```\n# Not a heading\n````\n`````");
  });
});
