import type { Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import type { Edit } from "../edit.ts";
import { addGcpBudget, hasBudget } from "./budget.ts";
import { all, every } from "./cloud-goals.ts";
import type { CloudGoals } from "./cloud-goals.ts";
import { addAlarms, hasAlarms } from "./gcp-alarms.ts";
import { addAuditTrail, hasAuditTrail } from "./gcp-audit.ts";
import { isFlowInside, isFlowQuick, keepFlowInside, makeFlowQuick } from "./gcp-background.ts";
import { addBackups, isKept } from "./gcp-backup.ts";
import { addCache, isCached, isWarm, keepWarm } from "./gcp-cache.ts";
import { areFilesCompressed, compressFiles } from "./gcp-compression.ts";
import { addCdn, addShield, hasCdn, isShielded } from "./gcp-front.ts";
import { addLifecycle, isLean } from "./gcp-lifecycle.ts";
import { isOwnKeyUsed, useOwnKey } from "./gcp-own-key.ts";
import { addRecoveryCopies, copiesElsewhere } from "./gcp-recovery.ts";
import { addScaling, scales } from "./gcp-scaling.ts";
import { makeHighlyAvailable, survivesZone } from "./gcp-standby.ts";

const machines = [
  "google_compute_instance",
  "google_compute_instance_template",
  "google_compute_region_instance_template",
  "google_container_node_pool",
];
const serverless = [
  "google_cloud_run_v2_service",
  "google_cloud_run_service",
  "google_cloudfunctions2_function",
  "google_cloudfunctions_function",
];

/** Arm families, which do the same work with less power. */
const arm = /^(?:t2a|c4a|n4a)-/;

/** Requirements on Google Cloud. What a rule mends as well is mended once: both write the same place. */
export const gcpGoals: CloudGoals = {
  high_availability: { isMet: survivesZone, edits: makeHighlyAvailable },
  backup: { isMet: isKept, edits: addBackups },
  disaster_recovery: { isMet: copiesElsewhere, edits: addRecoveryCopies },
  scalability: { isMet: scales, edits: addScaling },
  performance: {
    isMet: (model) => all(isCached(model), hasCdn(model)),
    edits: (model): Edit[] => [...addCache(model), ...addCdn(model)],
  },
  global_users: { isMet: hasCdn, edits: addCdn },
  low_latency: {
    isMet: (model) => all(hasCdn(model), isWarm(model), isFlowQuick(model), areFilesCompressed(model)),
    edits: (model): Edit[] => [...addCdn(model), ...keepWarm(model), ...makeFlowQuick(model), ...compressFiles(model)],
  },
  security: {
    isMet: (model) => all(isShielded(model), isFlowInside(model), isOwnKeyUsed(model)),
    edits: (model): Edit[] => [...addShield(model), ...keepFlowInside(model), ...useOwnKey(model)],
  },
  compliance: {
    isMet: (model) => all(hasAuditTrail(model), isOwnKeyUsed(model)),
    edits: (model): Edit[] => [...addAuditTrail(), ...useOwnKey(model)],
  },
  monitoring: { isMet: hasAlarms, edits: addAlarms },
  low_cost: {
    isMet: (model) => all(isLean(model), hasBudget(model)),
    edits: (model): Edit[] => [...addLifecycle(model), ...addGcpBudget(model)],
  },
  serverless: {
    isMet: (model) =>
      model.ofType(...machines, ...serverless).length === 0 ? undefined : model.ofType(...machines).length === 0,
  },
  sustainability: { isMet: (model) => every(sized(model), (size) => arm.test(size)) },
};

/** Types of the machines that a design runs on. */
const sized = (model: Model): string[] =>
  model
    .ofType(...machines)
    .map((component) => textAt(component, "machine_type") ?? textAt(component, "node_config.machine_type"))
    .filter((size) => size !== undefined);
