import type { Draft } from "./cfn.ts";
import { prune } from "./cfn.ts";
import { pascalCase } from "./names.ts";
import type { Reader } from "./reader.ts";

const actions = ["allow", "block", "count", "captcha", "challenge"];
/** Parts of a request that are named without saying more of them. */
const plainFields = ["all_query_arguments", "method", "query_string", "uri_path"];
/** `and`, `or` and `not` may hold one another: AWS allows three levels. */
const deepestStatement = 4;

/** `{Block: {}}` for a block that only says which of several things is meant. */
export const switchedTo = (block: Reader, choices: readonly string[]): Draft => {
  const chosen = choices.find((choice) => block.blocks(choice).length > 0);
  return chosen === undefined ? undefined : { [pascalCase(chosen)]: {} };
};

export const visibility = (block: Reader): Draft =>
  block.within("visibility_config", (config) =>
    config.copy({
      CloudWatchMetricsEnabled: "cloudwatch_metrics_enabled",
      MetricName: "metric_name",
      SampledRequestsEnabled: "sampled_requests_enabled",
    }),
  );

const fieldOf = (match: Reader): Draft =>
  match.within(
    "field_to_match",
    (field) =>
      switchedTo(field, plainFields) ?? {
        Body: field.within("body", (body) => ({ OversizeHandling: body.plain("oversize_handling") ?? "CONTINUE" })),
        SingleHeader: field.within("single_header", (header) => header.copy({ Name: "name" })),
        SingleQueryArgument: field.within("single_query_argument", (argument) => argument.copy({ Name: "name" })),
      },
  );

const matchOf = (match: Reader): Record<string, Draft> => ({
  FieldToMatch: fieldOf(match),
  TextTransformations: match.each("text_transformation", (change) =>
    change.copy({ Priority: "priority", Type: "type" }),
  ),
});

const managedGroup = (group: Reader): Draft => ({
  ...group.copy({ Name: "name", VendorName: "vendor_name", Version: "version" }),
  RuleActionOverrides: group.each("rule_action_override", (override) => ({
    Name: override.plain("name"),
    ActionToUse: override.within("action_to_use", (action) => switchedTo(action, actions)),
  })),
});

const rateLimit = (rate: Reader, depth: number): Draft => ({
  Limit: rate.must.plain("limit"),
  AggregateKeyType: rate.plain("aggregate_key_type") ?? "IP",
  EvaluationWindowSec: rate.plain("evaluation_window_sec"),
  ScopeDownStatement: rate.within("scope_down_statement", (statement) => statementOf(statement, depth + 1)),
});

const statementsOf = (block: Reader, depth: number): Draft => ({
  Statements: block.each("statement", (statement) => statementOf(statement, depth + 1)),
});

const statementOf = (statement: Reader, depth: number): Draft => {
  if (depth > deepestStatement) return undefined;
  return {
    ManagedRuleGroupStatement: statement.within("managed_rule_group_statement", managedGroup),
    RateBasedStatement: statement.within("rate_based_statement", (rate) => rateLimit(rate, depth)),
    GeoMatchStatement: statement.within("geo_match_statement", (geo) => ({
      CountryCodes: geo.list("country_codes", "text"),
    })),
    IPSetReferenceStatement: statement.within("ip_set_reference_statement", (set) => ({ Arn: set.must.arn("arn") })),
    SqliMatchStatement: statement.within("sqli_match_statement", matchOf),
    XssMatchStatement: statement.within("xss_match_statement", matchOf),
    ByteMatchStatement: statement.within("byte_match_statement", (match) => ({
      ...matchOf(match),
      ...match.copy({ SearchString: "search_string", PositionalConstraint: "positional_constraint" }),
    })),
    AndStatement: statement.within("and_statement", (block) => statementsOf(block, depth)),
    OrStatement: statement.within("or_statement", (block) => statementsOf(block, depth)),
    NotStatement: statement.within("not_statement", (block) => ({
      Statement: block.within("statement", (inner) => statementOf(inner, depth + 1)),
    })),
  };
};

/** One rule of a web ACL. A rule of a kind that is not known here is left out as a whole, and told so. */
export const firewallRule = (rule: Reader): Draft => {
  const statement = rule.within("statement", (block) => statementOf(block, 0));
  if (prune(statement) === undefined) return undefined;
  return {
    Name: rule.must.plain("name"),
    Priority: rule.must.plain("priority"),
    Action: rule.within("action", (action) => switchedTo(action, actions)),
    OverrideAction: rule.within("override_action", (action) => switchedTo(action, ["none", "count"])),
    Statement: statement,
    VisibilityConfig: visibility(rule),
  };
};
