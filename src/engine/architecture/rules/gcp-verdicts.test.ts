import { expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes } from "../model/index.ts";
import { rules } from "./index.ts";
import { at, later } from "./rule-table-fixture.ts";
import { changesOf, component, toldOf } from "./rules-fixture.ts";
import type { ToldCase } from "./rules-fixture.ts";

const one = (type: string, attributes: Attributes = {}): ToldCase[1] => component(type, "one", attributes);
const other = (type: string, attributes: Attributes = {}): ToldCase[1] => component(type, "other", attributes);

/** Points at each of these in attribute `path`. */
const pointing = (type: string, path: string, ...to: readonly string[]): ToldCase[1] =>
  component(type, "one", { [path]: [{}] }, { references: to.map((id) => ({ path, to: id })) });

const machine = (account: Attributes): ToldCase[1] => one("google_compute_instance", { service_account: [account] });
const fromTemplate = "google_compute_instance_from_template";

const firewall = (attributes: Attributes): ToldCase[1] =>
  one("google_compute_firewall", { source_ranges: ["0.0.0.0/0"], ...attributes });

const policy = (...members: readonly Attributes[string][]): Attributes => ({
  bindings: [{ role: "roles/viewer", members }],
});
const iam = (policyData: Attributes[string]): ToldCase[1] =>
  one("google_storage_bucket_iam_policy", { policy_data: policyData });

const sql = (...flags: readonly Attributes[]): ToldCase[1] =>
  one("google_sql_database_instance", { database_version: "MYSQL_8_0", settings: [{ database_flags: flags }] });

