import { set } from "../design/edit.ts";
import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { atLeast, fail, judge, mustBe, mustNotBe, mustNotMatch, pass, textAt, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const groups = ["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"];
const scalers = ["google_compute_autoscaler", "google_compute_region_autoscaler"];

const scalersOf = (group: Component, model: Model): readonly Component[] | undefined => {
  const lists = scalers.map((type) => companionsOf(group, model, type, "target"));
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
};

const scaled = (group: Component, model: Model): Verdict => {
  const found = scalersOf(group, model);
  if (found === undefined) return unknown;
  return found.length > 0
    ? pass
    : fail(read(group.attributes, "target_size") === undefined ? undefined : "target_size");
};

const severalMachines = (group: Component, model: Model): Verdict => {
  const found = scalersOf(group, model);
  if (found === undefined) return unknown;
  if (found.length > 0) return pass;
  return judge(group, "target_size", (size) => Number(asText(size)) !== 1, unknown);
};

const heals = (group: Component): Verdict => {
  const policies = read(group.attributes, "auto_healing_policies");
  if (isUnknown(policies)) return unknown;
  return policies === undefined ? fail() : pass;
};

/** Groups of serverless services, of buckets and of addresses elsewhere take no health check. */
const needsCheck = (service: Component, model: Model): boolean | undefined => {
  const backends = readAll(service.attributes, "backend");
  if (backends.length === 0) return undefined;
  const targets = service.references.filter(({ path }) => path === "backend").map(({ to }) => model.find(to)?.type);
  if (targets.some((type) => type === undefined)) return undefined;
  if (targets.length === 0) return undefined;
  return targets.some(
    (type) => type?.includes("instance_group") === true || type === "google_compute_network_endpoint_group",
  );
};

const checked = (service: Component, model: Model): Verdict => {
  const checks = read(service.attributes, "health_checks");
  if (Array.isArray(checks) ? checks.length > 0 : checks !== undefined) return pass;
  const isNeeded = needsCheck(service, model);
  return isNeeded === undefined ? unknown : isNeeded ? fail("health_checks") : pass;
};

/** A machine that serves: nodes and machines that may be preempted come and go by design. */
const isPassing = (machine: Component): boolean =>
  asText(read(machine.attributes, "scheduling.preemptible")) === "true" ||
  textAt(machine, "scheduling.provisioning_model") === "SPOT" ||
  textAt(machine, "name")?.startsWith("gke-") === true;

const alone = (machine: Component, model: Model): Verdict =>
  isPassing(machine) ||
  machine.id !== machine.address ||
  model.ofType("google_compute_instance").length > 1 ||
  model.ofType("google_compute_instance_group").length > 0
    ? pass
    : fail();

const disks = ["google_compute_disk", "google_compute_region_disk"];

const snapshots = (disk: Component, model: Model): Verdict => {
  if (read(disk.attributes, "resource_policies") !== undefined) return pass;
  const type = disk.type.replace(/_disk$/, "_disk_resource_policy_attachment");
  const schedules = companionsOf(disk, model, type, "disk");
  if (schedules === undefined) return unknown;
  return schedules.length > 0 || model.ofType("google_backup_dr_backup_plan_association").length > 0 ? pass : fail();
};

const settings = "settings.backup_configuration";

/** Seven are kept where nothing is said. */
const keptBackups = (database: Component): Verdict =>
  atLeast(`${settings}.backup_retention_settings.retained_backups`, 7, pass)(database);

const sharedCore = mustNotMatch("settings.tier", /^db-(?:f1-micro|g1-small)$/);

/** Rules about what is left when a zone, a machine or a mistake takes something away. */
export const gcpSpareRules: readonly Rule[] = [
  rule({
    id: "gcp-group-no-autoscaler",
    severity: "low",
    pillar: "performance",
    types: groups,
    title: "Instance group does not follow the load",
    why: "Under load it becomes slow instead of larger, and at night the machines of the day are paid for.",
    fix: "Add a `google_compute_region_autoscaler` with its `target`, and leave `target_size` out.",
    refs: {},
    check: scaled,
  }),
  rule({
    id: "gcp-group-single-machine",
    severity: "medium",
    pillar: "reliability",
    types: groups,
    title: "Instance group keeps a single machine",
    why: "When that machine fails, nothing answers until another has started, which takes minutes.",
    fix: "Set `target_size` to 2 or more.",
    refs: {},
    check: severalMachines,
  }),
  rule({
    id: "gcp-group-no-healing",
    severity: "medium",
    pillar: "reliability",
    types: groups,
    title: "Instance group does not replace broken machines",
    why: "A machine whose application hangs keeps running, because the machine itself still looks well.",
    fix: "Add `auto_healing_policies` with a `health_check` and an `initial_delay_sec`.",
    refs: {},
    check: heals,
  }),
  rule({
    id: "gcp-backend-no-health-check",
    severity: "medium",
    pillar: "reliability",
    types: ["google_compute_backend_service", "google_compute_region_backend_service"],
    title: "Load balancer asks nobody whether they work",
    why: "It goes on sending a share of all requests to machines that are down.",
    fix: "Name a `google_compute_health_check` in `health_checks`.",
    refs: {},
    check: checked,
  }),
  rule({
    id: "gcp-vm-single",
    severity: "medium",
    pillar: "reliability",
    types: ["google_compute_instance"],
    title: "Machine that nothing replaces when it fails",
    why: "When its zone goes down the service stays down until somebody acts.",
    fix: "Run it in a `google_compute_region_instance_group_manager` over several zones.",
    refs: {},
    check: alone,
  }),
  rule({
    id: "gcp-vm-no-restart",
    severity: "medium",
    pillar: "reliability",
    types: ["google_compute_instance", "google_compute_instance_template"],
    title: "Machine stays down after its host fails",
    why: "Google moves or restarts machines by itself, and was told not to.",
    fix: "Remove `scheduling.automatic_restart = false`.",
    refs: {},
    check: (machine) => (isPassing(machine) ? pass : mustNotBe("scheduling.automatic_restart", false)(machine)),
  }),
  rule({
    id: "gcp-disk-no-snapshots",
    severity: "medium",
    pillar: "reliability",
    types: disks,
    title: "Disk is not backed up",
    why: "When it is damaged or deleted there is nothing to restore it from.",
    fix: "Add a `google_compute_resource_policy` with a snapshot schedule and attach it to the disk.",
    refs: {},
    check: snapshots,
  }),
  rule({
    id: "gcp-sql-few-backups",
    severity: "medium",
    pillar: "reliability",
    types: ["google_sql_database_instance"],
    title: "Fewer than seven backups of the database are kept",
    why: "A mistake that is noticed after a holiday cannot be undone.",
    fix: "Set `backup_retention_settings.retained_backups` to 7 or more.",
    refs: {},
    check: keptBackups,
    remedy: setTo(`${settings}.backup_retention_settings.retained_backups`, 7),
  }),
  rule({
    id: "gcp-sql-shared-core",
    severity: "low",
    pillar: "reliability",
    types: ["google_sql_database_instance"],
    title: "Database runs on a size without promised availability",
    why: "Shared-core sizes are meant for trying things out: Google's agreement leaves them out.",
    fix: "Set `settings.tier` to a dedicated size such as db-custom-2-7680.",
    refs: {},
    check: sharedCore,
  }),
  rule({
    id: "gcp-firestore-recovery",
    severity: "medium",
    pillar: "reliability",
    types: ["google_firestore_database"],
    title: "Documents cannot be restored to a point in time",
    why: "Documents that a bug or a mistake overwrites or deletes are gone after an hour.",
    fix: 'Set `point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"`.',
    refs: {},
    check: mustBe("point_in_time_recovery_enablement", "POINT_IN_TIME_RECOVERY_ENABLED"),
    remedy: setTo("point_in_time_recovery_enablement", "POINT_IN_TIME_RECOVERY_ENABLED"),
  }),
  rule({
    id: "gcp-firestore-deletion-protection",
    severity: "low",
    pillar: "reliability",
    types: ["google_firestore_database"],
    title: "Document database can be deleted by mistake",
    why: "One wrong command or plan is enough to delete all documents.",
    fix: 'Set `delete_protection_state = "DELETE_PROTECTION_ENABLED"`.',
    refs: {},
    check: mustBe("delete_protection_state", "DELETE_PROTECTION_ENABLED"),
    remedy: setTo("delete_protection_state", "DELETE_PROTECTION_ENABLED"),
  }),
  rule({
    id: "gcp-alloydb-single-zone",
    severity: "high",
    pillar: "reliability",
    types: ["google_alloydb_instance"],
    title: "AlloyDB has no standby in another zone",
    why: "When that zone fails, the database is down until it is back.",
    fix: 'Set `availability_type = "REGIONAL"`.',
    refs: {},
    check: (instance) =>
      textAt(instance, "instance_type") === "PRIMARY" ? mustNotBe("availability_type", "ZONAL")(instance) : pass,
    remedy: setTo("availability_type", "REGIONAL"),
  }),
  rule({
    id: "gcp-alloydb-no-recovery",
    severity: "high",
    pillar: "reliability",
    types: ["google_alloydb_cluster"],
    title: "AlloyDB keeps no continuous backup",
    why: "What a mistake overwrites cannot be brought back.",
    fix: "Remove `continuous_backup_config.enabled = false`.",
    refs: {},
    check: mustNotBe("continuous_backup_config.enabled", false),
    remedy: setTo("continuous_backup_config.enabled", true),
  }),
  rule({
    id: "gcp-logs-short",
    severity: "low",
    pillar: "operations",
    types: ["google_logging_project_bucket_config"],
    title: "Logs are kept for less than 90 days",
    why: "What went wrong a quarter ago cannot be looked into any more.",
    fix: "Set `retention_days` to 90 or more.",
    refs: {},
    check: atLeast("retention_days", 90),
    remedy: setTo("retention_days", 90),
  }),
  rule({
    id: "gcp-redis-no-persistence",
    severity: "low",
    pillar: "reliability",
    types: ["google_redis_instance"],
    title: "Cache is empty after a failure",
    why: "Sessions and counters that live there alone are gone when both nodes restart.",
    fix: 'Set `persistence_config.persistence_mode = "RDB"` with an `rdb_snapshot_period`.',
    refs: {},
    check: (cache) => judge(cache, "persistence_config.persistence_mode", (mode) => asText(mode) === "RDB"),
    remedy: ({ address }) => [
      set(address, "persistence_config.persistence_mode", "RDB"),
      set(address, "persistence_config.rdb_snapshot_period", "TWELVE_HOURS"),
    ],
  }),
];
