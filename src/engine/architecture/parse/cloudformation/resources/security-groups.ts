import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { hclString } from "../../translate/terraform-writer.ts";
import { intrinsicOf, plainText } from "../intrinsics.ts";
import { eachItem } from "./items.ts";
import type { PropertyMapping, PropertyMappings, PropertyPlace, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";

/** One value as the list that Terraform has for it. */
const listOf = (attribute: string): PropertyMapping => ({
  write: (value, at) => at.out.attribute(attribute, { list: [{ value: at.hcl(value), line: value.line }] }, at.line),
});

/** A protocol is a word, even where it is a number. */
const protocol = (attribute: string): PropertyMapping => ({
  write: (value, at) => {
    const text = intrinsicOf(value) === undefined ? plainText(value) : undefined;
    at.out.attribute(attribute, text === undefined ? at.hcl(value) : hclString(text), at.line);
  },
});

const peers = (side: "Source" | "Destination"): PropertyMappings => ({
  IpProtocol: protocol("protocol"),
  CidrIp: listOf("cidr_blocks"),
  CidrIpv6: listOf("ipv6_cidr_blocks"),
  [`${side}SecurityGroupId`]: listOf("security_groups"),
  [`${side}SecurityGroupName`]: listOf("security_groups"),
  [`${side}PrefixListId`]: listOf("prefix_list_ids"),
  SourceSecurityGroupOwnerId: dropped,
});

/** Terraform asks for ports even where there are none. */
const rules = (block: string, side: "Source" | "Destination"): PropertyMapping => ({
  write: (list, at) =>
    eachItem(list, at, (rule, place) =>
      place.out.block(block, [], { line: rule.line, endLine: rule.endLine }, () => {
        place.properties(rule, peers(side));
        for (const [property, attribute] of [
          ["FromPort", "from_port"],
          ["ToPort", "to_port"],
        ] as const)
          if (entryOf(rule, property) === undefined) place.out.attribute(attribute, "0", rule.line);
      }),
    ),
});

/** AWS lets everything out of a group that says nothing of it; Terraform takes that away. */
const openOutside = (at: PropertyPlace, properties: DocumentNode | undefined): void => {
  if (entryOf(properties, "SecurityGroupEgress") !== undefined) return;
  at.out.block("egress", [], { line: at.line, endLine: at.line }, () => {
    at.out.attribute("description", '"Everything, as AWS opens it"', at.line);
    at.out.attribute("from_port", "0", at.line);
    at.out.attribute("to_port", "0", at.line);
    at.out.attribute("protocol", '"-1"', at.line);
    at.out.attribute("cidr_blocks", '["0.0.0.0/0"]', at.line);
  });
};

const ruleOfItsOwn = (type: string, side: "Source" | "Destination"): ResourceMapping => ({
  type,
  properties: {
    GroupId: "security_group_id",
    GroupName: "security_group_id",
    IpProtocol: protocol("ip_protocol"),
    CidrIp: "cidr_ipv4",
    CidrIpv6: "cidr_ipv6",
    [`${side}SecurityGroupId`]: "referenced_security_group_id",
    [`${side}SecurityGroupName`]: "referenced_security_group_id",
    [`${side}PrefixListId`]: "prefix_list_id",
    SourceSecurityGroupOwnerId: dropped,
  },
});

export const securityGroupMappings: ResourceMappings = {
  "AWS::EC2::SecurityGroup": {
    type: "aws_security_group",
    attributes: { GroupId: "id", GroupName: "name", VpcId: "vpc_id" },
    properties: {
      GroupName: "name",
      GroupDescription: "description",
      SecurityGroupIngress: rules("ingress", "Source"),
      SecurityGroupEgress: rules("egress", "Destination"),
    },
    finish: (at, { properties }) => openOutside(at, properties),
  },
  "AWS::EC2::SecurityGroupIngress": ruleOfItsOwn("aws_vpc_security_group_ingress_rule", "Source"),
  "AWS::EC2::SecurityGroupEgress": ruleOfItsOwn("aws_vpc_security_group_egress_rule", "Destination"),
};
