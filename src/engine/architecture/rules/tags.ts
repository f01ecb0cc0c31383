import type { Component, Model } from "../model/index.ts";
import { fail, pass, skip } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";
import { isTagged, tagsOf } from "./tag-keys.ts";

/** What a bill consists of and what people look for an owner of. */
const awsTypes = [
  "aws_instance",
  "aws_ecs_cluster",
  "aws_ecs_service",
  "aws_eks_cluster",
  "aws_lambda_function",
  "aws_db_instance",
  "aws_rds_cluster",
  "aws_dynamodb_table",
  "aws_elasticache_cluster",
  "aws_elasticache_replication_group",
  "aws_opensearch_domain",
  "aws_redshift_cluster",
  "aws_msk_cluster",
  "aws_s3_bucket",
  "aws_ebs_volume",
  "aws_efs_file_system",
  "aws_lb",
  "aws_nat_gateway",
  "aws_vpc",
  "aws_cloudfront_distribution",
  "aws_kinesis_stream",
];

const azureTypes = [
  "azurerm_linux_virtual_machine",
  "azurerm_windows_virtual_machine",
  "azurerm_linux_virtual_machine_scale_set",
  "azurerm_windows_virtual_machine_scale_set",
  "azurerm_kubernetes_cluster",
  "azurerm_service_plan",
  "azurerm_linux_web_app",
  "azurerm_windows_web_app",
  "azurerm_linux_function_app",
  "azurerm_container_app",
  "azurerm_mssql_server",
  "azurerm_postgresql_flexible_server",
  "azurerm_mysql_flexible_server",
  "azurerm_cosmosdb_account",
  "azurerm_redis_cache",
  "azurerm_storage_account",
  "azurerm_managed_disk",
  "azurerm_application_gateway",
  "azurerm_firewall",
  "azurerm_virtual_network",
  "azurerm_key_vault",
];

const googleTypes = [
  "google_compute_instance",
  "google_compute_instance_template",
  "google_compute_disk",
  "google_sql_database_instance",
  "google_storage_bucket",
  "google_bigquery_dataset",
  "google_redis_instance",
  "google_spanner_instance",
  "google_cloud_run_v2_service",
  "google_cloudfunctions2_function",
  "google_pubsub_topic",
  "google_filestore_instance",
];

interface Tagging {
  /** The first that has no tags. */
  bare: Component | undefined;
  /** The first that lacks a key which most of the others carry, or writes it in another case. */
  odd: Component | undefined;
  /** Speaks for the design where nothing is wrong. */
  first: Component | undefined;
}

const taggings = new WeakMap<Model, Map<string, Tagging>>();

/** `Name` says which one it is, not whose. */
const keysOf = (component: Component): string[] => Object.keys(tagsOf(component) ?? {}).filter((key) => key !== "Name");

/** Keys of at least three in four of the resources whose tags are known, when there are enough to speak of a habit. */
const commonKeys = (tagged: readonly Component[]): string[] => {
  const counts = new Map<string, number>();
  for (const component of tagged) for (const key of keysOf(component)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return tagged.length < 4 ? [] : [...counts].filter(([, count]) => 4 * count >= 3 * tagged.length).map(([key]) => key);
};

const look = (model: Model, types: readonly string[], provider: string): Tagging => {
  const resources = model.ofType(...types);
  const first = resources[0];
  // A provider that tags all it makes leaves nothing bare; its keys are on everything.
  const isCovered = model.ofType(provider).some(isTagged);
  const tagged = resources.filter((component) => tagsOf(component) !== undefined && keysOf(component).length > 0);
  const common = commonKeys(tagged);
  return {
    first,
    bare: isCovered ? undefined : resources.find((component) => !isTagged(component)),
    odd: tagged.find((component) => common.some((key) => !keysOf(component).includes(key))),
  };
};

const taggingOf = (model: Model, types: readonly string[], provider: string): Tagging => {
  const known = taggings.get(model) ?? new Map<string, Tagging>();
  taggings.set(model, known);
  const tagging = known.get(provider) ?? look(model, types, provider);
  known.set(provider, tagging);
  return tagging;
};

/** Told once for a design: a list of all that lacks tags would bury everything else. */
const once =
  (which: "bare" | "odd", types: readonly string[], provider: string) =>
  (component: Component, model: Model): Verdict => {
    const tagging = taggingOf(model, types, provider);
    const culprit = tagging[which];
    if (culprit === component) return fail();
    return culprit === undefined && tagging.first === component ? pass : skip;
  };

interface Naming {
  cloud: string;
  provider: string;
  types: readonly string[];
  /** What the cloud calls them. */
  words: string;
  fix: string;
}

const rulesFor = ({ cloud, provider, types, words, fix }: Naming): Rule[] => [
  rule({
    id: `${cloud}-untagged`,
    severity: "low",
    pillar: "cost",
    types,
    title: `Resource has no ${words}`,
    why: "Nobody can tell from the bill whose it is, or whom to ask before it is removed. Told once, at the first one.",
    fix,
    refs: cloud === "aws" ? { war: ["COST03-BP02"] } : {},
    check: once("bare", types, provider),
  }),
  rule({
    id: `${cloud}-tags-uneven`,
    severity: "low",
    pillar: "operations",
    types,
    title: `Resource lacks ${words} that the others carry`,
    why: "Reports by owner or environment leave it out, and policies that go by them do not see it. Told once, at the first one.",
    fix: `Give it the same keys as the others, written in the same case.`,
    refs: cloud === "aws" ? { war: ["COST03-BP02"] } : {},
    check: once("odd", types, provider),
  }),
];

/** Rules about saying whose a resource is. */
export const tagRules: readonly Rule[] = [
  ...rulesFor({
    cloud: "aws",
    provider: "provider.aws",
    types: awsTypes,
    words: "tags",
    fix: "Set `default_tags { tags = {…} }` in the provider, e.g. owner, environment and cost centre.",
  }),
  ...rulesFor({
    cloud: "azure",
    provider: "provider.azurerm",
    types: azureTypes,
    words: "tags",
    fix: "Set `tags` from one local map, e.g. owner, environment and cost centre; a resource group does not hand its own on.",
  }),
  ...rulesFor({
    cloud: "gcp",
    provider: "provider.google",
    types: googleTypes,
    words: "labels",
    fix: "Set `default_labels` in the provider, e.g. owner, environment and cost centre.",
  }),
];
