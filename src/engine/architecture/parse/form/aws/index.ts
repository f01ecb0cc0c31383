import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { analytics } from "./analytics.ts";
import { balancer } from "./balancer.ts";
import { containers, hasRegistry, registry } from "./containers.ts";
import { edge, hasDistribution } from "./edge.ts";
import { functions } from "./functions.ts";
import { kubernetes } from "./kubernetes.ts";
import { machines } from "./machines.ts";
import { messaging } from "./messaging.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";
import { stores } from "./stores.ts";

const provider = (plan: Plan): string => hcl`
terraform {
required_version = ">= 1.5"

required_providers {
aws = {
source = "hashicorp/aws"
version = "~> 5.0"
}
}
}

provider "aws" {
region = var.region
}
${plan.has("waf") && hasDistribution(plan) && lines(["", `provider "aws" {`, `alias = "global"`, `region = "us-east-1"`, "}"])}

variable "region" {
type = string
default = "${plan.region}"
}
`;

/** A variable without a default: it is asked for and never written down. */
const secret = (name: string, description: string): string => hcl`
variable "${name}" {
description = "${description}"
type = string
sensitive = true
}
`;

const setting = (name: string, description: string, value?: string): string => hcl`
variable "${name}" {
description = "${description}"
type = string
${value !== undefined && `default = "${value}"`}
}
`;

const variables = (plan: Plan): string[] => [
  ...(plan.has("relational_db", "document_db") ? [secret("db_password", "Password of the database user")] : []),
  ...(plan.has("warehouse") ? [secret("warehouse_password", "Password of the warehouse's administrator")] : []),
  ...(plan.has("queue") && plan.uses("rabbitmq") ? [secret("broker_password", "Password of the broker's user")] : []),
  setting("domain_name", "Domain of the application", "example.com"),
  setting("certificate_arn", "Certificate of the load balancer, for the name that visitors use"),
  setting("token_issuer", "Identity provider whose tokens the API takes, e.g. https://example.eu.auth0.com/"),
  setting("token_audience", "Name of the API in those tokens"),
  setting("cdn_certificate_arn", "Certificate for that name in us-east-1, where CloudFront looks for it"),
  ...(plan.has("cicd") ? [setting("repository_url", "Repository to build")] : []),
];

const compute = (plan: Plan): string[] => [
  ...(hasRegistry(plan) ? [registry(plan)] : []),
  ...(plan.runs("containers") ? containers(plan) : []),
  ...(plan.runs("kubernetes") ? kubernetes(plan) : []),
  ...(plan.runs("vm") ? machines(plan) : []),
  ...functions(plan),
];

/** Titles and Terraform blocks of a baseline on AWS, in the order in which they are written. */
export const awsSections = (plan: Plan): [title: string, blocks: string[]][] => [
  ["", [provider(plan), ...variables(plan)]],
  ["Network", network(plan)],
  ["Edge", edge(plan)],
  ["Load balancer", balancer(plan)],
  ["Compute", compute(plan)],
  ["Data", stores(plan)],
  ["Messaging", messaging(plan)],
  ["Analytics", analytics(plan)],
  ["Operations", operations(plan)],
];
