import { describe, expect, it, test } from "vitest";
import { planWorkflow } from "./index.ts";
import type { Plan, Value } from "./plan.ts";

const planOf = (prompt: string): Plan => {
  const planned = planWorkflow(prompt);
  if (planned.kind === "unclear") throw new Error(planned.message);
  return planned.plan;
};

const pay = (asked: string): string => `When a Stripe payment succeeds, ${asked}`;
const daily = (asked: string): string => `Every day at 9 ${asked}`;

describe("what is done with a tool", () => {
  it.each([
    // What is there is changed, and not made once more.
    [pay("update the deal in Pipedrive"), ["pipedrive.update_deal"]],
    [pay("update the contact in HubSpot"), ["hubspot.update_contact"]],
    [pay("update the page in Notion"), ["notion.update_page"]],
    [pay("update the stock in WooCommerce"), ["woocommerce.update_product"]],
    ["When a Trello card is created, update the task in Asana", ["asana.update_task"]],
    ["When a Zendesk ticket is created, close the issue on GitHub", ["github.close_issue"]],
    [pay("complete the task in Todoist"), ["todoist.complete_task"]],
    ["When an incident is resolved in PagerDuty, resolve the incident in Statuspage", ["statuspage.resolve_incident"]],
    // It is taken away where that was asked for.
    ["When a Stripe subscription is cancelled, delete the row from MySQL", ["mysql.delete_row"]],
    ["When a Stripe subscription is cancelled, unsubscribe the customer from Mailchimp", ["mailchimp.unsubscribe"]],
    ["When a Calendly meeting is cancelled, delete the event from Google Calendar", ["google-calendar.delete_event"]],
    ["When a GitHub issue is closed, archive the Trello card", ["trello.archive_card"]],
    // What is asked for is read.
    [daily("send the day's sales from Square to the boss by e-mail"), ["square.list_payments", "aws-ses.send_email"]],
    [
      daily("take the events from Mixpanel and load them into BigQuery"),
      ["mixpanel.export_events", "bigquery.insert_row"],
    ],
    [
      daily("pull the open tasks from ClickUp and send them to Google Chat"),
      ["clickup.list_tasks", "google-chat.post_message"],
    ],
    [
      "Every day at 9, total the expenses in Excel and message the finance team in Microsoft Teams",
      ["excel.read_rows", "microsoft-teams.post_message"],
    ],
    [
      daily("list the open pull requests in GitHub and post them to Slack"),
      ["github.list_pull_requests", "slack.post_message"],
    ],
    [
      daily("export the invoices from Stripe and save them to Google Drive"),
      ["stripe.list_invoices", "google-drive.upload_file"],
    ],
    [daily("read the messages from the Slack channel and email me"), ["slack.list_messages", "aws-ses.send_email"]],
    [
      daily("list the subscribers in Mailchimp and save them to Google Sheets"),
      ["mailchimp.list_subscribers", "google-sheets.append_row"],
    ],
    [
      "When a Typeform response comes in, find the contact in HubSpot and email me",
      ["hubspot.find_contact", "aws-ses.send_email"],
    ],
    // The thing that is named, and not one that it stands in.
    [pay("create a row in Google Sheets"), ["google-sheets.append_row"]],
    [pay("create a spreadsheet in Google Sheets"), ["google-sheets.create_spreadsheet"]],
    [pay("create a project in Asana"), ["asana.create_project"]],
    [pay("create a task in Asana"), ["asana.create_task"]],
    [pay("create a document in Google Docs"), ["google-docs.create_document"]],
    ["Put every Shopify order on a queue", ["aws-sqs.send_message"]],
    ["When a GitHub issue is opened, send an alert to PagerDuty", ["pagerduty.trigger_incident"]],
    [pay("update the team on Slack"), ["slack.post_message"]],
    ["When a video is uploaded to the S3 bucket, upload it to YouTube", ["youtube.upload_video"]],
    // A site is asked whether it is up, and nothing is sent to it.
    [
      "Every 5 minutes send an HTTP request to our health endpoint and, if it fails, post to Slack",
      ["http.check_site", "slack.post_message"],
    ],
    [
      "Every 10 minutes check if https://shop.example.com is up and text me if it's down",
      ["http.check_site", "twilio.send_sms"],
    ],
  ])("is what was asked: %s", (prompt, actions) => {
    expect(planOf(prompt).steps.map(({ tool, action }) => `${tool}.${action}`)).toEqual(actions);
  });

  it.each([
    [pay("update the video on YouTube and post it to Slack"), "update the video on YouTube"],
    [pay("delete the message in Segment and post it to Slack"), "delete the message in Segment"],
    [daily("read the alerts from Pushover and post to Slack"), "read the alerts from Pushover"],
    [pay("upload it to Hacker News and post it to Slack"), "upload it to Hacker News"],
  ])("is nothing else where the tool does not do it: %s", (prompt, undone) => {
    const { steps, open } = planOf(prompt);
    expect(steps.map(({ tool }) => tool)).toEqual(["slack"]);
    expect(open).toContain(`Not done: “${undone}”.`);
  });
});

