import { describe, expect, it } from "vitest";
import type { Attributes } from "../model/index.ts";
import { Unknown } from "../model/index.ts";
import { gcpComputeRules } from "./gcp-compute.ts";
import { gcpDataRules } from "./gcp-data.ts";
import { gcpGkeRules } from "./gcp-gke.ts";
import { gcpNetworkRules } from "./gcp-network.ts";
import { gcpPlatformRules } from "./gcp-platform.ts";
import { at, casesOf, later, refuses, wants } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

const account = (attributes: Attributes) => ({ service_account: [attributes] });
const ownAccount = new Unknown(["google_service_account.web"]);
const metadata = (name: string, value: Attributes[string]) => ({ metadata: { [name]: value } });
const asks = (name: string, good: string, bad: string) => ({
  pass: [metadata(name, good)],
  fail: [metadata(name, bad)],
  unknown: [{ metadata: later }],
});
const allow = (ports: Attributes[string], more: Attributes = {}) => ({
  source_ranges: ["0.0.0.0/0"],
  allow: [{ protocol: "tcp", ports }],
  ...more,
});
const openPort = (port: number) => ({
  fail: [allow([`${port}`]), allow(["0-65535"]), allow([port]), allow([`${port}`], { source_ranges: ["::/0"] })],
  pass: [
    {},
    allow([`${port}`], { source_ranges: ["10.0.0.0/8"] }),
    allow([`${port}`], { disabled: true }),
    allow([`${port}`], { direction: "EGRESS" }),
    allow(["60000"]),
  ],
  unknown: [allow([`${port}`], { source_ranges: later }), allow(later), { source_ranges: ["0.0.0.0/0"], allow: later }],
});
const grant = {
  fail: [{ member: "allUsers" }, { members: ["user:a@example.com", "allAuthenticatedUsers"] }],
  pass: [{ member: "user:a@example.com" }, { members: ["group:ops@example.com"] }],
  unknown: [{ member: later }, { members: [later] }],
};
const sql = "settings.ip_configuration";
const networks = (value: Attributes[string]) => at(`${sql}.authorized_networks`, [{ value }]);
const infile = (value: Attributes[string]) => at("settings.database_flags", [{ name: "local_infile", value }]);
const authorised = (cidr: Attributes[string]) =>
  at("master_authorized_networks_config.cidr_blocks", [{ cidr_block: cidr }]);

const lifecycle = (type: string, condition: Attributes, storageClass?: string) => ({
  lifecycle_rule: [
    { action: [{ type, ...(storageClass !== undefined && { storage_class: storageClass }) }], condition: [condition] },
  ],
});

