import { own } from "../../model/own.ts";
import type { Component } from "../../model/index.ts";
import { isSet, textAt, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Charge } from "../charge.ts";
import { amount } from "../words.ts";
import { charge } from "./prices.ts";

/** vCPUs of the D and DS machines of the second generation by their number, which is not that of their processors. */
const secondGeneration: Readonly<Record<string, number>> = {
  1: 1,
  2: 2,
  3: 4,
  4: 8,
  5: 16,
  11: 2,
  12: 4,
  13: 8,
  14: 16,
};

/** vCPUs of a size: `Standard_D4s_v5` → 4, `Standard_DS3_v2` → 4. */
const processorsOf = (size: string): number | undefined => {
  const [, older] = /^Standard_DS?(\d+)_v2$/.exec(size) ?? [];
  if (older !== undefined) return own(secondGeneration, older);
  const [, cores] = /^Standard_[A-Z]+(\d+)(?:-\d+)?[a-z]*(?:_v\d+)?$/.exec(size) ?? [];
  return cores === undefined ? undefined : Number(cores);
};

/** Windows costs extra by the processor, unless the owner brings a licence. */
const needsLicence = (component: Component): boolean =>
  (component.type.includes("windows") ||
    isSet(component, "os_profile_windows_config") ||
    textAt(component, "os_type") === "Windows") &&
  !["Windows_Server", "Windows_Client"].includes(textAt(component, "license_type") ?? "");

/** The Windows licence of machines of one size; burstable sizes have a smaller one. */
export const chargeLicence = (
  component: Component,
  size: string | undefined,
  machines: number | undefined,
  hours = HOURS,
): (Charge | undefined)[] => {
  if (!needsLicence(component)) return [];
  const cores = size === undefined ? undefined : processorsOf(size);
  const burstable = size?.startsWith("Standard_B") === true;
  return [
    charge(
      burstable ? "vm.windows_burstable_vcpu_hour" : "vm.windows_vcpu_hour",
      times(cores, machines, hours),
      `Windows licence, ${cores ?? 0} vCPU${machines === 1 ? "" : ` × ${amount(machines ?? 0)}`} × ${amount(hours)} h`,
      "Windows licence",
    ),
  ];
};
