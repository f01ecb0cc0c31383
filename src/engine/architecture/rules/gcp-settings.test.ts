import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import { gcpAnalyticsRules } from "./gcp-analytics.ts";
import { gcpGkeSettingRules } from "./gcp-gke-settings.ts";
import { gcpGrantRules } from "./gcp-grants.ts";
import { gcpOwnKeyRules } from "./gcp-own-keys.ts";
import { gcpServiceRules } from "./gcp-services.ts";
import { gcpSqlFlagRules } from "./gcp-sql-flags.ts";
import { at, casesOf, later, refuses, wants } from "./rule-table-fixture.ts";
import type { Expected } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

const isSet = (path: string): Expected => ({ fail: [{}], pass: [at(path, later)] });
const everyone: Expected = {
  fail: [
    { member: "allUsers" },
    { members: ["allAuthenticatedUsers"] },
    { policy_data: '{"bindings": [{"role": "r", "members": ["allUsers"]}]}' },
    { policy_data: new Unknown(["data.google_iam_policy.p"], { bindings: [{ members: ["allUsers"] }] }) },
  ],
  pass: [{ member: "user:a@example.com" }, { policy_data: '{"bindings": [{"members": ["user:a@example.com"]}]}' }],
  unknown: [{ member: later }, { policy_data: later }, { policy_data: "no JSON" }],
};

const instance = (version: string, ...flags: [name: string, value: string | Unknown][]) => ({
  database_version: version,
  settings: [{ database_flags: flags.map(([name, value]) => ({ name, value })) }],
});
const flag = (version: string, name: string, good: string, bad: string, missing: "fail" | "pass"): Expected => ({
  fail: [
    instance(version, [name, bad]),
    ...(missing === "fail" ? [instance(version, ["other", "on"]), { database_version: version }] : []),
  ],
  pass: [
    instance(version, ["other", "on"], [name, good]),
    instance("OTHER_1", [name, bad]),
    ...(missing === "pass" ? [instance(version)] : []),
  ],
  unknown: [instance(version, [name, later]), { database_version: later }],
});
const postgres = (name: string, good: string, bad: string, missing: "fail" | "pass"): Expected =>
  flag("POSTGRES_16", name, good, bad, missing);
const canary = (action: string, preview = false) => ({
  rule: [{ action, preview, match: [{ expr: [{ expression: "evaluatePreconfiguredExpr('cve-canary')" }] }] }],
});
const github = (condition: string) => ({
  oidc: [{ issuer_uri: "https://token.actions.githubusercontent.com" }],
  attribute_condition: condition,
});

