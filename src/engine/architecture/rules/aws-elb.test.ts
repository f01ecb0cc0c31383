import { describe, expect, it } from "vitest";
import { elbRules } from "./aws-elb.ts";
import { casesOf, later } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

const redirect = (protocol: string) => [{ type: "redirect", redirect: [{ port: "443", protocol }] }];

const cases = casesOf(elbRules, {
  "aws-lb-listener-http": {
    fail: [
      { protocol: "HTTP", port: 80, default_action: [{ type: "forward" }] },
      { port: 80, default_action: [{ type: "forward" }] },
      { protocol: "HTTP", default_action: redirect("HTTP") },
    ],
    pass: [
      { protocol: "HTTPS", port: 443 },
      { protocol: "HTTP", port: 80, default_action: redirect("HTTPS") },
      { protocol: "TCP", port: 80 },
      {},
    ],
    unknown: [
      { protocol: later, port: 80 },
      { protocol: "HTTP", default_action: later },
      { protocol: "HTTP", default_action: [{ type: "redirect", redirect: [{ protocol: later }] }] },
    ],
  },
  "aws-lb-listener-tls-policy": {
    fail: [
      { protocol: "HTTPS" },
      { protocol: "TLS", ssl_policy: "ELBSecurityPolicy-2016-08" },
      { protocol: "HTTPS", ssl_policy: "ELBSecurityPolicy-TLS13-1-0-2021-06" },
    ],
    pass: [
      { protocol: "HTTPS", ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
      { protocol: "TLS", ssl_policy: "ELBSecurityPolicy-FS-1-2-Res-2019-08" },
      { protocol: "HTTP" },
    ],
    unknown: [{ protocol: "HTTPS", ssl_policy: later }, { protocol: later }],
  },
  "aws-elb-classic-tls-policy": {
    fail: [
      {
        policy_type_name: "SSLNegotiationPolicyType",
        policy_attribute: [{ name: "Protocol-TLSv1", value: "true" }],
      },
      {
        policy_type_name: "SSLNegotiationPolicyType",
        policy_attribute: [{ name: "Reference-Security-Policy", value: "ELBSecurityPolicy-2016-08" }],
      },
    ],
    pass: [
      {
        policy_type_name: "SSLNegotiationPolicyType",
        policy_attribute: [{ name: "Protocol-TLSv1.2", value: "true" }],
      },
      { policy_type_name: "ProxyProtocolPolicyType" },
    ],
    unknown: [
      { policy_type_name: "SSLNegotiationPolicyType", policy_attribute: [{ name: "Protocol-TLSv1", value: later }] },
    ],
  },
  "aws-lb-access-logs": {
    fail: [{}, { access_logs: [{ bucket: "logs" }] }],
    pass: [{ access_logs: [{ bucket: "logs", enabled: true }] }, { load_balancer_type: "gateway" }],
    unknown: [{ access_logs: [{ enabled: later }] }],
  },
  "aws-elb-classic-access-logs": {
    fail: [{}, { access_logs: [{ bucket: "logs", enabled: false }] }],
    pass: [{ access_logs: [{ bucket: "logs" }] }],
    unknown: [{ access_logs: [{ bucket: "logs", enabled: later }] }],
  },
  "aws-lb-deletion-protection": {
    fail: [{}, { enable_deletion_protection: false }],
    pass: [{ enable_deletion_protection: true }, { enable_deletion_protection: "true" }],
    unknown: [{ enable_deletion_protection: later }],
  },
  "aws-lb-drop-invalid-headers": {
    fail: [{}, { load_balancer_type: "application", drop_invalid_header_fields: false }],
    pass: [{ drop_invalid_header_fields: true }, { load_balancer_type: "network" }],
    unknown: [{ load_balancer_type: later }],
  },
  "aws-lb-desync-mitigation": {
    fail: [{ desync_mitigation_mode: "monitor" }],
    pass: [{}, { desync_mitigation_mode: "strictest" }],
    unknown: [{ desync_mitigation_mode: later }],
  },
  "aws-lb-single-zone": {
    fail: [{ subnets: ["a"] }, { subnet_mapping: [{ subnet_id: "a" }] }],
    pass: [{ subnets: ["a", "b"] }, { subnet_mapping: [{ subnet_id: "a" }, { subnet_id: "b" }] }],
    unknown: [{ subnets: later }],
  },
  "aws-lb-cross-zone": {
    fail: [{ load_balancer_type: "network" }],
    pass: [{}, { load_balancer_type: "network", enable_cross_zone_load_balancing: true }],
    unknown: [{ load_balancer_type: "network", enable_cross_zone_load_balancing: later }],
  },
  "aws-lb-waf": {
    fail: [{}, { internal: false }],
    pass: [{ internal: true }, { load_balancer_type: "network" }],
    unknown: [{ internal: later }],
  },
  "aws-lb-health-check": {
    fail: [{ protocol: "HTTP" }, { protocol: "TCP", health_check: [{ enabled: false }] }],
    pass: [
      { protocol: "HTTP", health_check: [{ path: "/health" }] },
      { protocol: "TCP" },
      { target_type: "lambda", protocol: "HTTP" },
    ],
    unknown: [{ protocol: later }, { protocol: "HTTP", health_check: later }],
  },
});

describe("load balancers", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  const balancer = component("aws_lb", "web");
  const via = (path: string) => ({ references: [{ path, to: balancer.id }] });
  const ruleById = (id: string) => elbRules.find((rule) => rule.id === id) ?? elbRules[0];

  it("accepts a public load balancer with a web ACL", () => {
    const association = component("aws_wafv2_web_acl_association", "web", {}, via("resource_arn"));
    expect(ruleById("aws-lb-waf")?.check(balancer, modelOf(balancer, association)).outcome).toBe("pass");
  });

  it("finds plain HTTP in a listener of a classic load balancer", () => {
    const classic = component("aws_elb", "old", { listener: [{ lb_protocol: "https" }, { lb_protocol: "http" }] });
    expect(ruleById("aws-lb-listener-http")?.check(classic, modelOf(classic))).toEqual({
      outcome: "fail",
      path: "listener[1].lb_protocol",
    });
  });

  it("knows that a listener of a network load balancer without a protocol is not HTTP", () => {
    const network = component("aws_lb", "web", { load_balancer_type: "network" });
    const listener = component("aws_lb_listener", "web", { port: 80 }, via("load_balancer_arn"));
    expect(ruleById("aws-lb-listener-http")?.check(listener, modelOf(network, listener)).outcome).toBe("pass");
  });

  it("redirects only where HTTPS is served", () => {
    const http = component("aws_lb_listener", "http", { protocol: "HTTP", port: 80 }, via("load_balancer_arn"));
    const https = component("aws_lb_listener", "https", { protocol: "HTTPS", port: 8443 }, via("load_balancer_arn"));
    const remedy = ruleById("aws-lb-listener-http")?.remedy;
    expect(remedy?.(http, modelOf(balancer, http))).toEqual([]);
    expect(remedy?.(http, modelOf(balancer, http, https))).toMatchObject([
      { op: "block", value: { redirect: [{ port: "8443", protocol: "HTTPS" }] } },
    ]);
  });
});
