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
  const lists = ["!Sub", "!If", "!Equals"].map((tag) => ({
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
