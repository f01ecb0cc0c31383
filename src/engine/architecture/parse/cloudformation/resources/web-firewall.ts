import { hclString } from "../../translate/terraform-writer.ts";
import type { PropertyMapping, PropertyMappings, ResourceMappings } from "./mapping.ts";
import { dropped, entryBlocks } from "./property-writers.ts";
import { itemsOf } from "./reshaping.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const headers: PropertyMappings = {
  CustomRequestHandling: {
    block: "custom_request_handling",
    properties: { InsertHeaders: { block: "insert_header" } },
  },
};

/** What is done with a request that no rule says anything of. */
const lastActions: PropertyMappings = {
  Allow: { block: "allow", properties: headers },
  Block: {
    block: "block",
    properties: {
      CustomResponse: { block: "custom_response", properties: { ResponseHeaders: { block: "response_header" } } },
    },
  },
};

const actions: PropertyMappings = {
  ...lastActions,
  Captcha: { block: "captcha", properties: headers },
  Challenge: { block: "challenge", properties: headers },
  Count: { block: "count", properties: headers },
  Monetize: dropped,
};

const pattern = (...lists: readonly string[]): PropertyMapping => ({
  block: "match_pattern",
  properties: { All: { block: "all" }, ...Object.fromEntries(lists.map((list) => [list, snake(list)])) },
});

const snake = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();

const field: PropertyMappings = {
  AllQueryArguments: { block: "all_query_arguments" },
  Body: { block: "body" },
  Cookies: {
    block: "cookies",
    properties: { MatchPattern: pattern("IncludedCookies", "ExcludedCookies") },
  },
  HeaderOrder: { block: "header_order" },
  Headers: {
    block: "headers",
    properties: { MatchPattern: pattern("IncludedHeaders", "ExcludedHeaders") },
  },
  JA3Fingerprint: { block: "ja3_fingerprint" },
  JA4Fingerprint: { block: "ja4_fingerprint" },
  JsonBody: { block: "json_body", properties: { MatchPattern: pattern("IncludedPaths") } },
  Method: { block: "method" },
  QueryString: { block: "query_string" },
  SingleHeader: { block: "single_header" },
  SingleQueryArgument: { block: "single_query_argument" },
  UriFragment: { block: "uri_fragment" },
  UriPath: { block: "uri_path" },
};

const match: PropertyMappings = {
  FieldToMatch: { block: "field_to_match", properties: field },
  TextTransformations: { block: "text_transformation" },
  PreParseTextTransformations: dropped,
};

const forwarded: PropertyMappings = { ForwardedIPConfig: { block: "forwarded_ip_config" } };

const overrides: PropertyMappings = {
  RuleActionOverrides: {
    block: "rule_action_override",
    properties: { ActionToUse: { block: "action_to_use", properties: actions } },
  },
};

/** What a rule set against stolen or made-up accounts looks at. */
const logins = (...fields: readonly string[]): PropertyMappings => ({
  RequestInspection: {
    block: "request_inspection",
    properties: Object.fromEntries(fields.map((name) => [name, { block: snake(name) }])),
  },
  ResponseInspection: dropped,
});

const managedGroup: PropertyMappings = {
  ...overrides,
  ExcludedRules: dropped,
  ManagedRuleGroupConfigs: {
    block: "managed_rule_group_configs",
    properties: {
      AWSManagedRulesACFPRuleSet: {
        block: "aws_managed_rules_acfp_rule_set",
        properties: logins("AddressFields", "EmailField", "PasswordField", "PhoneNumberFields", "UsernameField"),
      },
      AWSManagedRulesATPRuleSet: {
        block: "aws_managed_rules_atp_rule_set",
        properties: logins("PasswordField", "UsernameField"),
      },
      AWSManagedRulesAntiDDoSRuleSet: dropped,
      AWSManagedRulesBotControlRuleSet: { block: "aws_managed_rules_bot_control_rule_set" },
      PasswordField: { block: "password_field" },
      UsernameField: { block: "username_field" },
    },
  },
};

