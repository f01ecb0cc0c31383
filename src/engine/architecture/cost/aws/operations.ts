import { own } from "../../model/own.ts";
import { isUnknown, read, readAll } from "../../model/index.ts";
import type { Attributes, Component } from "../../model/index.ts";
import { flagAt, isSet, lengthAt, numberAt, textAt } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { bill, named, tariffsOf } from "../tariff.ts";
import type { Line } from "../tariff.ts";
import { amount, count } from "../words.ts";
import { charge } from "./prices.ts";

const { monthly, hourly, used } = tariffsOf(charge);

const priceKey = bill(
  monthly("kms.key_month", { said: "one customer-managed key" }),
  used("aws_kms_key.monthly_requests", "kms.request_10k", "requests a month", { per: 1e4, what: "API" }),
);

const priceSecret: Pricer = (component, { usage, profile }) => {
  const replicas = lengthAt(component, "replica");
  const copies = replicas === undefined ? undefined : 1 + replicas;
  const requests = usage("aws_secretsmanager_secret", "monthly_requests");
  return [
    charge("secretsmanager.secret_month", copies, copies === 1 ? "one secret" : `one secret in ${copies ?? 0} regions`),
    charge("secretsmanager.api_10k", requests / 1e4, `${amount(requests)} API calls a month (${profile})`, "API"),
  ];
};

const priceAuthority: Pricer = (component) =>
  textAt(component, "usage_mode", "GENERAL_PURPOSE") === "GENERAL_PURPOSE"
    ? [charge("acmpca.month", 1, "one general-purpose private CA, without certificates")]
    : [charge("acmpca.short_month", 1, "one private CA for short-lived certificates, without them")];

/** GuardDuty reads the account's CloudTrail events; flow logs, DNS logs and the optional plans come on top. */
const priceDetector: Pricer = (component, { usage, profile }) => {
  if (flagAt(component, "enable") === false && isSet(component, "enable")) return [];
  const events = usage("aws_cloudtrail", "monthly_additional_management_events");
  return [
    charge(
      "guardduty.cloudtrail_million",
      events / 1e6,
      `${amount(events)} CloudTrail events analysed a month (${profile}), without flow and DNS logs`,
    ),
  ];
};

const priceRecorder: Pricer = (_, { usage, profile }) => {
  const items = usage("aws_config_configuration_recorder", "monthly_config_items");
  return [charge("config.item", items, `${amount(items)} configuration items a month (${profile})`)];
};

const priceConfigRule: Pricer = (_, { usage, profile }) => {
  const evaluations = usage("aws_config_config_rule", "monthly_rule_evaluations");
  return [charge("config.rule_eval", evaluations, `${amount(evaluations)} evaluations a month (${profile})`)];
};

/** The first copy of management events is free, data events are not. */
const priceTrail: Pricer = (component, { usage, profile }) => {
  if (isUnknown(read(component.attributes, "event_selector"))) return undefined;
  const selectors = readAll(component.attributes, "event_selector");
  const dataEvents =
    isSet(component, "advanced_event_selector") ||
    selectors.some(([, selector]) => read(selector, "data_resource") !== undefined);
  const events = usage("aws_cloudtrail", "monthly_data_events");
  return dataEvents
    ? [charge("cloudtrail.data_100k", events / 1e5, `${amount(events)} data events a month (${profile})`)]
    : [];
};

const daysAMonth = 30;

const logPrices: Readonly<Record<string, string>> = {
  STANDARD: "cloudwatch.logs_ingest_gb",
  INFREQUENT_ACCESS: "cloudwatch.logs_ia_ingest_gb",
};