const cases = [
  ...casesOf(gcpOwnKeyRules, {
    "gcp-bigquery-table-customer-key": isSet("encryption_configuration.kms_key_name"),
    "gcp-bigquery-dataset-customer-key": isSet("default_encryption_configuration.kms_key_name"),
    "gcp-pubsub-customer-key": isSet("kms_key_name"),
    "gcp-registry-customer-key": isSet("kms_key_name"),
    "gcp-bigtable-customer-key": isSet("cluster.kms_key_name"),
    "gcp-dataflow-customer-key": isSet("kms_key_name"),
    "gcp-dataproc-customer-key": isSet("cluster_config.encryption_config.kms_key_name"),
    "gcp-vertex-dataset-customer-key": isSet("encryption_spec.kms_key_name"),
    "gcp-spanner-customer-key": isSet("encryption_config.kms_key_name"),
    "gcp-vertex-metadata-customer-key": isSet("encryption_spec.kms_key_name"),
    "gcp-notebook-customer-key": isSet("kms_key"),
    "gcp-workbench-customer-key": {
      fail: [{}, { gce_setup: [{ boot_disk: [{ kms_key: later }], data_disks: [{ disk_type: "PD_SSD" }] }] }],
      pass: [
        at("gce_setup.boot_disk.kms_key", later),
        { gce_setup: [{ boot_disk: [{ kms_key: "k" }], data_disks: [{ kms_key: "k" }] }] },
      ],
    },
    "gcp-document-ai-customer-key": isSet("kms_key_name"),
    "gcp-document-warehouse-customer-key": isSet("kms_key"),
    "gcp-vertex-endpoint-customer-key": isSet("encryption_spec.kms_key_name"),
    "gcp-vertex-feature-store-customer-key": isSet("encryption_spec.kms_key_name"),
    "gcp-vertex-tensorboard-customer-key": isSet("encryption_spec.kms_key_name"),
    "gcp-notebook-runtime-customer-key": isSet("virtual_machine.virtual_machine_config.encryption_config.kms_key"),
    "gcp-sql-customer-key": isSet("encryption_key_name"),
    "gcp-bucket-customer-key": isSet("encryption.default_kms_key_name"),
    "gcp-redis-customer-key": isSet("customer_managed_key"),
    "gcp-gke-secrets-customer-key": isSet("database_encryption.key_name"),
  }),
  ...casesOf(gcpSqlFlagRules, {
    "gcp-postgresql-no-checkpoint-log": {
      fail: [instance("POSTGRES_16", ["log_checkpoints", "off"]), instance("POSTGRES_13")],
      pass: [instance("POSTGRES_13", ["log_checkpoints", "on"]), instance("POSTGRES_15"), instance("MYSQL_8_0")],
      unknown: [{ database_version: later }],
    },
    "gcp-postgresql-no-connection-log": postgres("log_connections", "on", "off", "fail"),
    "gcp-postgresql-no-disconnection-log": postgres("log_disconnections", "on", "off", "fail"),
    "gcp-postgresql-no-lock-log": postgres("log_lock_waits", "on", "off", "fail"),
    "gcp-postgresql-message-level": postgres("log_min_messages", "warning", "loud", "pass"),
    "gcp-postgresql-no-temporary-file-log": postgres("log_temp_files", "0", "10", "pass"),
    "gcp-postgresql-logs-statements-by-time": postgres("log_min_duration_statement", "-1", "250", "pass"),
    "gcp-sqlserver-cross-database": flag("SQLSERVER_2019_STANDARD", "cross db ownership chaining", "off", "on", "pass"),
    "gcp-sqlserver-contained-logins": flag(
      "SQLSERVER_2019_STANDARD",
      "contained database authentication",
      "off",
      "on",
      "pass",
    ),
    "gcp-postgresql-no-host-log": postgres("log_hostname", "on", "off", "fail"),
    "gcp-postgresql-error-level": postgres("log_min_error_statement", "error", "panic", "fail"),
    "gcp-postgresql-no-audit": postgres("cloudsql.enable_pgaudit", "on", "off", "fail"),
    "gcp-postgresql-no-statement-log": postgres("log_statement", "ddl", "none", "fail"),
    "gcp-postgresql-no-duration-log": postgres("log_duration", "on", "off", "fail"),
    "gcp-postgresql-executor-statistics": postgres("log_executor_stats", "off", "on", "pass"),
    "gcp-postgresql-parser-statistics": postgres("log_parser_stats", "off", "on", "pass"),
    "gcp-postgresql-planner-statistics": postgres("log_planner_stats", "off", "on", "pass"),
    "gcp-postgresql-statement-statistics": postgres("log_statement_stats", "off", "on", "pass"),
    "gcp-mysql-shows-databases": flag("MYSQL_8_0", "skip_show_database", "on", "off", "fail"),
    "gcp-sqlserver-external-scripts": flag("SQLSERVER_2019_STANDARD", "external scripts enabled", "off", "on", "pass"),
  }),
  ...casesOf(gcpGkeSettingRules, {
    "gcp-gke-no-pod-policy": {
      fail: [
        { min_master_version: "1.24.3-gke.100" },
        { min_master_version: "1.9", ...at("pod_security_policy_config.enabled", false) },
      ],
      pass: [{ min_master_version: "1.24", ...at("pod_security_policy_config.enabled", true) }],
      unknown: [{ min_master_version: "1.24", ...at("pod_security_policy_config.enabled", later) }],
    },
    "gcp-gke-no-labels": {
      fail: [{}, { resource_labels: {} }],
      pass: [{ resource_labels: { team: "web" } }, { resource_labels: later }],
    },
    "gcp-gke-image": {
      fail: [{}, at("node_config.image_type", "UBUNTU")],
      pass: [
        at("node_config.image_type", "cos_containerd"),
        { remove_default_node_pool: true },
        { enable_autopilot: true },
      ],
      unknown: [at("node_config.image_type", later)],
    },
    "gcp-gke-routes": isSet("ip_allocation_policy"),
    "gcp-gke-blind-nodes": wants("enable_intranode_visibility", true, false),
    "gcp-gke-no-groups": isSet("authenticator_groups_config.security_group"),
    "gcp-gke-any-image": {
      fail: [{}, at("binary_authorization.evaluation_mode", "DISABLED"), { enable_binary_authorization: false }],
      pass: [
        at("binary_authorization.evaluation_mode", "PROJECT_SINGLETON_POLICY_ENFORCE"),
        { enable_binary_authorization: true },
      ],
      unknown: [at("binary_authorization.evaluation_mode", later)],
    },
    "gcp-gke-insecure-boot": wants("node_config.shielded_instance_config.enable_secure_boot", true, false),
    "gcp-gke-no-integrity-monitoring": refuses(
      "node_config.shielded_instance_config.enable_integrity_monitoring",
      false,
      true,
    ),
    "gcp-gke-pool-inside": { fail: [{ node_pool: [{}] }], pass: [{}] },
    "gcp-gke-default-account": {
      fail: [
        {},
        at("node_config.service_account", "default"),
        at("node_config.service_account", "1-compute@developer.gserviceaccount.com"),
        at("node_config.service_account", new Unknown(["data.google_compute_default_service_account.default"])),
      ],
      pass: [
        at("node_config.service_account", later),
        at("node_config.service_account", "nodes@shop.iam.gserviceaccount.com"),
      ],
    },
    "gcp-gke-alpha": refuses("enable_kubernetes_alpha", true, false),
    "gcp-gke-old-version": refuses("min_master_version", "1.11.2", "1.30"),
    "gcp-gke-fixed-size": isSet("autoscaling"),
    "gcp-gke-deletion-protection": refuses("deletion_protection", false, true),
  }),
  ...casesOf(gcpGrantRules, {
    "gcp-project-no-audit": { fail: [{ project_id: "shop" }], pass: [] },
    "gcp-iam-default-account": {
      fail: [
        { member: "serviceAccount:1-compute@developer.gserviceaccount.com" },
        { members: ["serviceAccount:shop@appspot.gserviceaccount.com"] },
        { member: new Unknown(["data.google_compute_default_service_account.default"]) },
      ],
      pass: [{ member: "serviceAccount:web@shop.iam.gserviceaccount.com" }],
      unknown: [{ member: new Unknown() }],
    },
    "gcp-iam-admin-account": {
      fail: [{ member: "serviceAccount:web@shop.iam.gserviceaccount.com", role: "roles/storage.admin" }],
      pass: [
        { member: "user:a@example.com", role: "roles/storage.admin" },
        { member: "serviceAccount:web@shop.iam.gserviceaccount.com", role: "roles/storage.objectViewer" },
      ],
    },
    "gcp-iam-wide-impersonation": refuses("role", "roles/iam.serviceAccountAdmin", "roles/storage.objectViewer"),
    "gcp-iam-reads-everything": refuses("role", "roles/viewer", "roles/storage.objectViewer"),
    "gcp-iam-public": everyone,
    "gcp-iam-github": {
      fail: [github(""), github("assertion.repository == '*'"), github("'admin' in google.groups")],
      pass: [{}, github("assertion.repository_owner == 'shop'")],
      unknown: [{ oidc: [{ issuer_uri: "https://token.actions.githubusercontent.com" }], attribute_condition: later }],
    },
    "gcp-iam-audit-gaps": {
      fail: [
        { service: "storage.googleapis.com" },
        { service: "allServices", audit_log_config: [{ exempted_members: ["user:a@example.com"] }] },
      ],
      pass: [{ service: "allServices", audit_log_config: [{ log_type: "DATA_READ" }] }],
      unknown: [{ service: later }],
    },
    "gcp-iam-exported-key": { fail: [], pass: [{}] },
    "gcp-bigquery-table-public": everyone,
    "gcp-dataproc-public-grant": everyone,
    "gcp-container-registry-public": {
      fail: [{ bucket: "artifacts.shop.appspot.com", member: "allUsers" }],
      pass: [
        { bucket: "assets", member: "allUsers" },
        { bucket: "artifacts.shop.appspot.com", member: "user:a@example.com" },
      ],
    },
    "gcp-kms-destroyable": wants("lifecycle.prevent_destroy", true, false),
    "gcp-secret-endless": isSet("rotation"),
  }),
  ...casesOf(gcpAnalyticsRules, {
    "gcp-tpu-public": wants("network_config.enable_external_ips", false, true),
    "gcp-function-open": wants("ingress_settings", "ALLOW_INTERNAL_ONLY", "ALLOW_ALL"),
    "gcp-build-public-workers": wants("worker_config.no_external_ip", true, false),
    "gcp-fusion-public": wants("private_instance", true, false),
    "gcp-fusion-no-logs": wants("enable_stackdriver_logging", true, false),
    "gcp-fusion-no-monitoring": wants("enable_stackdriver_monitoring", true, false),
    "gcp-notebook-public": wants("no_public_ip", true, false),
    "gcp-workbench-public": wants("gce_setup.disable_public_ip", true, false),
    "gcp-notebook-insecure-boot": {
      fail: [
        at("shielded_instance_config.enable_vtpm", false),
        at("shielded_instance_config.enable_integrity_monitoring", false),
      ],
      pass: [{}, at("shielded_instance_config.enable_vtpm", true)],
    },
    "gcp-vertex-endpoint-public": {
      fail: [{}, { network: "x", public_endpoint_enabled: true }],
      pass: [{ network: later }],
    },
    "gcp-notebook-runtime-public": wants("virtual_machine.virtual_machine_config.internal_ip_only", true, false),
    "gcp-dataflow-public": wants("ip_configuration", "WORKER_IP_PRIVATE", "WORKER_IP_PUBLIC"),
    "gcp-dataproc-public": wants("cluster_config.gce_cluster_config.internal_ip_only", true, false),
  }),
  ...casesOf(gcpServiceRules, {
    "gcp-spanner-drop-protection": wants("enable_drop_protection", true, false),
    "gcp-spanner-deletion-protection": refuses("deletion_protection", false, true),
    "gcp-bigquery-deletion-protection": wants("deletion_protection", true, false),
    "gcp-bigtable-deletion-protection": wants("deletion_protection", true, false),
    "gcp-bucket-logs-itself": {
      fail: [{ name: "a", logging: [{ log_bucket: "a" }] }],
      pass: [{ name: "a" }, { name: "a", logging: [{ log_bucket: "b" }] }],
    },
    "gcp-bucket-unlocked-logs": { fail: [], pass: [{}] },
    "gcp-sql-old-version": {
      fail: [
        { database_version: "POSTGRES_11" },
        { database_version: "MYSQL_5_7" },
        { database_version: "SQLSERVER_2017_STANDARD" },
      ],
      pass: [{}, { database_version: "POSTGRES_17" }, { database_version: "MYSQL_8_0" }],
      unknown: [{ database_version: later }],
    },
    "gcp-mysql-no-point-in-time": {
      fail: [{ database_version: "MYSQL_8_0" }],
      pass: [
        { database_version: "POSTGRES_17" },
        { database_version: "MYSQL_8_0", master_instance_name: "main" },
        { database_version: "MYSQL_8_0", ...at("settings.backup_configuration.binary_log_enabled", true) },
      ],
      unknown: [{ database_version: later }],
    },
    "gcp-postgresql-no-point-in-time": {
      fail: [{ database_version: "POSTGRES_17" }],
      pass: [
        { database_version: "MYSQL_8_0" },
        {
          database_version: "POSTGRES_17",
          ...at("settings.backup_configuration.point_in_time_recovery_enabled", true),
        },
      ],
      unknown: [{ database_version: later }],
    },
    "gcp-sql-fixed-disk": refuses("settings.disk_autoresize", false, true),
    "gcp-armor-log4j": {
      fail: [{}, canary("allow"), canary("deny(403)", true)],
      pass: [canary("deny(403)"), { type: "CLOUD_ARMOR_EDGE" }],
      unknown: [{ rule: later }],
    },
    "gcp-dnssec-weak": {
      fail: [at("dnssec_config.default_key_specs", [{ algorithm: "rsasha1" }])],
      pass: [{}, at("dnssec_config.default_key_specs", [{ algorithm: "rsasha256" }])],
    },
    "gcp-subnet-no-ipv6-access": {
      fail: [{ stack_type: "IPV4_IPV6" }],
      pass: [{}, { stack_type: "IPV4_IPV6", private_ipv6_google_access: "ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE" }],
      unknown: [{ stack_type: later }],
    },
    "gcp-legacy-network": wants("auto_create_subnetworks", false, true),
    "gcp-network-no-firewall": { fail: [{}], pass: [] },
    "gcp-kms-software-key": wants("version_template.protection_level", "HSM", "SOFTWARE"),
    "gcp-forwarding-http": {
      fail: [],
      pass: [{}, { load_balancing_scheme: "INTERNAL" }],
      unknown: [{ load_balancing_scheme: later }],
    },
    "gcp-disk-magnetic": refuses("type", "pd-standard", "pd-balanced"),
    "gcp-autoscaler-single": refuses("autoscaling_policy.min_replicas", 1, 2),
    "gcp-bigtable-single-cluster": {
      fail: [{}, { cluster: [{}] }],
      pass: [{ cluster: [{}, {}] }],
      unknown: [{ cluster: later }],
    },
    "gcp-filestore-basic": wants("tier", "REGIONAL", "BASIC_HDD"),
  }),
];

