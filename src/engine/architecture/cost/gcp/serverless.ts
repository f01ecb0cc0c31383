import { isObject, readAll } from "../../model/index.ts";
import type { Attributes } from "../../model/index.ts";
import { isSet, numberAt, numberIn, textAt, textIn, times } from "../attributes.ts";
import { HOURS, SECONDS } from "../charge.ts";
import type { Charge, Charges, Context, Pricer, Pricers } from "../charge.ts";
import { amount, count } from "../words.ts";
import { charge } from "./prices.ts";

/** "1", "2000m" → CPUs. */
const cpusIn = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const number = Number.parseFloat(text);
  if (!Number.isFinite(number)) return undefined;
  return text.endsWith("m") ? number / 1000 : number;
};

/** "512Mi", "1Gi", "256M", "1G" → GiB, as near as the price needs it. */
const gibibytesIn = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const number = Number.parseFloat(text);
  if (!Number.isFinite(number)) return undefined;
  return /m(i|b|ib)?$/i.test(text) ? number / 1024 : number;
};

interface Container {
  cpus: number | undefined;
  memory: number | undefined;
  /** Instances that are kept running. */
  least: number | undefined;
  /** CPU is paid for between requests too. */
  always: boolean;
}

/** Regions where Cloud Run costs more. */
const secondTier = new Set([
  "africa-south1",
  "asia-east2",
  "asia-northeast3",
  "asia-south2",
  "asia-southeast1",
  "asia-southeast2",
  "australia-southeast1",
  "australia-southeast2",
  "europe-central2",
  "europe-west10",
  "europe-west12",
  "europe-west2",
  "europe-west3",
  "europe-west6",
  "me-central1",
  "me-central2",
  "northamerica-northeast1",
  "northamerica-northeast2",
  "southamerica-east1",
  "southamerica-west1",
  "us-west2",
  "us-west3",
  "us-west4",
]);

/** The price of a tier is the region's own: no index of the region comes on top. */
const inTier = (price: string, quantity: number | undefined, said: string): Charge | undefined => {
  const one = charge(price, quantity, said);
  return one && { ...one, price: { ...one.price, global: true } };
};

const chargeContainer = ({ cpus, memory, least, always }: Container, { region, usage, profile }: Context): Charges => {
  const tier = secondTier.has(region) ? "run.tier2" : "run.request";
  const requests = usage("google_cloud_run_v2_service", "monthly_requests");
  const duration = usage("google_cloud_run_v2_service", "request_duration_ms");
  if (least === undefined) return undefined;
  const calls = charge("run.request_million", requests / 1e6, `${amount(requests)} requests a month (${profile})`);
  if (least > 0) {
    const why = `${count(least, "instance")} kept running all month${always ? "" : ", at the price of CPU that is always on"}`;
    return [
      charge("run.instance.vcpu_second", times(cpus, least, SECONDS), `${cpus ?? 0} vCPU: ${why}`),
      charge("run.instance.gib_second", times(memory, least, SECONDS), `${memory ?? 0} GiB: ${why}`),
      ...(always ? [] : [calls]),
    ];
  }
  const seconds = requests * (duration / 1000);
  const why = `${amount(requests)} requests × ${duration} ms (${profile})`;
  return [
    inTier(`${tier}.vcpu_second`, times(cpus, seconds), `${cpus ?? 0} vCPU: ${why}`),
    inTier(`${tier}.gib_second`, times(memory, seconds), `${memory ?? 0} GiB: ${why}`),
    calls,
  ];
};

/** Cloud Run gives a container 1 vCPU and 512 MiB unless told otherwise. */
const limitsOf = (container: Attributes): { cpus: number | undefined; memory: number | undefined } => ({
  cpus: cpusIn(textIn(container, "resources.limits.cpu", "1")),
  memory: gibibytesIn(textIn(container, "resources.limits.memory", "512Mi")),
});

