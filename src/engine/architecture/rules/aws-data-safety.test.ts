import { describe, expect, it } from "vitest";
import type { Attributes } from "../model/index.ts";
import { dataSafetyRules } from "./aws-data-safety.ts";
import { at, casesOf, later, wants } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

const policy = (statement: object): string => JSON.stringify({ Statement: [statement] });
const denyAll = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
const copied = (copy: Attributes) =>
  at("policy_details.schedule.cross_region_copy_rule", [{ target: "eu-west-1", ...copy }]);
const shared = (encryption: Attributes) =>
  at("policy_details.action.cross_region_copy", [{ target: "eu-west-1", encryption_configuration: [encryption] }]);

const cases = casesOf(dataSafetyRules, {
  "aws-s3-lockout": {
    fail: [{ policy: policy(denyAll) }],
    pass: [
      {},
      { policy: policy({ ...denyAll, Condition: { Bool: { "aws:SecureTransport": "false" } } }) },
      { policy: policy({ ...denyAll, Action: "s3:DeleteBucket" }) },
    ],
    unknown: [{ policy: later }],
  },
  "aws-s3-object-lock": {
    fail: [at("object_lock_configuration.rule", "x")],
    pass: [{}, at("object_lock_configuration.object_lock_enabled", "Enabled")],
    unknown: [at("object_lock_configuration.object_lock_enabled", later)],
  },
  "aws-glacier-open": {
    fail: [{ access_policy: policy({ Effect: "Allow", Principal: "*", Action: "glacier:*", Resource: "*" }) }],
    pass: [{}, { access_policy: policy({ Effect: "Allow", Principal: { AWS: "123456789012" } }) }],
    unknown: [{ access_policy: later }],
  },
  "aws-logs-year": {
    fail: [{ retention_in_days: 90 }],
    pass: [{}, { retention_in_days: 0 }, { retention_in_days: 365 }],
    unknown: [{ retention_in_days: later }],
  },
  "aws-opensearch-audit": {
    fail: [
      at("log_publishing_options.log_type", "INDEX_SLOW_LOGS"),
      { log_publishing_options: [{ log_type: "INDEX_SLOW_LOGS" }, { log_type: "AUDIT_LOGS", enabled: false }] },
    ],
    pass: [at("log_publishing_options.log_type", "AUDIT_LOGS")],
    unknown: [{ log_publishing_options: later }],
  },
  "aws-opensearch-masters": {
    fail: [{}, { cluster_config: [{ dedicated_master_enabled: true, dedicated_master_count: 2 }] }],
    pass: [{ cluster_config: [{ dedicated_master_enabled: true, dedicated_master_count: 3 }] }],
    unknown: [at("cluster_config.dedicated_master_enabled", later)],
  },
  "aws-opensearch-default-group": {
    fail: [at("vpc_options.subnet_ids", ["a"])],
    pass: [{}, at("vpc_options.security_group_ids", ["sg"])],
  },
  "aws-aurora-audit": {
    fail: [{ engine: "aurora-mysql" }, { enabled_cloudwatch_logs_exports: ["error"] }],
    pass: [{ engine: "aurora-postgresql" }, { engine: "aurora-mysql", enabled_cloudwatch_logs_exports: ["audit"] }],
    unknown: [{ enabled_cloudwatch_logs_exports: later }],
  },
  "aws-aurora-backtrack": {
    fail: [{ engine: "aurora-mysql" }, { backtrack_window: 0 }],
    pass: [{ engine: "aurora-postgresql" }, { backtrack_window: 86_400 }],
    unknown: [{ backtrack_window: later }],
  },
  "aws-snapshots-copied-plain": {
    fail: [copied({}), copied({ encrypted: false }), shared({ encrypted: false })],
    pass: [{}, copied({ encrypted: true }), shared({ encrypted: true })],
    unknown: [copied({ encrypted: later })],
  },
  "aws-snapshots-copied-customer-key": {
    fail: [copied({ encrypted: true }), shared({ encrypted: true })],
    pass: [{}, copied({ cmk_arn: "k" }), shared({ cmk_arn: "k" }), copied({ cmk_arn: later })],
  },
  "aws-network-acl-unused": { fail: [{}], pass: [{ subnet_ids: ["a"] }] },
  "aws-peering-all": {
    fail: [{ vpc_peering_connection_id: "p", destination_cidr_block: "0.0.0.0/0" }],
    pass: [{ gateway_id: "i", destination_cidr_block: "0.0.0.0/0" }, { vpc_peering_connection_id: "p" }],
  },
  "aws-config-recorder-off": wants("is_enabled", true, false),
  "aws-cloudfront-certificate": {
    fail: [{}, at("viewer_certificate.cloudfront_default_certificate", true)],
    pass: [at("viewer_certificate.acm_certificate_arn", later)],
  },
  "aws-elb-plain": {
    fail: [at("listener.lb_protocol", "tcp")],
    pass: [at("listener.lb_protocol", "HTTPS")],
    unknown: [at("listener.lb_protocol", later)],
  },
  "aws-datasync-secret": { fail: [{ secret_key: "abc" }], pass: [{}, { secret_key: later }] },
  "aws-feature-store-key": {
    fail: [
      at("online_store_config.enable_online_store", true),
      at("offline_store_config.s3_storage_config.s3_uri", "s"),
    ],
    pass: [{}, at("offline_store_config.s3_storage_config.kms_key_id", "k")],
  },
});

describe("rules about data", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  it("see a peered network in a table's own routes", () => {
    const rule = dataSafetyRules.find(({ id }) => id === "aws-peering-all");
    const table = (range: string) =>
      component("aws_route_table", "t", { route: [{ cidr_block: range, vpc_peering_connection_id: "p" }] });
    expect(rule?.check(table("0.0.0.0/0"), modelOf())).toEqual({ outcome: "fail", path: "route[0].cidr_block" });
    expect(rule?.check(table("10.0.0.0/16"), modelOf()).outcome).toBe("pass");
  });

  it("take an association for a subnet of a network ACL", () => {
    const rule = dataSafetyRules.find(({ id }) => id === "aws-network-acl-unused");
    const acl = component("aws_network_acl", "a");
    const joined = component(
      "aws_network_acl_association",
      "a",
      {},
      { references: [{ path: "network_acl_id", to: "aws_network_acl.a" }] },
    );
    expect(rule?.check(acl, modelOf(acl, joined)).outcome).toBe("pass");
  });
});
