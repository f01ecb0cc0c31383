import type { Draft } from "./cfn.ts";
import { pascalCase } from "./names.ts";
import type { Reader } from "./reader.ts";

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

const statementOf = (statement: Reader): Draft => ({
  ManagedRuleGroupStatement: statement.within("managed_rule_group_statement", (group) => ({
    ...group.copy({ Name: "name", VendorName: "vendor_name", Version: "version" }),
    RuleActionOverrides: group.each("rule_action_override", (override) => ({
      Name: override.plain("name"),
      ActionToUse: override.within("action_to_use", (action) =>
        switchedTo(action, ["allow", "block", "count", "captcha", "challenge"]),
      ),
    })),
  })),
  RateBasedStatement: statement.within("rate_based_statement", (rate) => ({
    Limit: rate.must.plain("limit"),
    AggregateKeyType: rate.plain("aggregate_key_type") ?? "IP",
    EvaluationWindowSec: rate.plain("evaluation_window_sec"),
  })),
  GeoMatchStatement: statement.within("geo_match_statement", (geo) => ({
    CountryCodes: geo.list("country_codes", "text"),
  })),
  IPSetReferenceStatement: statement.within("ip_set_reference_statement", (set) => ({ Arn: set.must.arn("arn") })),
});

/** One rule of a web ACL; a kind of statement that is not known here is left out, and told so. */
export const firewallRule = (rule: Reader): Draft => ({
  Name: rule.must.plain("name"),
  Priority: rule.must.plain("priority"),
  Action: rule.within("action", (action) => switchedTo(action, ["allow", "block", "count", "captcha", "challenge"])),
  OverrideAction: rule.within("override_action", (action) => switchedTo(action, ["none", "count"])),
  Statement: rule.within("statement", statementOf),
  VisibilityConfig: visibility(rule),
});
