import { own } from "../../model/own.ts";
import { readAll } from "../../model/index.ts";
import type { Component } from "../../model/index.ts";
import { isSet, numberAt, numberIn, targetOf, textAt, textIn, times } from "../attributes.ts";
import { HOURS, SECONDS } from "../charge.ts";
import type { Charge, Charges, Pricer, Pricers } from "../charge.ts";
import { amount, count, phrase } from "../words.ts";
import { chargeDisk, chargeFreeDisk } from "./disks.ts";
import { chargeEgress } from "./egress.ts";
import { chargeLicence } from "./licences.ts";
import { charge } from "./prices.ts";

/** Sizes of the common Linux and Windows images, in GB. */
const imageGb = { linux: 30, windows: 127 };

const chargeMachines = (
  size: string | undefined,
  machines: number | undefined,
  note?: string,
  hours = HOURS,
): Charge | undefined =>
  charge(
    size && `vm.${size}`,
    times(machines, hours),
    phrase(`${count(machines ?? 0, "machine")} × ${amount(hours)} h, pay as you go, Linux price`, note),
    size,
  );

const osDisk = (component: Component, machines: number | undefined): Charge | undefined => {
  const [disk] = readAll(component.attributes, "os_disk");
  const image = component.type.includes("windows") ? imageGb.windows : imageGb.linux;
  const block = disk?.[1] ?? {};
  return chargeDisk(textIn(block, "storage_account_type"), numberIn(block, "disk_size_gb", image), "OS disk", machines);
};

const priceMachine: Pricer = (component, context) => {
  const size = textAt(component, "size");
  const spot = textAt(component, "priority") === "Spot" ? "a spot price is lower" : undefined;
  const hours = context.usage("azurerm_linux_virtual_machine", "monthly_hrs");
  return [
    chargeMachines(size, 1, spot, hours),
    ...chargeLicence(component, size, 1, hours),
    osDisk(component, 1),
    ...chargeEgress(context, context.usage("azurerm_linux_virtual_machine", "monthly_outbound_gb")),
  ];
};

/** The older resource, with other names for the same things. */
const priceClassicMachine: Pricer = (component) => {
  const [disk] = readAll(component.attributes, "storage_os_disk");
  const block = disk?.[1] ?? {};
  return [
    chargeMachines(textAt(component, "vm_size"), 1),
    ...chargeLicence(component, textAt(component, "vm_size"), 1),
    chargeDisk(textIn(block, "managed_disk_type"), numberIn(block, "disk_size_gb", imageGb.linux), "OS disk"),
    ...readAll(component.attributes, "storage_data_disk").map(([, data], index) =>
      chargeDisk(textIn(data, "managed_disk_type"), numberIn(data, "disk_size_gb"), `data disk ${index + 1}`),
    ),
  ];
};

const priceScaleSet: Pricer = (component) => {
  const machines = numberAt(component, "instances");
  const size = textAt(component, component.type.includes("orchestrated") ? "sku_name" : "sku");
  return [chargeMachines(size, machines), ...chargeLicence(component, size, machines), osDisk(component, machines)];
};

/** The older scale set, with the size in a block. */
const priceClassicScaleSet: Pricer = (component) => {
  const machines = numberAt(component, "sku.capacity");
  const [disk] = readAll(component.attributes, "storage_profile_os_disk");
  const size = textAt(component, "sku.name");
  return [
    chargeMachines(size, machines),
    ...chargeLicence(component, size, machines),
    chargeDisk(textIn(disk?.[1] ?? {}, "managed_disk_type", "Standard_LRS"), imageGb.linux, "OS disk", machines),
  ];
};

/** Machines of a pool of Azure Batch: those that are always there. */
const priceBatchPool: Pricer = (component) => {
  const size = textAt(component, "vm_size")?.replace(/^standard_/i, "Standard_");
  return [chargeMachines(size, numberAt(component, "fixed_scale.target_dedicated_nodes", 1))];
};

