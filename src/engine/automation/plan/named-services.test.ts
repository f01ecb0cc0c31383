import { expect, test } from "vitest";
import { planWorkflow } from "./index.ts";

const told = (prompt: string): unknown[] => {
  const planned = planWorkflow(prompt);
  if (planned.kind === "unclear") return [planned.message];
  const { trigger, steps } = planned.plan;
  const start = [trigger.type, trigger.tool, trigger.event].filter((part) => part !== undefined).join(" ");
  return [
    start,
    steps.map(({ tool, action, for_each }) => `${tool} ${action}${for_each === undefined ? "" : " each"}`),
  ];
};

const openOf = (prompt: string): readonly string[] => {
  const planned = planWorkflow(prompt);
  return planned.kind === "plan" ? planned.plan.open : [planned.message];
};

test.each([
  [
    "When a Calendly meeting is booked, create a Zoom meeting and email the link to the invitee",
    "webhook calendly invitee.created",
    ["zoom create_meeting", "aws-ses send_email"],
  ],
  ["Create a Zoom meeting", "manual", ["zoom create_meeting"]],
  ["When a Zoom meeting ends, post it to Slack", "webhook zoom meeting.ended", ["slack post_message"]],
  [
    "When a Zoom recording is ready, save the link to Notion",
    "webhook zoom recording.completed",
    ["notion create_page"],
  ],
  [
    "When someone joins a Zoom meeting, add a row to Google Sheets",
    "webhook zoom meeting.participant_joined",
    ["google-sheets append_row"],
  ],
  ["zoom meeting ended -> slack", "webhook zoom meeting.ended", ["slack post_message"]],
  [
    "Every Monday at 9am create a Zoom meeting and post the link to Slack",
    "schedule",
    ["zoom create_meeting", "slack post_message"],
  ],
  [
    "When a HubSpot deal is won, schedule a Zoom call and add it to Google Calendar",
    "webhook hubspot deal.propertyChange",
    ["zoom create_meeting", "google-calendar create_event"],
  ],
  [
    "When a Stripe subscription is cancelled, cancel the Zoom meeting",
    "webhook stripe customer.subscription.deleted",
    ["zoom delete_meeting"],
  ],
  [
    "When a new lead comes in, set up a video call and send them the link",
    "webhook webhook request",
    ["zoom create_meeting", "aws-ses send_email"],
  ],
  [
    "When a Sentry alert fires, create an Opsgenie alert",
    "webhook sentry event_alert.triggered",
    ["opsgenie create_alert"],
  ],
  ["When an Opsgenie alert is created, post it to Slack", "webhook opsgenie Create", ["slack post_message"]],
  ["When an Opsgenie alert is closed, post it to Slack", "webhook opsgenie Close", ["slack post_message"]],
  ["When a Grafana alert is resolved, close the Opsgenie alert", "webhook grafana resolved", ["opsgenie close_alert"]],
  [
    "When a Grafana alert fires, open a ServiceNow incident and notify the team on Teams",
    "webhook grafana firing",
    ["servicenow create_incident", "microsoft-teams post_message"],
  ],
  [
    "When a PagerDuty incident is resolved, close the incident in ServiceNow",
    "webhook pagerduty incident.resolved",
    ["servicenow resolve_incident"],
  ],
  [
    "When a Shopify order is placed, add the customer to Klaviyo",
    "webhook shopify orders/create",
    ["klaviyo save_profile"],
  ],
  ["When someone signs up, subscribe them to our Klaviyo list", "webhook webhook request", ["klaviyo subscribe"]],
  [
    "When a Stripe payment succeeds, track an event in Klaviyo",
    "webhook stripe payment_intent.succeeded",
    ["klaviyo create_event"],
  ],
  [
    "Every day at 10am post a quote written by ChatGPT to Bluesky and Mastodon",
    "schedule",
    ["openai complete_chat", "bluesky create_post", "mastodon create_post"],
  ],
  [
    "When an Eventbrite order is placed, add the buyer to Mailchimp",
    "webhook eventbrite order.placed",
    ["mailchimp add_subscriber"],
  ],
  [
    "Every morning list the attendees of our Eventbrite event and save them to Airtable",
    "schedule",
    ["eventbrite list_attendees", "airtable create_record each"],
  ],
  [
    "When a deal is won in HubSpot, create an invoice in Xero and tell the team in Slack",
    "webhook hubspot deal.propertyChange",
    ["xero create_invoice", "slack post_message"],
  ],
  [
    "When a Stripe customer is created, add the contact to Xero",
    "webhook stripe customer.created",
    ["xero create_contact"],
  ],
  [
    "When a Webflow form is submitted, add the lead to HubSpot",
    "webhook webflow form_submission",
    ["hubspot create_contact"],
  ],
  ["Every Friday publish a blog post to Webflow", "schedule", ["webflow publish_item"]],
  [
    "When a Stripe payment succeeds, create a Webflow CMS item",
    "webhook stripe payment_intent.succeeded",
    ["webflow create_item"],
  ],
  [
    "When a GitHub release is published, add an annotation in Grafana",
    "webhook github release.published",
    ["grafana create_annotation"],
  ],
  ["When a GitHub push happens on main, purge the Cloudflare cache", "webhook github push", ["cloudflare purge_cache"]],
  [
    "When a Stripe payment succeeds, insert a row into Snowflake",
    "webhook stripe payment_intent.succeeded",
    ["snowflake insert_row"],
  ],
  [
    "Every night run a query in Snowflake and email the result",
    "schedule",
    ["snowflake run_query", "aws-ses send_email"],
  ],
])("meetings, incidents, campaigns, invoices and sites: %s", (prompt, start, steps) => {
  expect(told(prompt)).toEqual([start, steps]);
});

test("zooming in on a picture is no meeting", () => {
  expect(told("Every day zoom in on the chart and post it to Slack")).toEqual(["schedule", ["slack post_message"]]);
});

test("an accounting service that is not held is not taken for one that is", () => {
  expect(openOf("When a Stripe payment succeeds, create an invoice in QuickBooks and post to Slack")).toEqual([
    "Not done: “create an invoice in QuickBooks”.",
  ]);
});
