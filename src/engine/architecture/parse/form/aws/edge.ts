import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { hasHttpApi } from "./functions.ts";
import { hasLoadBalancer } from "./network.ts";

/** CloudFront's managed policies: public ids from the CloudFront guide. */
const cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const allViewer = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/** Bucket of a static site, or of the application's files. */
const siteBucket = (plan: Plan): string | undefined =>
  plan.has("static_site") ? "site" : plan.has("object_storage") ? "assets" : undefined;

/** Domain name that CloudFront fetches the application from. */
const appOrigin = (plan: Plan): string | undefined => {
  if (!plan.app) return undefined;
  if (hasLoadBalancer(plan)) return "aws_lb.main.dns_name";
  if (hasHttpApi(plan)) return `replace(aws_apigatewayv2_api.main.api_endpoint, "https://", "")`;
  if (plan.runs("vm")) return `aws_instance.app${(plan.sizes.instances ?? 1) > 1 ? "[0]" : ""}.public_dns`;
  return undefined;
};

export const hasDistribution = (plan: Plan): boolean =>
  plan.has("static_site") ||
  (plan.has("cdn") && (appOrigin(plan) ?? siteBucket(plan)) !== undefined) ||
  // A web ACL cannot stand before an HTTP API itself.
  (plan.has("waf") && hasHttpApi(plan));

const appOriginBlock = (plan: Plan, domain: string) =>
  lines([
    "origin {",
    `origin_id = "app"`,
    `domain_name = ${domain}`,
    "",
    "custom_origin_config {",
    "http_port = 80",
    "https_port = 443",
    `origin_protocol_policy = "${plan.runs("vm") && !hasLoadBalancer(plan) && !plan.states("https") ? "http-only" : "https-only"}"`,
    `origin_ssl_protocols = ["TLSv1.2"]`,
    "}",
    "}",
    "",
  ]);

const bucketOriginBlock = (bucket: string) =>
  lines([
    "origin {",
    `origin_id = "files"`,
    `domain_name = aws_s3_bucket.${bucket}.bucket_regional_domain_name`,
    "origin_access_control_id = aws_cloudfront_origin_access_control.main.id",
    "}",
    "",
  ]);

const fileBehavior = lines([
  "ordered_cache_behavior {",
  `path_pattern = "/static/*"`,
  `target_origin_id = "files"`,
  `viewer_protocol_policy = "allow-all"`,
  `allowed_methods = ["GET", "HEAD"]`,
  `cached_methods = ["GET", "HEAD"]`,
  `cache_policy_id = "${cachingOptimized}"`,
  "}",
  "",
]);

/** The certificate of a load balancer is for a name that visitors have to ask for. */
const viewerCertificate = (isNamed: boolean) =>
  lines([
    "viewer_certificate {",
    ...(isNamed
      ? [
          "acm_certificate_arn = var.cdn_certificate_arn",
          `minimum_protocol_version = "TLSv1.2_2021"`,
          `ssl_support_method = "sni-only"`,
        ]
      : ["cloudfront_default_certificate = true"]),
    "}",
  ]);

const distribution = (plan: Plan): string => {
  const bucket = siteBucket(plan);
  const app = plan.has("cdn", "api", "waf") ? appOrigin(plan) : undefined;
  // The site itself is the default; an application beside it answers the rest.
  const defaultsToApp = app !== undefined && !plan.has("static_site");
  const isNamed = app !== undefined && hasLoadBalancer(plan);
  return hcl`
resource "aws_cloudfront_distribution" "main" {
enabled = true
${isNamed && "aliases = [var.domain_name]"}
${plan.has("static_site") && `default_root_object = "index.html"`}
${plan.has("waf") && "web_acl_id = aws_wafv2_web_acl.main.arn"}

${app !== undefined && appOriginBlock(plan, app)}
${bucket !== undefined && bucketOriginBlock(bucket)}
default_cache_behavior {
target_origin_id = "${defaultsToApp ? "app" : "files"}"
viewer_protocol_policy = "${plan.states("https") ? "redirect-to-https" : "allow-all"}"
allowed_methods = ${defaultsToApp ? `["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]` : `["GET", "HEAD"]`}
cached_methods = ["GET", "HEAD"]
cache_policy_id = "${defaultsToApp ? cachingDisabled : cachingOptimized}"
${defaultsToApp && `origin_request_policy_id = "${allViewer}"`}
}

${defaultsToApp && bucket !== undefined && fileBehavior}
${app !== undefined && !defaultsToApp && apiBehavior}
restrictions {
geo_restriction {
restriction_type = "none"
}
}

${viewerCertificate(isNamed)}
}
`;
};

const apiBehavior = lines([
  "ordered_cache_behavior {",
  `path_pattern = "/api/*"`,
  `target_origin_id = "app"`,
  `viewer_protocol_policy = "allow-all"`,
  `allowed_methods = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]`,
  `cached_methods = ["GET", "HEAD"]`,
  `cache_policy_id = "${cachingDisabled}"`,
  "}",
  "",
]);

const bucketAccess = (plan: Plan, bucket: string): string => hcl`
resource "aws_cloudfront_origin_access_control" "main" {
name = "${plan.name}"
origin_access_control_origin_type = "s3"
signing_behavior = "always"
signing_protocol = "sigv4"
}

