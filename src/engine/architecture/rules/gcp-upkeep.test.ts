import { describe, expect, it } from "vitest";
import { gcpIdleRules } from "./gcp-idle.ts";
import { gcpSizingRules } from "./gcp-sizing.ts";
import { gcpSpareRules } from "./gcp-spares.ts";
import { at, later } from "./rule-table-fixture.ts";
import { answerOf, component, unshown } from "./rules-fixture.ts";
import type { RuleCase } from "./rules-fixture.ts";

const rules = [...gcpIdleRules, ...gcpSpareRules, ...gcpSizingRules];

const to = (path: string, target: string) => ({ references: [{ path, to: target }] });
const address = (attributes: object = {}) => component("google_compute_address", "a", { ...attributes });
const disk = component("google_compute_disk", "a");
const service = (attributes: object = {}, path = "", target = "") =>
  component("google_compute_backend_service", "a", { ...attributes }, path === "" ? {} : to(path, target));
const group = (attributes: object = {}) =>
  component("google_compute_region_instance_group_manager", "a", { ...attributes });
const autoscaler = component("google_compute_region_autoscaler", "a", {}, to("target", group().id));
const bucket = (rule: object) =>
  component("google_storage_bucket", "a", { versioning: [{ enabled: true }], lifecycle_rule: [{ ...rule }] });
const machine = (attributes: object = {}) => component("google_compute_instance", "a", { ...attributes });
const database = (attributes: object = {}) => component("google_sql_database_instance", "a", { ...attributes });
const documents = (attributes: object = {}) => component("google_firestore_database", "a", { ...attributes });
const spanner = (attributes: object) => component("google_spanner_instance", "a", { ...attributes });
const pool = (attributes: object) => component("google_container_node_pool", "a", { node_config: [{ ...attributes }] });
const mixed = (attributes: object) =>
  component("google_alloydb_instance", "a", { instance_type: "PRIMARY", ...attributes });

