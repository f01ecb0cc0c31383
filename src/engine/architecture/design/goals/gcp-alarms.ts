import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { add, code, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { declared, singles } from "./declared.ts";

interface Watch {
  types: readonly string[];
  /** Ends the labels: `stackstage_errors`. */
  name: string;
  title: string;
  metric: string;
  resource: string;
  /** Narrows the metric, e.g. to failed requests. */
  where?: string;
  threshold: number;
  aligner: "ALIGN_MEAN" | "ALIGN_RATE" | "ALIGN_MAX";
}

/** One telling metric per service, over all resources of that kind in the project; thresholds are starting points that a team tunes. */
const watches: readonly Watch[] = [
  {
    types: ["google_cloud_run_v2_service", "google_cloud_run_service", "google_cloudfunctions2_function"],
    name: "run_errors",
    title: "Cloud Run answers with errors",
    metric: "run.googleapis.com/request_count",
    resource: "cloud_run_revision",
    where: 'metric.labels.response_code_class = "5xx"',
    threshold: 1,
    aligner: "ALIGN_RATE",
  },
  {
    types: ["google_compute_global_forwarding_rule"],
    name: "front_errors",
    title: "Load balancer answers with errors",
    metric: "loadbalancing.googleapis.com/https/request_count",
    resource: "https_lb_rule",
    where: "metric.labels.response_code_class = 500",
    threshold: 1,
    aligner: "ALIGN_RATE",
  },
  {
    types: ["google_sql_database_instance"],
    name: "database_cpu",
    title: "Database is busy",
    metric: "cloudsql.googleapis.com/database/cpu/utilization",
    resource: "cloudsql_database",
    threshold: 0.8,
    aligner: "ALIGN_MEAN",
  },
  {
    types: ["google_redis_instance"],
    name: "cache_memory",
    title: "Cache is full",
    metric: "redis.googleapis.com/stats/memory/usage_ratio",
    resource: "redis_instance",
    threshold: 0.9,
    aligner: "ALIGN_MEAN",
  },
  {
    types: [
      "google_compute_instance",
      "google_compute_instance_group_manager",
      "google_compute_region_instance_group_manager",
    ],
    name: "machine_cpu",
    title: "Machine is busy",
    metric: "compute.googleapis.com/instance/cpu/utilization",
    resource: "gce_instance",
    threshold: 0.85,
    aligner: "ALIGN_MEAN",
  },
  {
    types: ["google_container_cluster"],
    name: "restarts",
    title: "Containers restart",
    metric: "kubernetes.io/container/restart_count",
    resource: "k8s_container",
    threshold: 0.05,
    aligner: "ALIGN_RATE",
  },
  {
    types: ["google_pubsub_subscription"],
    name: "message_age",
    title: "Messages wait",
    metric: "pubsub.googleapis.com/subscription/oldest_unacked_message_age",
    resource: "pubsub_subscription",
    threshold: 900,
    aligner: "ALIGN_MAX",
  },
  {
    types: ["google_spanner_instance"],
    name: "spanner_cpu",
    title: "Spanner is busy",
    metric: "spanner.googleapis.com/instance/cpu/utilization",
    resource: "spanner_instance",
    threshold: 0.65,
    aligner: "ALIGN_MEAN",
  },
  {
    types: ["google_bigtable_instance"],
    name: "bigtable_cpu",
    title: "Bigtable is busy",
    metric: "bigtable.googleapis.com/cluster/cpu_load",
    resource: "bigtable_cluster",
    threshold: 0.7,
    aligner: "ALIGN_MEAN",
  },
  {
    types: ["google_dataflow_job"],
    name: "dataflow_lag",
    title: "Dataflow falls behind",
    metric: "dataflow.googleapis.com/job/system_lag",
    resource: "dataflow_job",
    threshold: 600,
    aligner: "ALIGN_MAX",
  },
  {
    types: ["google_storage_bucket"],
    name: "storage_errors",
    title: "Cloud Storage refuses requests",
    metric: "storage.googleapis.com/api/request_count",
    resource: "gcs_bucket",
    where: 'metric.labels.response_code != "OK"',
    threshold: 1,
    aligner: "ALIGN_RATE",
  },
];

const watched = (model: Model): Watch[] => watches.filter(({ types }) => model.ofType(...types).length > 0);

const policyType = "google_monitoring_alert_policy";
const isHeard = ({ attributes }: Component): boolean => read(attributes, "notification_channels") !== undefined;

/** Whether someone is told when things go wrong: an alert without a channel is heard by nobody. */
export const hasAlarms = (model: Model): boolean | undefined =>
  watched(model).length === 0 ? undefined : model.ofType(policyType).some(isHeard);

const email = `variable "alert_email" {
  description = "Who is told when an alert goes off"
  type        = string
}
`;

const channel = `resource "google_monitoring_notification_channel" "stackstage" {
  display_name = "Team"
  type         = "email"

  labels = {
    email_address = var.alert_email
  }
}
`;

const channels = "[google_monitoring_notification_channel.stackstage.id]";

const policy = ({ name, title, metric, resource, where, threshold, aligner }: Watch): string => {
  const filter = [
    `metric.type = "${metric}"`,
    `resource.type = "${resource}"`,
    ...(where === undefined ? [] : [where]),
  ];
  return `resource "google_monitoring_alert_policy" "stackstage_${name}" {
  display_name          = "${title}"
  combiner              = "OR"
  notification_channels = ${channels}

  conditions {
    display_name = "${title}"

    condition_threshold {
      filter          = "${filter.join(" AND ").replaceAll('"', String.raw`\"`)}"
      comparison      = "COMPARISON_GT"
      threshold_value = ${threshold}
      duration        = "300s"

      aggregations {
        alignment_period   = "300s"
        per_series_aligner = "${aligner}"
      }
    }
  }
}
`;
};

const uptimeCheck = (host: string): string => `resource "google_monitoring_uptime_check_config" "stackstage" {
  display_name = "Application answers"
  timeout      = "10s"
  period       = "300s"

  http_check {
    path         = "/"
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }

  monitored_resource {
    type = "uptime_url"

    labels = {
      host = ${host}
    }
  }
}
`;

const outage = `resource "google_monitoring_alert_policy" "stackstage_outage" {
  display_name          = "Application does not answer"
  combiner              = "OR"
  notification_channels = ${channels}

  conditions {
    display_name = "Application does not answer"

    condition_threshold {
      filter          = "metric.type = \\"monitoring.googleapis.com/uptime_check/check_passed\\" AND resource.type = \\"uptime_url\\" AND metric.labels.check_id = \\"\${google_monitoring_uptime_check_config.stackstage.uptime_check_id}\\""
      comparison      = "COMPARISON_GT"
      threshold_value = 1
      duration        = "60s"

      aggregations {
        alignment_period     = "1200s"
        per_series_aligner   = "ALIGN_NEXT_OLDER"
        cross_series_reducer = "REDUCE_COUNT_FALSE"
        group_by_fields      = ["resource.label.host"]
      }
    }
  }
}
`;

/** The domain of the load balancer's certificate; a service's own address may be closed to everyone but the load balancer. */
const hostOf = (model: Model): string | undefined => {
  const [certificate] = singles(model, "google_compute_managed_ssl_certificate");
  return certificate && `${certificate.address}.managed[0].domains[0]`;
};

/** Looks in from outside every five minutes, where there is an address to look at. */
const addUptime = (model: Model): Edit[] => {
  const host = hostOf(model);
  if (host === undefined || model.ofType("google_monitoring_uptime_check_config").length > 0) return [];
  return [
    add("google_monitoring_uptime_check_config.stackstage", uptimeCheck(host)),
    add(`${policyType}.stackstage_outage`, outage),
  ];
};

/** A mail to who is to know, an alert for each thing worth waking up for, and a look from outside. */
export const addAlarms = (model: Model): Edit[] => {
  const found = watched(model);
  if (found.length === 0) return [];
  return [
    add("variable.alert_email", email),
    add("google_monitoring_notification_channel.stackstage", channel),
    ...declared(model, policyType)
      .filter((known) => !isHeard(known))
      .map(({ address }) =>
        set(address, "notification_channels", [code("google_monitoring_notification_channel.stackstage.id")]),
      ),
    ...found.map((watch) => add(`${policyType}.stackstage_${watch.name}`, policy(watch))),
    ...addUptime(model),
  ];
};
