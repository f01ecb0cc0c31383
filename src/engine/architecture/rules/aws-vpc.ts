import { add } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import type { Attributes, Component, Model } from "../model/index.ts";
import { logBucket } from "./aws-log-bucket.ts";
import { isEveryPort, judgeTraffic, reaches } from "./aws-traffic.ts";
import { fail, mustNotBe, pass, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { referenceList } from "./reference-list.ts";
import { addCompanion, inRoot, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const subnetsOf = (network: Component, model: Model): readonly Component[] =>
  model.attached(network, "aws_subnet", "vpc_id");

/** Zones of the subnets; `undefined` for one that is only known after apply, or that AWS picks. */
const zonesOf = (subnets: readonly Component[]): (string | undefined)[] =>
  subnets.map(({ attributes }) => {
    const zone = read(attributes, "availability_zone") ?? read(attributes, "availability_zone_id");
    if (isUnknown(zone)) return typeof zone.shape === "string" ? zone.shape : undefined;
    return asText(zone);
  });

const spread = (subnets: readonly Component[]): Verdict => {
  if (subnets.length === 0) return unknown;
  if (subnets.length === 1) return fail();
  const zones = zonesOf(subnets);
  const known = new Set(zones.filter((zone) => zone !== undefined));
  if (known.size > 1) return pass;
  return zones.includes(undefined) ? unknown : fail();
};

const networkOfGateway = (gateway: Component, model: Model): Component | undefined => {
  const subnet = model.target(gateway, "subnet_id");
  return subnet && model.target(subnet, "vpc_id");
};

const gatewaysOf = (network: Component, model: Model): readonly Component[] =>
  model.ofType("aws_nat_gateway").filter((gateway) => networkOfGateway(gateway, model)?.id === network.id);

const gatewayPerZone = (gateway: Component, model: Model): Verdict => {
  const network = networkOfGateway(gateway, model);
  if (network === undefined) return unknown;
  if (gatewaysOf(network, model).length > 1) return pass;
  return spread(subnetsOf(network, model)).outcome === "pass" ? fail() : unknown;
};

const servesByGateway = (endpoint: Component): boolean => {
  const service = read(endpoint.attributes, "service_name");
  const text = isUnknown(service) ? service.shape : service;
  return typeof text === "string" && /\.(?:s3|dynamodb)$/.test(text);
};

const region: Edit = add("data.aws_region.stackstage", 'data "aws_region" "stackstage" {}\n');

/** A gateway endpoint for S3, which costs nothing and keeps its traffic off the NAT gateways. */
export const gatewayEndpoint = (network: Component, model: Model): readonly Edit[] => {
  if (network.id !== network.address) return [];
  const tables = model.attached(network, "aws_route_table", "vpc_id");
  return [
    region,
    ...addCompanion(
      network,
      model,
      "aws_vpc_endpoint",
      (reference) => `  vpc_id            = ${reference}.id
  service_name      = "com.amazonaws.\${data.aws_region.stackstage.id}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = ${tables.length === 0 ? `[${reference}.main_route_table_id]` : referenceList(tables, "id")}
`,
    ),
  ];
};

const aclTypes = ["aws_network_acl", "aws_network_acl_rule"];

const isAllowed = (block: Attributes): boolean =>
  asText(read(block, "rule_action") ?? read(block, "action"))?.toLowerCase() !== "deny";

/** Rule about one port of a network ACL; a rule for every port is one finding of its own. */
const openPort = (id: string, port: number, service: string, checkov: string): Rule =>
  rule({
    id,
    severity: "medium",
    pillar: "security",
    types: aclTypes,
    title: `Network ACL lets the internet in on ${service}`,
    why: "The second line of defence is open too: one wrong security group and the port is exposed.",
    fix: `Narrow cidr_block of the rule that covers port ${port}, or deny it.`,
    refs: { checkov: [checkov], cis: ["6.0:6.2", "7.0:6.2"], fsbp: ["EC2.21"] },
    check: (component) =>
      judgeTraffic(component, "ingress", (block) => isAllowed(block) && !isEveryPort(block) && reaches(block, [port])),
  });

const everyPortOpen = (component: Component): Verdict =>
  judgeTraffic(component, "ingress", (block) => isAllowed(block) && isEveryPort(block));

/** Rules about networks, their subnets, gateways and logs. */
export const vpcRules: readonly Rule[] = [
  rule({
    id: "aws-vpc-flow-logs",
    severity: "medium",
    pillar: "operations",
    types: ["aws_vpc"],
    title: "Network traffic is not logged",
    why: "After an incident nobody can tell who talked to whom.",
    fix: "Add an aws_flow_log with vpc_id of the network.",
    refs: { checkov: ["CKV2_AWS_11"], cis: ["6.0:4.7", "7.0:4.7"], fsbp: ["EC2.6"] },
    check: (network, model) => {
      const logs = companionsOf(network, model, "aws_flow_log", "vpc_id");
      if (logs === undefined) return unknown;
      return logs.length > 0 ? pass : fail();
    },
    remedy: inRoot((network, model) => [
      ...logBucket,
      ...addCompanion(
        network,
        model,
        "aws_flow_log",
        (reference) => `  vpc_id               = ${reference}.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = aws_s3_bucket.stackstage_logs.arn

  depends_on = [aws_s3_bucket_policy.stackstage_logs]
`,
      ),
    ]),
  }),
  rule({
    id: "aws-vpc-subnet-public-address",
    severity: "medium",
    pillar: "security",
    types: ["aws_subnet"],
    title: "Subnet gives every machine a public address",
    why: "Whatever is started there can be reached from the internet, whether it was meant to or not.",
    fix: "Set map_public_ip_on_launch = false; load balancers and NAT gateways do not need it.",
    refs: { checkov: ["CKV_AWS_130"], fsbp: ["EC2.15"] },
    check: mustNotBe("map_public_ip_on_launch", true),
    // A machine that relies on the address would be cut off.
    remedy: (subnet, model) =>
      ["aws_instance", "aws_autoscaling_group", "aws_ecs_service", "aws_eks_node_group"].some(
        (type) => model.ofType(type).length > 0,
      )
        ? []
        : setTo("map_public_ip_on_launch", false)(subnet),
  }),
  rule({
    id: "aws-vpc-zones",
    severity: "high",
    pillar: "reliability",
    types: ["aws_vpc"],
    title: "Network lies in a single availability zone",
    why: "When that zone fails, everything in the network is down.",
    fix: "Add an aws_subnet in a second availability_zone and run the services in both.",
    refs: {},
    check: (network, model) => spread(subnetsOf(network, model)),
  }),
  rule({
    id: "aws-vpc-single-nat-gateway",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_nat_gateway"],
    title: "One NAT gateway serves several zones",
    why: "When its zone fails, machines in the healthy zones lose their way out too.",
    fix: "Add an aws_nat_gateway with a subnet_id in each zone, and route each zone to its own.",
    refs: {},
    check: gatewayPerZone,
  }),
  rule({
    id: "aws-vpc-gateway-endpoint",
    severity: "low",
    pillar: "cost",
    types: ["aws_vpc"],
    title: "Traffic to S3 is paid for at the NAT gateway",
    why: "Every gigabyte to and from S3 or DynamoDB is charged by the gateway; an endpoint carries it for free.",
    fix: 'Add an aws_vpc_endpoint with service_name "com.amazonaws.<region>.s3" and the private route tables.',
    refs: {},
    check: (network, model) => {
      if (gatewaysOf(network, model).length === 0) return unknown;
      const endpoints = companionsOf(network, model, "aws_vpc_endpoint", "vpc_id");
      if (endpoints === undefined) return unknown;
      return endpoints.some(servesByGateway) ? pass : fail();
    },
    remedy: inRoot(gatewayEndpoint),
  }),
  openPort("aws-vpc-acl-open-ssh", 22, "SSH", "CKV_AWS_232"),
  openPort("aws-vpc-acl-open-rdp", 3389, "remote desktop", "CKV_AWS_231"),
  openPort("aws-vpc-acl-open-ftp", 21, "FTP", "CKV_AWS_229"),
  rule({
    id: "aws-vpc-acl-open-all",
    severity: "medium",
    pillar: "security",
    types: aclTypes,
    title: "Network ACL lets the internet in on every port",
    why: "The second line of defence is open: one wrong security group and the port is exposed.",
    fix: "Name the ports in from_port and to_port, and narrow cidr_block.",
    refs: {
      checkov: ["CKV_AWS_352", "CKV_AWS_229", "CKV_AWS_230", "CKV_AWS_231", "CKV_AWS_232"],
      cis: ["6.0:6.2", "7.0:6.2"],
      fsbp: ["EC2.21"],
    },
    check: everyPortOpen,
  }),
  rule({
    id: "aws-vpc-endpoint-acceptance",
    severity: "medium",
    pillar: "security",
    types: ["aws_vpc_endpoint_service"],
    title: "Endpoint service accepts connections by itself",
    why: "Any account that may see the service is connected to your network without anyone looking.",
    fix: "Set acceptance_required = true.",
    refs: { checkov: ["CKV_AWS_123"] },
    check: mustNotBe("acceptance_required", false),
    remedy: setTo("acceptance_required", true),
  }),
];