/** A machine of Azure Machine Learning; a cluster costs for the nodes that it keeps. */
const priceStudioMachine: Pricer = (component) => {
  const size = textAt(component, "virtual_machine_size", textAt(component, "vm_size"))?.replace(
    /^standard_/i,
    "Standard_",
  );
  const cluster = component.type.endsWith("_cluster");
  return [chargeMachines(size, cluster ? numberAt(component, "scale_settings.min_node_count") : 1)];
};

/** A lab's machine stands on a disk of the kind that it names. */
const priceDevTestMachine: Pricer = (component) => {
  const size = textAt(component, "size");
  const storage = textAt(component, "storage_type") === "Premium" ? "Premium_LRS" : "Standard_LRS";
  const image = component.type.includes("windows") ? imageGb.windows : imageGb.linux;
  return [chargeMachines(size, 1), ...chargeLicence(component, size, 1), chargeDisk(storage, image, "OS disk")];
};

const priceDisk: Pricer = (component) => {
  const storage = textAt(component, "storage_account_type");
  if (storage === "UltraSSD_LRS") return chargeFreeDisk(component, "ultra");
  if (storage === "PremiumV2_LRS") return chargeFreeDisk(component, "premiumv2");
  return [chargeDisk(storage, numberAt(component, "disk_size_gb"), "disk")];
};

const priceSnapshot: Pricer = (component, { usage, profile }) => {
  const stored = usage("azurerm_snapshot", "storage_gb");
  const size = numberAt(component, "disk_size_gb", stored);
  return [
    charge(
      "snapshot.gb_month",
      size,
      `${size ?? 0} GB${isSet(component, "disk_size_gb") ? "" : ` (${profile})`}`,
      "snapshot",
    ),
  ];
};

/** vCPUs and GB of the elastic premium plans of Functions. */
const premiumPlans: Readonly<Record<string, readonly [vcpus: number, gigabytes: number]>> = {
  EP1: [1, 3.5],
  EP2: [2, 7],
  EP3: [4, 14],
};

/** The same of the plans of Logic Apps Standard. */
const logicPlans: typeof premiumPlans = { WS1: [1, 3.5], WS2: [2, 7], WS3: [4, 14] };

const chargePlan = (sku: string | undefined, os: string | undefined, workers: number | undefined): Charges => {
  if (sku === undefined || workers === undefined) return undefined;
  // Consumption is billed with the functions; F1 is free.
  if (["Y1", "FC1", "F1"].includes(sku)) return [];
  const logic = logicPlans[sku];
  if (logic !== undefined)
    return [
      charge("logicapps.vcpu_hour", logic[0] * workers * HOURS, `${sku}: ${logic[0]} vCPU × ${workers} × 730 h`),
      charge("logicapps.gb_hour", logic[1] * workers * HOURS, `${sku}: ${logic[1]} GB × ${workers} × 730 h`),
    ];
  const premium = own(premiumPlans, sku);
  if (premium !== undefined)
    return [
      charge("functions.ep.vcpu_month", premium[0] * workers, `${sku}: ${premium[0]} vCPU × ${workers}`),
      charge("functions.ep.gb_month", premium[1] * workers, `${sku}: ${premium[1]} GB × ${workers}`),
    ];
  const family = os === undefined ? undefined : os === "Windows" ? "win" : "linux";
  return [
    charge(
      family && `appservice.${sku.toLowerCase()}_${family}_hour`,
      workers * HOURS,
      `${count(workers, "instance")} × 730 h, ${os ?? ""}`,
      sku,
    ),
  ];
};

const pricePlan: Pricer = (component) =>
  chargePlan(textAt(component, "sku_name"), textAt(component, "os_type"), numberAt(component, "worker_count", 1));

