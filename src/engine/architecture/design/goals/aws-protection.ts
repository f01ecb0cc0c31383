import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { isInDefaultRegion, labelOf } from "../../rules/remedies.ts";
import type { Edit } from "../edit.ts";
import { add, set } from "../edit.ts";
import { declared } from "./declared.ts";

const publicBalancers = (model: Model): Component[] =>
  model
    .ofType("aws_lb", "aws_alb")
    .filter(
      ({ attributes, id, address }) =>
        id === address && read(attributes, "internal") !== true && read(attributes, "load_balancer_type") !== "network",
    );

/** Whether a web firewall stands before every public load balancer. */
export const isShielded = (model: Model): boolean | undefined => {
  const balancers = publicBalancers(model);
  if (balancers.length === 0) return undefined;
  return balancers.every(
    (balancer) => model.attached(balancer, "aws_wafv2_web_acl_association", "resource_arn").length > 0,
  );
};

const webAcl = `resource "aws_wafv2_web_acl" "stackstage" {
  name  = "stackstage"
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "common"
    priority = 1

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesCommonRuleSet"
        vendor_name = "AWS"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "common"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "stackstage"
    sampled_requests_enabled   = true
  }
}
`;

/** A web firewall with AWS's common rules before every public load balancer that has none. */
export const addWebFirewall = (model: Model): Edit[] => {
  const open = publicBalancers(model).filter(
    (balancer) =>
      isInDefaultRegion(balancer) &&
      model.attached(balancer, "aws_wafv2_web_acl_association", "resource_arn").length === 0,
  );
  if (open.length === 0) return [];
  return [
    add("aws_wafv2_web_acl.stackstage", webAcl),
    ...open.map((balancer) => {
      const { address } = balancer;
      const label = labelOf(balancer);
      return add(
        `aws_wafv2_web_acl_association.${label}`,
        `resource "aws_wafv2_web_acl_association" "${label}" {\n  resource_arn = ${address}.arn\n  web_acl_arn  = aws_wafv2_web_acl.stackstage.arn\n}\n`,
      );
    }),
  ];
};

/** GuardDuty, unless the stack has it. */
export const addThreatDetection = (model: Model): Edit[] =>
  model.ofType("aws_guardduty_detector").length > 0
    ? []
    : [
        add(
          "aws_guardduty_detector.stackstage",
          'resource "aws_guardduty_detector" "stackstage" {\n  enable = true\n}\n',
        ),
      ];

/** Headers that tell browsers what not to do, by the id that Amazon's own policy has in every account. */
const managedHeaders = "67f7725c-6f97-4210-82d7-5512b31e9d03";
const headers = "default_cache_behavior.response_headers_policy_id";

/** Pages are sent with headers that keep other sites from framing them, and browsers from guessing types. */
export const addSecurityHeaders = (model: Model): Edit[] =>
  declared(model, "aws_cloudfront_distribution")
    .filter(({ attributes }) => read(attributes, headers) === undefined)
    .map(({ address }) => set(address, headers, managedHeaders));
