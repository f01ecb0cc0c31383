import type { Component, Model } from "../model/index.ts";
import { awsAgreements } from "./aws.ts";
import { azureAgreements } from "./azure.ts";
import { gcpAgreements } from "./gcp.ts";
import file from "./sla.json" with { type: "json" };

/** What a provider promises for a resource as it is set up, or why it promises nothing. */
type Promised = Kept | { none: string };

interface Kept {
  /** Key in `sla.json`. */
  sla: string;
  /** Machines of which one is enough, where the resource is a group of them. */
  copies?: number;
  /** The group stands in one zone, whose failure takes all of it. */
  inOneZone?: boolean;
}

/** Reads what is promised off a resource's own settings. */
export type Reader = (component: Component, model: Model) => Promised;

export interface Agreement {
  percent: number;
  condition: string;
}

const byType: Readonly<Record<string, Reader>> = { ...awsAgreements, ...azureAgreements, ...gcpAgreements };
const agreements: Readonly<Record<string, readonly (string | number)[]>> = file.agreements;

/** Date of the agreements as they were read. */
export const agreementsAsOf = file.asOf;

const agreementFor = (sla: string): Agreement | undefined => {
  const [percent, condition] = Object.hasOwn(agreements, sla) ? (agreements[sla] ?? []) : [];
  return typeof percent === "number" ? { percent, condition: String(condition) } : undefined;
};

const notListed = "no agreement on its availability is known here";

/** The promise for a resource: by its type's reader, else by its service. */
export const promiseFor = (component: Component, model: Model): (Omit<Kept, "sla"> & Agreement) | { none: string } => {
  const reader = Object.hasOwn(byType, component.type) ? byType[component.type] : undefined;
  const promised = reader?.(component, model) ?? { sla: component.service };
  if ("none" in promised) return promised;
  const agreement = agreementFor(promised.sla);
  return agreement === undefined ? { none: notListed } : { ...promised, ...agreement };
};