const shown = (value: Value | undefined): unknown => {
  if (value?.kind === "reference") return `${value.from}.${value.path.join(".")}`;
  if (value?.kind === "template") return value.parts.map(shown).join("");
  return value?.kind === "literal" ? value.value : undefined;
};

const inputOf = (prompt: string, tool: string, name: string): unknown =>
  shown(planOf(prompt).steps.find((step) => step.tool === tool)?.inputs[name]);

const opened = "When a GitHub issue is opened,";
const ticket = "When a Zendesk ticket is created,";
const stored = "When a file is added to S3,";
const content = "trigger.s3.object.content";

test.each([
  [`${opened} create a Jira ticket`, "jira", "title", "trigger.issue.title"],
  [`${opened} create a Jira ticket`, "jira", "description", "trigger.issue.body"],
  [`${opened} create a Trello card`, "trello", "title", "trigger.issue.title"],
  [`${ticket} create a GitHub issue`, "github", "title", "trigger.detail.subject"],
  ["When a message is posted in Slack, create a Trello card", "trello", "title", "trigger.event.text"],
  [
    `${ticket} detect its sentiment with Comprehend and notify Slack`,
    "slack",
    "text",
    "Sentiment: detect_sentiment_aws_comprehend.Sentiment\n\ntrigger.detail.description",
  ],
  [`${stored} translate it with Amazon Translate and save it to Dropbox`, "aws-translate", "text", content],
  [
    `${stored} translate it with Amazon Translate and save it to Dropbox`,
    "dropbox",
    "content",
    "translate_text_aws_translate.TranslatedText",
  ],
  [`${stored} save it to Dropbox`, "dropbox", "content", content],
  [`${stored} upload it to YouTube`, "youtube", "content", content],
  [`${stored} upload it to YouTube`, "youtube", "title", "trigger.s3.object.key"],
  [
    `${stored} extract the text with Textract and summarise it with Claude`,
    "anthropic",
    "prompt",
    "detect_text_aws_textract.",
  ],
  [pay("publish it to WordPress"), "wordpress", "status", "publish"],
  [pay("save a draft to WordPress"), "wordpress", "status", "draft"],
  [pay("add it to WordPress"), "wordpress", "status", undefined],
  [pay("add the customer to a Mailchimp list"), "mailchimp", "list_id", undefined],
  [daily("get the invoices from Stripe and email them to me"), "aws-ses", "to", undefined],
])("what is passed on is what was meant: %s, %s %s", (prompt, tool, name, value) => {
  expect(inputOf(prompt, tool, name)).toBe(value);
});

test("one text that was made of many things is passed on once", () => {
  const { steps } = planOf(
    "Every Saturday at 6 fetch articles from NewsAPI, rewrite them with Claude and publish them to WordPress",
  );
  expect(steps.map(({ for_each }) => for_each)).toEqual([undefined, undefined, undefined]);
});

test("what is not read of a file is said", () => {
  expect(planOf("When a PDF is uploaded to S3, summarise it with Claude and post it to Slack").open.join()).toMatch(
    /Textract/,
  );
  expect(
    planOf("When a recording is uploaded to S3, transcribe it with Amazon Transcribe and post it to Slack").open.join(),
  ).toMatch(/after this workflow has ended/);
});

test.each([
  ["When a HubSpot deal is won, post to Slack", "0.propertyValue", "closedwon"],
  ["When a deal is lost in Pipedrive, post to Slack", "data.status", "lost"],
  ["When a Square payment is completed, post to Slack", "data.object.payment.status", "COMPLETED"],
  ["When a Zendesk ticket is solved, post to Discord", "detail.status", "SOLVED"],
  ["When a pull request is merged on GitHub, post to Slack", "pull_request.merged", true],
  ["When a GitHub workflow fails, post to Slack", "workflow_run.conclusion", "failure"],
  ["When a GitLab pipeline fails, post to Slack", "object_attributes.status", "failed"],
  ["When a GitLab merge request is merged, post to Slack", "object_attributes.action", "merge"],
  ["When a card is moved to Done in Trello, post to Slack", "action.data.listAfter.name", "done"],
])("what an event has to be like is a condition: %s", (prompt, path, value) => {
  const [step] = planOf(prompt).steps;
  expect(step?.when?.map(({ left, operator, right }) => [shown(left), operator, shown(right)])).toEqual([
    [`trigger.${path}`, "equals", value],
  ]);
});

test.each([
  ["When a GitHub issue is opened, post to Slack"],
  ["When a deal changes in HubSpot, post to Slack"],
  ["When a pull request is opened on GitHub, post to Slack"],
])("an event that says all needs none: %s", (prompt) => {
  expect(planOf(prompt).steps[0]?.when).toBeUndefined();
});
