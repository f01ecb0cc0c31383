import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, pass, textAt, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { isPointedAt } from "./pointed-at.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** What an address may serve. */
const addressUsers = [
  // A module that is called uses what it is given.
  "module",
  "google_compute_instance",
  "google_compute_instance_template",
  "google_compute_forwarding_rule",
  "google_compute_global_forwarding_rule",
  "google_compute_router_nat",
  "google_compute_router_interface",
  "google_compute_ha_vpn_gateway",
  "google_compute_vpn_tunnel",
  "google_service_networking_connection",
  "google_dns_record_set",
  "google_sql_database_instance",
  "google_redis_instance",
];

/** Clusters name the address of an ingress in an annotation; a range for peering is no address that is paid for. */
const addressUsed = (address: Component, model: Model): Verdict => {
  const isRange = /^(?:VPC_PEERING|PRIVATE_SERVICE_CONNECT|IPSEC_INTERCONNECT)$/.test(textAt(address, "purpose") ?? "");
  const isInternal = textAt(address, "address_type") === "INTERNAL";
  if (isRange || isInternal || isPointedAt(address, model, ...addressUsers)) return pass;
  const mayBeNamed =
    model.ofType("google_container_cluster", "kubernetes_ingress", "kubernetes_service", "helm_release").length > 0;
  return mayBeNamed ? unknown : fail();
};

const diskUsers = [
  "module",
  "google_compute_attached_disk",
  "google_compute_instance",
  "google_compute_instance_template",
  "google_compute_instance_from_template",
  "google_compute_snapshot",
  "google_compute_image",
  "kubernetes_persistent_volume",
  "kubernetes_persistent_volume_v1",
];

const diskUsed = (disk: Component, model: Model): Verdict => {
  if (isPointedAt(disk, model, ...diskUsers)) return pass;
  return companionsOf(disk, model, "google_compute_attached_disk", "disk") === undefined ? unknown : fail();
};

const routed = (service: Component, model: Model): Verdict => {
  const backends = read(service.attributes, "backend");
  if (isUnknown(backends)) return unknown;
  if (backends !== undefined) return pass;
  // Controllers in a cluster and services of the mesh add backends by themselves.
  return model.ofType("google_container_cluster").length > 0 ||
    textAt(service, "load_balancing_scheme") === "INTERNAL_SELF_MANAGED"
    ? unknown
    : fail();
};

/** Days that a rule of the bucket keeps old versions is what decides, not that there is a rule. */
const thinsOut = (bucket: Component): Verdict => {
  const isVersioned = read(bucket.attributes, "versioning.enabled");
  if (isUnknown(isVersioned) || isUnknown(read(bucket.attributes, "lifecycle_rule"))) return unknown;
  const rules = readAll(bucket.attributes, "lifecycle_rule");
  // A bucket without any rule is told so already.
  if (asText(isVersioned) !== "true" || rules.length === 0) return pass;
  const limits = rules.some(
    ([, block]) =>
      asText(read(block, "action.type")) === "Delete" &&
      (["num_newer_versions", "days_since_noncurrent_time", "noncurrent_time_before"].some(
        (name) => read(block, `condition.${name}`) !== undefined,
      ) ||
        matches(read(block, "condition.with_state"), /^(?:ARCHIVED|ANY)$/)),
  );
  return limits ? pass : fail("lifecycle_rule");
};

const keepsImages = (repository: Component): Verdict => {
  const policies = read(repository.attributes, "cleanup_policies");
  if (isUnknown(policies)) return unknown;
  const isRemote = /^(?:REMOTE|VIRTUAL)_REPOSITORY$/.test(textAt(repository, "mode") ?? "");
  return isRemote || policies !== undefined ? pass : fail();
};

const expires = (dataset: Component): Verdict => {
  const names = ["default_table_expiration_ms", "default_partition_expiration_ms"];
  return names.some((name) => read(dataset.attributes, name) !== undefined) ? pass : fail();
};

const fixedNodes = (instance: Component): Verdict => {
  const names = ["num_nodes", "processing_units"];
  if (read(instance.attributes, "autoscaling_config") !== undefined) return pass;
  const fixed = names.find((name) => read(instance.attributes, name) !== undefined);
  if (fixed === undefined) return pass;
  const units = Number(textAt(instance, "processing_units") ?? Number.NaN);
  // The smallest instances have nothing to give back.
  return units < 1000 ? pass : fail(fixed);
};

/** Rules about what is paid for and used by nothing, and about data that only ever grows. */
export const gcpIdleRules: readonly Rule[] = [
  rule({
    id: "gcp-address-unused",
    severity: "low",
    pillar: "cost",
    types: ["google_compute_address", "google_compute_global_address"],
    title: "Public address that nothing uses",
    why: "A reserved address that is not in use is charged by the hour, and dearer than one in use.",
    fix: "Name it in `nat_ip` or `ip_address` of what should be reached, or remove it.",
    refs: {},
    check: addressUsed,
  }),
  rule({
    id: "gcp-disk-unattached",
    severity: "low",
    pillar: "cost",
    types: ["google_compute_disk", "google_compute_region_disk"],
    title: "Disk that no machine uses",
    why: "A disk is charged by its size whether or not anything is written to it.",
    fix: "Attach it with an `attached_disk` block, or keep a snapshot of it and remove it.",
    refs: {},
    check: diskUsed,
  }),
  rule({
    id: "gcp-backend-empty",
    severity: "low",
    pillar: "reliability",
    types: ["google_compute_backend_service", "google_compute_region_backend_service"],
    title: "Load balancer with nothing behind it",
    why: "Requests that are sent to it are answered with an error, because there is nobody to take them.",
    fix: "Add a `backend` block with the `group` that serves.",
    refs: {},
    check: routed,
  }),
  rule({
    id: "gcp-bucket-old-versions-kept",
    severity: "low",
    pillar: "cost",
    types: ["google_storage_bucket"],
    title: "Old versions of objects are never removed",
    why: "Each overwritten or deleted object is charged for ever, although nobody sees it.",
    fix: "Add a `lifecycle_rule` that deletes by `num_newer_versions` or `days_since_noncurrent_time`.",
    refs: {},
    check: thinsOut,
  }),
  rule({
    id: "gcp-registry-keeps-everything",
    severity: "low",
    pillar: "cost",
    types: ["google_artifact_registry_repository"],
    title: "Old images are never removed",
    why: "Every build leaves an image behind, and all of them are charged by the gigabyte for ever.",
    fix: "Add `cleanup_policies` that delete old versions and keep the last ones.",
    refs: {},
    check: keepsImages,
  }),
  rule({
    id: "gcp-bigquery-no-expiry",
    severity: "low",
    pillar: "cost",
    types: ["google_bigquery_dataset"],
    title: "Tables are kept for ever",
    why: "Staging and event tables add up, and personal data stays longer than it may.",
    fix: "Set `default_partition_expiration_ms` or `default_table_expiration_ms` where data may go.",
    refs: {},
    check: expires,
  }),
  rule({
    id: "gcp-spanner-fixed-size",
    severity: "low",
    pillar: "cost",
    types: ["google_spanner_instance"],
    title: "Spanner has a fixed size",
    why: "The nodes of the busiest hour are paid for all day.",
    fix: "Replace `num_nodes` by `autoscaling_config`.",
    refs: {},
    check: fixedNodes,
  }),
];