const cases = [
  ...casesOf(gcpComputeRules, {
    "gcp-vm-default-account": {
      fail: [account({}), account({ email: "1-compute@developer.gserviceaccount.com" })],
      pass: [
        {},
        account({ email: "web@shop.iam.gserviceaccount.com" }),
        account({ email: ownAccount }),
        { name: "gke-pool", ...account({}) },
      ],
      unknown: [account({ email: later })],
    },
    "gcp-vm-full-scope": {
      fail: [account({ scopes: ["https://www.googleapis.com/auth/cloud-platform"] })],
      pass: [{}, account({ scopes: ["storage-ro"] }), account({ email: ownAccount, scopes: ["cloud-platform"] })],
      unknown: [account({ scopes: later })],
    },
    "gcp-vm-public-ip": {
      fail: [at("network_interface.access_config", [{}])],
      pass: [{ network_interface: [{ network: "default" }] }, at("network_interface.access_config", [])],
      unknown: [at("network_interface.access_config", later)],
    },
    "gcp-vm-not-shielded": {
      fail: [{}, at("shielded_instance_config.enable_vtpm", false)],
      pass: [at("shielded_instance_config.enable_vtpm", true)],
      unknown: [{ shielded_instance_config: later }],
    },
    "gcp-vm-serial-port": asks("serial-port-enable", "FALSE", "TRUE"),
    "gcp-vm-ip-forwarding": refuses("can_ip_forward", true, false),
    "gcp-vm-os-login": asks("enable-oslogin", "TRUE", "FALSE"),
    "gcp-vm-project-keys": asks("block-project-ssh-keys", "TRUE", "false"),
    "gcp-disk-customer-key": {
      fail: [{}, at("disk_encryption_key.kms_key_self_link", "")],
      pass: [at("disk_encryption_key.kms_key_self_link", later)],
    },
    "gcp-vm-boot-disk-customer-key": { fail: [{}], pass: [at("boot_disk.kms_key_self_link", later)] },
    "gcp-group-single-zone": { fail: [{ zone: "europe-west1-b" }], pass: [] },
    "gcp-vm-old-family": refuses("machine_type", "n1-standard-1", "e2-medium"),
  }),
  ...casesOf(gcpNetworkRules, {
    "gcp-firewall-ssh-open": openPort(22),
    "gcp-firewall-rdp-open": openPort(3389),
    "gcp-firewall-database-open": openPort(3306),
    "gcp-firewall-ftp-open": openPort(21),
    "gcp-firewall-http-open": openPort(80),
    "gcp-firewall-all-open": {
      fail: [allow(null, { allow: [{ protocol: "all" }] })],
      pass: [allow(["140"]), allow(null, { allow: [{ protocol: "all" }], source_ranges: ["10.0.0.0/8"] })],
      unknown: [allow(null, { allow: [{ protocol: later }] })],
    },
    "gcp-subnet-no-flow-logs": {
      fail: [{}, { purpose: "PRIVATE" }],
      pass: [{ log_config: [{}] }, { purpose: "REGIONAL_MANAGED_PROXY" }],
      unknown: [{ purpose: later }],
    },
    "gcp-subnet-no-private-access": wants("private_ip_google_access", true, false),
    "gcp-default-network": wants("auto_create_network", false, true),
    "gcp-tls-policy": {
      fail: [
        {},
        { min_tls_version: "TLS_1_2" },
        { profile: "MODERN" },
        { profile: "MODERN", min_tls_version: "TLS_1_1" },
        { profile: "COMPATIBLE", min_tls_version: "TLS_1_2" },
        { profile: "CUSTOM", custom_features: ["TLS_RSA_WITH_3DES_EDE_CBC_SHA"] },
      ],
      pass: [
        { profile: "RESTRICTED" },
        { profile: "MODERN", min_tls_version: "TLS_1_2" },
        { profile: "CUSTOM", custom_features: ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"] },
      ],
      unknown: [{ profile: later }, { profile: "CUSTOM", custom_features: later }],
    },
    "gcp-dnssec": {
      fail: [{}, at("dnssec_config.state", "off")],
      pass: [at("dnssec_config.state", "on"), { visibility: "private" }],
      unknown: [at("dnssec_config.state", later)],
    },
  }),
  ...casesOf(gcpDataRules, {
    "gcp-mysql-root-without-password": { fail: [], pass: [{}, { database_version: "MYSQL_8_0" }] },
    "gcp-bucket-no-archive": {
      fail: [
        lifecycle("Delete", { age: 30 }),
        lifecycle("Delete", { matches_prefix: ["tmp/"] }),
        lifecycle("Delete", { age: 365 }),
        lifecycle("SetStorageClass", { age: 30 }, "ARCHIVE"),
        lifecycle("SetStorageClass", { age: 200 }, "NEARLINE"),
      ],
      pass: [lifecycle("SetStorageClass", { age: 180 }, "ARCHIVE")],
      skip: [
        {},
        lifecycle("Delete", { num_newer_versions: 3 }),
        lifecycle("Delete", { with_state: "ARCHIVED", age: 7 }),
      ],
      unknown: [{ lifecycle_rule: later }, lifecycle("SetStorageClass", { age: later }, "ARCHIVE")],
    },
    "gcp-bucket-mixed-access": wants("uniform_bucket_level_access", true, false),
    "gcp-bucket-public": grant,
    "gcp-bucket-public-prevention": wants("public_access_prevention", "enforced", "inherited"),
    "gcp-bucket-no-versioning": wants("versioning.enabled", true, false),
    "gcp-bucket-no-logs": { fail: [{}], pass: [{ logging: [{ log_bucket: "logs" }] }] },
    "gcp-bucket-no-lifecycle": { fail: [{}], pass: [{ lifecycle_rule: [{}] }] },
    "gcp-sql-open-network": {
      fail: [networks("0.0.0.0/0")],
      pass: [{}, networks("192.0.2.0/24")],
      unknown: [networks(later)],
    },
    "gcp-sql-plain": {
      fail: [{}, at(`${sql}.require_ssl`, false), at(`${sql}.ssl_mode`, "ALLOW_UNENCRYPTED_AND_ENCRYPTED")],
      pass: [at(`${sql}.require_ssl`, true), at(`${sql}.ssl_mode`, "ENCRYPTED_ONLY")],
      unknown: [at(`${sql}.ssl_mode`, later), at(`${sql}.require_ssl`, later)],
    },
    "gcp-sql-no-backup": {
      fail: [{}, at("settings.backup_configuration.enabled", false)],
      pass: [at("settings.backup_configuration.enabled", true), { master_instance_name: "main" }],
      unknown: [{ settings: later }],
    },
    "gcp-sql-public-ip": wants(`${sql}.ipv4_enabled`, false, true),
    "gcp-sql-single-zone": wants("settings.availability_type", "REGIONAL", "ZONAL"),
    "gcp-sql-deletion-protection": refuses("deletion_protection", false, true),
    "gcp-sql-local-infile": { fail: [infile("on")], pass: [{}, infile("off")], unknown: [infile(later)] },
    "gcp-bigquery-public": {
      fail: [at("access.special_group", "allAuthenticatedUsers"), at("access.iam_member", "allUsers")],
      pass: [{}, at("access.special_group", "projectOwners")],
      unknown: [at("access.special_group", later)],
    },
    "gcp-redis-no-auth": wants("auth_enabled", true, false),
    "gcp-redis-plain": wants("transit_encryption_mode", "SERVER_AUTHENTICATION", "DISABLED"),
    "gcp-redis-no-replica": wants("tier", "STANDARD_HA", "BASIC"),
  }),
  ...casesOf(gcpGkeRules, {
    "gcp-gke-legacy-authorisation": refuses("enable_legacy_abac", true, false),
    "gcp-gke-public-control-plane": {
      fail: [{}, at("private_cluster_config.enable_private_endpoint", false)],
      pass: [authorised("192.0.2.0/24"), at("private_cluster_config.enable_private_endpoint", true)],
      unknown: [at("private_cluster_config.enable_private_endpoint", later)],
    },
    "gcp-gke-everyone-authorized": {
      fail: [authorised("0.0.0.0/0")],
      pass: [
        {},
        authorised("192.0.2.0/24"),
        { ...authorised("0.0.0.0/0"), ...at("private_cluster_config.enable_private_endpoint", true) },
      ],
      unknown: [authorised(later)],
    },
    "gcp-gke-public-nodes": wants("private_cluster_config.enable_private_nodes", true, false),
    "gcp-gke-no-network-policy": {
      fail: [{}, at("network_policy.enabled", false)],
      pass: [
        at("network_policy.enabled", true),
        { datapath_provider: "ADVANCED_DATAPATH" },
        { enable_autopilot: true },
      ],
      unknown: [at("network_policy.enabled", later)],
    },
    "gcp-gke-no-channel": wants("release_channel.channel", "STABLE", "UNSPECIFIED"),
    "gcp-gke-unshielded-nodes": refuses("enable_shielded_nodes", false, true),
    "gcp-gke-no-repair": wants("management.auto_repair", true, false),
    "gcp-gke-no-upgrade": wants("management.auto_upgrade", true, false),
    "gcp-gke-metadata": {
      fail: [{}, at("node_config.workload_metadata_config.mode", "GCE_METADATA")],
      pass: [
        at("node_config.workload_metadata_config.mode", "GKE_METADATA"),
        at("node_config.workload_metadata_config.node_metadata", "GKE_METADATA_SERVER"),
        { remove_default_node_pool: true },
      ],
      unknown: [{ node_config: later }],
    },
    "gcp-gke-single-zone": {
      fail: [{ location: "europe-west1-b" }],
      pass: [{ location: "europe-west1" }],
      unknown: [{}, { location: later }],
    },
    "gcp-gke-no-logs": refuses("logging_service", "none", "logging.googleapis.com/kubernetes"),
    "gcp-gke-client-certificate": refuses(
      "master_auth.client_certificate_config.issue_client_certificate",
      true,
      false,
    ),
    "gcp-gke-password-login": refuses("master_auth.username", "admin", ""),
  }),
  ...casesOf(gcpPlatformRules, {
    "gcp-dialogflow-no-log": wants("enable_logging", true, false),
    "gcp-dialogflow-cx-no-log": wants("enable_stackdriver_logging", true, false),
    "gcp-images-not-scanned": {
      fail: [{}, { services: ["iam.googleapis.com"] }],
      pass: [{ services: ["iam.googleapis.com", "containerscanning.googleapis.com"] }],
      unknown: [{ services: later }, { services: [later] }],
    },
    "gcp-iam-uploaded-key": { fail: [{ public_key_data: "x" }], pass: [{}] },
    "gcp-kms-rotation": {
      fail: [{}, { rotation_period: "31536000s" }],
      pass: [{ rotation_period: "7776000s" }, { purpose: "ASYMMETRIC_SIGN" }],
      unknown: [{ rotation_period: later }],
    },
    "gcp-kms-public": grant,
    "gcp-iam-basic-role": refuses("role", "roles/owner", "roles/viewer"),
    "gcp-iam-impersonation": refuses("role", "roles/iam.serviceAccountTokenCreator", "roles/editor"),
    "gcp-iam-account-key": { fail: [{}], pass: [] },
    "gcp-iam-open-federation": { fail: [{}], pass: [{ attribute_condition: "assertion.repository_owner=='shop'" }] },
    "gcp-run-public": grant,
    "gcp-function-public": grant,
    "gcp-function-http": {
      fail: [{ trigger_http: true }, { trigger_http: true, https_trigger_security_level: "SECURE_OPTIONAL" }],
      pass: [{}, { trigger_http: true, https_trigger_security_level: "SECURE_ALWAYS" }],
      unknown: [{ trigger_http: later }],
    },
    "gcp-registry-public": grant,
    "gcp-pubsub-public": grant,
    "gcp-no-alerts": { fail: [{}], pass: [] },
  }),
];

describe("Google Cloud", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  const rules = [...gcpComputeRules, ...gcpDataRules, ...gcpGkeRules, ...gcpPlatformRules];
  const find = (id: string) => rules.find((rule) => rule.id === id);
  const to = (path: string, target: string) => ({ references: [{ path, to: target }] });

  it("lets a machine leave OS Login to its project", () => {
    const machine = component("google_compute_instance", "web");
    expect(find("gcp-vm-os-login")?.check(machine, modelOf(machine)).outcome).toBe("pass");
  });

  it.each([
    ["fail", "MYSQL_8_0", { name: "root" }],
    ["pass", "MYSQL_8_0", { name: "root", password: later }],
    ["pass", "MYSQL_8_0", { name: "app" }],
    ["pass", "POSTGRES_16", { name: "root" }],
  ] as const)("answers %s to a %s with the user %j", (outcome, database_version, attributes) => {
    const instance = component("google_sql_database_instance", "main", { database_version });
    const user = component("google_sql_user", "main", attributes, {
      references: [{ path: "instance", to: instance.id }],
    });
    expect(find("gcp-mysql-root-without-password")?.check(instance, modelOf(instance, user)).outcome).toBe(outcome);
  });

  it("leaves a bucket open that is public on purpose", () => {
    const bucket = component("google_storage_bucket", "site");
    const everyone = component(
      "google_storage_bucket_iam_member",
      "all",
      { member: "allUsers" },
      to("bucket", bucket.id),
    );
    const remedy = find("gcp-bucket-public-prevention")?.remedy;
    expect(remedy?.(bucket, modelOf(bucket, everyone))).toEqual([]);
    expect(remedy?.(bucket, modelOf(bucket))).toHaveLength(1);
  });

  it("hides the metadata of a pool only where its cluster has workload identity", () => {
    const pool = component("google_container_node_pool", "jobs", {}, to("cluster", "google_container_cluster.main"));
    const plain = component("google_container_cluster", "main");
    const ready = component("google_container_cluster", "main", { workload_identity_config: [{}] });
    const remedy = find("gcp-gke-metadata")?.remedy;
    expect(remedy?.(pool, modelOf(pool, plain))).toEqual([]);
    expect(remedy?.(pool, modelOf(pool, ready))).toHaveLength(1);
  });

  it("misses alerts once for a stack", () => {
    const service = component("google_cloud_run_v2_service", "api");
    const machine = component("google_compute_instance", "web");
    const policy = component("google_monitoring_alert_policy", "errors");
    const rule = find("gcp-no-alerts");
    expect(rule?.check(service, modelOf(machine, service)).outcome).toBe("fail");
    expect(rule?.check(machine, modelOf(machine, service)).outcome).toBe("skip");
    expect(rule?.check(service, modelOf(service, policy)).outcome).toBe("pass");
  });
});