const keyPart = (block: string): PropertyMapping => ({
  block,
  properties: { TextTransformations: { block: "text_transformation" } },
});

const rateKeys: PropertyMappings = {
  ASN: { block: "asn" },
  Cookie: keyPart("cookie"),
  ForwardedIP: { block: "forwarded_ip" },
  HTTPMethod: { block: "http_method" },
  Header: keyPart("header"),
  IP: { block: "ip" },
  JA3Fingerprint: { block: "ja3_fingerprint" },
  JA4Fingerprint: { block: "ja4_fingerprint" },
  LabelNamespace: { block: "label_namespace" },
  QueryArgument: keyPart("query_argument"),
  QueryString: keyPart("query_string"),
  UriPath: keyPart("uri_path"),
};

/** Statements hold statements, so the table holds itself: what is below is looked up when it is needed. */
const statements = (own: (scopedDown: ScopedDown) => PropertyMappings): PropertyMappings => {
  const scopedDown: ScopedDown = (block, properties) => ({
    block,
    get properties(): PropertyMappings {
      return { ...properties, ScopeDownStatement: { block: "scope_down_statement", properties: table } };
    },
  });
  const combining = (block: string, member: "Statement" | "Statements"): PropertyMapping => ({
    block,
    get properties(): PropertyMappings {
      return { [member]: { block: "statement", properties: table } };
    },
  });
  const table: PropertyMappings = {
    AndStatement: combining("and_statement", "Statements"),
    OrStatement: combining("or_statement", "Statements"),
    NotStatement: combining("not_statement", "Statement"),
    AsnMatchStatement: { block: "asn_match_statement", properties: forwarded },
    ByteMatchStatement: { block: "byte_match_statement", properties: { ...match, SearchStringBase64: dropped } },
    GeoMatchStatement: { block: "geo_match_statement", properties: forwarded },
    IPSetReferenceStatement: {
      block: "ip_set_reference_statement",
      properties: { IPSetForwardedIPConfig: { block: "ip_set_forwarded_ip_config" } },
    },
    LabelMatchStatement: { block: "label_match_statement" },
    RateBasedStatement: scopedDown("rate_based_statement", {
      ...forwarded,
      CustomKeys: { block: "custom_key", properties: rateKeys },
    }),
    RegexMatchStatement: { block: "regex_match_statement", properties: match },
    RegexPatternSetReferenceStatement: { block: "regex_pattern_set_reference_statement", properties: match },
    SizeConstraintStatement: { block: "size_constraint_statement", properties: match },
    SqliMatchStatement: { block: "sqli_match_statement", properties: match },
    XssMatchStatement: { block: "xss_match_statement", properties: match },
    ...own(scopedDown),
  };
  return table;
};

type ScopedDown = (block: string, properties: PropertyMappings) => PropertyMapping;

/** Only a web ACL takes in groups of rules, its own or managed ones. */
const statementsOfAcl = statements((scopedDown) => ({
  ManagedRuleGroupStatement: scopedDown("managed_rule_group_statement", managedGroup),
  RuleGroupReferenceStatement: {
    block: "rule_group_reference_statement",
    properties: { ...overrides, ExcludedRules: dropped },
  },
}));

const statementsOfGroup = statements(() => ({}));

const visibility: PropertyMapping = {
  block: "visibility_config",
  properties: { CloudWatchMetricsEnabled: "cloudwatch_metrics_enabled" },
};

const immunity = (block: string): PropertyMapping => ({
  block,
  properties: { ImmunityTimeProperty: { block: "immunity_time_property" } },
});

const rules = (statement: PropertyMappings, own: PropertyMappings): PropertyMappings => ({
  Rules: {
    block: "rule",
    properties: {
      Action: { block: "action", properties: actions },
      Statement: { block: "statement", properties: statement },
      VisibilityConfig: visibility,
      RuleLabels: { block: "rule_label" },
      CaptchaConfig: immunity("captcha_config"),
      ChallengeConfig: immunity("challenge_config"),
      ...own,
    },
  },
  CustomResponseBodies: entryBlocks("custom_response_body", "key", {}),
  VisibilityConfig: visibility,
  ...tagged,
});

