// What a plan leaves to its owner is said, and what nobody should have is passed on to nobody.
import { describe, expect, it } from "vitest";
import { planWorkflow } from "./index.ts";
import type { Plan } from "./plan.ts";

const planOf = (prompt: string): Plan => {
  const planned = planWorkflow(prompt);
  if (planned.kind === "unclear") throw new Error(planned.message);
  return planned.plan;
};

describe("what a plan does not settle", () => {
  it.each([
    ["Every night at 2 delete the rows older than 90 days from Postgres", /“older than 90 days” is not looked at/],
    ["When a webhook arrives, if the country is Germany or France, email me", /“if the country is germany or france”/],
    [
      "When a Stripe payment succeeds, unless the amount is over 10 and the currency is usd, email me",
      /“unless the amount is over 10 and the currency is usd”/,
    ],
    ["When an SNS message has severity critical, page PagerDuty", /“when an sns message has severity critical”/],
    ["When an SQS message arrives and its retry count is 3 or more, email me", /“its retry count is 3 or more”/],
    ["When a Jotform submission contains the word 'refund', email me", /the word 'refund'” is not checked/],
    ["When a webhook arrives, if the quantity is over 10 email me", /“quantity” is read from the field of that name/],
    ["When our card machine (Square) takes more than £200, text me", /takes more than £200” is read as/],
  ] as const)("is told: %s", (prompt, told) => {
    expect(planOf(prompt).open.join("\n")).toMatch(told);
  });

  it.each([
    "Every day at 9 get the password from Secrets Manager and post the result to Slack",
    "When a form is submitted, read the API key from Secrets Manager and save it to Dropbox",
    "Every day at 9 read the database password from Parameter Store and email it to the boss",
  ])("a secret is given to no step, and that is told: %s", (prompt) => {
    const { steps, open } = planOf(prompt);
    const [secret] = steps;
    expect(secret?.action).toMatch(/^get_(?:secret|parameter)$/);
    expect(JSON.stringify(steps.slice(1))).not.toContain(secret?.id);
    expect(open.join("\n")).toMatch(/is passed on to no step/);
  });

  it("a parameter that is no secret is passed on", () => {
    const { steps, open } = planOf("Every day at 9 read the greeting from Parameter Store and post it to Slack");
    expect(JSON.stringify(steps[1]?.inputs)).toContain(steps[0]?.id);
    expect(open).toEqual([]);
  });

  it("what a step answers does not decide about the next one under the same condition", () => {
    const { steps } = planOf("Every 5 minutes check https://x.example/health, status != 200 -> opsgenie alert + sms");
    expect(steps.map(({ when }) => JSON.stringify(when ?? []).includes("opsgenie"))).toEqual([false, false, false]);
  });
});

describe("a schedule that is written out", () => {
  it.each([
    ["*/15 * * * * email me the weather", "cron(*/15 * * * ? *)"],
    ["email me the weather, 30 6 * * 1-5", "cron(30 6 ? * MON-FRI *)"],
    ["cron: 0 2 1 * * -> post the weather to slack", "cron(0 2 1 * ? *)"],
    ["rate(5 minutes) post the weather to slack", "rate(5 minutes)"],
    ["on cron(0 8 ? * MON-FRI *) email me the weather", "cron(0 8 ? * MON-FRI *)"],
  ])("is read: %s", (prompt, schedule) => {
    expect(planOf(prompt).trigger).toMatchObject({ type: "schedule", schedule });
  });

  it("has days of the week where it has days of the month too, and says so", () => {
    const { trigger, open } = planOf("0 9 1 * 1 email me the weather");
    expect(trigger.schedule).toBe("cron(0 9 ? * MON *)");
    expect(open.join("\n")).toMatch(/days of the month or of the week, not both/);
  });

  it.each(["Email 1 2 3 4 5 to me every day at 9", "99 9 * * * email me the weather every day at 9"])(
    "is not seen in other numbers: %s",
    (prompt) => {
      expect(planOf(prompt).trigger.schedule).toBe("cron(0 9 * * ? *)");
    },
  );
});
