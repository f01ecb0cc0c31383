// What a workflow does about what it has looked up, or has not found.
import { afterAll, describe, expect, it } from "vitest";
import { tools } from "./catalogue/index.ts";
import { planWorkflow } from "./plan/index.ts";
import type { Plan } from "./plan/index.ts";
import { endPython, python, runModules } from "../../../test/python/python-process.ts";
import type { Job } from "../../../test/python/python-process.ts";
import { jobOf } from "./running-fixture.ts";

const planOf = (prompt: string): Plan => {
  const planned = planWorkflow(prompt);
  if (planned.kind === "unclear") throw new Error(planned.message);
  return planned.plan;
};

/** Looks something up by what is asked for, and tells Slack where there is none. */
const telling = (tool: string, action: string, required: readonly string[]): Plan => ({
  name: `${tool}_${action}`.replaceAll("-", "_"),
  description: "",
  trigger: { type: "manual", description: "" },
  steps: [
    {
      id: "look",
      tool,
      action,
      title: "",
      inputs: Object.fromEntries(required.map((name) => [name, { kind: "literal", value: "ada@example.com" }])),
    },
    {
      id: "tell",
      tool: "slack",
      action: "post_message",
      title: "",
      inputs: { text: { kind: "literal", value: "none" } },
      when: [{ left: { kind: "reference", from: "look", path: [] }, operator: "missing" }],
    },
  ],
  open: [],
});

const lookups = tools.flatMap((tool) =>
  tool.actions
    .filter(({ id, many, call }) => id.startsWith("find_") && many !== true && call.kind === "http")
    .map((action) => ({ tool, action })),
);

afterAll(endPython);

describe.skipIf(python === undefined)("what is looked up, run by Python", () => {
  it("is made where there is none, and changed where there is one; any other refusal is a failure", async () => {
    const job = jobOf(
      planOf(
        "When a form is submitted in Tally, find the contact in HubSpot; if there is no such contact create one, otherwise update it",
      ),
    );
    const first = (status: number): Job => ({
      ...job,
      answers: [{ method: "GET", status, once: true }, ...(job.answers ?? [])],
    });
    const ran = await runModules([first(404), job, first(403)]);
    expect(ran.map(({ requests }) => requests.map(({ method }) => method))).toEqual([
      ["GET", "POST"],
      ["GET", "PATCH"],
      ["GET"],
    ]);
    expect(ran.map(({ answers }) => answers[0]?.statusCode)).toEqual([200, 200, 500]);
  });

  it("is missing where a service says so, whichever of the catalogue it is", async () => {
    expect(lookups.length).toBeGreaterThan(5);
    const none = [{ status: 404 }, { body: {} }, { body: [] }];
    const jobs = lookups.flatMap(({ tool, action }) => {
      const required = action.inputs.filter((input) => input.required && input.type === "text").map(({ name }) => name);
      const job = jobOf(telling(tool.id, action.id, required), `${tool.id}.${action.id}`);
      const told = { host: "slack.com", body: { ok: true } };
      const isSignIn = ".*token.*";
      const signedIn = { path: isSignIn, body: { access_token: "a" } };
      return none.map((answer) => ({ ...job, answers: [told, signedIn, answer] }));
    });
    const ran = await runModules(jobs);
    expect(ran.map(({ name, error, requests }) => [name, error, requests.at(-1)?.host])).toEqual(
      ran.map(({ name }) => [name, undefined, "slack.com"]),
    );
  });
});
