import { flagAt, textAt } from "../attributes.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { amount } from "../words.ts";
import { charge } from "./prices.ts";

const priceTopic: Pricer = (_, { usage, profile }) => {
  const moved = usage("google_pubsub_topic", "monthly_message_data_tb");
  return [charge("pubsub.tib", moved, `${moved} TiB published a month (${profile})`, "published")];
};

const priceSubscription: Pricer = (component, { usage, profile }) => {
  const moved = usage("google_pubsub_subscription", "monthly_message_data_tb");
  const kept = usage("google_pubsub_subscription", "storage_gb");
  return [
    charge("pubsub.tib", moved, `${moved} TiB delivered a month (${profile})`, "delivered"),
    ...(flagAt(component, "retain_acked_messages") === true
      ? [charge("pubsub.retained_gib_month", kept, `${amount(kept)} GiB kept (${profile})`, "kept")]
      : []),
  ];
};

const priceTasks: Pricer = (_, { usage, profile }) => {
  const operations = usage("google_cloud_tasks_queue", "monthly_operations");
  return [charge("tasks.million", operations / 1e6, `${amount(operations)} operations a month (${profile})`)];
};

const priceSchedule: Pricer = () => [charge("scheduler.job_month", 1, "one job, beyond the three free ones")];

/** A key has one active version until it is rotated; a ring's keys are priced one by one. */
const priceKey: Pricer = (component, { usage, profile }) => {
  const level = textAt(component, "version_template.protection_level", "SOFTWARE");
  const price = level === "SOFTWARE" ? "kms.key_month" : level === "HSM" ? "kms.hsm_key_month" : undefined;
  const operations = usage("google_kms_crypto_key", "monthly_key_operations");
  return [
    charge(price, 1, `one active version, ${level?.toLowerCase() ?? ""}`),
    charge("kms.op_10k", operations / 1e4, `${amount(operations)} operations a month (${profile})`),
  ];
};

const priceSecret: Pricer = (_, { usage, profile }) => {
  const reads = usage("google_secret_manager_secret", "monthly_access_operations");
  return [charge("secret.access_10k", reads / 1e4, `${amount(reads)} reads a month (${profile})`)];
};

const priceSecretVersion: Pricer = () => [charge("secret.version_month", 1, "one active version")];

const priceSink: Pricer = (_, { usage, profile }) => {
  const taken = usage("google_logging_project_sink", "monthly_logging_data_gb");
  return [charge("logging.gb", taken, `${amount(taken)} GB taken in a month (${profile})`)];
};

/** Pub/Sub, Tasks, Scheduler, KMS, Secret Manager and logging. */
export const servicePricers: Pricers = {
  google_pubsub_topic: priceTopic,
  google_pubsub_subscription: priceSubscription,
  google_cloud_tasks_queue: priceTasks,
  google_cloud_scheduler_job: priceSchedule,
  google_kms_crypto_key: priceKey,
  google_secret_manager_secret: priceSecret,
  google_secret_manager_secret_version: priceSecretVersion,
  google_logging_project_sink: priceSink,
  google_logging_folder_sink: priceSink,
  google_logging_organization_sink: priceSink,
  google_logging_billing_account_sink: priceSink,
};
