import { own } from "../../model/own.ts";
import { read, readAll } from "../../model/index.ts";
import type { Attributes, Component, Model } from "../../model/index.ts";
import { isSet, lengthAt, numberAt, numberIn, targetOf, textAt, textIn, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Charge, Charges, Context, Pricer, Pricers } from "../charge.ts";
import { bill, tariffsOf } from "../tariff.ts";
import { count } from "../words.ts";
import { chargeEgress } from "./egress.ts";
import { chargeMachines, lastPart } from "./machines.ts";
import { charge } from "./prices.ts";

const { used } = tariffsOf(charge);

/** The public Linux images need 10 GB; a disk of no stated type is a standard one. */
const imageGb = 10;
const plainDisk = "pd-standard";

const chargeDisks = (
  type: string | undefined,
  size: number | undefined,
  what: string,
  machines: number | undefined = 1,
): Charge | undefined => {
  const name = lastPart(type);
  const said = `${size ?? 0} GB ${name ?? ""}`;
  return charge(
    name && `disk.${name}`,
    times(size, machines),
    machines === 1 ? said : `${machines} × ${said}`,
    `${name ?? ""} ${what}`,
  );
};

const isSpot = (attributes: Attributes): boolean => {
  const [scheduling] = readAll(attributes, "scheduling");
  const block = scheduling?.[1] ?? {};
  return textIn(block, "preemptible") === "true" || textIn(block, "provisioning_model") === "SPOT";
};

/** Accelerators that are bought beside the machine; the G2 and A2 types include theirs. */
const accelerators: Readonly<Record<string, string>> = { "nvidia-tesla-t4": "gpu.t4_hour", "nvidia-l4": "gpu.l4_hour" };

const chargeAccelerators = (attributes: Attributes, type: string | undefined, machines: number | undefined) =>
  /^(g2|a2|a3)-/.test(lastPart(type) ?? "")
    ? []
    : readAll(attributes, "guest_accelerator").map(([, block]) => {
        const gpu = textIn(block, "type");
        const units = numberIn(block, "count", 1);
        return charge(
          gpu && own(accelerators, gpu),
          times(units, machines, HOURS),
          `${count(units ?? 0, "GPU")} × 730 h`,
          gpu,
        );
      });

/** External addresses given by the network; a reserved address is priced as itself. */
const chargeAddresses = (attributes: Attributes, machines: number | undefined): (Charge | undefined)[] => {
  const own = readAll(attributes, "network_interface").flatMap(([, network]) =>
    readAll(network, "access_config").filter(([, access]) => read(access, "nat_ip") === undefined),
  );
  return own.length === 0
    ? []
    : [charge("ip.vm_hour", times(own.length, machines, HOURS), "external address in use", "external IP")];
};

/** Every local SSD has 375 GB. */
const scratchGb = 375;

const chargeScratch = (attributes: Attributes): (Charge | undefined)[] => {
  const disks = readAll(attributes, "scratch_disk").length;
  return disks === 0 ? [] : [chargeDisks("local-ssd", disks * scratchGb, "scratch disks")];
};

const priceInstance: Pricer = (component, context) => {
  const type = textAt(component, "machine_type");
  const [boot] = readAll(component.attributes, "boot_disk.initialize_params");
  const block = boot?.[1] ?? {};
  return [
    ...chargeMachines({ type, count: 1, spot: isSpot(component.attributes) }),
    chargeDisks(textIn(block, "type", plainDisk), numberIn(block, "size", imageGb), "boot disk"),
    ...chargeAccelerators(component.attributes, type, 1),
    ...chargeAddresses(component.attributes, 1),
    ...chargeScratch(component.attributes),
    ...chargeEgress(context, context.usage("google_compute_instance", "monthly_outbound_gb")),
  ];
};

const templateTypes = ["google_compute_instance_template", "google_compute_region_instance_template"];

/** Machines of a group: its fixed size, else the least that its autoscaler keeps. */
const sizeOf = (group: Component, model: Model): [machines: number | undefined, note: string | undefined] => {
  if (isSet(group, "target_size")) return [numberAt(group, "target_size"), undefined];
  const regional = group.type.includes("region");
  const [scaler] = model.attached(
    group,
    regional ? "google_compute_region_autoscaler" : "google_compute_autoscaler",
    "target",
  );
  return [scaler && numberAt(scaler, "autoscaling_policy.min_replicas"), "the least that autoscaling keeps"];
};

const priceGroup: Pricer = (component, { model }) => {
  const template = targetOf(model, component, "version", ...templateTypes);
  const [machines, note] = sizeOf(component, model);
  if (template === undefined || machines === undefined) return undefined;
  const type = textAt(template, "machine_type");
  return [
    ...chargeMachines({ type, count: machines, spot: isSpot(template.attributes), note }),
    ...templateDisks(template, machines),
    ...chargeAccelerators(template.attributes, type, machines),
    ...chargeAddresses(template.attributes, machines),
  ];
};

const templateDisks = (template: Component, machines: number): (Charge | undefined)[] =>
  readAll(template.attributes, "disk").map(([, disk], index) =>
    chargeDisks(
      textIn(disk, "disk_type", plainDisk),
      numberIn(disk, "disk_size_gb", index === 0 ? imageGb : undefined),
      index === 0 ? "boot disk" : `data disk ${index}`,
      machines,
    ),
  );

const priceDisk: Pricer = (component) => [
  chargeDisks(textAt(component, "type", plainDisk), numberAt(component, "size"), "disk"),
];