const priceClassicPlan: Pricer = (component) =>
  chargePlan(
    textAt(component, "sku.size"),
    textAt(component, "kind", "Windows") === "Linux" ? "Linux" : "Windows",
    numberAt(component, "sku.capacity", 1),
  );

/** Functions bill at least 128 MB. */
const leastFunctionMb = 128;

const priceFunctions: Pricer = (component, { model, usage, profile }) => {
  const plan = targetOf(model, component, "service_plan_id", "azurerm_service_plan");
  const oldPlan = targetOf(model, component, "app_service_plan_id", "azurerm_app_service_plan");
  const sku = plan ? textAt(plan, "sku_name") : oldPlan && textAt(oldPlan, "sku.size");
  if (sku === undefined) return undefined;
  // On any other plan the plan itself is priced.
  if (sku !== "Y1" && sku !== "FC1") return [];
  const flex = sku === "FC1" ? "flex_" : "";
  const runs = usage("azurerm_linux_function_app", "monthly_executions");
  const duration = usage("azurerm_linux_function_app", "execution_duration_ms");
  const memory = Math.max(leastFunctionMb, usage("azurerm_linux_function_app", "memory_mb"));
  return [
    charge(
      flex === "" ? "functions.execution_million" : "functions.flex_million",
      runs / 1e6,
      `${amount(runs)} executions a month (${profile})`,
    ),
    charge(
      `functions.${flex}gb_second`,
      runs * (duration / 1000) * (memory / 1024),
      `${amount(runs)} executions × ${duration} ms at ${memory} MB (${profile})`,
    ),
  ];
};

/** What AKS gives a node when nothing is said. */
const nodeDiskGb = 128;

const chargePool = (
  size: string | undefined,
  nodes: number | undefined,
  diskGb: number | undefined,
  ephemeral: boolean,
): (Charge | undefined)[] => [
  chargeMachines(size, nodes),
  ...(ephemeral ? [] : [chargeDisk("Premium_LRS", diskGb, "node disk", nodes)]),
];

const clusterTiers: Readonly<Record<string, string>> = {
  Standard: "aks.cluster_hour",
  Paid: "aks.cluster_hour",
  Premium: "aks.premium_hour",
};

const priceKubernetes: Pricer = (component) => {
  const [pool] = readAll(component.attributes, "default_node_pool");
  if (pool === undefined) return undefined;
  const [, block] = pool;
  const tier = textAt(component, "sku_tier", "Free");
  return [
    ...(tier === "Free"
      ? []
      : [charge(tier && own(clusterTiers, tier), HOURS, `${tier ?? ""} tier with uptime SLA`, "cluster")]),
    ...chargePool(
      textIn(block, "vm_size"),
      numberIn(block, "node_count", numberIn(block, "min_count", 1)),
      numberIn(block, "os_disk_size_gb", nodeDiskGb),
      textIn(block, "os_disk_type") === "Ephemeral",
    ),
  ];
};

const priceNodePool: Pricer = (component) => {
  const size = textAt(component, "vm_size");
  const nodes = numberAt(component, "node_count", numberAt(component, "min_count", 1));
  const disk = numberAt(component, "os_disk_size_gb", nodeDiskGb);
  return [
    ...chargePool(size, nodes, disk, textAt(component, "os_disk_type") === "Ephemeral"),
    ...chargeLicence(component, size, nodes),
  ];
};

const daysAMonth = HOURS / 24;

const priceRegistry: Pricer = (component) => {
  const sku = textAt(component, "sku");
  const copies = 1 + readAll(component.attributes, "georeplications").length;
  return [
    charge(
      sku && `acr.${sku.toLowerCase()}_day`,
      daysAMonth * copies,
      copies === 1 ? "one registry, with its included storage" : `one registry in ${copies} regions`,
      sku,
    ),
  ];
};

const memoryIn = (text: string | undefined): number | undefined => {
  const gigabytes = text === undefined ? Number.NaN : Number.parseFloat(text);
  return Number.isFinite(gigabytes) ? gigabytes : undefined;
};

