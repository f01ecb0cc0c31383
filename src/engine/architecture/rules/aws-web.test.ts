import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import { apiGatewayRules } from "./aws-api-gateway.ts";
import { cloudfrontRules } from "./aws-cloudfront.ts";
import { wafRules } from "./aws-waf.ts";
import { casesOf, later, wants } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

const bucketDomain = new Unknown(["aws_s3_bucket.site"], "${aws_s3_bucket.site.bucket_regional_domain_name}");
const origin = (attributes: object) => ({ origin: [{ custom_origin_config: [{ ...attributes }] }] });
const managed = (name: string) => [
  { statement: [{ and_statement: [{ statement: [{ managed_rule_group_statement: [{ name }] }] }] }] },
];

const cases = [
  ...casesOf(cloudfrontRules, {
    "aws-cloudfront-viewer-http": {
      fail: [
        { default_cache_behavior: [{ viewer_protocol_policy: "allow-all" }] },
        {
          default_cache_behavior: [{ viewer_protocol_policy: "https-only" }],
          ordered_cache_behavior: [{ viewer_protocol_policy: "allow-all" }],
        },
      ],
      pass: [{ default_cache_behavior: [{ viewer_protocol_policy: "redirect-to-https" }] }],
      unknown: [{ default_cache_behavior: [{ viewer_protocol_policy: later }] }],
    },
    "aws-cloudfront-viewer-tls": {
      fail: [
        { viewer_certificate: [{ acm_certificate_arn: "arn", minimum_protocol_version: "TLSv1" }] },
        { viewer_certificate: [{ acm_certificate_arn: "arn" }] },
        { aliases: ["example.com"], viewer_certificate: [{ cloudfront_default_certificate: true }] },
      ],
      pass: [
        { viewer_certificate: [{ acm_certificate_arn: "arn", minimum_protocol_version: "TLSv1.2_2021" }] },
        { viewer_certificate: [{ acm_certificate_arn: "arn", minimum_protocol_version: "TLSv1.3_2025" }] },
        { viewer_certificate: [{ cloudfront_default_certificate: true }] },
      ],
      unknown: [{ viewer_certificate: [{ minimum_protocol_version: later }] }],
    },
    "aws-cloudfront-waf": { fail: [{}, { web_acl_id: "" }], pass: [{ web_acl_id: "arn" }, { web_acl_id: later }] },
    "aws-cloudfront-logging": { fail: [{}], pass: [{ logging_config: [{ bucket: "logs" }] }] },
    "aws-cloudfront-origin-failover": { fail: [{}], pass: [{ origin_group: [{ origin_id: "both" }] }] },
    "aws-cloudfront-origin-http": {
      fail: [origin({ origin_protocol_policy: "http-only" }), origin({ origin_protocol_policy: "match-viewer" })],
      pass: [origin({ origin_protocol_policy: "https-only" }), {}],
      unknown: [origin({ origin_protocol_policy: later })],
    },
    "aws-cloudfront-origin-tls": {
      fail: [origin({ origin_ssl_protocols: ["TLSv1.2", "TLSv1.1"] })],
      pass: [origin({ origin_ssl_protocols: ["TLSv1.2"] })],
      unknown: [origin({ origin_ssl_protocols: later })],
    },
    "aws-cloudfront-open-bucket": {
      fail: [
        { origin: [{ domain_name: "site.s3.eu-west-1.amazonaws.com" }] },
        { origin: [{ domain_name: bucketDomain }] },
      ],
      pass: [
        { origin: [{ domain_name: "site.s3.eu-west-1.amazonaws.com", origin_access_control_id: later }] },
        { origin: [{ domain_name: "site.s3-website.eu-west-1.amazonaws.com" }] },
        { origin: [{ domain_name: "example.com" }] },
      ],
    },
    "aws-cloudfront-default-root": { fail: [{}], pass: [{ default_root_object: "index.html" }] },
    "aws-cloudfront-compression": {
      fail: [{ default_cache_behavior: [{}] }],
      pass: [{ default_cache_behavior: [{ compress: true }] }],
      unknown: [{ default_cache_behavior: [{ compress: later }] }],
    },
  }),
  ...casesOf(wafRules, {
    "aws-waf-logging": { fail: [{}], pass: [] },
    "aws-waf-no-rules": { fail: [{}], pass: [{ rule: [{ name: "a" }] }], unknown: [{ rule: later }] },
    "aws-waf-known-bad-inputs": {
      fail: [{}, { rule: managed("AWSManagedRulesCommonRuleSet") }],
      pass: [{ rule: managed("AWSManagedRulesKnownBadInputsRuleSet") }],
      unknown: [{ rule: later }],
    },
  }),
  ...casesOf(apiGatewayRules, {
    "aws-apigateway-method-logs": wants("settings.logging_level", "ERROR", "OFF"),
    "aws-apigateway-access-logs": {
      fail: [{}],
      pass: [{ access_log_settings: [{ destination_arn: later }] }],
    },
    "aws-apigateway-tracing": {
      fail: [{}],
      pass: [{ xray_tracing_enabled: true }],
      unknown: [{ xray_tracing_enabled: later }],
    },
    "aws-apigateway-open-method": {
      fail: [{ http_method: "GET", authorization: "NONE" }],
      pass: [
        { http_method: "GET", authorization: "AWS_IAM" },
        { http_method: "OPTIONS", authorization: "NONE" },
        { http_method: "GET", authorization: "NONE", api_key_required: true },
      ],
      unknown: [{ authorization: later }, { authorization: "NONE", api_key_required: later }],
    },
    "aws-apigateway-open-route": {
      fail: [{ route_key: "GET /" }, { route_key: "GET /", authorization_type: "NONE" }],
      pass: [{ route_key: "GET /", authorization_type: "JWT" }, { route_key: "OPTIONS /{proxy+}" }],
      unknown: [{ route_key: "GET /", authorization_type: later }],
    },
    "aws-apigateway-throttling": {
      fail: [{}, { settings: [{ throttling_rate_limit: -1 }] }],
      pass: [{ settings: [{ throttling_rate_limit: 100 }] }],
      unknown: [{ settings: [{ throttling_rate_limit: later }] }],
    },
    "aws-apigateway-cache-encryption": {
      fail: [{ settings: [{ caching_enabled: true }] }],
      pass: [{ settings: [{ caching_enabled: true, cache_data_encrypted: true }] }, { settings: [{}] }],
      unknown: [{ settings: [{ caching_enabled: later }] }],
    },
    "aws-apigateway-domain-tls": {
      fail: [{}, { security_policy: "TLS_1_0" }],
      pass: [{ security_policy: "TLS_1_2" }, { security_policy: "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09" }],
      unknown: [{ security_policy: later }],
    },
    "aws-apigateway-waf": { fail: [{}], pass: [] },
  }),
];

