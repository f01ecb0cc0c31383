import { expect, it } from "vitest";
import prompts from "../plan/prompts.json" with { type: "json" };
import { planWorkflow } from "../plan/index.ts";
import type { Plan } from "../plan/index.ts";
import { canvasOf } from "./canvas.ts";

const when = (right: string): Plan["steps"][number]["when"] => [
  {
    left: { kind: "reference", from: "trigger", path: ["status"] },
    operator: "equals",
    right: { kind: "literal", value: right },
  },
];

const branched: Plan = {
  name: "branched",
  description: "Two ways",
  trigger: { type: "webhook", tool: "stripe", event: "payment_intent.succeeded", description: "A payment" },
  steps: [
    { id: "good", tool: "slack", action: "post_message", title: "Good", inputs: {}, when: when("paid") },
    { id: "bad", tool: "sendgrid", action: "send_email", title: "Bad", inputs: {}, when: when("open") },
    { id: "keep", tool: "aws-dynamodb", action: "put_item", title: "Keep", inputs: {} },
  ],
  open: [],
};

it("puts the trigger first and branches side by side", () => {
  const { nodes, edges } = canvasOf(branched);
  expect(edges.map(({ source, target }) => `${source} > ${target}`)).toEqual([
    "trigger > good",
    "trigger > bad",
    "good > keep",
    "bad > keep",
  ]);
  const [trigger, good, bad, keep] = nodes;
  expect(good?.position.x).toBe(bad?.position.x);
  expect(trigger?.position.x).toBeLessThan(good?.position.x ?? 0);
  expect(keep?.position.x).toBeGreaterThan(bad?.position.x ?? 0);
});

it("asks for each credential once, where it is first needed", () => {
  const { nodes } = canvasOf(branched);
  expect(nodes.map((node) => node.requiredCredentials.map(({ id }) => id))).toEqual([
    ["STRIPE_WEBHOOK_SECRET"],
    ["SLACK_BOT_TOKEN"],
    ["SENDGRID_API_KEY"],
    [],
  ]);
});

it("lays nothing on top of anything, and joins every node, for every prompt of the evaluation", () => {
  for (const { prompt } of prompts.prompts) {
    const planned = planWorkflow(prompt);
    if (planned.kind !== "plan") continue;
    const { nodes, edges } = canvasOf(planned.plan);
    const ids = new Set(nodes.map(({ id }) => id));
    expect(ids.size).toBe(nodes.length);
    for (const { source, target } of edges) expect(ids.has(source) && ids.has(target)).toBe(true);
    for (const node of nodes.slice(1)) expect(edges.some(({ target }) => target === node.id)).toBe(true);
    nodes.forEach((a, at) => {
      for (const b of nodes.slice(at + 1)) {
        const apart = Math.abs(a.position.x - b.position.x) >= 300 || Math.abs(a.position.y - b.position.y) >= 160;
        expect([a.id, b.id, apart]).toEqual([a.id, b.id, true]);
      }
    });
  }
});
