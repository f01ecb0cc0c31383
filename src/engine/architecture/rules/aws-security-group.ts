import { code, remove, set } from "../design/edit.ts";
import type { Code, Edit } from "../design/edit.ts";
import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model } from "../model/index.ts";
import { isEveryPort, isWorld, judgeTraffic, openSources, reaches, sourcesAt, trafficRules } from "./aws-traffic.ts";
import { allPlaces, fail, mustBeSet, pass, unknown, worstOf } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { addCompanion } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const ingressTypes = ["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"];
const egressTypes = ["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_egress_rule"];

/** The groups that services had of their own before there were VPCs. */
const classicTypes = ["aws_db_security_group", "aws_elasticache_security_group", "aws_redshift_security_group"];

/** SQL Server, Oracle, MySQL, PostgreSQL, Redshift, Redis, Cassandra, Elasticsearch, Memcached, MongoDB. */
const databasePorts = [1433, 1521, 3306, 5432, 5439, 6379, 9042, 9200, 11211, 27017];

/** FTP, Telnet, mail, RPC, SMB, Docker, etcd, Kibana, VNC, WinRM, kubelet. Source: FSBP EC2.19 and the services' own ports. */
const adminPorts = [20, 21, 23, 25, 110, 135, 143, 445, 2375, 2376, 2379, 5601, 5900, 5985, 5986, 10250];

const groupOf = (component: Component, model: Model): Component =>
  model.target(component, "security_group_id") ?? component;

const networkOf = (component: Component, model: Model): Component | undefined => {
  const networks = model.ofType("aws_vpc");
  return model.target(groupOf(component, model), "vpc_id") ?? (networks.length === 1 ? networks[0] : undefined);
};

/** Addresses of the group's own network, as code; the largest private range when the network is not in the design. */
const ownRange = (component: Component, model: Model): string | Code => {
  const network = networkOf(component, model);
  const written = read(groupOf(component, model).attributes, "vpc_id");
  const [source, ...others] = isUnknown(written) ? written.refs : [];
  if (source !== undefined && others.length === 0 && /^data\.aws_vpc\.[\w-]+$/.test(source))
    return code(`${source}.cidr_block`);
  return network === undefined || network.id.startsWith("module.") ? "10.0.0.0/8" : code(`${network.id}.cidr_block`);
};

const otherSources = [
  "security_groups",
  "prefix_list_ids",
  "self",
  "source_security_group_id",
  "referenced_security_group_id",
];

/** What the rule lets in besides the whole internet. */
const remains = (block: Attributes): boolean =>
  otherSources.some((name) => {
    const value = read(block, name);
    return value !== undefined && asText(value) !== "false" && !(Array.isArray(value) && value.length === 0);
  });

const closeRule = (component: Component, model: Model, path: string, block: Attributes): Edit[] => {
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  const single = component.type.startsWith("aws_vpc_security_group_");
  const open = openSources(block);
  if (open.some((name) => sourcesAt(block, name).some(isUnknown))) return [];
  const range = ownRange(component, model);
  if (single) {
    const others = open.filter((name) => name !== "cidr_ipv4").map((name) => remove(component.address, at(name)));
    return [...others, set(component.address, at("cidr_ipv4"), range)];
  }
  const kept = sourcesAt(block, "cidr_blocks").flatMap((value) => (isWorld(value) ? [] : (asText(value) ?? [])));
  const edits = open.includes("ipv6_cidr_blocks") ? [set(component.address, at("ipv6_cidr_blocks"), [])] : [];
  return [...edits, set(component.address, at("cidr_blocks"), kept.length > 0 || remains(block) ? kept : [range])];
};

/** Rule about ports that must not be open to the whole internet; a rule for every port is one finding of its own. */
const openPorts = (
  definition: Omit<Rule, "check" | "remedy" | "types" | "pillar">,
  ports: readonly number[],
  toldElsewhere: readonly number[] = [],
): Rule => {
  const concerns = (block: Attributes): boolean | undefined =>
    !isEveryPort(block) && reaches(block, toldElsewhere) !== true && reaches(block, ports);
  return rule({
    ...definition,
    pillar: "security",
    types: ingressTypes,
    check: (component) => judgeTraffic(component, "ingress", concerns),
    remedy: (component, model) => closeRules(component, model, (block) => concerns(block) === true),
  });
};

const closeRules = (component: Component, model: Model, concerns: (block: Attributes) => boolean): Edit[] =>
  (trafficRules(component, "ingress") ?? []).flatMap(({ path, block }) =>
    concerns(block) && openSources(block).length > 0 ? closeRule(component, model, path, block) : [],
  );

const facesTheWeb = (component: Component, model: Model): boolean =>
  ["aws_lb", "aws_alb", "aws_elb"].some(
    (type) => model.attached(groupOf(component, model), type, "security_groups").length > 0,
  );

const isDescribed = (block: Attributes): boolean => {
  const text = asText(read(block, "description"));
  return (
    isUnknown(read(block, "description")) || (text !== undefined && text !== "" && text !== "Managed by Terraform")
  );
};

const describedVerdict = (component: Component): Verdict => {
  if (component.type !== "aws_security_group") return mustBeSet("description")(component);
  if (!isDescribed(component.attributes)) return fail("description");
  const blocks = ["ingress", "egress"].flatMap((name) => readAll(component.attributes, name));
  return allPlaces(blocks.map(([path, block]) => (isDescribed(block) ? pass : fail(path))));
};