/** Logs kept no longer than `retention_in_days`; 0, not set or not known yet keeps them for ever. */
const priceLogGroup: Pricer = (component, { usage, profile }) => {
  const price = own(logPrices, textAt(component, "log_group_class", "STANDARD") ?? "");
  const scanned = usage("aws_cloudwatch_log_group", "monthly_data_scanned_gb");
  const taken = usage("aws_cloudwatch_log_group", "monthly_data_ingested_gb");
  const kept = usage("aws_cloudwatch_log_group", "storage_gb");
  const days = numberAt(component, "retention_in_days", 0) ?? 0;
  const stored = days === 0 ? kept : Math.min(kept, (taken * days) / daysAMonth);
  const why = stored === kept ? profile : `${profile}, kept ${days} days`;
  return [
    charge(price, taken, `${amount(taken)} GB taken in a month (${profile})`, "logs in"),
    charge("cloudwatch.logs_store_gb_month", stored, `${amount(stored)} GB kept (${why})`, "logs kept"),
    ...(scanned === 0
      ? []
      : [charge("cloudwatch.insights_gb", scanned, `${amount(scanned)} GB searched (${profile})`, "logs searched")]),
  ];
};

/** An alarm costs by the metrics that it looks at; one that looks more often than every minute costs more. */
const priceAlarm: Pricer = (component) => {
  const queries = readAll(component.attributes, "metric_query").filter(([, query]) => isSetIn(query, "metric"));
  const metrics = Math.max(1, queries.length);
  const period = numberAt(component, "period", 60);
  const quick = period !== undefined && period < 60;
  const said = `${metrics === 1 ? "one metric" : `${metrics} metrics`} watched, ${quick ? "high" : "standard"} resolution`;
  return [charge(quick ? "cloudwatch.high_alarm_month" : "cloudwatch.alarm_month", metrics, said)];
};

const isSetIn = (attributes: Attributes, name: string): boolean => read(attributes, name) !== undefined;

const priceDashboard: Pricer = () => [
  charge("cloudwatch.dashboard_month", 1, "one dashboard, beyond the three free ones"),
];

const priceBuild: Pricer = (component, { usage, profile }) => {
  const minutes = usage("aws_codebuild_project", "monthly_build_mins");
  const machine = textAt(component, "environment.type", "LINUX_CONTAINER") ?? "";
  const family = machine.startsWith("ARM") ? "arm_" : machine.startsWith("WINDOWS") ? "windows_" : "";
  const size = textAt(component, "environment.compute_type")
    ?.replace(/^BUILD_GENERAL1_/, "")
    .toLowerCase();
  const said = `${amount(minutes)} build minutes a month (${profile})`;
  return [charge(size && `codebuild.${family}${size}_min`, minutes, said)];
};

/** Standard parameters are free. */
const priceParameter: Pricer = (component) => {
  const tier = textAt(component, "tier", "Standard");
  if (tier === undefined) return undefined;
  return tier === "Advanced" ? [charge("ssm.advanced_month", 1, "one advanced parameter")] : [];
};

const minutesAMonth = HOURS * 60;

/** `rate(5 minutes)` → runs a month; other schedules are not counted. */
const runsOf = (expression: string | undefined): number | undefined => {
  const [, every, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression ?? "") ?? [];
  const minutes = { minute: 1, hour: 60, day: 1440 }[unit ?? ""];
  return minutes === undefined || Number(every) === 0 ? undefined : minutesAMonth / (Number(every) * minutes);
};

const priceCanary: Pricer = (component) => {
  const runs = runsOf(textAt(component, "schedule.expression"));
  return [charge("cloudwatch.canary_run", runs, `${amount(runs ?? 0)} runs a month, by its schedule`)];
};

/** A version 1 pipeline has a price of its own; one of version 2 costs by the minute. */
const pricePipeline: Pricer = (component, context) =>
  (textAt(component, "pipeline_type", "V1") === "V2"
    ? used("aws_codepipeline.monthly_minutes", "codepipeline.minute", "action minutes a month")
    : monthly("codepipeline.pipeline_month", { said: "one active pipeline" }))(component, context);

const countOf =
  (noun: string, price: string, ...types: readonly string[]): Line =>
  (_, { model }) => {
    const found = model.ofType(...types).length;
    return found === 0 ? [] : [charge(price, found, `${count(found, noun)} in the design`, noun)];
  };

