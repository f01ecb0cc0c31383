import { hcl } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { edge } from "./edge.ts";
import { functions } from "./functions.ts";
import { batchMachines, cluster, machines, searchMachine } from "./machines.ts";
import { messaging } from "./messaging.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";
import { containers, registry } from "./run.ts";
import { stores } from "./stores.ts";

const provider = (plan: Plan): string => hcl`
terraform {
required_version = ">= 1.5"

required_providers {
google = {
source = "hashicorp/google"
version = "~> 6.0"
}
}
}

provider "google" {
project = var.project_id
region = var.region
}

variable "project_id" {
type = string
}

variable "region" {
type = string
default = "${plan.region}"
}
`;

const password = hcl`
variable "db_password" {
description = "Password of the database user"
type = string
sensitive = true
}
`;

const domain = hcl`
variable "domain_name" {
description = "Domain of the application"
type = string
default = "example.com"
}
`;

const adminRange = hcl`
variable "admin_range" {
description = "Addresses from which the cluster is managed, e.g. 203.0.113.0/24"
type = string
}
`;

/** Titles and Terraform blocks of a baseline on Google Cloud, in the order in which they are written. */
export const gcpSections = (plan: Plan): [title: string, blocks: string[]][] => [
  ["", [provider(plan), password, domain, adminRange]],
  ["Network", network(plan)],
  ["Edge", edge(plan)],
  [
    "Compute",
    [
      ...(plan.runs("containers", "kubernetes") || plan.has("registry") ? [registry(plan)] : []),
      ...(plan.runs("containers") ? containers(plan) : []),
      ...(plan.runs("kubernetes") ? cluster(plan) : []),
      ...(plan.runs("vm") ? machines(plan) : []),
      ...functions(plan),
      ...(plan.has("batch") ? batchMachines(plan) : []),
      ...(plan.has("search") ? searchMachine(plan) : []),
    ],
  ],
  ["Data", stores(plan)],
  ["Messaging", messaging(plan)],
  ["Operations", operations(plan)],
];
