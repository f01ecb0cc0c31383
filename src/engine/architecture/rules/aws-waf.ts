import { add } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isObject, isUnknown, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model, Value } from "../model/index.ts";
import { fail, pass, textAt, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { freshLabel, labelOf, partnerOf } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const associations = ["aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association"];

/** Passes when a web ACL is attached to the component. */
export const webFirewallOn = (component: Component, model: Model): Verdict => {
  const found = associations.map((type) => companionsOf(component, model, type, "resource_arn"));
  if (found.some((companions) => companions !== undefined && companions.length > 0)) return pass;
  return found.includes(undefined) ? unknown : fail();
};

const logging = (component: Component, model: Model): Verdict => {
  const companions = companionsOf(component, model, "aws_wafv2_web_acl_logging_configuration", "resource_arn");
  if (companions === undefined) return unknown;
  return companions.length > 0 ? pass : fail();
};

/** AWS only takes log groups whose name begins with `aws-waf-logs-`. A firewall for CloudFront needs its logs in us-east-1, where the rest may not be. */
const addLogging = (component: Component, model: Model): readonly Edit[] => {
  const partner = partnerOf(component);
  if (partner === undefined || partner.repeat !== "" || textAt(component, "scope") !== "REGIONAL") return [];
  const label = labelOf(component);
  const group = freshLabel(model, "aws_cloudwatch_log_group", `${label}_waf`);
  const configuration = freshLabel(model, "aws_wafv2_web_acl_logging_configuration", label);
  return [
    add(
      `aws_cloudwatch_log_group.${group}`,
      `resource "aws_cloudwatch_log_group" "${group}" {
  name              = "aws-waf-logs-${label}"
  retention_in_days = 365
}
`,
    ),
    add(
      `aws_wafv2_web_acl_logging_configuration.${configuration}`,
      `resource "aws_wafv2_web_acl_logging_configuration" "${configuration}" {
  log_destination_configs = [aws_cloudwatch_log_group.${group}.arn]
  resource_arn            = ${partner.reference}.arn
}
`,
    ),
  ];
};

const hasRules = ({ attributes }: Component): Verdict => {
  const names = ["rule", "rules"];
  if (names.some((name) => isUnknown(read(attributes, name)))) return unknown;
  return names.some((name) => readAll(attributes, name).length > 0) ? pass : fail();
};

/** Depth of `statement` blocks: a rule group may stand inside `and`, `or`, `not` and scope-down statements. */
const deepestStatement = 12;

const mentions = (value: Value | undefined, text: string, depth = 0): boolean => {
  if (depth > deepestStatement) return false;
  if (Array.isArray(value)) return value.some((item: Value) => mentions(item, text, depth + 1));
  if (isObject(value)) return Object.values(value).some((item) => mentions(item, text, depth + 1));
  return asText(value) === text;
};

const badInputs = "AWSManagedRulesKnownBadInputsRuleSet";

/** A rule that only counts lets everything through, as does one whose Log4Shell rules are taken out or only count. */
const blocksBadInputs = (block: Attributes): boolean => {
  if (!mentions(block["statement"], badInputs) || read(block, "override_action.count") !== undefined) return false;
  const group = read(block, "statement.managed_rule_group_statement");
  const taken = ["excluded_rule", "rule_action_override"].flatMap((name) =>
    readAll({ group: group ?? null }, `group.${name}`),
  );
  return !taken.some(
    ([path, one]) =>
      asText(read(one, "name"))?.startsWith("Log4JRCE") === true &&
      (path.includes("excluded_rule") ||
        ["allow", "count"].some((way) => read(one, `action_to_use.${way}`) !== undefined)),
  );
};

const knownBadInputs = ({ attributes }: Component): Verdict => {
  if (isUnknown(read(attributes, "rule"))) return unknown;
  const rules = readAll(attributes, "rule");
  if (rules.some(([, block]) => blocksBadInputs(block))) return pass;
  const idle = rules.find(([, block]) => mentions(block["statement"], badInputs));
  return fail(idle?.[0]);
};

export const wafRules: readonly Rule[] = [
  rule({
    id: "aws-waf-logging",
    severity: "low",
    pillar: "operations",
    types: ["aws_wafv2_web_acl"],
    title: "Web firewall keeps no logs",
    why: "Nobody can see which requests were blocked or let through, neither during an attack nor after it.",
    fix: "Add an `aws_wafv2_web_acl_logging_configuration` whose `resource_arn` is the web ACL's.",
    refs: { checkov: ["CKV2_AWS_31"], fsbp: ["WAF.11"] },
    check: logging,
    remedy: addLogging,
  }),
  rule({
    id: "aws-waf-no-rules",
    severity: "medium",
    pillar: "security",
    types: ["aws_wafv2_web_acl", "aws_waf_web_acl", "aws_wafregional_web_acl"],
    title: "Web firewall has no rules",
    why: "A web ACL without rules treats every request alike: it costs money and stops nothing.",
    fix: "Add a `rule` block, for a start the managed group AWSManagedRulesCommonRuleSet.",
    refs: { checkov: ["CKV_AWS_175"], fsbp: ["WAF.10"] },
    check: hasRules,
  }),
  rule({
    id: "aws-waf-known-bad-inputs",
    severity: "low",
    pillar: "security",
    types: ["aws_wafv2_web_acl"],
    title: "Web firewall lets known exploits through",
    why: "Requests that carry well-known exploits, Log4Shell among them, are not recognised.",
    fix: "Add a `rule` with the managed group AWSManagedRulesKnownBadInputsRuleSet.",
    refs: { checkov: ["CKV_AWS_192"] },
    check: knownBadInputs,
  }),
];