const priceContainerApp: Pricer = (component, { usage, profile }) => {
  const containers = readAll(component.attributes, "template.container");
  const replicas = numberAt(component, "template.min_replicas", 0);
  const cpu = containers.reduce<number | undefined>((sum, [, one]) => add(sum, numberIn(one, "cpu")), 0);
  const memory = containers.reduce<number | undefined>((sum, [, one]) => add(sum, memoryIn(textIn(one, "memory"))), 0);
  if (replicas === undefined || containers.length === 0) return undefined;
  const requests = usage("azurerm_container_app", "monthly_requests");
  const duration = usage("azurerm_container_app", "request_duration_ms");
  const seconds = replicas > 0 ? replicas * SECONDS : requests * (duration / 1000);
  const why =
    replicas > 0
      ? `${count(replicas, "replica")} active all month`
      : `${amount(requests)} requests × ${duration} ms (${profile}), none in between`;
  return [
    charge("containerapps.vcpu_second", times(cpu, seconds), `${cpu ?? 0} vCPU: ${why}`),
    charge("containerapps.gib_second", times(memory, seconds), `${memory ?? 0} GiB: ${why}`),
    charge("containerapps.request_million", requests / 1e6, `${amount(requests)} requests a month (${profile})`),
  ];
};

const add = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b;

const priceContainerGroup: Pricer = (component) => {
  const containers = readAll(component.attributes, "container");
  const cpu = containers.reduce<number | undefined>((sum, [, one]) => add(sum, numberIn(one, "cpu")), 0);
  const memory = containers.reduce<number | undefined>((sum, [, one]) => add(sum, numberIn(one, "memory")), 0);
  if (containers.length === 0 || textAt(component, "os_type") !== "Linux") return undefined;
  return [
    charge("aci.vcpu_hour", times(cpu, HOURS), `${cpu ?? 0} vCPU all month`),
    charge("aci.gb_hour", times(memory, HOURS), `${memory ?? 0} GB all month`),
  ];
};

const priceStaticSite: Pricer = (component) =>
  textAt(component, "sku_tier", "Free") === "Free" ? [] : [charge("staticwebapp.standard_month", 1, "Standard plan")];

/** Virtual machines, disks, App Service, Functions, AKS and containers. */
export const computePricers: Pricers = {
  azurerm_linux_virtual_machine: priceMachine,
  azurerm_windows_virtual_machine: priceMachine,
  azurerm_virtual_machine: priceClassicMachine,
  azurerm_linux_virtual_machine_scale_set: priceScaleSet,
  azurerm_windows_virtual_machine_scale_set: priceScaleSet,
  azurerm_orchestrated_virtual_machine_scale_set: priceScaleSet,
  azurerm_virtual_machine_scale_set: priceClassicScaleSet,
  azurerm_dev_test_linux_virtual_machine: priceDevTestMachine,
  azurerm_dev_test_windows_virtual_machine: priceDevTestMachine,
  azurerm_batch_pool: priceBatchPool,
  azurerm_machine_learning_compute_instance: priceStudioMachine,
  azurerm_machine_learning_compute_cluster: priceStudioMachine,
  azurerm_managed_disk: priceDisk,
  azurerm_snapshot: priceSnapshot,
  azurerm_service_plan: pricePlan,
  azurerm_app_service_plan: priceClassicPlan,
  azurerm_linux_function_app: priceFunctions,
  azurerm_windows_function_app: priceFunctions,
  azurerm_function_app: priceFunctions,
  azurerm_kubernetes_cluster: priceKubernetes,
  azurerm_kubernetes_cluster_node_pool: priceNodePool,
  azurerm_container_registry: priceRegistry,
  azurerm_container_app: priceContainerApp,
  azurerm_container_group: priceContainerGroup,
  azurerm_static_web_app: priceStaticSite,
  azurerm_static_site: priceStaticSite,
};