describe("keys, grants, flags and services on Google Cloud", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  const all = [...gcpGrantRules, ...gcpServiceRules];
  const pointing = (type: string, path: string, to: string, attributes = {}) =>
    component(type, "beside", attributes, { references: [{ path, to }] });
  const answer = (id: string, subject: ReturnType<typeof component>, ...others: ReturnType<typeof component>[]) => {
    const rule = all.find((one) => one.id === id);
    return rule && outcomeOf(rule, subject, modelOf(subject, ...others));
  };

  it("tells an account with a key file", () => {
    const account = component("google_service_account", "web");
    expect(
      answer("gcp-iam-exported-key", account, pointing("google_service_account_key", "service_account_id", account.id)),
    ).toBe("fail");
  });

  it("takes a firewall of the network", () => {
    const network = component("google_compute_network", "main");
    expect(answer("gcp-network-no-firewall", network, pointing("google_compute_firewall", "network", network.id))).toBe(
      "pass",
    );
  });

  it("asks only buckets that logs are sent to for a lock", () => {
    const logs = component("google_storage_bucket", "logs");
    const sink = pointing("google_logging_project_sink", "destination", logs.id);
    expect(answer("gcp-bucket-unlocked-logs", logs, sink)).toBe("fail");
  });

  it("lets a load balancer answer HTTP when it only redirects", () => {
    const map = (attributes: object) => component("google_compute_url_map", "web", { ...attributes });
    const proxy = component(
      "google_compute_target_http_proxy",
      "web",
      {},
      {
        references: [{ path: "url_map", to: "google_compute_url_map.web" }],
      },
    );
    const entry = component(
      "google_compute_global_forwarding_rule",
      "web",
      {},
      {
        references: [{ path: "target", to: proxy.id }],
      },
    );
    expect(answer("gcp-forwarding-http", entry, proxy, map({}))).toBe("fail");
    expect(answer("gcp-forwarding-http", entry, proxy, map({ default_url_redirect: [{}] }))).toBe("pass");
  });
});
