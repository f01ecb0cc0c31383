import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { addCompanion } from "../../rules/remedies.ts";
import { add, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { all, every } from "./cloud-goals.ts";
import { declared, numberAt } from "./declared.ts";
import { isPrimary, keepLog } from "./gcp-standby.ts";

/** Two weeks outlast a holiday; a month is what is set. */
const enough = 14;
const kept = 30;

const keepsLong = (database: Component): boolean =>
  textAt(database, "settings.backup_configuration.enabled") === "true" &&
  numberAt(database, "settings.backup_configuration.backup_retention_settings.retained_backups") >= enough;

const keepsVersions = (bucket: Component): boolean => textAt(bucket, "versioning.enabled") === "true";

/** Fourteen weeks is the most that Firestore keeps. */
const keptDocuments = 98;

const isScheduled = (database: Component, model: Model): boolean =>
  model.attached(database, "google_firestore_backup_schedule", "database").length > 0;

const disks = ["google_compute_instance", "google_compute_disk"];

const isSnapshotted = (disk: Component, model: Model): boolean =>
  model.attached(disk, "google_compute_disk_resource_policy_attachment", "disk").length > 0 ||
  read(disk.attributes, "resource_policies") !== undefined;

/** Whether everything that holds data can be brought back as it was two weeks ago. */
export const isKept = (model: Model): boolean | undefined =>
  all(
    every(model.ofType("google_sql_database_instance").filter(isPrimary), keepsLong),
    every(model.ofType("google_storage_bucket"), keepsVersions),
    every(model.ofType("google_firestore_database"), (database) => isScheduled(database, model)),
    every(model.ofType(...disks), (disk) => isSnapshotted(disk, model)),
  );

const keepDatabase = (database: Component): Edit[] => [
  ...keepLog(database),
  set(database.address, "settings.backup_configuration.backup_retention_settings.retained_backups", kept),
];

/** Any second of the last week, and the Sundays of a quarter. */
const scheduleDocuments = (database: Component, model: Model): readonly Edit[] => [
  set(database.address, "point_in_time_recovery_enablement", "POINT_IN_TIME_RECOVERY_ENABLED"),
  ...addCompanion(
    database,
    model,
    "google_firestore_backup_schedule",
    (reference) => `  database  = ${reference}.name
  retention = "${keptDocuments * 24 * 3600}s"

  weekly_recurrence {
    day = "SUNDAY"
  }
`,
  ),
];

const snapshots = (region: string): string => `resource "google_compute_resource_policy" "stackstage_snapshots" {
  name   = "stackstage-snapshots"
  region = "${region}"

  snapshot_schedule_policy {
    schedule {
      daily_schedule {
        days_in_cycle = 1
        start_time    = "03:00"
      }
    }

    retention_policy {
      max_retention_days    = ${kept}
      on_source_disk_delete = "KEEP_AUTO_SNAPSHOTS"
    }
  }
}
`;

/** A boot disk is called like its machine. */
const snapshotDisk = (disk: Component, model: Model): readonly Edit[] => [
  add("google_compute_resource_policy.stackstage_snapshots", snapshots(model.region)),
  ...addCompanion(
    disk,
    model,
    "google_compute_disk_resource_policy_attachment",
    (reference) => `  name = google_compute_resource_policy.stackstage_snapshots.name
  disk = ${reference}.name
  zone = ${reference}.zone
`,
  ),
];

/** Databases with a month of backups and their log, files with their versions, documents and disks saved by a schedule. */
export const addBackups = (model: Model): Edit[] => [
  ...declared(model, "google_sql_database_instance")
    .filter((database) => isPrimary(database) && !keepsLong(database))
    .flatMap(keepDatabase),
  ...declared(model, "google_storage_bucket")
    .filter((bucket) => !keepsVersions(bucket))
    .map(({ address }) => set(address, "versioning.enabled", true)),
  ...declared(model, "google_firestore_database")
    .filter((database) => !isScheduled(database, model))
    .flatMap((database) => scheduleDocuments(database, model)),
  ...declared(model, ...disks)
    .filter((disk) => !isSnapshotted(disk, model))
    .flatMap((disk) => snapshotDisk(disk, model)),
];
