import { catalogue } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { standingOf } from "../topology/standing.ts";
import { zoneOfSubnet } from "../topology/zones.ts";
import { agreementsAsOf, promiseFor } from "./agreement.ts";
import { findChoices } from "./alternatives.ts";
import type { Choice, Way } from "./alternatives.ts";
import { availabilityOf, printFormula, printWords } from "./formula.ts";
import { requestPath } from "./request-path.ts";
import type { Step } from "./request-path.ts";

/** One link of the chain: a resource, or machines of which one is enough. */
interface AvailabilityPart {
  components: string[];
  label: string;
  /** What is agreed for one of them, in percent, and for what. */
  sla_percent: number;
  condition: string;
  copies: number;
  /** Of all copies together, in percent. */
  percent: number;
}

export interface Availability {
  /** Of the whole chain, in percent; null where nothing in it has an agreement. */
  percent: number | null;
  downtime_minutes_month: number | null;
  /** The calculation in numbers: `0.9999 × (1 − (1 − 0.995)²) = 0.999875`. */
  formula: string;
  /** The same in words. */
  words: string;
  parts: AvailabilityPart[];
  /** What is on the way of a request and has no agreement: it is not in the figure. */
  unknown: { component: string; why: string }[];
  as_of: string;
}

/** Minutes of a month of 730 hours. */
const minutesOfMonth = 730 * 60;

/** Single machines: several behind one door are copies of each other. */
const machines: ReadonlySet<string> = new Set([
  "aws_instance",
  "azurerm_linux_virtual_machine",
  "azurerm_windows_virtual_machine",
  "azurerm_virtual_machine",
  "google_compute_instance",
]);

/** Groups of machines that are a group for each zone or region of one service, where the same door leads to them. */
const placedGroups: ReadonlySet<string> = new Set([
  "google_compute_instance_group_manager",
  "google_compute_region_instance_group_manager",
]);

/**
 * What the providers' agreements come to for a design: all that a request passes has to be up, and of redundant copies
 * one. An agreement is a promise of money back, so this is what may be expected and no forecast.
 */
export const compositeAvailability = (model: Model): Availability => {
  const parts: AvailabilityPart[] = [];
  const unknown: Availability["unknown"] = [];
  const path = requestPath(model);
  const choices = findChoices(model, path);
  const ways = new Map(choices.flatMap((choice) => choice.ways.flatMap((way) => way.map((id) => [id, way] as const))));
  const partsOfWay = new Map<Way | undefined, AvailabilityPart[]>();
  for (const steps of groupCopies([...doorsBeside(choices, path), ...path], ways)) {
    const [first] = steps;
    if (first === undefined) continue;
    const promised = promiseFor(first.component, model);
    const components = [...new Set(steps.map(({ component }) => component.address))];
    if ("none" in promised) {
      unknown.push(...components.map((component) => ({ component, why: promised.none })));
      continue;
    }
    const copies = copiesOf(steps, model);
    const one = promised.percent / 100;
    const part = {
      components,
      label: catalogue(first.component.type).label,
      sla_percent: promised.percent,
      condition: promised.condition,
      copies,
      percent: round(100 * (1 - (1 - one) ** copies), 6),
    };
    parts.push(part);
    const way = ways.get(first.component.id);
    partsOfWay.set(way, [...(partsOfWay.get(way) ?? []), part]);
  }
  const told = choices.map(({ ways: all }) =>
    all.flatMap((way) => (partsOfWay.has(way) ? [partsOfWay.get(way) ?? []] : [])),
  );
  const chain = {
    // One way of which something is known is no choice.
    links: [...(partsOfWay.get(undefined) ?? []), ...told.filter((choice) => choice.length === 1).flat(2)],
    choices: told.filter((choice) => choice.length > 1),
  };
  const whole = availabilityOf(chain);
  const isKnown = parts.length > 0;
  return {
    percent: isKnown ? lessThanSure(round(100 * whole, 4), whole) : null,
    downtime_minutes_month: isKnown ? round((1 - whole) * minutesOfMonth, 1) : null,
    formula: isKnown ? printFormula(chain, whole) : "",
    words: isKnown ? printWords(chain) : "",
    parts,
    unknown,
    as_of: agreementsAsOf,
  };
};

/** Nothing is always up because its last digits were rounded away. */
const lessThanSure = (percent: number, whole: number): number => (percent === 100 && whole < 1 ? 99.9999 : percent);

/** A door that answers in names sends no request on: it is asked before the first. */
const doorsBeside = (choices: readonly Choice[], path: readonly Step[]): Step[] => {
  const onTheWay = new Set(path.map(({ component }) => component.id));
  return choices.flatMap(({ door }) =>
    door?.type === "azurerm_traffic_manager_profile" && !onTheWay.has(door.id)
      ? [{ component: door, askedBy: [] }]
      : [],
  );
};

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Instances of one block are copies; so are machines that the same door leads to. */
const groupCopies = (steps: readonly Step[], ways: ReadonlyMap<string, Way>): Step[][] => {
  const keyOf = ({ component, askedBy }: Step): string =>
    !ways.has(component.id) && (machines.has(component.type) || placedGroups.has(component.type)) && askedBy.length > 0
      ? `${component.type} ${askedBy.toSorted().join(" ")}`
      : component.address;
  return [...Map.groupBy(steps, keyOf).values()];
};

/** Copies that fail apart: those that stand in one zone fail with it. */
const copiesOf = (steps: readonly Step[], model: Model): number => {
  const [first] = steps;
  if (first === undefined) return 1;
  const zones = new Set(steps.map(({ component }) => zoneOf(component, model)));
  const isOneZone = steps.length > 1 && zones.size === 1 && !zones.has(undefined);
  const machinesOf = ({ component }: Step): number => {
    const promised = promiseFor(component, model);
    return "none" in promised || promised.inOneZone ? 1 : (promised.copies ?? 1);
  };
  if (placedGroups.has(first.component.type))
    return Math.min(mostCopies, isOneZone ? machinesOf(first) : steps.reduce((sum, step) => sum + machinesOf(step), 0));
  if (!machines.has(first.component.type)) return Math.min(mostCopies, machinesOf(first));
  return isOneZone ? 1 : Math.min(steps.length, mostCopies);
};

/** More copies add nothing that a figure of four digits could show. */
const mostCopies = 6;

const zoneOf = (component: Component, model: Model): string | undefined => {
  for (const name of ["availability_zone", "zone", "region"]) {
    const own = component.attributes[name];
    if (typeof own === "string") return own;
  }
  const [subnet] = standingOf(component, model).subnets;
  return subnet === undefined
    ? undefined
    : (zoneOfSubnet(subnet)?.key ?? (model.cloud === "aws" ? subnet.id : undefined));
};
