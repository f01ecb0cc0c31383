import type { Draft, Properties } from "../cfn.ts";
import type { Beside, Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { fill, id, must, number, tabled } from "../table.ts";

/** Protocols by their number. Source: IANA, Assigned Internet Protocol Numbers. */
const protocols: Readonly<Record<string, number>> = { all: -1, icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };

const protocolOf = (rule: Reader): Draft => {
  const name = rule.text("protocol") ?? "";
  if (Object.hasOwn(protocols, name)) return protocols[name];
  return /^-?\d+$/.test(name) ? Number(name) : rule.must.plain("protocol");
};

/** Ports of a rule; one for everything has none, and Terraform says 0 for both. */
const portsOf = (rule: Reader, protocol: Draft): Draft => {
  const ports = fill({ From: number("from_port"), To: number("to_port") }, rule);
  return protocol === 6 || protocol === 17 || typeof protocol === "object" ? ports : undefined;
};

const icmpOf = (rule: Reader, protocol: Draft): Draft => {
  const message = fill({ Type: number("icmp_type"), Code: number("icmp_code") }, rule);
  return protocol === 1 || protocol === 58 ? message : undefined;
};

const entryOf = (rule: Reader, words: { number: string; action: string }): Properties => {
  const protocol = protocolOf(rule);
  return {
    Protocol: protocol,
    ...fill(
      {
        RuleNumber: must(number(words.number)),
        RuleAction: must(words.action),
        CidrBlock: "cidr_block",
        Ipv6CidrBlock: "ipv6_cidr_block",
      },
      rule,
    ),
    PortRange: portsOf(rule, protocol),
    Icmp: icmpOf(rule, protocol),
  };
};

/** Rules that Terraform writes into the list itself. */
const inlineRules = (acl: Reader, block: "ingress" | "egress"): Beside[] =>
  acl.blocks(block).map((rule, index) => ({
    suffix: `${block === "egress" ? "Out" : "In"}${index + 1}`,
    type: "AWS::EC2::NetworkAclEntry",
    properties: {
      NetworkAclId: { Ref: acl.logicalId },
      Egress: block === "egress",
      ...entryOf(rule, { number: "rule_no", action: "action" }),
    },
  }));

const subnetsOf = (acl: Reader): Beside[] => {
  const subnets = acl.ids("subnet_ids");
  return (Array.isArray(subnets) ? subnets : []).map((SubnetId: Draft, index) => ({
    suffix: `Subnet${index + 1}`,
    type: "AWS::EC2::SubnetNetworkAclAssociation",
    properties: { SubnetId, NetworkAclId: { Ref: acl.logicalId } },
  }));
};

const association: Table = { SubnetId: must(id("subnet_id")), NetworkAclId: must(id("network_acl_id")) };

/** What may come into a subnet and leave it. */
export const networkAcls: Mappings = {
  aws_network_acl: {
    type: "AWS::EC2::NetworkAcl",
    properties: (acl) => ({ VpcId: acl.must.id("vpc_id"), Tags: acl.tags() }),
    beside: (acl) => [...inlineRules(acl, "ingress"), ...inlineRules(acl, "egress"), ...subnetsOf(acl)],
  },
  aws_network_acl_rule: {
    type: "AWS::EC2::NetworkAclEntry",
    properties: (rule) => ({
      NetworkAclId: rule.must.id("network_acl_id"),
      Egress: rule.plain("egress"),
      ...entryOf(rule, { number: "rule_number", action: "rule_action" }),
    }),
  },
  aws_network_acl_association: tabled("AWS::EC2::SubnetNetworkAclAssociation", association),
};
