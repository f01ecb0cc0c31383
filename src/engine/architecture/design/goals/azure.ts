import type { Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import type { Edit } from "../edit.ts";
import { addAlarms, hasAlarms } from "./azure-alarms.ts";
import { addAuditTrail, hasAuditTrail } from "./azure-audit.ts";
import { addBackups, isKept } from "./azure-backup.ts";
import { addCache, isCached } from "./azure-cache.ts";
import { areFilesCached, cacheFiles } from "./azure-edge-cache.ts";
import { addFrontDoor, addShield, hasFrontDoor, isShielded } from "./azure-front.ts";
import { addLifecycle, isLean } from "./azure-lifecycle.ts";
import { addRecoveryCopies, copiesElsewhere } from "./azure-recovery.ts";
import { addScaling, scales } from "./azure-scaling.ts";
import { makeHighlyAvailable, survivesZone } from "./azure-standby.ts";
import { addVault, hasVault } from "./azure-vault.ts";
import { closeSubnets } from "./azure-subnets.ts";
import { isStreamQuick, makeStreamQuick } from "./azure-stream.ts";
import { addAzureBudget, hasBudget } from "./budget.ts";
import { all, every } from "./cloud-goals.ts";
import type { CloudGoals } from "./cloud-goals.ts";

const machines = [
  "azurerm_linux_virtual_machine",
  "azurerm_windows_virtual_machine",
  "azurerm_linux_virtual_machine_scale_set",
  "azurerm_windows_virtual_machine_scale_set",
  "azurerm_kubernetes_cluster",
];
const serverless = ["azurerm_linux_function_app", "azurerm_windows_function_app", "azurerm_container_app"];
const platforms = ["azurerm_linux_web_app", "azurerm_windows_web_app"];

/** The "p" in a size stands for an Arm processor, which does the same work with less power: `Standard_D2ps_v5`. */
const arm = /^Standard_[A-Z]+\d+[a-z]*p/;

/** Requirements on Azure. What a rule mends as well is mended once: both write the same place. */
export const azureGoals: CloudGoals = {
  high_availability: { isMet: survivesZone, edits: makeHighlyAvailable },
  backup: { isMet: isKept, edits: addBackups },
  disaster_recovery: { isMet: copiesElsewhere, edits: addRecoveryCopies },
  scalability: { isMet: scales, edits: addScaling },
  performance: {
    isMet: (model) => all(isCached(model), hasFrontDoor(model)),
    edits: (model): Edit[] => [...addCache(model), ...addFrontDoor(model)],
  },
  global_users: { isMet: hasFrontDoor, edits: addFrontDoor },
  low_latency: {
    isMet: (model) => all(hasFrontDoor(model), isStreamQuick(model), areFilesCached(model)),
    edits: (model): Edit[] => [...addFrontDoor(model), ...makeStreamQuick(model), ...cacheFiles(model)],
  },
  security: {
    isMet: (model) => all(isShielded(model), hasVault(model)),
    edits: (model): Edit[] => [...addShield(model), ...addVault(model), ...closeSubnets(model)],
  },
  compliance: { isMet: hasAuditTrail, edits: addAuditTrail },
  monitoring: { isMet: hasAlarms, edits: addAlarms },
  low_cost: {
    isMet: (model) => all(isLean(model), hasBudget(model)),
    edits: (model): Edit[] => [...addLifecycle(model), ...addAzureBudget(model)],
  },
  serverless: {
    isMet: (model) => {
      const all = [...machines, ...platforms, ...serverless];
      return model.ofType(...all).length === 0 ? undefined : model.ofType(...machines, ...platforms).length === 0;
    },
  },
  sustainability: { isMet: (model) => every(sized(model), (size) => arm.test(size)) },
};

/** Sizes of the machines that a design runs on. */
const sized = (model: Model): string[] =>
  model
    .ofType(...machines)
    .map(
      (component) =>
        textAt(component, "size") ?? textAt(component, "sku") ?? textAt(component, "default_node_pool.vm_size"),
    )
    .filter((size) => size !== undefined);
