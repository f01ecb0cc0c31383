import { describe, expect, it } from "vitest";
import type { Condition, Part, Plan } from "../plan/plan.ts";
import { workflowFiles } from "../sam/files.ts";
import { generateModule } from "./generate.ts";
import { credentialsOf } from "./workflow.ts";

type Step = Plan["steps"][number];

const planOf = (steps: Step[], trigger: Plan["trigger"] = { type: "manual", description: "" }): Plan => ({
  name: "made_for_a_test",
  description: "Made for a test",
  trigger,
  steps,
  open: [],
});

const stepOf = (tool: string, action: string, inputs: Step["inputs"] = {}, more: Partial<Step> = {}): Step => ({
  id: "act",
  tool,
  action,
  title: "Act",
  inputs,
  ...more,
});

const literal = (value: string | number | boolean): Part => ({ kind: "literal", value });
const reference = (from: string, ...path: (string | number)[]): Part => ({ kind: "reference", from, path });

const isLong = (at: number): Condition => ({
  left: reference("trigger", `a_rather_long_name_of_a_field_${at}`),
  operator: "equals",
  right: literal("a value that is quite long"),
});

const holds = (at: number): string =>
  `_holds(_pick(data, "trigger", "a_rather_long_name_of_a_field_${at}"), "equals", "a value that is quite long")`;

describe("a plan in Python", () => {
  it("writes a text of literals as one, and puts the others together", () => {
    const text = (...parts: Part[]): string =>
      generateModule(planOf([stepOf("slack", "post_message", { text: { kind: "template", parts } })]));
    expect(text(literal("over "), literal(5), literal("!"))).toContain('    text = "over 5!"');
    expect(text(literal("over "), reference("trigger", "total"))).toContain(
      '    text = _text("over ", _pick(data, "trigger", "total"))',
    );
  });

  it("breaks conditions that one line does not hold", () => {
    const step = stepOf("slack", "post_message", {}, { when: [isLong(1), isLong(2)] });
    expect(generateModule(planOf([step]))).toContain(
      `    if (\n        ${holds(1)}\n        and ${holds(2)}\n    ):\n        with _step("act"):\n            data["act"] = act(data)\n`,
    );
  });

  it("asks before a loop what the loop does not change, and in it what is asked of each", () => {
    const ofItem: Condition = {
      left: { kind: "template", parts: [reference("item", "name")] },
      operator: "equals",
      right: literal(-0),
    };
    const module = generateModule(
      planOf([
        { ...stepOf("google-sheets", "read_rows"), id: "rows" },
        stepOf("slack", "post_message", {}, { for_each: reference("rows"), when: [isLong(1), ofItem] }),
      ]),
    );
    expect(module).toContain(`    if ${holds(1)}:\n        with _step("act"):\n            data["act"] = _for_each(\n`);
    expect(module).toContain('lambda data: _holds(_text(_pick(data, "item", "name")), "equals", -0.0),\n');
  });

  it("keeps the elements of a list that a condition holds for, or that are something", () => {
    const filter = (when: Condition[]): string =>
      generateModule(planOf([stepOf("logic", "filter_items", { items: reference("trigger") }, { when })]));
    expect(filter([{ left: reference("item", "x"), operator: "exists" }])).toContain(
      '        if _holds(_pick(data, "item", "x"), "exists"):\n            kept.append(item)\n',
    );
    expect(filter([])).toContain("    return [item for item in items if item]\n");
  });

  it.each<[Part, keys: string[], call: string]>([
    [literal("https://example.org/hook"), ["HTTP_AUTHORIZATION"], '_request("POST", path,'],
    [
      { kind: "setting", name: "HTTP_PATH", example: "https://example.org/hook" },
      ["HTTP_AUTHORIZATION"],
      '_request("POST", path,',
    ],
    [literal("hook"), ["HTTP_BASE_URL", "HTTP_AUTHORIZATION"], 'f"{HTTP_API_BASE}/{_path(path)}"'],
  ])("calls a whole address as it is, and a path where the settings say: %j", (path, keys, call) => {
    const plan = planOf([stepOf("http", "post_json", { path })]);
    expect(credentialsOf(plan).map(({ key }) => key)).toEqual(keys);
    expect(generateModule(plan)).toContain(call);
  });
});

describe("what a function may touch", () => {
  it.each<[what: string, inputs: Step["inputs"], table: string]>([
    ["the table that is named", { table: literal("orders") }, "table/orders"],
    ["any table, where the event names it", { table: reference("trigger", "table") }, "table/*"],
    ["any table, where the name is none", { table: literal("a b") }, "table/*"],
    ["the table of the settings", {}, "table/${DynamodbTable}"],
  ])("is %s", (_, inputs, table) => {
    const template = workflowFiles(planOf([stepOf("aws-dynamodb", "put_item", inputs)]))["template.yaml"];
    expect(template).toContain(`:${table}\n`);
  });

  it.each([
    ["ObjectCreated", "s3:ObjectCreated:*"],
    ["ObjectRemoved", "s3:ObjectRemoved:*"],
  ])("is told of a file by %s", (event, name) => {
    const trigger = { type: "s3" as const, tool: "aws-s3", event, description: "" };
    const template = workflowFiles(planOf([stepOf("slack", "post_message")], trigger))["template.yaml"];
    expect(template).toContain(`Events: ${name}\n`);
  });
});
