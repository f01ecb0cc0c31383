import { afterAll, describe, expect, it } from "vitest";
import { tools } from "../catalogue/index.ts";
import type { Plan } from "../plan/index.ts";
import { eventOf, jobOf } from "../running-fixture.ts";
import { endPython, python, runModules } from "../../../../test/python/python-process.ts";
import { proofOf } from "../../../../test/python/sign.ts";
import type { ApiEvent } from "../../../../test/python/sign.ts";
import { marksOf } from "./marks.ts";
import { resolveWorkflow } from "./workflow.ts";

const planFor = (tool: string, event: string, description = "Something happens"): Plan => ({
  name: "made_for_a_test",
  description: "Made for a test",
  trigger: { type: "webhook", tool, event, description },
  steps: [
    {
      id: "tell",
      tool: "slack",
      action: "post_message",
      title: "Tell",
      inputs: { channel: { kind: "literal", value: "#ops" }, text: { kind: "literal", value: "hello" } },
    },
  ],
  open: [],
});

type Path = readonly (string | number)[];

/** Another value at a path, or none at all. */
const change = (tree: unknown, [key, ...rest]: Path, value: unknown): unknown => {
  if (key === undefined) return value;
  if (Array.isArray(tree)) return tree.map((each: unknown, at) => (at === key ? change(each, rest, value) : each));
  const fields = tree as Record<string, unknown>;
  return { ...fields, [key]: change(fields[String(key)] ?? {}, rest, value) };
};

/** The event of a plan with something else in it, signed by its sender as it is. */
const changed = (plan: Plan, path: Path, value: unknown): unknown => {
  const { event } = resolveWorkflow(plan).trigger;
  const isForm = String((eventOf(plan)["headers"] as Record<string, string>)["content-type"]).includes("form");
  return eventOf(plan, (body) =>
    isForm || event === undefined ? "other=1" : JSON.stringify(change(JSON.parse(body), path, value)),
  );
};

const withHeader = (plan: Plan, header: string): unknown => {
  const event = eventOf(plan) as unknown as ApiEvent;
  const headers = { ...event.headers, [header]: "another event" };
  return { ...event, headers: { ...headers, ...proofOf(resolveWorkflow(plan).trigger.event, event) } };
};

/** For each mark of a plan's event, the event without it. */
const othersOf = (plan: Plan): unknown[] =>
  marksOf(resolveWorkflow(plan)).map((mark) => {
    if ("header" in mark) return withHeader(plan, mark.header);
    if (mark.value === undefined) return changed(plan, mark.path, mark.isThere ? null : "B042");
    return changed(plan, mark.path, typeof mark.value === "boolean" ? !mark.value : "another event");
  });

const bodies = (answers: readonly { body?: string }[] | undefined): (string | undefined)[] =>
  (answers ?? []).map(({ body }) => (JSON.parse(body ?? "{}") as { status?: string }).status);

afterAll(endPython);

describe.skipIf(python === undefined)("an event that is not the planned one", () => {
  const senders = tools.flatMap((tool) =>
    tool.triggers.filter(({ type }) => type === "webhook").map(({ event }) => planFor(tool.id, event)),
  );

  it("is left alone with 200, whatever mark of it differs; the planned one is not", { timeout: 120_000 }, async () => {
    const marked = senders.filter((plan) => marksOf(resolveWorkflow(plan)).length > 0);
    const names = new Set(marked.map(({ trigger }) => trigger.tool));
    for (const name of [
      "gitlab",
      "bitbucket",
      "jira",
      "linear",
      "clickup",
      "trello",
      "zendesk",
      "intercom",
      "pipedrive",
      "sentry",
      "pagerduty",
      "hubspot",
      "tally",
      "whatsapp",
    ])
      expect(names).toContain(name);
    const ran = await runModules(
      marked.map((plan) => ({
        ...jobOf(plan, `${plan.trigger.tool} ${plan.trigger.event}`),
        events: [...othersOf(plan), eventOf(plan)],
      })),
    );
    for (const { name, error, answers, requests } of ran) {
      const expected = [...answers.slice(1).map(() => "ignored"), "done"];
      expect([name, error, ...bodies(answers)]).toEqual([name, undefined, ...expected]);
      expect([name, requests.length]).toEqual([name, 1]);
    }
  });

  it.each([
    ["github", "pull_request.closed", "When a pull request is merged", ["pull_request", "merged"], false],
    ["github", "workflow_run.completed", "When a build fails", ["workflow_run", "conclusion"], "success"],
    ["gitlab", "Merge Request Hook", "When a merge request is merged", ["object_attributes", "action"], "open"],
    ["gitlab", "Merge Request Hook", "When a merge request is opened", ["object_attributes", "action"], "merge"],
    ["gitlab", "Issue Hook", "When a new issue is filed", ["object_attributes", "action"], "update"],
    ["gitlab", "Pipeline Hook", "When the pipeline fails", ["object_attributes", "status"], "success"],
  ] as const)("%s %s: “%s” is held to %j", async (tool, event, words, path, other) => {
    const plan = planFor(tool, event, words);
    const [ran] = await runModules([{ ...jobOf(plan), events: [changed(plan, path, other), eventOf(plan)] }]);
    expect(bodies(ran?.answers)).toEqual(["ignored", "done"]);
    expect(ran?.requests).toHaveLength(1);
  });

  it("runs for every pull request that is closed where nobody said that it is merged", async () => {
    const plan = planFor("github", "pull_request.closed", "When a pull request is closed");
    const [ran] = await runModules([{ ...jobOf(plan), events: [changed(plan, ["pull_request", "merged"], false)] }]);
    expect(bodies(ran?.answers)).toEqual(["done"]);
  });
});
