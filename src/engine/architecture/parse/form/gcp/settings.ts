import { isEverywhere } from "../plan.ts";
import type { Plan, Setting } from "../plan.ts";
import { isDatabasePrivate } from "./network.ts";

/** What a workload has to know of the things around it; one that topics call does not have to know them. */
export const settingsOf = (plan: Plan, reader: "app" | "triggered" = "app"): Setting[] => {
  const own = reader === "app";
  const settings: (Setting | false)[] = [
    plan.has("relational_db") && databaseSetting(plan),
    plan.has("document_db", "key_value_db") &&
      (plan.uses("bigtable")
        ? ["BIGTABLE_INSTANCE", "google_bigtable_instance.main.name"]
        : ["FIRESTORE_DATABASE", "google_firestore_database.main.name"]),
    plan.has("cache") && ["CACHE_HOST", "google_redis_instance.main.host"],
    plan.has("search") && ["SEARCH_HOST", "google_compute_instance.search.network_interface[0].network_ip"],
    plan.has("object_storage") && ["BUCKET_NAME", "google_storage_bucket.assets.name"],
    plan.has("queue") && own && ["QUEUE_TOPIC", "google_pubsub_topic.jobs.name"],
    plan.has("pubsub") && ["NOTIFICATION_TOPIC", "google_pubsub_topic.notifications.name"],
    plan.has("events") && own && ["EVENT_TOPIC", "google_pubsub_topic.events.name"],
    plan.has("stream", "iot") && own && ["STREAM_TOPIC", "google_pubsub_topic.stream.name"],
    plan.has("warehouse") && ["DATASET", "google_bigquery_dataset.main.dataset_id"],
    plan.has("file_storage") &&
      !plan.runs("containers") && ["FILE_SERVER", "google_filestore_instance.files.networks[0].ip_addresses[0]"],
    plan.has("auth") && ["IDENTITY_PLATFORM", "google_identity_platform_config.main.name"],
    plan.has("secrets") && ["SECRET", "google_secret_manager_secret.app.secret_id"],
    plan.has("workflow") && ["WORKFLOW", "google_workflows_workflow.main.name"],
  ];
  return settings.filter((setting) => setting !== false);
};

/** Continents by the beginning of their regions' names, as Cloud Storage and Firestore call them. */
const continents = [
  { prefix: "us-", bucket: "US", documents: "nam5" },
  { prefix: "europe-", bucket: "EU", documents: "eur3" },
  { prefix: "asia-", bucket: "ASIA", documents: undefined },
] as const;

/** Where files or documents stand: in several regions of the continent where a single one is not enough. */
export const placeOf = (plan: Plan, what: "bucket" | "documents"): string => {
  const wide = isEverywhere(plan) ? continents.find(({ prefix }) => plan.region.startsWith(prefix))?.[what] : undefined;
  return wide === undefined ? "var.region" : `"${wide}"`;
};

const databaseSetting = (plan: Plan): Setting => {
  if (plan.uses("spanner")) return ["SPANNER_INSTANCE", "google_spanner_instance.main.name"];
  return isDatabasePrivate(plan)
    ? ["DATABASE_HOST", "google_sql_database_instance.main.private_ip_address"]
    : ["DATABASE_CONNECTION", "google_sql_database_instance.main.connection_name"];
};
