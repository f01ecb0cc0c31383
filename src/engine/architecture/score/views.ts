import type { Review, Rule } from "../rules/index.ts";
import { severityWeights } from "./index.ts";

/** Two more ways to look at the same checks; 0–100, null where none of them could be decided. */
export interface Views {
  /** Checks that a CIS benchmark or AWS Foundational Security Best Practices asks for. */
  compliance: number | null;
  /** Checks on whether the design grows and shrinks with its load. */
  scalability: number | null;
}

const scalability: ReadonlySet<string> = new Set([
  "aws-apigateway-throttling",
  "aws-asg-fixed-size",
  "aws-asg-zones",
  "aws-aurora-reader",
  "aws-cloudfront-compression",
  "aws-ec2-single-instance",
  "aws-ecs-no-autoscaling",
  "aws-ecs-single-task",
  "aws-elasticache-failover",
  "aws-lambda-concurrency",
  "aws-lambda-memory",
  "aws-lb-cross-zone",
  "aws-rds-storage-autoscaling",
  "azure-aks-single-zone",
  "azure-app-plan-single-instance",
  "azure-app-plan-zones",
  "azure-redis-no-replica",
  "gcp-gke-single-zone",
  "gcp-group-single-zone",
  "gcp-redis-no-replica",
]);

const scoreOf = ({ decided }: Review, counts: (rule: Rule) => boolean): number | null => {
  let weight = 0;
  let failed = 0;
  for (const check of decided) {
    if (!counts(check.rule)) continue;
    weight += severityWeights[check.rule.severity];
    if (check.failed) failed += severityWeights[check.rule.severity];
  }
  return weight === 0 ? null : Math.round(100 * (1 - failed / weight));
};

/** 100 × (1 − failed weight ÷ decided weight) over the checks of each view. */
export const viewsOf = (review: Review): Views => ({
  compliance: scoreOf(review, ({ refs }) => refs["cis"] !== undefined || refs["fsbp"] !== undefined),
  scalability: scoreOf(review, ({ id }) => scalability.has(id)),
});
