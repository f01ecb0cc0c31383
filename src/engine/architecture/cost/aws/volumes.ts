import { numberIn, textIn } from "../attributes.ts";
import type { Charges } from "../charge.ts";
import { read } from "../../model/index.ts";
import type { Attributes } from "../../model/index.ts";
import { chargeBands } from "../tariff.ts";
import { charge } from "./prices.ts";

/** IOPS and MB/s that the price of a gp3 volume includes. */
const gp3Iops = 3000;
const gp3Throughput = 125;

/** The more IOPS an io2 volume has, the less each of them costs. */
const io2Bands = [
  [32_000, "ebs.io_iops_month"],
  [64_000, "ebs.io2_iops_month.32k"],
  [Number.POSITIVE_INFINITY, "ebs.io2_iops_month.64k"],
] as const;

/** A volume as EC2 makes it when nothing is said: gp2; the root volume of the common Linux images has 8 GB. */
export const chargeVolume = (
  volume: Attributes,
  names: { size: string; type: string },
  defaults: { size?: number; what: string },
): Charges => {
  const type = textIn(volume, names.type, "gp2");
  const size = numberIn(volume, names.size, defaults.size);
  if (type === undefined || size === undefined) return undefined;
  const implied = read(volume, names.size) === undefined;
  const said = `${size} GB ${type} ${defaults.what}${implied ? " (default)" : ""}`;
  const what = `${type} ${defaults.what}`;
  return [
    charge(`ebs.${type}_gb_month`, size, said, what),
    ...(type === "gp3" ? chargeGp3Extras(volume, what) : []),
    ...(type === "io1" ? [charge("ebs.io_iops_month", numberIn(volume, "iops", 100), "provisioned IOPS", what)] : []),
    ...(type === "io2"
      ? chargeBands(charge, io2Bands, numberIn(volume, "iops", 100), { said: "provisioned IOPS", what })
      : []),
  ];
};

const chargeGp3Extras = (volume: Attributes, what: string) => {
  const iops = numberIn(volume, "iops", gp3Iops);
  const throughput = numberIn(volume, "throughput", gp3Throughput);
  return [
    ...(iops === undefined || iops > gp3Iops
      ? [charge("ebs.gp3_iops_month", iops && iops - gp3Iops, `IOPS above the ${gp3Iops} included`, what)]
      : []),
    ...(throughput === undefined || throughput > gp3Throughput
      ? [
          charge(
            "ebs.gp3_mbps_month",
            throughput && throughput - gp3Throughput,
            `MB/s above the ${gp3Throughput} included`,
            what,
          ),
        ]
      : []),
  ];
};
