import { own } from "../../model/own.ts";
import { discounted, HOURS } from "../charge.ts";
import type { Charge } from "../charge.ts";
import { times } from "../attributes.ts";
import { count, phrase } from "../words.ts";
import { charge } from "./prices.ts";

/** A machine type may be written as a link: the last part is its name. */
export const lastPart = (text: string | undefined): string | undefined => text?.split("/").at(-1);

/** What is left of the price of machines that run all month, by family: sustained-use discount comes by itself. */
const sustained: Readonly<Record<string, number>> = {
  c2: 0.8,
  f1: 0.7,
  g1: 0.7,
  m1: 0.7,
  n1: 0.7,
  n2: 0.8,
  n2d: 0.8,
};

export interface Machines {
  type: string | undefined;
  count: number | undefined;
  /** Machines that may be taken away at any time cost less. */
  spot?: boolean;
  note?: string | undefined;
  /** Tells machines of one type apart. */
  what?: string;
}

/** `n2-custom-4-8192`, `custom-4-8192`, `e2-custom-2-4096-ext` → family, vCPUs and GB. */
const customOf = (name: string): { family: string; cpus: number; gigabytes: number } | undefined => {
  const [, family, cpus, megabytes] = /^(?:([a-z0-9]+)-)?custom-(\d+)-(\d+)(?:-ext)?$/.exec(name) ?? [];
  return cpus === undefined
    ? undefined
    : { family: family ?? "n1", cpus: Number(cpus), gigabytes: Number(megabytes) / 1024 };
};

const withSustainedUse = (one: Charge | undefined, family: string): Charge | undefined => {
  const factor = own(sustained, family);
  if (factor === undefined) return one;
  return discounted(one, factor, `sustained-use discount of ${Math.round((1 - factor) * 100)} % taken off`);
};

/** Machines of one type, running all month. */
export const chargeMachines = ({ type, count: machines, spot, note, what }: Machines): (Charge | undefined)[] => {
  const name = lastPart(type);
  if (name === undefined) return [undefined];
  const said = phrase(`${count(machines ?? 0, "machine")} × 730 h`, note);
  const label = what === undefined ? name : `${name} ${what}`;
  const custom = customOf(name);
  if (custom !== undefined) {
    const { family, cpus, gigabytes } = custom;
    const cpuHours = times(machines, cpus, HOURS);
    const memoryHours = times(machines, gigabytes, HOURS);
    const told = phrase(said, spot === true && "a spot price is lower");
    const parts = [
      charge(`gce.${family}-custom.vcpu`, cpuHours, `${cpus} vCPU, ${told}`, label),
      charge(`gce.${family}-custom.gb`, memoryHours, `${gigabytes} GB, ${told}`, label),
    ];
    return spot === true ? parts : parts.map((one) => withSustainedUse(one, family));
  }
  const hours = times(machines, HOURS);
  if (spot === true) return [charge(`gcespot.${name}`, hours, phrase(said, "spot price"), label)];
  return [withSustainedUse(charge(`gce.${name}`, hours, said, label), name.replace(/-.*/, ""))];
};