resource "aws_s3_bucket_policy" "${bucket}" {
bucket = aws_s3_bucket.${bucket}.id

policy = jsonencode({
Version = "2012-10-17"
Statement = [{
Effect = "Allow"
Principal = { Service = "cloudfront.amazonaws.com" }
Action = "s3:GetObject"
Resource = "\${aws_s3_bucket.${bucket}.arn}/*"
Condition = {
StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.main.arn }
}
}]
})
}
`;

const site = (plan: Plan): string => hcl`
resource "aws_s3_bucket" "site" {
bucket_prefix = "${plan.name}-site-"
}
`;

const firewall = (plan: Plan): string => {
  const global = hasDistribution(plan);
  return hcl`
${global && "# A web ACL for CloudFront lives in us-east-1"}
resource "aws_wafv2_web_acl" "main" {
${global && "provider = aws.global"}
name = "${plan.name}"
scope = "${global ? "CLOUDFRONT" : "REGIONAL"}"

default_action {
allow {}
}

rule {
name = "common"
priority = 1

override_action {
none {}
}

statement {
managed_rule_group_statement {
name = "AWSManagedRulesCommonRuleSet"
vendor_name = "AWS"
}
}

visibility_config {
cloudwatch_metrics_enabled = true
metric_name = "common"
sampled_requests_enabled = true
}
}

visibility_config {
cloudwatch_metrics_enabled = true
metric_name = "${plan.name}"
sampled_requests_enabled = true
}
}
${!global && hasLoadBalancer(plan) && lines(["", `resource "aws_wafv2_web_acl_association" "main" {`, "resource_arn = aws_lb.main.arn", "web_acl_arn = aws_wafv2_web_acl.main.arn", "}"])}
`;
};

/** What the site's name points at. */
const alias = (plan: Plan) => {
  const target = hasDistribution(plan)
    ? "aws_cloudfront_distribution.main"
    : plan.app && hasLoadBalancer(plan)
      ? "aws_lb.main"
      : undefined;
  if (target === undefined) return false;
  const zone = target === "aws_lb.main" ? "zone_id" : "hosted_zone_id";
  const name = target === "aws_lb.main" ? "dns_name" : "domain_name";
  return lines([
    "",
    `resource "aws_route53_record" "main" {`,
    "zone_id = aws_route53_zone.main.zone_id",
    "name = var.domain_name",
    `type = "A"`,
    "",
    "alias {",
    `name = ${target}.${name}`,
    `zone_id = ${target}.${zone}`,
    "evaluate_target_health = false",
    "}",
    "}",
  ]);
};

const names = (plan: Plan): string => hcl`
resource "aws_route53_zone" "main" {
name = var.domain_name
}
${alias(plan)}
`;

/** What stands before the application: names, delivery network, firewall, static files. */
export const edge = (plan: Plan): string[] => {
  const bucket = siteBucket(plan);
  return [
    ...(plan.has("static_site") ? [site(plan)] : []),
    ...(plan.has("waf") ? [firewall(plan)] : []),
    ...(hasDistribution(plan)
      ? [distribution(plan), ...(bucket === undefined ? [] : [bucketAccess(plan, bucket)])]
      : []),
    ...(plan.has("dns") ? [names(plan)] : []),
  ];
};