const cases: readonly ToldCase[] = [
  // Whose rights a machine has
  [
    "gcp-vm-default-account",
    machine({ email: new Unknown(["data.google_compute_default_service_account.d"]) }),
    "fail at service_account.email",
  ],
  ["gcp-vm-default-account", machine({ email: new Unknown(["google_service_account.web"]) }), "pass"],
  ["gcp-vm-default-account", machine({ email: later }), "unknown"],
  [
    "gcp-vm-default-account",
    machine({ email: "123-compute@developer.gserviceaccount.com" }),
    "fail at service_account.email",
  ],
  ["gcp-vm-full-scope", machine({ scopes: [["cloud-platform"]] }), "pass"],
  [
    "gcp-vm-full-scope",
    machine({ scopes: ["https://www.googleapis.com/auth/cloud-platform"] }),
    "fail at service_account.scopes",
  ],
  // What an instance leaves out, its template may say.
  ["gcp-vm-not-shielded", one(fromTemplate), "unknown"],
  ["gcp-vm-project-keys", one(fromTemplate), "unknown"],
  ["gcp-vm-project-keys", one("google_compute_instance"), "fail at metadata.block-project-ssh-keys"],
  ["gcp-vm-ip-forwarding", one("google_compute_instance", { name: "gke-main-1", can_ip_forward: true }), "pass"],
  // Databases
  [
    "gcp-sql-plain",
    one("google_sql_database_instance", { settings: [{ ip_configuration: [{ require_ssl: later }] }] }),
    "unknown",
  ],
  [
    "gcp-sql-plain",
    one("google_sql_database_instance", { settings: [{ ip_configuration: [{ ssl_mode: ["ENCRYPTED_ONLY"] }] }] }),
    "fail at settings.ip_configuration.ssl_mode",
  ],
  [
    "gcp-sql-local-infile",
    sql({ name: "slow_query_log", value: "on" }, { name: "local_infile", value: "on" }),
    "fail at settings.database_flags[1].value",
  ],
  ["gcp-sql-local-infile", sql({ name: "local_infile", value: ["on"] }), "pass"],
  [
    "gcp-sql-old-version",
    one("google_sql_database_instance", { database_version: "POSTGRES_12" }),
    "fail at database_version",
  ],
  ["gcp-sql-old-version", one("google_sql_database_instance", { database_version: "ORACLE_19" }), "pass"],
  ["gcp-sql-old-version", one("google_sql_database_instance", { database_version: ["MYSQL_5_7"] }), "pass"],
  [
    "gcp-alloydb-single-zone",
    one("google_alloydb_instance", { instance_type: "READ_POOL", availability_type: "ZONAL" }),
    "pass",
  ],
  [
    "gcp-bigquery-public",
    one("google_bigquery_dataset", { access: [{ special_group: "projectOwners" }, { iam_member: "allUsers" }] }),
    "fail at access[1].iam_member",
  ],
  ["gcp-bucket-no-archive", one("google_storage_bucket", { lifecycle_rule: [{}] }), "skip"],
  // Clusters
  [
    "gcp-gke-image",
    one("google_container_node_pool", at("node_config.image_type", ["COS_CONTAINERD"])),
    "fail at node_config.image_type",
  ],
  [
    "gcp-gke-any-image",
    one("google_container_cluster", at("binary_authorization.evaluation_mode", ["DISABLED"])),
    "pass",
  ],
  ["gcp-gke-single-zone", one("google_container_cluster", { location: "europe-west1-b" }), "fail at location"],
  // Grants: an own account by its text, its template or what it refers to
  [
    "gcp-iam-admin-account",
    one("google_project_iam_binding", {
      role: "roles/editor",
      members: ["user:a@b.c", "serviceAccount:x@y.iam.gserviceaccount.com"],
    }),
    "fail at role",
  ],
  [
    "gcp-iam-admin-account",
    one("google_project_iam_member", { role: "roles/editor", member: new Unknown(["google_service_account.web"]) }),
    "fail at role",
  ],
  [
    "gcp-iam-admin-account",
    one("google_project_iam_member", {
      role: "roles/editor",
      member: new Unknown(["google_service_account.web"], "serviceAccount:${…}"),
    }),
    "fail at role",
  ],
  ["gcp-iam-admin-account", one("google_project_iam_member", { role: "roles/editor", member: "user:a@b.c" }), "pass"],
  [
    "gcp-iam-audit-gaps",
    one("google_project_iam_audit_config", {
      service: "allServices",
      audit_log_config: [{ log_type: "DATA_READ", exempted_members: ["user:a@b.c"] }],
    }),
    "fail at audit_log_config",
  ],
  [
    "gcp-iam-audit-gaps",
    one("google_project_iam_audit_config", { service: "allServices", audit_log_config: later }),
    "unknown",
  ],
  [
    "gcp-project-no-audit",
    one("google_project"),
    "pass",
    component(
      "google_project_iam_audit_config",
      "a",
      {
        service: "allServices",
        audit_log_config: ["ADMIN_READ", "DATA_READ", "DATA_WRITE"].map((type) => ({ log_type: type })),
      },
      { references: [{ path: "project", to: "google_project.one" }] },
    ),
  ],
  [
    "gcp-iam-github",
    one("google_iam_workload_identity_pool_provider", {
      oidc: [{ issuer_uri: "https://token.actions.githubusercontent.com" }],
    }),
    "fail at attribute_condition",
  ],
  [
    "gcp-iam-github",
    one("google_iam_workload_identity_pool_provider", {
      attribute_condition: 'assertion.repository_owner == "acme"',
      oidc: [{ issuer_uri: "https://token.actions.githubusercontent.com" }],
    }),
    "pass",
  ],
  // Whole policies, as text, as an object, or known in part
  ["gcp-bucket-public", iam(JSON.stringify(policy("allUsers"))), "fail at policy_data"],
  ["gcp-bucket-public", iam(JSON.stringify(policy("user:a@b.c"))), "pass"],
  ["gcp-bucket-public", iam(policy("allUsers")), "fail at policy_data"],
  ["gcp-bucket-public", iam(new Unknown(["var.later"], policy(later))), "unknown"],
  ["gcp-bucket-public", iam(new Unknown(["var.later"], policy(new Unknown(["var.name"], "user:${…}")))), "pass"],
  ["gcp-bucket-public", iam({ bindings: [{ members: "allUsers" }, { role: "roles/viewer" }] }), "fail at policy_data"],
  ["gcp-bucket-public", iam("[1]"), "unknown"],
  ["gcp-bucket-public", one("google_storage_bucket_iam_binding", { members: "allUsers" }), "fail at members"],
  // Firewalls
  ["gcp-firewall-ssh-open", firewall({ allow: [{ protocol: later }] }), "unknown"],
  ["gcp-firewall-ssh-open", firewall({ allow: [{ protocol: "udp", ports: ["22"] }] }), "pass"],
  ["gcp-firewall-ssh-open", firewall({ allow: [{ protocol: ["tcp"] }] }), "pass"],
  ["gcp-firewall-ssh-open", firewall({ allow: [{ protocol: "udp" }, { protocol: "tcp" }] }), "fail at allow[1]"],
  ["gcp-firewall-ssh-open", firewall({ allow: [{ protocol: "6", ports: ["20-25"] }] }), "fail at allow[0]"],
  ["gcp-firewall-ssh-open", firewall({ allow: [{ protocol: "tcp", ports: ["443", later] }] }), "unknown"],
  [
    "gcp-firewall-ssh-open",
    firewall({ source_ranges: [["0.0.0.0/0"], "10.0.0.0/8"], allow: [{ protocol: "tcp" }] }),
    "pass",
  ],
  ["gcp-firewall-all-open", firewall({ allow: [{ protocol: "ALL" }] }), "fail at allow[0]"],
  ["gcp-firewall-all-open", firewall({ allow: [{ protocol: ["all"] }] }), "pass"],
  ["gcp-kms-rotation", one("google_kms_crypto_key", { rotation_period: ["7776000s"] }), "fail at rotation_period"],
  ["gcp-kms-rotation", one("google_kms_crypto_key", { rotation_period: "7776000s" }), "pass"],
  [
    "gcp-armor-log4j",
    one("google_compute_security_policy", {
      rule: [{ match: [{ expr: [{ expression: "evaluatePreconfiguredExpr('cve-canary')" }] }] }],
    }),
    "fail at rule[0]",
  ],
  [
    "gcp-armor-log4j",
    one("google_compute_security_policy_rule", {
      action: "deny(403)",
      match: [{ expr: [{ expression: "evaluatePreconfiguredExpr('cve-canary')" }] }],
    }),
    "pass",
  ],
  [
    "gcp-armor-log4j",
    one("google_compute_security_policy_rule", {
      action: "allow",
      match: [{ expr: [{ expression: "evaluatePreconfiguredExpr('cve-canary')" }] }],
    }),
    "fail at action",
  ],
  // Idle things
  ["gcp-backend-empty", one("google_compute_backend_service"), "unknown", other("google_container_cluster")],
  [
    "gcp-backend-empty",
    one("google_compute_backend_service", { load_balancing_scheme: "INTERNAL_SELF_MANAGED" }),
    "unknown",
  ],
  ["gcp-backend-empty", one("google_compute_backend_service"), "fail"],
  ["gcp-bucket-old-versions-kept", one("google_storage_bucket", at("versioning.enabled", later)), "unknown"],
  ["gcp-registry-keeps-everything", one("google_artifact_registry_repository", { cleanup_policies: later }), "unknown"],
  ["gcp-registry-keeps-everything", one("google_artifact_registry_repository", { mode: "REMOTE_REPOSITORY" }), "pass"],
  ["gcp-spanner-fixed-size", one("google_spanner_instance"), "pass"],
  ["gcp-spanner-fixed-size", one("google_spanner_instance", { num_nodes: 3 }), "fail at num_nodes"],
  ["gcp-spanner-fixed-size", one("google_spanner_instance", { processing_units: 100 }), "pass"],
  // Spares
  ["gcp-group-no-healing", one("google_compute_instance_group_manager", { auto_healing_policies: later }), "unknown"],
  ["gcp-backend-no-health-check", pointing("google_compute_backend_service", "backend"), "unknown"],
  [
    "gcp-backend-no-health-check",
    pointing("google_compute_backend_service", "backend", "google_compute_instance_group_manager.gone"),
    "unknown",
  ],
  [
    "gcp-backend-no-health-check",
    pointing("google_compute_backend_service", "backend", "google_compute_instance_group_manager.other"),
    "fail at health_checks",
    other("google_compute_instance_group_manager"),
  ],
  ["gcp-disk-no-snapshots", one("google_compute_disk", { resource_policies: later }), "pass"],
];

