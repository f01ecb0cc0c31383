import { isUnknown, read, readAll } from "../../model/index.ts";
import { flagAt, isSet, numberAt, textAt } from "../attributes.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { amount } from "../words.ts";
import { charge } from "./prices.ts";

const priceKey: Pricer = () => [charge("kms.key_month", 1, "one customer-managed key, without requests")];

const priceSecret: Pricer = (_, { usage, profile }) => {
  const requests = usage("aws_secretsmanager_secret", "monthly_requests");
  return [
    charge("secretsmanager.secret_month", 1, "one secret"),
    charge("secretsmanager.api_10k", requests / 1e4, `${amount(requests)} API calls a month (${profile})`, "API"),
  ];
};

const priceAuthority: Pricer = (component) =>
  textAt(component, "usage_mode", "GENERAL_PURPOSE") === "GENERAL_PURPOSE"
    ? [charge("acmpca.month", 1, "one general-purpose private CA, without certificates")]
    : undefined;

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

/** Logs kept no longer than `retention_in_days`; 0 or not set keeps them for ever. */
const priceLogGroup: Pricer = (component, { usage, profile }) => {
  // Infrequent-access groups have another price, which is not here.
  if (textAt(component, "log_group_class", "STANDARD") !== "STANDARD") return undefined;
  const taken = usage("aws_cloudwatch_log_group", "monthly_data_ingested_gb");
  const kept = usage("aws_cloudwatch_log_group", "storage_gb");
  const days = numberAt(component, "retention_in_days", 0);
  const stored = days === undefined || days === 0 ? kept : Math.min(kept, (taken * days) / daysAMonth);
  const why = stored === kept ? profile : `${profile}, kept ${days ?? 0} days`;
  return [
    charge("cloudwatch.logs_ingest_gb", taken, `${amount(taken)} GB taken in a month (${profile})`, "logs in"),
    charge("cloudwatch.logs_store_gb_month", stored, `${amount(stored)} GB kept (${why})`, "logs kept"),
  ];
};

const priceAlarm: Pricer = () => [charge("cloudwatch.alarm_month", 1, "one standard-resolution alarm")];

const priceDashboard: Pricer = () => [
  charge("cloudwatch.dashboard_month", 1, "one dashboard, beyond the three free ones"),
];

const priceBuild: Pricer = (component, { usage, profile }) => {
  const minutes = usage("aws_codebuild_project", "monthly_build_mins");
  return textAt(component, "environment.compute_type") === "BUILD_GENERAL1_SMALL"
    ? [charge("codebuild.small_min", minutes, `${amount(minutes)} build minutes a month (${profile})`)]
    : undefined;
};

/** Standard parameters are free; advanced ones have no price here. */
const priceParameter: Pricer = (component) => (textAt(component, "tier", "Standard") === "Standard" ? [] : undefined);

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
  aws_cloudtrail: priceTrail,
  aws_cloudwatch_log_group: priceLogGroup,
  aws_cloudwatch_metric_alarm: priceAlarm,
  aws_cloudwatch_dashboard: priceDashboard,
  aws_codebuild_project: priceBuild,
  aws_ssm_parameter: priceParameter,
};
