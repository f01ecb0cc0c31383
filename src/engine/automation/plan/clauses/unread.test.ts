import { expect, test } from "vitest";
import { planWorkflow } from "../plan-workflow.ts";

const openOf = (prompt: string): readonly string[] => {
  const planned = planWorkflow(prompt);
  if (planned.kind !== "plan") throw new Error(planned.message);
  return planned.plan.open.filter((line) => line.startsWith("Not done"));
};

test.each([
  [
    "When a Stripe payment succeeds, post it to Slack, then water my tomatoes on the moon",
    ["water my tomatoes on the moon"],
  ],
  ["Every Monday at 9 post to Slack. Then walk the dog.", ["walk the dog"]],
  ["Every Monday at 9 post to Slack, then please walk the dog and save it to DynamoDB", ["walk the dog"]],
  ["When a GitHub issue is opened, post it to Slack and finally brew tea for the team", ["brew tea for the team"]],
  ["Every Monday at 9 post the sales to Slack and feed the cat", ["feed the cat"]],
  [
    "When a Stripe payment succeeds, feed my cat, save it to DynamoDB and lock the door",
    ["feed my cat", "lock the door"],
  ],
  ["When a CSV lands in S3, load it into Redshift and notify Slack.", ["load it into Redshift"]],
])("what nothing here can do is said: %s", (prompt, undone) => {
  expect(openOf(prompt)).toEqual(undone.map((words) => `Not done: “${words}”.`));
});

test.each([
  ["When a Stripe payment succeeds, save it to DynamoDB and then to Slack"],
  ["When a Stripe payment succeeds, save it to DynamoDB, then a Slack message to #ops"],
  ["When a GitHub issue is opened, create a Jira ticket, then wait 2 hours and post to Slack"],
  ["When a GitHub issue is opened, create a Jira ticket, then if it is critical page with PagerDuty"],
  ["When a form is submitted, then Slack"],
  ["When a Stripe payment succeeds and matches the order, post the amount and customer to Slack"],
  ["When a GitHub issue is opened, post it to Slack if it names a customer and quotes the contract"],
])("what is read is not said to be undone: %s", (prompt) => {
  expect(openOf(prompt)).toEqual([]);
});
