import type { Analysis } from "#features/analysis";
import type { Finding } from "./findings-section.ts";

// What the tests of this folder print: a small shop with one of everything that a report shows.

export const finding = (given: Partial<Finding> = {}): Finding => ({
  rule: "aws-s3-public-access-block",
  severity: "high",
  pillar: "security",
  resource: "aws_s3_bucket.assets",
  file: "storage.tf",
  line: 4,
  end_line: 9,
  title: "Bucket has no public access block",
  why: "A later ACL could make objects public by mistake.",
  fix: "Add an `aws_s3_bucket_public_access_block`.",
  fixable: true,
  refs: { checkov: ["CKV2_AWS_6"], docs: ["https://docs.aws.amazon.com/s3", "javascript:alert(1)"] },
  ...given,
});

const databaseFinding = finding({
  rule: "aws-rds-single-az",
  severity: "critical",
  pillar: "reliability",
  resource: "aws_db_instance.orders",
  title: "Database runs in one zone",
  fix: "Set `multi_az = true`.",
  refs: {},
});

const component = (id: string, service: string, group: string) => {
  const [type = "", name = ""] = id.split(".");
  return { id, type, service, kind: "other", name, group };
};

const architecture: Analysis["architecture"] = {
  cloud: "aws",
  region: "eu-west-1",
  components: [
    component("aws_lb.web", "aws.alb", "vpc"),
    component("aws_db_instance.orders", "aws.rds", "vpc"),
    component("aws_s3_bucket.assets", "aws.s3", "region"),
  ],
  groups: [
    { id: "cloud", kind: "cloud", label: "AWS Cloud" },
    { id: "region", kind: "region", label: "eu-west-1", parent: "cloud" },
    { id: "vpc", kind: "network", label: "VPC", parent: "region" },
  ],
  links: [{ from: "aws_lb.web", to: "aws_db_instance.orders", kind: "data", label: "SQL" }],
};

const scores: Analysis["scores"] = {
  security: 70,
  reliability: 49,
  performance: 90,
  cost: 80,
  operations: 100,
  sustainability: null,
};

type Priority = NonNullable<Analysis["priorities"]>[number];

export const priority = (given: Partial<Priority> = {}): Priority => ({
  title: "Set `multi_az = true`",
  why: "Database runs in one zone. When it fails the shop is down.",
  severity: "critical",
  pillar: "reliability",
  rules: ["aws-rds-single-az"],
  resources: ["aws_db_instance.orders"],
  findings: 1,
  effort: "low",
  included: true,
  score_before: 66,
  score_after: 82.4,
  score_delta: 16.4,
  monthly_delta: 183.96,
  ...given,
});

export const sampleAnalysis: Analysis = {
  analysis_id: "an_0123",
  engine: "builtin",
  created_at: "2026-11-21T10:15:00.000Z",
  title: "Web shop",
  score: 66,
  scores,
  issues: [],
  recommendations: ["Set `multi_az = true` (aws_db_instance.orders)", "Write a runbook for the failover."],
  findings: [finding(), finding({ resource: "aws_s3_bucket.logs", line: 20 }), databaseFinding],
  passed: 40,
  unknown: 6,
  warnings: [{ file: "broken.tf", line: 3, column: 1, message: "A brace is missing." }],
  architecture,
  diagram: "flowchart LR",
  infrastructure_code: {
    terraform: 'resource "aws_s3_bucket" "assets" {\n\tbucket = "assets"\n}\n',
    cloudformation: null,
  },
  code_template: "",
  estimated_cost: "$184/month",
  cost: {
    monthly: 184.04,
    currency: "USD",
    as_of: "2026-08",
    items: [
      {
        resource: "aws_s3_bucket.assets",
        service: "aws.s3",
        unit: "requests",
        quantity: 200_000,
        unit_price: 0.0000004,
        monthly: 0.08,
        assumption: "200,000 reads",
        as_of: "2026-08",
      },
      {
        resource: "aws_db_instance.orders",
        service: "aws.rds",
        unit: "h",
        quantity: 730,
        unit_price: 0.252,
        monthly: 183.96,
        assumption: "db.m6g.large, every hour of the month",
        as_of: "2026-08",
      },
    ],
    unpriced: ["aws_lb.web"],
  },
  regions: [
    {
      region: "eu-north-1",
      latency_ms: 30,
      cost_index: 1,
      carbon_g_per_kwh: 25,
      residency: ["EU"],
      score: 88,
      why: "Clean power.",
    },
  ],
  comparison: {
    current: { score: 66, monthly: 184.04 },
    suggested: {
      score: 94,
      scores: { ...scores, security: 96, reliability: 92 },
      monthly: 368,
      findings: 0,
      architecture,
      diagram: "flowchart LR",
    },
    changes: [
      {
        kind: "changed",
        component: "aws_db_instance.orders",
        reason: "aws-rds-single-az",
        description: "Set `multi_az = true`.",
        monthly_delta: 183.96,
      },
      {
        kind: "added",
        component: "aws_wafv2_web_acl.web",
        reason: "requirement: Web application firewall",
        description: "Asked for.",
        monthly_delta: 9,
      },
    ],
  },
  notes: [],
  summary: "A sound three-tier design with two gaps.",
};