const priceService: Pricer = (component, context) => {
  const [container] = readAll(component.attributes, "template.containers");
  const idle = textAt(component, "template.containers.resources.cpu_idle", "true");
  const least = numberAt(
    component,
    "template.scaling.min_instance_count",
    numberAt(component, "scaling.min_instance_count", 0),
  );
  return chargeContainer({ ...limitsOf(container?.[1] ?? {}), least, always: idle === "false" }, context);
};

const priceFirstService: Pricer = (component, context) => {
  const [container] = readAll(component.attributes, "template.spec.containers");
  const [metadata] = readAll(component.attributes, "template.metadata");
  // The annotation's name holds dots, so it cannot be read by path.
  const annotations = metadata?.[1]["annotations"];
  const scale = isObject(annotations) ? annotations["autoscaling.knative.dev/minScale"] : undefined;
  const least = numberIn({ scale: scale ?? null }, "scale", 0);
  return chargeContainer({ ...limitsOf(container?.[1] ?? {}), least, always: false }, context);
};

/** GHz that the first generation of functions has for its memory in MB. */
const clocks: Readonly<Record<number, number>> = {
  128: 0.2,
  256: 0.4,
  512: 0.8,
  1024: 1.4,
  2048: 2.4,
  4096: 4.8,
  8192: 4.8,
};

/** The first generation bills whole tenths of a second. */
const billingStepMs = 100;

const priceFunction: Pricer = (component, { usage, profile }) => {
  const calls = usage("google_cloudfunctions_function", "monthly_function_invocations");
  const took = usage("google_cloudfunctions_function", "request_duration_ms");
  const sent = usage("google_cloudfunctions_function", "monthly_outbound_data_gb");
  const memory = numberAt(component, "available_memory_mb", 256);
  const billed = Math.ceil(took / billingStepMs) * billingStepMs;
  const seconds = (calls * billed) / 1000;
  const said = `${amount(calls)} calls × ${billed} ms at ${memory ?? 0} MB (${profile})`;
  return [
    charge("functions.invocation_million", calls / 1e6, `${amount(calls)} calls a month (${profile})`),
    charge("functions.ghz_second", times(seconds, memory === undefined ? undefined : clocks[memory]), said),
    charge("functions.gb_second", times(seconds, memory && memory / 1024), said),
    ...(sent === 0
      ? []
      : [charge("functions.egress_gb", sent, `${amount(sent)} GB sent a month (${profile})`, "sent")]),
  ];
};

/** vCPUs that the second generation has for its memory in MiB, when none are asked for. */
const shares: readonly (readonly [mebibytes: number, cpus: number])[] = [
  [128, 0.083],
  [256, 0.167],
  [512, 0.333],
  [1024, 0.583],
  [2048, 1],
  [8192, 2],
  [16_384, 4],
];

const priceSecondFunction: Pricer = (component, context) => {
  const memory = gibibytesIn(textAt(component, "service_config.available_memory", "256M"));
  const given = memory === undefined ? undefined : shares.find(([size]) => size >= memory * 1024)?.[1];
  const cpus = isSet(component, "service_config.available_cpu")
    ? cpusIn(textAt(component, "service_config.available_cpu"))
    : given;
  return chargeContainer(
    { cpus, memory, least: numberAt(component, "service_config.min_instance_count", 0), always: false },
    context,
  );
};

/** A connector runs at least two small machines. */
const priceConnector: Pricer = (component) => {
  const machines = numberAt(component, "min_instances", 2);
  const type = textAt(component, "machine_type", "e2-micro");
  return [
    charge(type && `gce.${type}`, times(machines, HOURS), `${count(machines ?? 0, "connector machine")} × 730 h`, type),
  ];
};

/** Cloud Run, Cloud Run functions and serverless VPC access. */
export const serverlessPricers: Pricers = {
  google_cloud_run_v2_service: priceService,
  google_cloud_run_service: priceFirstService,
  google_cloudfunctions_function: priceFunction,
  google_cloudfunctions2_function: priceSecondFunction,
  google_vpc_access_connector: priceConnector,
};
