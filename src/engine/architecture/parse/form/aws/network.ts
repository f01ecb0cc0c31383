import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";

/** Zone letters; some regions have no "b" for new accounts. */
const zonesOf = (region: string): readonly [string, string] => (region === "ap-northeast-1" ? ["a", "c"] : ["a", "b"]);

/** Stores that only live inside a network. */
export const hasPrivateStore = (plan: Plan): boolean =>
  plan.has("relational_db", "document_db", "cache", "file_storage", "warehouse") ||
  plan.uses("kafka") ||
  plan.uses("rabbitmq");

const hasNetwork = (plan: Plan): boolean =>
  plan.runs("containers", "kubernetes", "vm") || plan.has("batch") || hasLoadBalancer(plan) || hasPrivateStore(plan);

/** Machines without a load balancer are reached at their own public address. */
export const hasLoadBalancer = (plan: Plan): boolean =>
  (plan.app && plan.has("load_balancer")) ||
  (plan.runs("containers", "kubernetes") && plan.has("web", "api")) ||
  (plan.runs("vm") && plan.has("autoscaling", "waf"));

export const hasPublicMachines = (plan: Plan): boolean => plan.runs("vm") && !hasLoadBalancer(plan);

/** What runs in private subnets has a way out. */
export const hasNat = (plan: Plan): boolean =>
  (plan.compute !== undefined && !hasPublicMachines(plan)) ||
  plan.has("batch") ||
  (plan.functions && hasPrivateStore(plan));

/** Where workloads run: the ids of the two private subnets. */
export const privateSubnets = "[aws_subnet.private_a.id, aws_subnet.private_b.id]";
export const publicSubnets = "[aws_subnet.public_a.id, aws_subnet.public_b.id]";

const subnet = (plan: Plan, tier: "public" | "private", index: 0 | 1): string => {
  const letter = "ab"[index];
  const block = (tier === "public" ? 0 : 10) + index;
  return hcl`
resource "aws_subnet" "${tier}_${letter}" {
vpc_id = aws_vpc.main.id
cidr_block = "10.0.${block}.0/24"
availability_zone = "\${var.region}${zonesOf(plan.region)[index]}"
${tier === "public" && hasPublicMachines(plan) && "map_public_ip_on_launch = true"}

tags = {
Name = "${plan.name}-${tier}-${letter}"
}
}
`;
};

const routes = (tier: "public" | "private", target: string): string => hcl`
resource "aws_route_table" "${tier}" {
vpc_id = aws_vpc.main.id

route {
cidr_block = "0.0.0.0/0"
${target}
}
}

resource "aws_route_table_association" "${tier}_a" {
subnet_id = aws_subnet.${tier}_a.id
route_table_id = aws_route_table.${tier}.id
}

resource "aws_route_table_association" "${tier}_b" {
subnet_id = aws_subnet.${tier}_b.id
route_table_id = aws_route_table.${tier}.id
}
`;

const nat = hcl`
# One gateway for both zones
resource "aws_eip" "nat" {
domain = "vpc"
}

resource "aws_nat_gateway" "main" {
allocation_id = aws_eip.nat.id
subnet_id = aws_subnet.public_a.id

depends_on = [aws_internet_gateway.main]
}
`;

/** Whom a security group lets in. */
export const anyone = `cidr_blocks = ["0.0.0.0/0"]`;
export const loadBalancer = "security_groups = [aws_security_group.lb.id]";

/** What may reach the stores: the application, or the network where there is none. */
export const clients = (plan: Plan): string =>
  plan.compute === undefined
    ? "cidr_blocks = [aws_vpc.main.cidr_block]"
    : "security_groups = [aws_security_group.app.id]";

/** A security group that takes traffic on one port, where anything may come in at all, and lets everything out. */
export const securityGroup = (plan: Plan, name: string, ingress?: { port: number; from: string }): string => hcl`
resource "aws_security_group" "${name}" {
name = "${plan.name}-${name}"
description = "${plan.name} ${name}"
vpc_id = aws_vpc.main.id
${
  ingress &&
  lines([
    "",
    "ingress {",
    `from_port = ${ingress.port}`,
    `to_port = ${ingress.port}`,
    `protocol = "tcp"`,
    ingress.from,
    "}",
  ])
}

egress {
from_port = 0
to_port = 0
protocol = "-1"
cidr_blocks = ["0.0.0.0/0"]
}
}
`;

export const network = (plan: Plan): string[] =>
  hasNetwork(plan)
    ? [
        hcl`
resource "aws_vpc" "main" {
cidr_block = "10.0.0.0/16"
enable_dns_hostnames = true

tags = {
Name = "${plan.name}"
}
}

resource "aws_internet_gateway" "main" {
vpc_id = aws_vpc.main.id
}
`,
        subnet(plan, "public", 0),
        subnet(plan, "public", 1),
        subnet(plan, "private", 0),
        subnet(plan, "private", 1),
        routes("public", "gateway_id = aws_internet_gateway.main.id"),
        ...(hasNat(plan) ? [nat, routes("private", "nat_gateway_id = aws_nat_gateway.main.id")] : []),
      ]
    : [];
