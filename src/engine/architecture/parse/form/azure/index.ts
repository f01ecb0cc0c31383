import { hcl } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { edge } from "./edge.ts";
import { batchMachines, cluster, virtualMachines } from "./machines.ts";
import { messaging } from "./messaging.ts";
import { homeOf, network } from "./network.ts";
import { operations } from "./operations.ts";
import { hasRegistry, platform, registry } from "./platform.ts";
import { stores } from "./stores.ts";

const provider = (plan: Plan): string => hcl`
terraform {
required_version = ">= 1.5"

required_providers {
azurerm = {
source = "hashicorp/azurerm"
version = "~> 4.0"
}
}
}

provider "azurerm" {
subscription_id = var.subscription_id

features {}
}

variable "subscription_id" {
type = string
}

variable "location" {
type = string
default = "${plan.region}"
}
`;

/** A variable without a default: it is asked for and never written down. */
const asked = (name: string, description: string, sensitive: "secret" | "plain"): string => hcl`
variable "${name}" {
description = "${description}"
type = string
${sensitive === "secret" && "sensitive = true"}
}
`;

const suffix = hcl`
variable "suffix" {
description = "Makes names unique that all of Azure shares: small letters and digits"
type = string
default = "dev01"
}
`;

const domain = hcl`
variable "domain_name" {
description = "Domain of the application"
type = string
default = "example.com"
}
`;

const variables = (plan: Plan): string[] => {
  const home = homeOf(plan);
  return [
    suffix,
    ...(plan.has("relational_db") ? [asked("db_password", "Password of the database administrator", "secret")] : []),
    ...(plan.has("warehouse")
      ? [asked("warehouse_password", "Password of the warehouse administrator", "secret")]
      : []),
    ...(plan.runs("vm") || plan.has("batch") ? [asked("ssh_public_key", "Key that opens the machines", "plain")] : []),
    ...(plan.has("auth") && (home === "app-service" || home === "functions")
      ? [
          asked("auth_client_id", "Application registered in Entra ID", "plain"),
          asked("auth_tenant_id", "Entra ID tenant of the users", "plain"),
        ]
      : []),
    ...(home === "aks"
      ? [asked("admin_range", "Addresses from which the cluster is managed, e.g. 203.0.113.0/24", "plain")]
      : []),
    ...(plan.has("dns") ? [domain] : []),
  ];
};

const group = (plan: Plan): string => hcl`
resource "azurerm_resource_group" "main" {
name = "${plan.name}"
location = var.location
}
`;

/** Titles and Terraform blocks of a baseline on Azure, in the order in which they are written. */
export const azureSections = (plan: Plan): [title: string, blocks: string[]][] => [
  ["", [provider(plan), ...variables(plan), group(plan)]],
  ["Network", network(plan)],
  ["Edge", edge(plan)],
  [
    "Compute",
    [
      ...(hasRegistry(plan) ? [registry(plan)] : []),
      ...platform(plan),
      ...virtualMachines(plan),
      ...cluster(plan),
      ...batchMachines(plan),
    ],
  ],
  ["Data", stores(plan)],
  ["Messaging", messaging(plan)],
  ["Operations", operations(plan)],
];