/** The firewall of before 2019, and its twin for regional load balancers. */
const classicAcl: PropertyMappings = {
  DefaultAction: { block: "default_action" },
  Rules: { block: "rules", properties: { Action: { block: "action" } } },
};

/** Web ACLs and what they are made of. */
export const firewalls: ResourceMappings = {
  "AWS::WAFv2::WebACL": {
    type: "aws_wafv2_web_acl",
    attributes: { Id: "id" },
    properties: {
      ...rules(statementsOfAcl, {
        OverrideAction: {
          block: "override_action",
          properties: { Count: { block: "count" }, None: { block: "none" } },
        },
      }),
      DefaultAction: { block: "default_action", properties: lastActions },
      AssociationConfig: {
        block: "association_config",
        properties: { RequestBody: dropped },
      },
      CaptchaConfig: immunity("captcha_config"),
      ChallengeConfig: immunity("challenge_config"),
      ApplicationConfig: dropped,
      DataProtectionConfig: dropped,
      MonetizationConfig: dropped,
      OnSourceDDoSProtectionConfig: dropped,
    },
  },
  "AWS::WAFv2::RuleGroup": {
    type: "aws_wafv2_rule_group",
    properties: { ...rules(statementsOfGroup, {}), AvailableLabels: dropped, ConsumedLabels: dropped },
  },
  "AWS::WAFv2::WebACLAssociation": {
    type: "aws_wafv2_web_acl_association",
    properties: { WebACLArn: "web_acl_arn" },
  },
  "AWS::WAFv2::LoggingConfiguration": {
    type: "aws_wafv2_web_acl_logging_configuration",
    properties: {
      RedactedFields: {
        block: "redacted_fields",
        properties: {
          JsonBody: dropped,
          Method: { block: "method" },
          QueryString: { block: "query_string" },
          SingleHeader: { block: "single_header" },
          UriPath: { block: "uri_path" },
        },
      },
      LoggingFilter: {
        block: "logging_filter",
        properties: {
          Filters: {
            block: "filter",
            properties: {
              Conditions: {
                block: "condition",
                properties: {
                  ActionCondition: { block: "action_condition" },
                  LabelNameCondition: { block: "label_name_condition" },
                },
              },
            },
          },
        },
      },
    },
  },
  "AWS::WAFv2::IPSet": {
    type: "aws_wafv2_ip_set",
    properties: { ...tagged },
  },
  "AWS::WAFv2::RegexPatternSet": {
    type: "aws_wafv2_regex_pattern_set",
    properties: {
      RegularExpressionList: {
        write: (list, at) => {
          for (const item of itemsOf(list))
            at.out.block("regular_expression", [], { line: item.line, endLine: item.endLine }, () =>
              at.out.attribute(
                "regex_string",
                item.kind === "scalar" && item.tag === undefined ? hclString(String(item.value)) : at.hcl(item),
                item.line,
              ),
            );
        },
      },
      ...tagged,
    },
  },
  "AWS::WAF::WebACL": { type: "aws_waf_web_acl", properties: classicAcl },
  "AWS::WAFRegional::WebACL": {
    type: "aws_wafregional_web_acl",
    properties: {
      ...classicAcl,
      DefaultAction: { block: "default_action" },
      Rules: { block: "rule", properties: { Action: { block: "action" } } },
    },
  },
  "AWS::WAFRegional::WebACLAssociation": {
    type: "aws_wafregional_web_acl_association",
    properties: { WebACLId: "web_acl_id" },
  },
  "AWS::Shield::Protection": {
    type: "aws_shield_protection",
    properties: { ApplicationLayerAutomaticResponseConfiguration: dropped, HealthCheckArns: dropped, ...tagged },
  },
};
