import type { Model } from "../../model/index.ts";
import { add } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { singles } from "./declared.ts";

const budgets = [
  "aws_budgets_budget",
  "azurerm_consumption_budget_resource_group",
  "azurerm_consumption_budget_subscription",
  "google_billing_budget",
];

/** Whether someone hears of it before a month gets too expensive. */
export const hasBudget = (model: Model): boolean => model.ofType(...budgets).length > 0;

const limit = add(
  "variable.monthly_budget",
  `variable "monthly_budget" {
  description = "What a month may cost, in the currency of the account"
  type        = number
}
`,
);

const email = add(
  "variable.budget_email",
  `variable "budget_email" {
  description = "Who is told when a month gets too expensive"
  type        = string
}
`,
);

const awsBudget = `resource "aws_budgets_budget" "stackstage" {
  name         = "stackstage"
  budget_type  = "COST"
  limit_amount = var.monthly_budget
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  notification {
    comparison_operator        = "GREATER_THAN"
    threshold                  = 80
    threshold_type             = "PERCENTAGE"
    notification_type          = "FORECASTED"
    subscriber_email_addresses = [var.budget_email]
  }
}
`;

/** A mail as soon as the month is on the way to four fifths of its budget. */
export const addAwsBudget = (model: Model): Edit[] =>
  hasBudget(model) ? [] : [limit, email, add("aws_budgets_budget.stackstage", awsBudget)];

const start = add(
  "variable.budget_start",
  `variable "budget_start" {
  description = "First day of the month from which on the budget counts, e.g. 2030-01-01T00:00:00Z"
  type        = string
}
`,
);

const azureBudget = (group: string): string => `resource "azurerm_consumption_budget_resource_group" "stackstage" {
  name              = "stackstage"
  resource_group_id = ${group}.id
  amount            = var.monthly_budget
  time_grain        = "Monthly"

  time_period {
    start_date = var.budget_start
  }

  notification {
    operator       = "GreaterThan"
    threshold      = 80
    threshold_type = "Forecasted"
    contact_emails = [var.budget_email]
  }
}
`;

/** The same for the design's resource group; without one in the code there is nothing to bind it to. */
export const addAzureBudget = (model: Model): Edit[] => {
  const [group] = singles(model, "azurerm_resource_group");
  if (hasBudget(model) || group === undefined) return [];
  return [limit, email, start, add("azurerm_consumption_budget_resource_group.stackstage", azureBudget(group.address))];
};

const account = add(
  "variable.billing_account",
  `variable "billing_account" {
  description = "Billing account that pays for the project"
  type        = string
}
`,
);

const project = add("data.google_project.current", 'data "google_project" "current" {}\n');

const gcpBudget = `resource "google_billing_budget" "stackstage" {
  billing_account = var.billing_account
  display_name    = "stackstage"

  budget_filter {
    projects = ["projects/\${data.google_project.current.number}"]
  }

  amount {
    specified_amount {
      units = var.monthly_budget
    }
  }

  threshold_rules {
    threshold_percent = 0.8
    spend_basis       = "FORECASTED_SPEND"
  }
}
`;

/** The same for the project; Google writes to the administrators of the billing account. */
export const addGcpBudget = (model: Model): Edit[] =>
  hasBudget(model) ? [] : [limit, account, project, add("google_billing_budget.stackstage", gcpBudget)];
