import type { PropertyMapping, PropertyMappings, ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const customActions = (block: string): PropertyMapping => ({
  block,
  properties: {
    ActionDefinition: {
      block: "action_definition",
      properties: {
        PublishMetricAction: { block: "publish_metric_action", properties: { Dimensions: { block: "dimension" } } },
      },
    },
  },
});

const matching: PropertyMappings = {
  Destinations: { block: "destination" },
  Sources: { block: "source" },
  DestinationPorts: { block: "destination_port" },
  SourcePorts: { block: "source_port" },
  TCPFlags: { block: "tcp_flag" },
};

const rulesSource: PropertyMappings = {
  RulesSourceList: { block: "rules_source_list" },
  StatefulRules: {
    block: "stateful_rule",
    properties: { Header: { block: "header" }, RuleOptions: { block: "rule_option" } },
  },
  StatelessRulesAndCustomActions: {
    block: "stateless_rules_and_custom_actions",
    properties: {
      CustomActions: customActions("custom_action"),
      StatelessRules: {
        block: "stateless_rule",
        properties: {
          RuleDefinition: {
            block: "rule_definition",
            properties: { MatchAttributes: { block: "match_attributes", properties: matching } },
          },
        },
      },
    },
  },
};

/** AWS Network Firewall. */
export const networkFirewalls: ResourceMappings = {
  "AWS::NetworkFirewall::Firewall": {
    type: "aws_networkfirewall_firewall",
    ref: "arn",
    attributes: { FirewallArn: "arn", FirewallId: "id" },
    properties: {
      FirewallName: "name",
      SubnetMappings: { block: "subnet_mapping" },
      AvailabilityZoneMappings: {
        block: "availability_zone_mapping",
        properties: { AvailabilityZone: "availability_zone_id" },
      },
      ...tagged,
    },
  },
  "AWS::NetworkFirewall::FirewallPolicy": {
    type: "aws_networkfirewall_firewall_policy",
    ref: "arn",
    attributes: { FirewallPolicyArn: "arn", FirewallPolicyId: "id" },
    properties: {
      FirewallPolicyName: "name",
      FirewallPolicy: {
        block: "firewall_policy",
        properties: {
          StatefulRuleGroupReferences: {
            block: "stateful_rule_group_reference",
            properties: { Override: { block: "override" } },
          },
          StatelessRuleGroupReferences: { block: "stateless_rule_group_reference" },
          StatefulEngineOptions: {
            block: "stateful_engine_options",
            properties: { FlowTimeouts: { block: "flow_timeouts" } },
          },
          StatelessCustomActions: customActions("stateless_custom_action"),
          PolicyVariables: dropped,
        },
      },
      ...tagged,
    },
  },
  "AWS::NetworkFirewall::RuleGroup": {
    type: "aws_networkfirewall_rule_group",
    ref: "arn",
    attributes: { RuleGroupArn: "arn", RuleGroupId: "id" },
    properties: {
      RuleGroupName: "name",
      RuleGroup: {
        block: "rule_group",
        properties: {
          RulesSource: { block: "rules_source", properties: rulesSource },
          StatefulRuleOptions: { block: "stateful_rule_options" },
          ReferenceSets: dropped,
          RuleVariables: dropped,
        },
      },
      SummaryConfiguration: dropped,
      ...tagged,
    },
  },
  "AWS::NetworkFirewall::LoggingConfiguration": {
    type: "aws_networkfirewall_logging_configuration",
    properties: {
      LoggingConfiguration: {
        block: "logging_configuration",
        properties: {
          LogDestinationConfigs: {
            block: "log_destination_config",
            properties: { LogDestination: "log_destination" },
          },
        },
      },
      FirewallName: dropped,
    },
  },
};