/** Managed Microsoft AD by its edition, the others by their size. */
const directoryPrice = (component: Component): string | undefined =>
  textAt(component, "type", "SimpleAD") === "MicrosoftAD"
    ? named(
        "edition",
        { Standard: "directory.microsoft_standard_hour", Enterprise: "directory.microsoft_enterprise_hour" },
        "Enterprise",
      )(component)
    : named("size", { Small: "directory.small_hour", Large: "directory.large_hour" }, "Large")(component);

/** Users that cost nothing; they are the account's, and this takes the pool to be its only one. */
const freeUsers = 10_000;

const priceUserPool: Pricer = (_, { usage, profile }) => {
  const users = usage("aws_cognito_user_pool", "monthly_active_users");
  const paid = Math.max(0, users - freeUsers);
  return [
    charge("cognito.mau", paid, `${amount(users)} users a month, the first ${amount(freeUsers)} free (${profile})`),
  ];
};

/** Keys, secrets, threat detection, configuration, trails, logs, alarms and builds. */
export const operationsPricers: Pricers = {
  aws_kms_key: priceKey,
  aws_kms_external_key: priceKey,
  aws_kms_replica_key: priceKey,
  aws_secretsmanager_secret: priceSecret,
  aws_acmpca_certificate_authority: priceAuthority,
  aws_guardduty_detector: priceDetector,
  aws_config_configuration_recorder: priceRecorder,
  aws_config_config_rule: priceConfigRule,
  aws_config_organization_custom_rule: priceConfigRule,
  aws_config_organization_managed_rule: priceConfigRule,
  aws_cloudtrail: priceTrail,
  aws_cloudwatch_log_group: priceLogGroup,
  aws_cloudwatch_metric_alarm: priceAlarm,
  aws_cloudwatch_dashboard: priceDashboard,
  aws_codebuild_project: priceBuild,
  aws_ssm_parameter: priceParameter,
  aws_cloudwatch_composite_alarm: bill(monthly("cloudwatch.composite_alarm_month", { said: "one composite alarm" })),
  aws_cloudwatch_contributor_insight_rule: bill(monthly("cloudwatch.contributor_month", { said: "one rule" })),
  aws_cloudwatch_metric_stream: bill(
    used("aws_cloudwatch_metric_stream.monthly_metric_updates", "cloudwatch.stream_1k", "updates a month", {
      per: 1000,
    }),
  ),
  aws_synthetics_canary: priceCanary,
  aws_rum_app_monitor: bill(
    used("aws_rum_app_monitor.monthly_events", "cloudwatch.rum_100k", "events a month", { per: 1e5 }),
  ),
  aws_grafana_workspace: bill(
    used("aws_grafana_workspace.editors_administrator_licenses", "grafana.editor_month", "editors"),
    used("aws_grafana_workspace.viewer_licenses", "grafana.viewer_month", "viewers", { what: "viewer" }),
  ),
  aws_prometheus_workspace: bill(
    used("aws_prometheus_workspace.monthly_samples", "prometheus.sample_10m", "samples a month", { per: 1e7 }),
  ),
  aws_codepipeline: pricePipeline,
  aws_codeartifact_repository: bill(
    used("aws_codeartifact_repository.storage_gb", "codeartifact.gb_month", "GB of packages"),
  ),
  aws_securityhub_account: bill(
    used("aws_securityhub_account.monthly_checks", "securityhub.check", "security checks a month"),
  ),
  aws_inspector2_enabler: bill(
    countOf("machine", "inspector.instance_month", "aws_instance"),
    countOf("function", "inspector.function_month", "aws_lambda_function"),
    countOf("registry", "inspector.image", "aws_ecr_repository"),
  ),
  aws_macie2_account: bill(
    countOf("bucket", "macie.bucket_month", "aws_s3_bucket"),
    used("aws_macie2_account.monthly_inspected_gb", "macie.gb", "GB looked through a month"),
  ),
  aws_detective_graph: bill(used("aws_detective_graph.monthly_data_ingested_gb", "detective.gb", "GB of logs a month")),
  aws_cloudhsm_v2_hsm: bill(hourly("cloudhsm.hour")),
  aws_directory_service_directory: bill(hourly(directoryPrice)),
  aws_cognito_user_pool: priceUserPool,
};