const cases: readonly RuleCase[] = [
  ["gcp-address-unused", address(), "fail"],
  ["gcp-address-unused", address({ address_type: "INTERNAL" }), "pass"],
  [
    "gcp-address-unused",
    address(),
    "pass",
    component("google_compute_forwarding_rule", "a", {}, to("ip_address", address().id)),
  ],
  ["gcp-address-unused", address(), "unknown", component("google_container_cluster", "a")],
  ["gcp-disk-unattached", disk, "fail"],
  ["gcp-disk-unattached", disk, "pass", component("google_compute_attached_disk", "a", {}, to("disk", disk.id))],
  ["gcp-disk-unattached", disk, "unknown", component("google_compute_attached_disk", "a", { disk: later })],
  ["gcp-backend-empty", service(), "fail"],
  ["gcp-backend-empty", service(at("backend.group", "g")), "pass"],
  ["gcp-backend-empty", service({ backend: later }), "unknown"],
  ["gcp-bucket-old-versions-kept", bucket({ action: [{ type: "Delete" }], condition: [{ age: 30 }] }), "fail"],
  [
    "gcp-bucket-old-versions-kept",
    bucket({ action: [{ type: "Delete" }], condition: [{ num_newer_versions: 3 }] }),
    "pass",
  ],
  ["gcp-bucket-old-versions-kept", component("google_storage_bucket", "a"), "pass"],
  ["gcp-registry-keeps-everything", component("google_artifact_registry_repository", "a"), "fail"],
  [
    "gcp-registry-keeps-everything",
    component("google_artifact_registry_repository", "a", at("cleanup_policies.id", "old")),
    "pass",
  ],
  ["gcp-bigquery-no-expiry", component("google_bigquery_dataset", "a"), "fail"],
  ["gcp-bigquery-no-expiry", component("google_bigquery_dataset", "a", { default_table_expiration_ms: 1 }), "pass"],
  ["gcp-spanner-fixed-size", spanner({ num_nodes: 3 }), "fail"],
  ["gcp-spanner-fixed-size", spanner({ processing_units: 100 }), "pass"],
  ["gcp-spanner-fixed-size", spanner({ autoscaling_config: [{}] }), "pass"],

  ["gcp-group-no-autoscaler", group({ target_size: 3 }), "fail"],
  ["gcp-group-no-autoscaler", group(), "pass", autoscaler],
  ["gcp-group-single-machine", group({ target_size: 1 }), "fail"],
  ["gcp-group-single-machine", group({ target_size: 3 }), "pass"],
  ["gcp-group-single-machine", group({ target_size: later }), "unknown"],
  ["gcp-group-no-healing", group(), "fail"],
  ["gcp-group-no-healing", group(at("auto_healing_policies.initial_delay_sec", 60)), "pass"],
  ["gcp-backend-no-health-check", service(at("backend.group", "g"), "backend", group().id), "fail", group()],
  ["gcp-backend-no-health-check", service({ health_checks: ["h"] }), "pass"],
  [
    "gcp-backend-no-health-check",
    service(at("backend.group", "g"), "backend", "google_compute_region_network_endpoint_group.a"),
    "pass",
    component("google_compute_region_network_endpoint_group", "a"),
  ],
  ["gcp-backend-no-health-check", service(), "unknown"],
  ["gcp-vm-single", machine(), "fail"],
  ["gcp-vm-single", machine(at("scheduling.preemptible", true)), "pass"],
  ["gcp-vm-single", machine(), "pass", component("google_compute_instance", "b")],
  ["gcp-vm-no-restart", machine(at("scheduling.automatic_restart", false)), "fail"],
  ["gcp-vm-no-restart", machine(), "pass"],
  ["gcp-disk-no-snapshots", disk, "fail"],
  [
    "gcp-disk-no-snapshots",
    disk,
    "pass",
    component("google_compute_disk_resource_policy_attachment", "a", {}, to("disk", disk.id)),
  ],
  [
    "gcp-sql-few-backups",
    database(at("settings.backup_configuration.backup_retention_settings.retained_backups", 3)),
    "fail",
  ],
  ["gcp-sql-few-backups", database(), "pass"],
  ["gcp-sql-shared-core", database(at("settings.tier", "db-f1-micro")), "fail"],
  ["gcp-sql-shared-core", database(at("settings.tier", "db-custom-2-7680")), "pass"],
  ["gcp-firestore-recovery", documents(), "fail"],
  [
    "gcp-firestore-recovery",
    documents({ point_in_time_recovery_enablement: "POINT_IN_TIME_RECOVERY_ENABLED" }),
    "pass",
  ],
  ["gcp-firestore-deletion-protection", documents(), "fail"],
  ["gcp-firestore-deletion-protection", documents({ delete_protection_state: "DELETE_PROTECTION_ENABLED" }), "pass"],
  ["gcp-alloydb-single-zone", mixed({ availability_type: "ZONAL" }), "fail"],
  ["gcp-alloydb-single-zone", mixed({ availability_type: "REGIONAL" }), "pass"],
  [
    "gcp-alloydb-no-recovery",
    component("google_alloydb_cluster", "a", at("continuous_backup_config.enabled", false)),
    "fail",
  ],
  ["gcp-alloydb-no-recovery", component("google_alloydb_cluster", "a"), "pass"],
  ["gcp-logs-short", component("google_logging_project_bucket_config", "a", { retention_days: 30 }), "fail"],
  ["gcp-logs-short", component("google_logging_project_bucket_config", "a", { retention_days: 400 }), "pass"],
  ["gcp-redis-no-persistence", component("google_redis_instance", "a"), "fail"],
  [
    "gcp-redis-no-persistence",
    component("google_redis_instance", "a", at("persistence_config.persistence_mode", "RDB")),
    "pass",
  ],

  ["gcp-node-old-family", pool({ machine_type: "n1-standard-2" }), "fail"],
  ["gcp-node-old-family", pool({ machine_type: "n2-standard-2" }), "pass"],
  ["gcp-arm-alternative", machine({ machine_type: "n2-standard-4" }), "fail"],
  ["gcp-arm-alternative", machine({ machine_type: "c4a-standard-4" }), "pass"],
  ["gcp-arm-alternative", machine({ machine_type: "n2-standard-4", guest_accelerator: [{}] }), "pass"],
  ["gcp-arm-alternative", machine({ machine_type: later }), "unknown"],
  ["gcp-node-magnetic-disk", pool({ disk_type: "pd-standard" }), "fail"],
  ["gcp-node-magnetic-disk", pool({ disk_type: "pd-balanced" }), "pass"],
  ["gcp-node-magnetic-disk", database(at("settings.disk_type", "PD_HDD")), "fail"],
];

describe("rules about what Google is paid for, what is spare and of what size", () => {
  it.each(cases.map((example) => ({ example, id: example[0], outcome: example[2], given: example[1].attributes })))(
    "$id answers $outcome to $given",
    ({ example, outcome }) => {
      expect(answerOf(rules, example)).toBe(outcome);
    },
  );

  it("shows every rule failing and passing", () => {
    expect(unshown(rules, cases)).toEqual([]);
  });
});
