import { asText, matches, read } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import { fail, judge, mustNotMatch, pass, skip } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** Where each kind of machine says its size. */
const sizes: Readonly<Record<string, string>> = {
  azurerm_virtual_machine: "vm_size",
  azurerm_linux_virtual_machine: "size",
  azurerm_linux_virtual_machine_scale_set: "sku",
  azurerm_windows_virtual_machine_scale_set: "sku",
  azurerm_orchestrated_virtual_machine_scale_set: "sku_name",
  azurerm_kubernetes_cluster: "default_node_pool.vm_size",
  azurerm_kubernetes_cluster_node_pool: "vm_size",
  azurerm_machine_learning_compute_cluster: "vm_size",
  azurerm_batch_pool: "vm_size",
};

const pathOf = ({ type }: Component): string => sizes[type] ?? "size";

/** A to Dv2 and the first F, G, L, NC and NV: what Microsoft lists as previous generations. */
const oldSeries =
  /^(?:Basic_|Standard_A\d|Standard_DS?\d+(?:-\d+)?(?:_v2)?$|Standard_FS?\d+s?$|Standard_GS?\d|Standard_L\d+s$|Standard_N[CV]\d+r?$)/i;

/** D and E of the third to sixth generation on x86 that have a sibling on Arm: no local GPU, no confidential computing. */
const hasArm = /^Standard_[DE]\d+(?:a|d)?s_v[3-6]$/i;

const armTypes = [
  "azurerm_linux_virtual_machine",
  "azurerm_linux_virtual_machine_scale_set",
  "azurerm_kubernetes_cluster_node_pool",
];

const isWindows = ({ attributes }: Component): boolean => asText(read(attributes, "os_type")) === "Windows";

const onArm = (component: Component): Verdict =>
  isWindows(component) ? pass : judge(component, pathOf(component), (size) => !matches(size, hasArm), pass);

const magnetic = (value: Value): boolean => asText(value) === "Standard_LRS";

const systemDisk = (machine: Component): Verdict =>
  judge(machine, "os_disk.storage_account_type", (value) => !magnetic(value), pass);

const machines = [
  "azurerm_linux_virtual_machine",
  "azurerm_windows_virtual_machine",
  "azurerm_linux_virtual_machine_scale_set",
  "azurerm_windows_virtual_machine_scale_set",
];

const places = ["zone", "availability_set_id", "virtual_machine_scale_set_id"];

/** The only machine of its design. One without a zone is told so by a rule of its own. */
const alone = (machine: Component, model: Model): Verdict => {
  const isPlaced = places.some((name) => read(machine.attributes, name) !== undefined);
  const all = model.ofType("azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine");
  return isPlaced && all.length === 1 ? fail() : isPlaced ? pass : skip;
};

/** Rules about machines and disks of the wrong kind. */
export const azureSizingRules: readonly Rule[] = [
  rule({
    id: "azure-node-old-series",
    severity: "low",
    pillar: "cost",
    types: Object.keys(sizes).filter((type) => type !== "azurerm_linux_virtual_machine"),
    title: "Machines belong to an old series",
    why: "Newer series give more performance for the same money, and old ones are retired.",
    fix: "Name a current series such as Standard_D2s_v5.",
    refs: {},
    check: (component) => mustNotMatch(pathOf(component), oldSeries)(component),
  }),
  rule({
    id: "azure-arm-alternative",
    severity: "low",
    pillar: "sustainability",
    types: armTypes,
    title: "x86 machine where Arm would do",
    why: "Cobalt and Ampere processors do the same Linux work for up to a third less money and energy.",
    fix: "Build the image for arm64 and name the sibling, e.g. Standard_D2ps_v6 for Standard_D2s_v5.",
    refs: {},
    check: onArm,
  }),
  rule({
    id: "azure-vm-magnetic-disk",
    severity: "low",
    pillar: "performance",
    types: machines,
    title: "System disk is a hard disk",
    why: "The machine starts slowly and falls below the availability that Azure promises on solid-state disks: 95 %.",
    fix: 'Set `os_disk.storage_account_type = "StandardSSD_LRS"` or "Premium_LRS".',
    refs: {},
    check: systemDisk,
  }),
  rule({
    id: "azure-vm-single",
    severity: "medium",
    pillar: "reliability",
    types: ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"],
    title: "Machine that nothing replaces when it fails",
    why: "When it or its zone goes down the service stays down until somebody acts.",
    fix: "Run a scale set over several zones instead, behind a load balancer.",
    refs: {},
    check: alone,
  }),
];
