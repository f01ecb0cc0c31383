import accounting from "./accounting.json" with { type: "json" };
import ai from "./ai.json" with { type: "json" };
import aws from "./aws.json" with { type: "json" };
import campaigns from "./campaigns.json" with { type: "json" };
import commerce from "./commerce.json" with { type: "json" };
import crm from "./crm.json" with { type: "json" };
import databases from "./databases.json" with { type: "json" };
import defaults from "./defaults.json" with { type: "json" };
import development from "./development.json" with { type: "json" };
import documents from "./documents.json" with { type: "json" };
import email from "./email.json" with { type: "json" };
import feeds from "./feeds.json" with { type: "json" };
import forms from "./forms.json" with { type: "json" };
import google from "./google.json" with { type: "json" };
import http from "./http.json" with { type: "json" };
import media from "./media.json" with { type: "json" };
import meetings from "./meetings.json" with { type: "json" };
import messaging from "./messaging.json" with { type: "json" };
import monitoring from "./monitoring.json" with { type: "json" };
import operations from "./operations.json" with { type: "json" };
import payments from "./payments.json" with { type: "json" };
import publishing from "./publishing.json" with { type: "json" };
import social from "./social.json" with { type: "json" };
import storage from "./storage.json" with { type: "json" };
import support from "./support.json" with { type: "json" };
import tasks from "./tasks.json" with { type: "json" };
import warehouses from "./warehouses.json" with { type: "json" };
import type { Action, Capability, Tool } from "./tool.ts";

export type { Action, Call, Capability, Credential, Input, Tool, ToolTrigger } from "./tool.ts";

// Of two tools that fit as well, the earlier one is taken.
const files: readonly unknown[][] = [
  aws,
  email,
  messaging,
  payments,
  commerce,
  databases,
  google,
  documents,
  tasks,
  storage,
  development,
  support,
  crm,
  ai,
  social,
  media,
  feeds,
  forms,
  monitoring,
  http,
  meetings,
  operations,
  campaigns,
  publishing,
  accounting,
  warehouses,
];

/** All tools that a workflow may use: the closed list. */
// JSON has no literal types; catalogue.test.ts holds every entry to a schema of Tool.
export const tools = files.flat() as readonly Tool[];

/** What a need is met with when nobody names a tool; earlier ones win. */
export const capabilities: readonly Capability[] = defaults;

/** The tool of an id. */
export function findTool(id: string): Tool | undefined {
  return tools.find((tool) => tool.id === id);
}

/** The action of a tool. */
export function findAction(tool: Tool, id: string): Action | undefined {
  return tool.actions.find((action) => action.id === id);
}
