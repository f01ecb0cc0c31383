import { read, readAll } from "../../model/index.ts";
import type { Attributes, Component, Model } from "../../model/index.ts";
import { flagAt, isSet, numberAt, targetOf, textAt, textIn } from "../attributes.ts";
import { HOURS, repeatCharges } from "../charge.ts";
import type { Charge, Charges, Context, Pricer, Pricers } from "../charge.ts";
import { amount, count, phrase } from "../words.ts";
import { chargeEgress } from "./egress.ts";
import { charge } from "./prices.ts";
import { chargeVolume } from "./volumes.ts";

/** Detailed monitoring sends seven metrics per instance. */
const detailedMetrics = 7;
const instanceVolume = { size: "volume_size", type: "volume_type" };

/** Machines of one type, running all month or some hours of it. */
export const chargeMachine = (
  type: string | undefined,
  machines = 1,
  note?: string,
  hours = HOURS,
): Charge | undefined =>
  charge(
    type && `ec2.${type}`,
    hours * machines,
    phrase(
      machines === 1
        ? `${amount(hours)} h a month, on demand, Linux`
        : `${count(machines, "instance")} × ${amount(hours)} h, on demand, Linux`,
      note,
    ),
    type,
  );

const hoursOf = ({ usage }: Context): number => usage("aws_instance", "monthly_hrs");

const instanceVolumes = (attributes: Attributes): Charges[] => {
  const [root] = readAll(attributes, "root_block_device");
  return [
    chargeVolume(root?.[1] ?? {}, instanceVolume, { size: 8, what: "root volume" }),
    ...readAll(attributes, "ebs_block_device").map(([, volume], index) =>
      chargeVolume(volume, instanceVolume, { what: `data volume${index === 0 ? "" : ` ${index + 1}`}` }),
    ),
  ];
};

/** All lists in one; `undefined` stays visible as a missing charge. */
const join = (lists: readonly Charges[]): (Charge | undefined)[] => lists.flatMap((list) => [...(list ?? [undefined])]);

/** An address of its own that is attached takes the place of the one that EC2 gives. */
const hasGivenAddress = (component: Component, model: Model): boolean => {
  const attached = [
    ...model.attached(component, "aws_eip", "instance"),
    ...model.attached(component, "aws_eip_association", "instance_id"),
  ];
  if (attached.length > 0) return false;
  const subnet = targetOf(model, component, "subnet_id", "aws_subnet");
  return isSet(component, "associate_public_ip_address")
    ? flagAt(component, "associate_public_ip_address") === true
    : subnet !== undefined && flagAt(subnet, "map_public_ip_on_launch") === true;
};

/** What machines send, where usage figures of one's own say it. */
const chargeTraffic = (context: Context): Charge[] => {
  const sent = context.usage("aws_instance", "monthly_outbound_gb");
  const crossing = context.usage("aws_instance", "monthly_cross_az_gb");
  const said = `${crossing} GB between zones, paid on both sides (${context.profile})`;
  const crossed = crossing === 0 ? undefined : charge("egress.inter_az_gb", crossing * 2, said, "cross-zone");
  return [...(sent === 0 ? [] : chargeEgress(context, sent)), ...(crossed === undefined ? [] : [crossed])];
};

const priceInstance: Pricer = (component, context) => {
  const { model } = context;
  const monitored = flagAt(component, "monitoring");
  return [
    chargeMachine(
      textAt(component, "instance_type"),
      1,
      component.type === "aws_spot_instance_request" ? "a spot price is lower" : undefined,
      hoursOf(context),
    ),
    ...join(instanceVolumes(component.attributes)),
    ...(hasGivenAddress(component, model)
      ? [charge("ipv4.public_hour", HOURS, "one public IPv4 address", "public IPv4")]
      : []),
    ...(monitored === true
      ? [charge("cloudwatch.metric_month", detailedMetrics, "detailed monitoring: 7 metrics")]
      : []),
    ...chargeTraffic(context),
  ];
};

