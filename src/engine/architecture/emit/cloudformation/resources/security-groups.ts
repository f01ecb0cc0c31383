import { isObject } from "../../../model/index.ts";
import type { Draft, Properties } from "../cfn.ts";
import type { Beside, Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";

/** AWS lets everything out of a group that says nothing of it; Terraform takes that away. This lets nothing out. */
const nothingOut = {
  CidrIp: "255.255.255.255/32",
  Description: "Nothing goes out",
  IpProtocol: "icmp",
  FromPort: 252,
  ToPort: 86,
};

const protocolOf = (rule: Reader, path: string): Draft => {
  const protocol = rule.must.plain(path);
  return protocol === "all" || protocol === -1 ? "-1" : protocol;
};

/** Protocol and ports; a rule for all protocols has no ports. */
const trafficOf = (rule: Reader, protocolPath: string): Properties => {
  const protocol = protocolOf(rule, protocolPath);
  const ports = rule.copy({ FromPort: "from_port", ToPort: "to_port" });
  return { IpProtocol: protocol, ...(protocol !== "-1" && ports), Description: rule.plain("description") };
};

const listed = (values: Draft): readonly Draft[] => (Array.isArray(values) ? values : []);

const peerProperties = {
  in: ["SourceSecurityGroupId", "SourcePrefixListId"],
  out: ["DestinationSecurityGroupId", "DestinationPrefixListId"],
} as const;
type Direction = keyof typeof peerProperties;

/** Terraform lists several peers in one rule, CloudFormation has a rule for each. */
const peersOf = (rule: Reader, direction: Direction): Properties[] => {
  const [group, prefixes] = peerProperties[direction];
  return [
    ...listed(rule.list("cidr_blocks", "text")).map((CidrIp) => ({ CidrIp })),
    ...listed(rule.list("ipv6_cidr_blocks", "text")).map((CidrIpv6) => ({ CidrIpv6 })),
    ...listed(rule.list("security_groups", "group")).map((id) => ({ [group]: id })),
    ...listed(rule.ids("prefix_list_ids")).map((id) => ({ [prefixes]: id })),
  ];
};

const inlineRules = (group: Reader, block: string, direction: Direction): Draft[] =>
  group.blocks(block).flatMap((rule) => {
    const traffic = trafficOf(rule, "protocol");
    return peersOf(rule, direction).map((peer) => ({ ...traffic, ...peer }));
  });

const ownRules = (group: Reader, block: string, direction: Direction): Beside[] =>
  group
    .blocks(block)
    .filter((rule) => rule.isOn("self"))
    .map((rule, index) => ({
      suffix: `${direction === "in" ? "FromItself" : "ToItself"}${index + 1}`,
      type: direction === "in" ? "AWS::EC2::SecurityGroupIngress" : "AWS::EC2::SecurityGroupEgress",
      properties: {
        GroupId: { "Fn::GetAtt": [group.logicalId, "GroupId"] },
        ...trafficOf(rule, "protocol"),
        [peerProperties[direction][0]]: { "Fn::GetAtt": [group.logicalId, "GroupId"] },
      },
    }));

/** `aws_security_group_rule` may list several peers: the first stands in the rule itself, the others beside it. */
const rulesOf = (rule: Reader): Properties[] => {
  const direction = rule.text("type") === "egress" ? "out" : "in";
  const base = { GroupId: rule.must.value("security_group_id", "group"), ...trafficOf(rule, "protocol") };
  const [group] = peerProperties[direction];
  const peers = peersOf(rule, direction);
  if (rule.has("source_security_group_id"))
    peers.push({ [group]: rule.must.value("source_security_group_id", "group") });
  if (rule.isOn("self")) peers.push({ [group]: base.GroupId });
  return (peers.length === 0 ? [{ CidrIp: rule.must.plain("cidr_blocks") }] : peers).map((peer) => ({
    ...base,
    ...peer,
  }));
};

const typeOfRule = (isEgress: boolean): string =>
  isEgress ? "AWS::EC2::SecurityGroupEgress" : "AWS::EC2::SecurityGroupIngress";

const singleRule = (rule: Reader, direction: Direction): Properties => {
  const [group, prefixes] = peerProperties[direction];
  return {
    GroupId: rule.must.value("security_group_id", "group"),
    ...trafficOf(rule, "ip_protocol"),
    ...rule.copy({ CidrIp: "cidr_ipv4", CidrIpv6: "cidr_ipv6" }),
    [group]: rule.has("referenced_security_group_id")
      ? rule.must.value("referenced_security_group_id", "group")
      : undefined,
    [prefixes]: rule.id("prefix_list_id"),
  };
};

export const securityGroups: Mappings = {
  aws_security_group: {
    type: "AWS::EC2::SecurityGroup",
    handles: { id: "GroupId", group: "GroupId", name: "GroupId" },
    properties: (group) => {
      group.raw("name_prefix");
      const incoming = inlineRules(group, "ingress", "in");
      const outgoing = inlineRules(group, "egress", "out");
      return {
        GroupName: group.plain("name"),
        GroupDescription: group.plain("description") ?? "Managed by CloudFormation",
        VpcId: group.has("vpc_id") ? group.must.id("vpc_id") : undefined,
        SecurityGroupIngress: incoming.length > 0 ? incoming : undefined,
        SecurityGroupEgress: outgoing.length > 0 ? outgoing : [nothingOut],
        Tags: group.tags(),
      };
    },
    beside: (group) => [...ownRules(group, "ingress", "in"), ...ownRules(group, "egress", "out")],
  },
  aws_security_group_rule: {
    type: ({ attributes }) => typeOfRule(isObject(attributes) && attributes["type"] === "egress"),
    properties: (rule) => rulesOf(rule)[0] ?? {},
    beside: (rule) =>
      rulesOf(rule)
        .slice(1)
        .map((properties, index) => ({
          suffix: String(index + 2),
          type: typeOfRule(rule.text("type") === "egress"),
          properties,
        })),
  },
  aws_vpc_security_group_ingress_rule: {
    type: "AWS::EC2::SecurityGroupIngress",
    properties: (rule) => singleRule(rule, "in"),
  },
  aws_vpc_security_group_egress_rule: {
    type: "AWS::EC2::SecurityGroupEgress",
    properties: (rule) => singleRule(rule, "out"),
  },
};