it.each(cases.map((given) => [given[0], JSON.stringify(given[1].attributes), given[2], given] as const))(
  "%s of %s: %s",
  (_id, _attributes, told, given) => {
    expect(toldOf(rules, given)).toBe(told);
  },
);

const changes: readonly (readonly [
  id: string,
  subject: ToldCase[1],
  changes: readonly string[],
  ...others: ToldCase[1][],
])[] = [
  // Access lists stop working under uniform access.
  [
    "gcp-bucket-mixed-access",
    one("google_storage_bucket"),
    ["set google_storage_bucket.one uniform_bucket_level_access = true"],
  ],
  [
    "gcp-bucket-mixed-access",
    one("google_storage_bucket"),
    [],
    pointing("google_storage_bucket_acl", "bucket", "google_storage_bucket.one"),
  ],
  // A version of the user's own choice keeps the cluster out of a channel.
  [
    "gcp-gke-no-channel",
    one("google_container_cluster"),
    ['set google_container_cluster.one release_channel.channel = "REGULAR"'],
  ],
  ["gcp-gke-no-channel", one("google_container_cluster", { min_master_version: "1.30" }), []],
  // What somebody has set up already is his to change.
  ["azure-app-gateway-tls", one("azurerm_application_gateway", { ssl_policy: [{ policy_type: "Custom" }] }), []],
  [
    "azure-database-threats-ignored",
    one("azurerm_mysql_server", { threat_detection_policy: [{ enabled: false }] }),
    [],
  ],
  [
    "azure-database-threats-ignored",
    one("azurerm_mysql_server"),
    ['block azurerm_mysql_server.one threat_detection_policy = {"enabled":true}'],
  ],
  [
    "azure-app-no-logs",
    one("azurerm_app_service"),
    [
      "set azurerm_app_service.one logs.http_logs.file_system.retention_in_days = 30",
      "set azurerm_app_service.one logs.http_logs.file_system.retention_in_mb = 35",
      "set azurerm_app_service.one logs.detailed_error_messages_enabled = true",
      "set azurerm_app_service.one logs.failed_request_tracing_enabled = true",
    ],
  ],
];

it.each(changes.map((given) => [given[0], JSON.stringify(given[1].attributes), given] as const))(
  "%s of %s changes what mends it and nothing else",
  (id, _attributes, [, subject, expected, ...others]) => {
    expect(changesOf(rules, id, subject, ...others)).toEqual(expected);
  },
);