describe("what faces the web", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  const check = (rules: typeof wafRules, id: string) => rules.find((rule) => rule.id === id)?.check;

  it("accepts a web ACL that has a logging configuration, and waits for one that may be another's", () => {
    const acl = component("aws_wafv2_web_acl", "edge");
    const named = (to: string) =>
      component("aws_wafv2_web_acl_logging_configuration", "logs", {}, { references: [{ path: "resource_arn", to }] });
    const loose = component("aws_wafv2_web_acl_logging_configuration", "logs", { resource_arn: later });
    expect(check(wafRules, "aws-waf-logging")?.(acl, modelOf(acl, named(acl.id))).outcome).toBe("pass");
    expect(check(wafRules, "aws-waf-logging")?.(acl, modelOf(acl, loose)).outcome).toBe("unknown");
  });

  it("lets methods of a private API be open, and only the connect route of a WebSocket be judged", () => {
    const rest = component("aws_api_gateway_rest_api", "api", { endpoint_configuration: [{ types: ["PRIVATE"] }] });
    const method = component(
      "aws_api_gateway_method",
      "get",
      { http_method: "GET", authorization: "NONE" },
      { references: [{ path: "rest_api_id", to: rest.id }] },
    );
    expect(check(apiGatewayRules, "aws-apigateway-open-method")?.(method, modelOf(rest, method)).outcome).toBe("pass");
    const socket = component("aws_apigatewayv2_api", "live", { protocol_type: "WEBSOCKET" });
    const route = (key: string) =>
      component("aws_apigatewayv2_route", "r", { route_key: key }, { references: [{ path: "api_id", to: socket.id }] });
    const open = check(apiGatewayRules, "aws-apigateway-open-route");
    expect(open?.(route("sendMessage"), modelOf(socket, route("sendMessage"))).outcome).toBe("pass");
    expect(open?.(route("$connect"), modelOf(socket, route("$connect"))).outcome).toBe("fail");
  });
});
