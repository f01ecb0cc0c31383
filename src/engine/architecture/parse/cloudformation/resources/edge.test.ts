import { describe, expect, it } from "vitest";
import { examine, templateOf, terraformOf } from "../translation-fixture.ts";

const site = (more: string): string =>
  templateOf(`Site:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Enabled: true
      DefaultRootObject: index.html
      Origins:
        - Id: bucket
          DomainName: !GetAtt Bucket.RegionalDomainName
${more}      DefaultCacheBehavior: { TargetOriginId: bucket, ViewerProtocolPolicy: allow-all, Compress: true }
      OriginGroups:
        Quantity: 1
        Items:
          - Id: both
            FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [503] } }
            Members: { Quantity: 2, Items: [{ OriginId: bucket }, { OriginId: other }] }
Bucket: { Type: AWS::S3::Bucket }
`);

describe("what stands at the edge", () => {
  it("is judged where the template says it", () => {
    const { findings } = examine(site('          S3OriginConfig: { OriginAccessIdentity: "" }\n'));
    expect(findings).toEqual(
      expect.arrayContaining([
        "aws-cloudfront-viewer-http:13",
        "aws-cloudfront-open-bucket:10",
        "aws-cloudfront-waf:6",
      ]),
    );
    expect(findings.join(" ")).not.toMatch(/default-root|compression|origin-failover/);
  });

  it("keeps a bucket for itself by an identity", () => {
    const { findings, model } = examine(
      site("          S3OriginConfig: { OriginAccessIdentity: origin-access-identity/cloudfront/E1 }\n"),
    );
    expect(findings.join(" ")).not.toContain("open-bucket");
    expect(model.find("aws_cloudfront_distribution.Site")?.attributes["origin_group"]).toEqual([
      {
        origin_id: "both",
        failover_criteria: [{ status_codes: [503] }],
        member: [{ origin_id: "bucket" }, { origin_id: "other" }],
      },
    ]);
  });

  it("has rules within rules", () => {
    const { model, findings } = examine(
      templateOf(`Firewall:
  Type: AWS::WAFv2::WebACL
  Properties:
    Scope: REGIONAL
    DefaultAction: { Allow: {} }
    VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: all, SampledRequestsEnabled: true }
    Rules:
      - Name: rate
        Priority: 1
        Action: { Block: {} }
        VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: rate, SampledRequestsEnabled: true }
        Statement:
          RateBasedStatement:
            Limit: 500
            AggregateKeyType: IP
            ScopeDownStatement:
              NotStatement: { Statement: { GeoMatchStatement: { CountryCodes: [DE] } } }
`),
    );
    expect(model.find("aws_wafv2_web_acl.Firewall")?.attributes["rule"]).toMatchObject([
      {
        action: [{ block: [{}] }],
        statement: [
          {
            rate_based_statement: [
              {
                limit: 500,
                scope_down_statement: [
                  { not_statement: [{ statement: [{ geo_match_statement: [{ country_codes: ["DE"] }] }] }] },
                ],
              },
            ],
          },
        ],
      },
    ]);
    expect(findings.map((finding) => finding.split(":")[0])).toEqual(
      expect.arrayContaining(["aws-waf-logging", "aws-waf-known-bad-inputs"]),
    );
  });

  it("has a record for each of a group, in the group's zone", () => {
    const lines = terraformOf(
      templateOf(`Records:
  Type: AWS::Route53::RecordSetGroup
  Properties:
    HostedZoneId: Z1
    RecordSets:
      - { Name: a.example.com, Type: A, TTL: "300", ResourceRecords: [192.0.2.1] }
      - { Name: b.example.com, Type: CNAME, TTL: "300", ResourceRecords: [a.example.com], Weight: 10, SetIdentifier: b }
`),
    );
    expect(lines.filter((line) => line === 'zone_id = "Z1"')).toHaveLength(2);
    expect(lines).toContain('resource "aws_route53_record" "Records2" {');
    expect(lines.join("\n")).toContain("weighted_routing_policy {\nweight = 10");
  });
});