/** The template that an Auto Scaling group or an EKS node group starts machines from. */
export const templateOf = (model: Model, component: Component): Component | undefined =>
  targetOf(model, component, "launch_template", "aws_launch_template") ??
  targetOf(model, component, "mixed_instances_policy", "aws_launch_template") ??
  targetOf(model, component, "launch_configuration", "aws_launch_configuration");

const templateVolumes = (template: Component): Charges[] => {
  if (template.type === "aws_launch_configuration") return instanceVolumes(template.attributes);
  const mappings = readAll(template.attributes, "block_device_mappings");
  if (mappings.length === 0) return [chargeVolume({}, instanceVolume, { size: 8, what: "root volume" })];
  return mappings.flatMap(([, mapping], index) => {
    const [ebs] = readAll(mapping, "ebs");
    const what = index === 0 ? "root volume" : `data volume${index === 1 ? "" : ` ${index}`}`;
    return ebs === undefined ? [] : [chargeVolume(ebs[1], instanceVolume, { ...(index === 0 && { size: 8 }), what })];
  });
};

/** The volumes of one machine, for as many machines as there are. */
export const chargeTemplateVolumes = (template: Component, machines: number): (Charge | undefined)[] =>
  repeatCharges(join(templateVolumes(template)), machines, "instance");

const overriddenType = (group: Component): string | undefined => {
  const [first] = readAll(group.attributes, "mixed_instances_policy.launch_template.override");
  return first && textIn(first[1], "instance_type");
};

const priceAutoscalingGroup: Pricer = (component, context) => {
  const { model } = context;
  const template = templateOf(model, component);
  const least = numberAt(component, "min_size", 0);
  const machines = numberAt(component, "desired_capacity", least);
  if (template === undefined || machines === undefined) return undefined;
  const type = overriddenType(component) ?? textAt(template, "instance_type");
  const note =
    read(component.attributes, "desired_capacity") === undefined
      ? "min_size, as no desired_capacity is set"
      : undefined;
  return [
    chargeMachine(type, machines, note, hoursOf(context)),
    ...chargeTemplateVolumes(template, machines),
    ...chargeTraffic(context),
  ];
};

const priceReservation: Pricer = (component) => [
  chargeMachine(
    textAt(component, "instance_type"),
    numberAt(component, "instance_count"),
    "reserved, whether a machine runs in it or not",
  ),
];

const priceVolume: Pricer = (component) =>
  chargeVolume(component.attributes, { size: "size", type: "type" }, { what: "volume" });

const priceSnapshot: Pricer = (component, { model }) => {
  const volume = targetOf(model, component, "volume_id", "aws_ebs_volume");
  const size = volume && numberAt(volume, "size");
  return [charge("ebs.snapshot_gb_month", size, "one full copy of the volume", "snapshot")];
};

/** A copy is as large as what it is a copy of. */
const priceSnapshotCopy: Pricer = (component, { model }) => {
  const source = targetOf(model, component, "source_snapshot_id", "aws_ebs_snapshot");
  const volume = source && targetOf(model, source, "volume_id", "aws_ebs_volume");
  return [charge("ebs.snapshot_gb_month", volume && numberAt(volume, "size"), "one copy of the snapshot", "snapshot")];
};

const priceElasticIp: Pricer = () => [
  charge("ipv4.public_hour", HOURS, "a public IPv4 address, in use or not", "public IPv4"),
];

/** EC2, Auto Scaling, EBS and Elastic IPs. */
export const computePricers: Pricers = {
  aws_instance: priceInstance,
  aws_spot_instance_request: priceInstance,
  aws_autoscaling_group: priceAutoscalingGroup,
  aws_ec2_capacity_reservation: priceReservation,
  aws_ebs_volume: priceVolume,
  aws_ebs_snapshot: priceSnapshot,
  aws_ebs_snapshot_copy: priceSnapshotCopy,
  aws_eip: priceElasticIp,
};