/** A disk that is kept in two zones. */
const regionalDisks: Readonly<Record<string, string>> = {
  "pd-standard": "disk.regional-hdd-replicated",
  "pd-balanced": "disk.regional-balanced-replicated",
  "pd-ssd": "disk.regional-ssd-replicated",
};

const priceRegionalDisk: Pricer = (component) => {
  const type = lastPart(textAt(component, "type", plainDisk));
  const size = numberAt(component, "size");
  return [charge(type && own(regionalDisks, type), size, `${size ?? 0} GB ${type ?? ""} in two zones`)];
};

/** Machines that are kept free cost as if they ran. */
const priceReservation: Pricer = (component) => {
  const type = textAt(component, "specific_reservation.instance_properties.machine_type");
  return chargeMachines({ type, count: numberAt(component, "specific_reservation.count"), note: "reserved" });
};

/** A notebook is a machine with a boot disk and a disk for data. */
const notebookGb = 100;

const priceNotebook: Pricer = (component) => {
  const type = textAt(component, "machine_type", textAt(component, "gce_setup.machine_type"));
  return [
    ...chargeMachines({ type, count: 1 }),
    chargeDisks("pd-standard", numberAt(component, "boot_disk_size_gb", notebookGb), "boot disk"),
    chargeDisks("pd-standard", numberAt(component, "data_disk_size_gb", notebookGb), "data disk"),
  ];
};

const priceImage = bill(used("google_compute_image.storage_gb", "image.gb_month", "GB of image"));

const priceSnapshot: Pricer = (_, { usage, profile }) => {
  const stored = usage("google_compute_snapshot", "storage_gb");
  return [charge("disk.snapshot", stored, `${stored} GB (${profile})`, "snapshot")];
};

/** What GKE gives a node when nothing is said. */
const defaultNode = { type: "e2-medium", disk: "pd-balanced", diskGb: 100 };

/** A location without a zone letter is a region, which has three zones unless told otherwise. */
const zonesOf = (component: Component): number | undefined => {
  const listed = lengthAt(component, "node_locations");
  if (listed === undefined || listed > 0) return listed;
  const location = textAt(component, "location");
  return location === undefined ? undefined : /-[a-z]$/.test(location) ? 1 : 3;
};

const chargeNodes = (
  component: Component,
  perZone: number | undefined,
  zones: number | undefined,
): NonNullable<Charges> => {
  const [config] = readAll(component.attributes, "node_config");
  const block = config?.[1] ?? {};
  const nodes = times(perZone, zones);
  const note = zones === 1 ? undefined : `${perZone ?? 0} in each of ${zones ?? 0} zones`;
  return [
    ...chargeMachines({
      type: textIn(block, "machine_type", defaultNode.type),
      count: nodes,
      spot: textIn(block, "spot") === "true" || textIn(block, "preemptible") === "true",
      note,
    }),
    chargeDisks(
      textIn(block, "disk_type", defaultNode.disk),
      numberIn(block, "disk_size_gb", defaultNode.diskGb),
      "node disk",
      nodes,
    ),
  ];
};

/** What pods ask of Autopilot, where usage figures say it. */
const chargePods = ({ usage, profile }: Context): (Charge | undefined)[] => {
  const cpus = usage("google_container_cluster", "autopilot_vcpu_count");
  const memory = usage("google_container_cluster", "autopilot_memory_gb");
  const disk = usage("google_container_cluster", "autopilot_ephemeral_storage_gb");
  if (cpus + memory + disk === 0) return [];
  return [
    charge("gke.autopilot.vcpu_hour", cpus * HOURS, `${cpus} vCPU of pods × 730 h (${profile})`, "pods"),
    charge("gke.autopilot.gb_hour", memory * HOURS, `${memory} GB of pods × 730 h (${profile})`, "pods"),
    charge("gke.autopilot.ephemeral_gb_month", disk, `${disk} GB of pods (${profile})`, "pods"),
  ];
};

const priceCluster: Pricer = (component, context) => {
  const autopilot = textAt(component, "enable_autopilot") === "true";
  const note = autopilot
    ? "one cluster, 730 h; Autopilot bills the pods on top, which are not known"
    : "one cluster, 730 h";
  const fee = charge("gke.cluster_hour", HOURS, note);
  if (autopilot) return [fee, ...chargePods(context)];
  if (textAt(component, "remove_default_node_pool") === "true" || isSet(component, "node_pool")) return [fee];
  return [fee, ...chargeNodes(component, numberAt(component, "initial_node_count"), zonesOf(component))];
};

const priceNodePool: Pricer = (component, { model }) => {
  const cluster = targetOf(model, component, "cluster", "google_container_cluster");
  const placed =
    isSet(component, "location") || isSet(component, "node_locations") || cluster === undefined ? component : cluster;
  const perZone = numberAt(
    component,
    "node_count",
    numberAt(component, "initial_node_count", numberAt(component, "autoscaling.min_node_count")),
  );
  return chargeNodes(component, perZone, zonesOf(placed));
};

/** Compute Engine, instance groups, disks and GKE. */
export const computePricers: Pricers = {
  google_compute_instance: priceInstance,
  google_compute_instance_group_manager: priceGroup,
  google_compute_region_instance_group_manager: priceGroup,
  google_compute_disk: priceDisk,
  google_compute_snapshot: priceSnapshot,
  google_compute_region_disk: priceRegionalDisk,
  google_compute_reservation: priceReservation,
  google_compute_image: priceImage,
  google_compute_machine_image: priceImage,
  google_notebooks_instance: priceNotebook,
  google_workbench_instance: priceNotebook,
  google_container_cluster: priceCluster,
  google_container_node_pool: priceNodePool,
};
