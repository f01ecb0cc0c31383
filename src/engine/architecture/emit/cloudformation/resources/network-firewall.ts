import type { Draft } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { arn, block, blocks, fill, id, must, number, tabled, tags, text, texts } from "../table.ts";

const customAction: Table = {
  ActionName: must("action_name"),
  ActionDefinition: block("action_definition", {
    PublishMetricAction: block("publish_metric_action", { Dimensions: blocks("dimension", { Value: "value" }) }),
  }),
};

const policy: Table = {
  StatelessDefaultActions: must(texts("stateless_default_actions")),
  StatelessFragmentDefaultActions: must(texts("stateless_fragment_default_actions")),
  StatefulDefaultActions: texts("stateful_default_actions"),
  StatelessRuleGroupReferences: blocks("stateless_rule_group_reference", {
    ResourceArn: must(arn("resource_arn")),
    Priority: must(number("priority")),
  }),
  StatefulRuleGroupReferences: blocks("stateful_rule_group_reference", {
    ResourceArn: must(arn("resource_arn")),
    Priority: number("priority"),
    Override: block("override", { Action: "action" }),
  }),
  StatefulEngineOptions: block("stateful_engine_options", {
    RuleOrder: "rule_order",
    StreamExceptionPolicy: "stream_exception_policy",
    FlowTimeouts: block("flow_timeouts", { TcpIdleTimeoutSeconds: number("tcp_idle_timeout_seconds") }),
  }),
  StatelessCustomActions: blocks("stateless_custom_action", customAction),
  TLSInspectionConfigurationArn: arn("tls_inspection_configuration_arn"),
};

const ports: Table = { FromPort: must(number("from_port")), ToPort: must(number("to_port")) };
const address: Table = { AddressDefinition: must("address_definition") };

/** Protocols stand as numbers in both languages. */
const protocolsOf = (match: Reader): Draft => {
  const protocols = match.items("protocols", "text");
  return protocols.length === 0 ? undefined : protocols.map(Number);
};

const statelessRule: Table = {
  Priority: must(number("priority")),
  RuleDefinition: block("rule_definition", {
    Actions: must(texts("actions")),
    MatchAttributes: block("match_attributes", {
      Protocols: protocolsOf,
      Sources: blocks("source", address),
      Destinations: blocks("destination", address),
      SourcePorts: blocks("source_port", ports),
      DestinationPorts: blocks("destination_port", ports),
      TCPFlags: blocks("tcp_flag", { Flags: texts("flags"), Masks: texts("masks") }),
    }),
  }),
};

const statefulRule: Table = {
  Action: must("action"),
  Header: block("header", {
    Protocol: must("protocol"),
    Source: must("source"),
    SourcePort: must(text("source_port")),
    Direction: must("direction"),
    Destination: must("destination"),
    DestinationPort: must(text("destination_port")),
  }),
  RuleOptions: blocks("rule_option", { Keyword: must("keyword"), Settings: texts("settings") }),
};

/** Sets of addresses or ports that rules know by a name. */
const setsOf =
  (outer: string, inner: string) =>
  (variables: Reader): Draft => {
    const sets = variables.blocks(outer).flatMap((set) => {
      const key = set.key("key");
      const [definition] = set.blocks(inner);
      return key === undefined ? [] : [[key, { Definition: definition?.list("definition", "text") }] as const];
    });
    return sets.length === 0 ? undefined : Object.fromEntries(sets);
  };

const ruleGroup: Table = {
  RuleVariables: block("rule_variables", {
    IPSets: setsOf("ip_sets", "ip_set"),
    PortSets: setsOf("port_sets", "port_set"),
  }),
  RulesSource: block("rules_source", {
    RulesString: "rules_string",
    RulesSourceList: block("rules_source_list", {
      GeneratedRulesType: must("generated_rules_type"),
      TargetTypes: must(texts("target_types")),
      Targets: must(texts("targets")),
    }),
    StatefulRules: blocks("stateful_rule", statefulRule),
    StatelessRulesAndCustomActions: block("stateless_rules_and_custom_actions", {
      StatelessRules: blocks("stateless_rule", statelessRule),
      CustomActions: blocks("custom_action", customAction),
    }),
  }),
  StatefulRuleOptions: block("stateful_rule_options", { RuleOrder: "rule_order" }),
};

/** AWS Network Firewall. */
export const networkFirewalls: Mappings = {
  aws_networkfirewall_firewall: tabled(
    "AWS::NetworkFirewall::Firewall",
    {
      FirewallName: must("name"),
      Description: "description",
      FirewallPolicyArn: must(arn("firewall_policy_arn")),
      VpcId: id("vpc_id"),
      TransitGatewayId: id("transit_gateway_id"),
      SubnetMappings: blocks("subnet_mapping", {
        SubnetId: must(id("subnet_id")),
        IPAddressType: "ip_address_type",
      }),
      AvailabilityZoneMappings: blocks("availability_zone_mapping", { AvailabilityZone: must("availability_zone_id") }),
      DeleteProtection: "delete_protection",
      SubnetChangeProtection: "subnet_change_protection",
      FirewallPolicyChangeProtection: "firewall_policy_change_protection",
      Tags: tags,
    },
    { handles: { id: "Ref", arn: "Ref" } },
  ),
  aws_networkfirewall_firewall_policy: tabled(
    "AWS::NetworkFirewall::FirewallPolicy",
    {
      FirewallPolicyName: must("name"),
      Description: "description",
      FirewallPolicy: block("firewall_policy", policy),
      Tags: tags,
    },
    { handles: { id: "Ref", arn: "Ref" } },
  ),
  aws_networkfirewall_rule_group: tabled(
    "AWS::NetworkFirewall::RuleGroup",
    {
      RuleGroupName: must("name"),
      Description: "description",
      Type: must("type"),
      Capacity: must(number("capacity")),
      // Rules in the notation of Suricata may stand beside the group as well as in it.
      RuleGroup: (group) =>
        group.has("rules")
          ? { RulesSource: { RulesString: group.plain("rules") } }
          : group.within("rule_group", (rules) => fill(ruleGroup, rules)),
      Tags: tags,
    },
    { handles: { id: "Ref", arn: "Ref" } },
  ),
  aws_networkfirewall_logging_configuration: tabled("AWS::NetworkFirewall::LoggingConfiguration", {
    FirewallArn: must(arn("firewall_arn")),
    LoggingConfiguration: block("logging_configuration", {
      LogDestinationConfigs: blocks("log_destination_config", {
        LogType: must("log_type"),
        LogDestinationType: must("log_destination_type"),
        LogDestination: (to) => to.map("log_destination", () => "name"),
      }),
    }),
  }),
};
