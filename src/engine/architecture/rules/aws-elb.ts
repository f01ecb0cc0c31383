import { code, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { plainHttp, redirectToHttps } from "./aws-elb-http.ts";
import { logBucket } from "./aws-log-bucket.ts";
import { webFirewallOn } from "./aws-waf.ts";
import { countAt, eachBlock, fail, mustBe, mustMatch, mustNotBe, onlyWhere, pass, textAt, unknown } from "./checks.ts";
import { inRoot, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const loadBalancers = ["aws_lb", "aws_alb"];
const listeners = ["aws_lb_listener", "aws_alb_listener"];
const targetGroups = ["aws_lb_target_group", "aws_alb_target_group"];

/** A load balancer without `load_balancer_type` is an application load balancer. */
const isApplication = (type: string | undefined): boolean => type === undefined || type === "application";
const isNotGateway = (type: string | undefined): boolean => type !== "gateway";

/** Policies of listeners that refuse TLS 1.0 and 1.1. Source: AWS, "Security policies for your Application Load Balancer". */
const modernPolicy = /TLS13-1-[23]|TLS-1-2|FS-1-2/;

const subnetCount = (component: Component): Verdict => {
  if (isUnknown(read(component.attributes, "subnets")) || isUnknown(read(component.attributes, "subnet_mapping")))
    return unknown;
  const subnets = countAt(component.attributes, "subnets");
  const mappings = readAll(component.attributes, "subnet_mapping").length;
  if (subnets === undefined && mappings === 0) return pass;
  return Math.max(subnets ?? 0, mappings) < 2 ? fail(subnets === undefined ? "subnet_mapping" : "subnets") : pass;
};

const publicWithoutFirewall = (component: Component, model: Model): Verdict => {
  const internal = read(component.attributes, "internal");
  if (asText(internal) === "true") return pass;
  const firewall = webFirewallOn(component, model);
  return isUnknown(internal) && firewall.outcome === "fail" ? unknown : firewall;
};

/** HTTP targets need a page that says they are well; others are probed by opening a connection, unless that is off. */
const healthCheck = (component: Component): Verdict => {
  const disabled = mustNotBe("health_check.enabled", false)(component);
  const protocol = read(component.attributes, "protocol");
  if (disabled.outcome !== "pass" || isUnknown(protocol)) return disabled.outcome === "fail" ? disabled : unknown;
  if (!matches(protocol, /^https?$/i)) return pass;
  const path = read(component.attributes, "health_check.path");
  const probe = asText(read(component.attributes, "health_check.protocol"));
  return path === undefined && probe !== "TCP" ? fail("health_check") : pass;
};

/** The bucket is named by its policy, so that the load balancer is set up after it may write there. */
const keepAccessLogs = ({ address, attributes }: Component): readonly Edit[] =>
  read(attributes, "access_logs.bucket") === undefined
    ? [
        ...logBucket,
        set(address, "access_logs.bucket", code("aws_s3_bucket_policy.stackstage_logs.bucket")),
        set(address, "access_logs.enabled", true),
      ]
    : [set(address, "access_logs.enabled", true)];

const oldProtocol = /^Protocol-(?:SSLv\d|TLSv1|TLSv1\.1)$/;

const classicPolicy = (component: Component): Verdict =>
  eachBlock(component, "policy_attribute", (attribute, path) => {
    const name = attribute["name"];
    const value = attribute["value"];
    if (isUnknown(name) || isUnknown(value)) return unknown;
    if (name === "Reference-Security-Policy") return matches(value, modernPolicy) ? pass : fail(path);
    return matches(name, oldProtocol) && asText(value) === "true" ? fail(path) : pass;
  });

export const elbRules: readonly Rule[] = [
  rule({
    id: "aws-lb-listener-http",
    severity: "high",
    pillar: "security",
    types: [...listeners, "aws_elb"],
    title: "Listener serves plain HTTP",
    why: "Passwords, cookies and data travel unencrypted, and anyone on the way can read or change them.",
    fix: 'Set `protocol` to HTTPS with a certificate, or let the listener\'s `default_action` redirect to `protocol = "HTTPS"`.',
    refs: { checkov: ["CKV_AWS_2", "CKV_AWS_103", "CKV2_AWS_20"], fsbp: ["ELB.1"] },
    check: plainHttp,
    remedy: redirectToHttps,
  }),
  rule({
    id: "aws-lb-listener-tls-policy",
    severity: "medium",
    pillar: "security",
    types: listeners,
    title: "Listener accepts TLS 1.0 or 1.1",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them. Without a policy AWS uses one from 2016.",
    fix: "Set `ssl_policy` to ELBSecurityPolicy-TLS13-1-2-2021-06.",
    refs: { checkov: ["CKV_AWS_103", "CKV2_AWS_74"] },
    check: onlyWhere(
      "protocol",
      (protocol) => /^(?:HTTPS|TLS)$/i.test(protocol ?? ""),
      mustMatch("ssl_policy", modernPolicy),
    ),
    remedy: setTo("ssl_policy", "ELBSecurityPolicy-TLS13-1-2-2021-06"),
  }),
  rule({
    id: "aws-elb-classic-tls-policy",
    severity: "medium",
    pillar: "security",
    types: ["aws_load_balancer_policy"],
    title: "Classic load balancer accepts TLS 1.0 or 1.1",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them.",
    fix: "Set the `policy_attribute` Reference-Security-Policy to ELBSecurityPolicy-TLS-1-2-2017-01.",
    refs: { checkov: ["CKV_AWS_213"], fsbp: ["ELB.8"] },
    check: onlyWhere("policy_type_name", (type) => type === "SSLNegotiationPolicyType", classicPolicy),
  }),
  rule({
    id: "aws-lb-access-logs",
    severity: "low",
    pillar: "operations",
    types: loadBalancers,
    title: "Load balancer keeps no access logs",
    why: "After an incident or an outage nobody can tell who asked for what, or which target failed.",
    fix: "Add an `access_logs` block with a bucket and `enabled = true`.",
    refs: { checkov: ["CKV_AWS_91"], fsbp: ["ELB.5"], cis: ["7.0:4.10"] },
    check: onlyWhere("load_balancer_type", isNotGateway, mustBe("access_logs.enabled", true)),
    remedy: inRoot(keepAccessLogs),
  }),
  rule({
    id: "aws-elb-classic-access-logs",
    severity: "low",
    pillar: "operations",
    types: ["aws_elb"],
    title: "Classic load balancer keeps no access logs",
    why: "After an incident or an outage nobody can tell who asked for what, or which target failed.",
    fix: "Add an `access_logs` block with a bucket.",
    refs: { checkov: ["CKV_AWS_92"], fsbp: ["ELB.5"] },
    check: (component) =>
      read(component.attributes, "access_logs") === undefined
        ? fail()
        : mustNotBe("access_logs.enabled", false)(component),
  }),
  rule({
    id: "aws-lb-deletion-protection",
    severity: "low",
    pillar: "reliability",
    types: loadBalancers,
    title: "Load balancer can be deleted by mistake",
    why: "One wrong command or plan takes the address that all clients use away.",
    fix: "Set `enable_deletion_protection = true`.",
    refs: { checkov: ["CKV_AWS_150"], fsbp: ["ELB.6"] },
    check: mustBe("enable_deletion_protection", true),
    remedy: setTo("enable_deletion_protection", true),
  }),
  rule({
    id: "aws-lb-drop-invalid-headers",
    severity: "medium",
    pillar: "security",
    types: loadBalancers,
    title: "Load balancer passes malformed headers on",
    why: "Headers that load balancer and application read differently let an attacker smuggle requests past checks.",
    fix: "Set `drop_invalid_header_fields = true`.",
    refs: { checkov: ["CKV_AWS_131"], fsbp: ["ELB.4"] },
    check: onlyWhere("load_balancer_type", isApplication, mustBe("drop_invalid_header_fields", true)),
    remedy: setTo("drop_invalid_header_fields", true),
  }),
  rule({
    id: "aws-lb-desync-mitigation",
    severity: "medium",
    pillar: "security",
    types: [...loadBalancers, "aws_elb"],
    title: "Load balancer only watches ambiguous requests",
    why: "In monitor mode requests that are meant to confuse the application behind it go through.",
    fix: "Set `desync_mitigation_mode` to defensive or strictest.",
    refs: { checkov: ["CKV_AWS_328"], fsbp: ["ELB.12", "ELB.14"] },
    check: mustNotBe("desync_mitigation_mode", "monitor"),
    remedy: setTo("desync_mitigation_mode", "defensive"),
  }),
  rule({
    id: "aws-lb-single-zone",
    severity: "high",
    pillar: "reliability",
    types: loadBalancers,
    title: "Load balancer stands in one zone",
    why: "When that availability zone fails, nothing behind the load balancer can be reached.",
    fix: "Name subnets of at least two availability zones in `subnets`.",
    refs: { fsbp: ["ELB.13"] },
    check: subnetCount,
  }),
  rule({
    id: "aws-lb-cross-zone",
    severity: "low",
    pillar: "reliability",
    types: loadBalancers,
    title: "Network load balancer does not spread across zones",
    why: "Each zone only reaches its own targets, so uneven zones overload some of them while others idle.",
    fix: "Set `enable_cross_zone_load_balancing = true`; traffic between zones is charged.",
    refs: { checkov: ["CKV_AWS_152"] },
    check: onlyWhere(
      "load_balancer_type",
      (type) => !isApplication(type),
      mustBe("enable_cross_zone_load_balancing", true),
    ),
  }),
  rule({
    id: "aws-lb-waf",
    severity: "medium",
    pillar: "security",
    types: loadBalancers,
    title: "Public load balancer has no web firewall",
    why: "Common attacks on web applications reach the application unfiltered.",
    fix: "Attach a web ACL with `aws_wafv2_web_acl_association`, its `resource_arn` being the load balancer's.",
    refs: { checkov: ["CKV2_AWS_28"], fsbp: ["ELB.16"] },
    check: onlyWhere("load_balancer_type", isApplication, publicWithoutFirewall),
  }),
  rule({
    id: "aws-lb-health-check",
    severity: "medium",
    pillar: "reliability",
    types: targetGroups,
    title: "Target group has no health check of its own",
    why: "Targets that are up but broken keep getting traffic, because nothing asks the application whether it works.",
    fix: "Add a `health_check` block with the `path` of a page that tells whether the application works.",
    refs: { checkov: ["CKV_AWS_261"] },
    check: onlyWhere("target_type", (type) => type !== "lambda", healthCheck),
    remedy: (component) =>
      textAt(component, "health_check.enabled") === "false" && healthCheck(withoutSwitch(component)).outcome === "pass"
        ? [set(component.address, "health_check.enabled", true)]
        : [],
  }),
];

/** The same target group with its health check on: what is left to find fault with. */
const withoutSwitch = (component: Component): Component => ({
  ...component,
  attributes: {
    ...component.attributes,
    health_check: readAll(component.attributes, "health_check").map(([, block]) => ({ ...block, enabled: true })),
  },
});