const carriesRules = (group: Component): Verdict =>
  worstOf(
    ["ingress", "egress"].map((name) => {
      if (isUnknown(read(group.attributes, name))) return unknown;
      const [first] = readAll(group.attributes, name);
      return first === undefined ? pass : fail(first[0]);
    }),
  );

const world = { cis: ["6.0:6.3", "6.0:6.4", "7.0:6.3", "7.0:6.4"] };

/** Rules about security groups. */
export const securityGroupRules: readonly Rule[] = [
  openPorts(
    {
      id: "aws-sg-open-ssh",
      severity: "critical",
      title: "SSH is open to the internet",
      why: "Bots try passwords and exploits on every open port 22 within minutes.",
      fix: "Narrow cidr_blocks to your own addresses, or close port 22 and use Session Manager.",
      refs: { checkov: ["CKV_AWS_24"], ...world, fsbp: ["EC2.13"] },
    },
    [22],
  ),
  openPorts(
    {
      id: "aws-sg-open-rdp",
      severity: "critical",
      title: "Remote desktop is open to the internet",
      why: "Open port 3389 is the most common way in for ransomware.",
      fix: "Narrow cidr_blocks to your own addresses, or close port 3389 and use Fleet Manager.",
      refs: { checkov: ["CKV_AWS_25"], ...world, fsbp: ["EC2.14"] },
    },
    [3389],
  ),
  openPorts(
    {
      id: "aws-sg-open-database",
      severity: "critical",
      title: "Database port is open to the internet",
      why: "Anyone can try to log in to the database, or exploit it, without passing the application.",
      fix: "Narrow cidr_blocks to the network of the application, or name its security group instead.",
      refs: { fsbp: ["EC2.19"] },
    },
    databasePorts,
  ),
  openPorts(
    {
      id: "aws-sg-open-admin",
      severity: "high",
      title: "Administration or legacy port is open to the internet",
      why: "These services have weak or no authentication and were not made to face strangers.",
      fix: "Narrow cidr_blocks to your own addresses.",
      refs: { fsbp: ["EC2.19"] },
    },
    adminPorts,
    [22, 3389, ...databasePorts],
  ),
  rule({
    id: "aws-sg-open-all",
    severity: "critical",
    pillar: "security",
    types: ingressTypes,
    title: "Every port is open to the internet",
    why: "Whatever listens on the machine, now or later, can be reached by anyone.",
    fix: "Open only the ports that are served, and narrow cidr_blocks.",
    refs: { checkov: ["CKV_AWS_277", "CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_260"], ...world, fsbp: ["EC2.18", "EC2.19"] },
    check: (component) => judgeTraffic(component, "ingress", isEveryPort),
    remedy: (component, model) => closeRules(component, model, isEveryPort),
  }),
  rule({
    id: "aws-sg-open-http",
    severity: "low",
    pillar: "security",
    types: ingressTypes,
    title: "Plain HTTP is open to the internet",
    why: "Machines that serve port 80 themselves are reached without encryption and without a load balancer in front.",
    fix: "Close port 80 in cidr_blocks, or put a load balancer that redirects to HTTPS in front.",
    refs: { checkov: ["CKV_AWS_260"] },
    check: (component, model) => {
      if (facesTheWeb(component, model)) return pass;
      return judgeTraffic(component, "ingress", (block) => !isEveryPort(block) && reaches(block, [80]));
    },
  }),
  rule({
    id: "aws-sg-open-egress",
    severity: "low",
    pillar: "security",
    types: egressTypes,
    title: "Outgoing traffic is not restricted",
    why: "Malware on the machine can send data anywhere and fetch more of itself.",
    fix: "Narrow the egress rule to the ports and cidr_blocks that are needed.",
    refs: { checkov: ["CKV_AWS_382"] },
    check: (component) => judgeTraffic(component, "egress", isEveryPort),
  }),
  rule({
    id: "aws-sg-description",
    severity: "low",
    pillar: "operations",
    types: [...new Set([...ingressTypes, ...egressTypes, ...classicTypes])],
    title: "Security group or rule without a description",
    why: "Nobody dares to remove a rule whose purpose is not written down.",
    fix: "Set description on the group and on each of its rules.",
    refs: { checkov: ["CKV_AWS_23"] },
    check: describedVerdict,
  }),
  rule({
    id: "aws-sg-default-group",
    severity: "medium",
    pillar: "security",
    types: ["aws_vpc", "aws_default_security_group"],
    title: "Default security group of the network is not empty",
    why: "Everything that is started without a security group lands in it and can talk to all the others.",
    fix: "Add an aws_default_security_group without ingress and egress blocks.",
    refs: { checkov: ["CKV2_AWS_12"], cis: ["6.0:6.5", "7.0:6.5"], fsbp: ["EC2.2"] },
    check: (component, model) => {
      if (component.type !== "aws_vpc")
        return model.target(component, "vpc_id") === undefined ? carriesRules(component) : pass;
      const groups = companionsOf(component, model, "aws_default_security_group", "vpc_id");
      if (groups === undefined) return unknown;
      const verdict = worstOf(groups.map(carriesRules));
      return groups.length === 0 || verdict.outcome === "fail" ? fail() : verdict;
    },
    remedy: (component, model) => {
      const groups =
        component.type === "aws_vpc" ? model.attached(component, "aws_default_security_group", "vpc_id") : [component];
      if (groups.length > 0)
        return groups.flatMap(({ address, attributes }) =>
          ["ingress", "egress"].flatMap((name) => readAll(attributes, name).map(([path]) => remove(address, path))),
        );
      return addCompanion(component, model, "aws_default_security_group", (network) => `  vpc_id = ${network}.id\n`);
    },
  }),
];
