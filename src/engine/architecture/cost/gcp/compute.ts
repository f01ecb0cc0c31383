import { read, readAll } from "../../model/index.ts";
import type { Attributes, Component, Model } from "../../model/index.ts";
import { isSet, lengthAt, numberAt, numberIn, targetOf, textAt, textIn, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Charge, Charges, Pricer, Pricers } from "../charge.ts";
import { count, phrase } from "../words.ts";
import { charge } from "./prices.ts";

/** The public Linux images need 10 GB; a disk of no stated type is a standard one. */
const imageGb = 10;
const plainDisk = "pd-standard";

/** A machine type may be written as a link: the last part is its name. */
const lastPart = (text: string | undefined): string | undefined => text?.split("/").at(-1);

const chargeMachines = (type: string | undefined, machines: number | undefined, note?: string): Charge | undefined => {
  const name = lastPart(type);
  return charge(
    name && `gce.${name}`,
    times(machines, HOURS),
    phrase(`${count(machines ?? 0, "machine")} × 730 h, before sustained-use discount`, note),
    name,
  );
};

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

const spotNote = (attributes: Attributes): string | undefined => {
  const [scheduling] = readAll(attributes, "scheduling");
  const block = scheduling?.[1] ?? {};
  const spot = textIn(block, "preemptible") === "true" || textIn(block, "provisioning_model") === "SPOT";
  return spot ? "a spot price is lower" : undefined;
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
          gpu && accelerators[gpu],
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

const priceInstance: Pricer = (component) => {
  const type = textAt(component, "machine_type");
  const [boot] = readAll(component.attributes, "boot_disk.initialize_params");
  const block = boot?.[1] ?? {};
  return [
    chargeMachines(type, 1, spotNote(component.attributes)),
    chargeDisks(textIn(block, "type", plainDisk), numberIn(block, "size", imageGb), "boot disk"),
    ...chargeAccelerators(component.attributes, type, 1),
    ...chargeAddresses(component.attributes, 1),
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
    chargeMachines(type, machines, phrase(note, spotNote(template.attributes))),
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
    chargeMachines(textIn(block, "machine_type", defaultNode.type), nodes, note),
    chargeDisks(
      textIn(block, "disk_type", defaultNode.disk),
      numberIn(block, "disk_size_gb", defaultNode.diskGb),
      "node disk",
      nodes,
    ),
  ];
};

const priceCluster: Pricer = (component) => {
  const autopilot = textAt(component, "enable_autopilot") === "true";
  const note = autopilot
    ? "one cluster, 730 h; Autopilot bills the pods on top, which are not known"
    : "one cluster, 730 h";
  const fee = charge("gke.cluster_hour", HOURS, note);
  if (autopilot || textAt(component, "remove_default_node_pool") === "true" || isSet(component, "node_pool"))
    return [fee];
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
  google_container_cluster: priceCluster,
  google_container_node_pool: priceNodePool,
};
