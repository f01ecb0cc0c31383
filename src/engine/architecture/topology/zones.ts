import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Group, Model, Value } from "../model/index.ts";
import { isBox } from "./folded.ts";
import { standingOf } from "./standing.ts";
import { subnetLabel, tierOf } from "./subnets.ts";

/** A zone by its name, or by its place in the provider's list of zones where the code takes it from there. */
export interface Zone {
  key: string;
  name: string;
  isNamed: boolean;
}

const named = (name: string): Zone => ({ key: name, name, isNamed: true });

const zoneIn = (value: Value | undefined): Zone | undefined => {
  const [only, ...others] = Array.isArray(value) ? value : [value];
  if (others.length > 0) return undefined;
  const text = asText(only);
  if (text !== undefined) return text === "" ? undefined : named(text);
  if (!isUnknown(only) || only.element === undefined) return undefined;
  const isFromList = only.refs.length === 1 && only.refs[0]?.startsWith("data.aws_availability_zones.") === true;
  return isFromList ? { key: `#${only.element}`, name: String(only.element + 1), isNamed: false } : undefined;
};

/** The zone of a subnet that lies in one, as Amazon's do. */
export const zoneOfSubnet = ({ attributes }: Component): Zone | undefined =>
  zoneIn(read(attributes, "availability_zone"));

type Said = (component: Component) => Value | undefined;

const at =
  (path: string): Said =>
  ({ attributes }) =>
    read(attributes, path);

/** What stands in several zones has no zone of its own, whatever its code says of its first one. */
const unlessSpread =
  (path: string, isSpread: (component: Component) => boolean): Said =>
  (component) =>
    isSpread(component) ? undefined : read(component.attributes, path);

const isMultiZone = ({ attributes }: Component): boolean => {
  const said = read(attributes, "multi_az");
  return said !== undefined && said !== false;
};

const hasStandby = ({ attributes }: Component): boolean => read(attributes, "high_availability") !== undefined;

const zonalPlace = (value: Value | undefined): Value | undefined =>
  typeof value === "string" && /^[a-z]+-[a-z]+\d+-[a-z]$/.test(value) ? value : undefined;

/** Where a resource of a type names its zone. */
const zoneAttributes: Readonly<Record<string, Said>> = {
  aws_instance: at("availability_zone"),
  aws_ebs_volume: at("availability_zone"),
  aws_db_instance: unlessSpread("availability_zone", isMultiZone),
  azurerm_linux_virtual_machine: at("zone"),
  azurerm_windows_virtual_machine: at("zone"),
  azurerm_virtual_machine: at("zones"),
  azurerm_linux_virtual_machine_scale_set: at("zones"),
  azurerm_windows_virtual_machine_scale_set: at("zones"),
  azurerm_managed_disk: at("zone"),
  azurerm_nat_gateway: at("zones"),
  azurerm_redis_cache: at("zones"),
  azurerm_postgresql_flexible_server: unlessSpread("zone", hasStandby),
  azurerm_mysql_flexible_server: unlessSpread("zone", hasStandby),
  google_compute_instance: at("zone"),
  google_compute_instance_group_manager: at("zone"),
  google_compute_disk: at("zone"),
  google_container_cluster: ({ attributes }) =>
    read(attributes, "node_locations") === undefined ? zonalPlace(read(attributes, "location")) : undefined,
  google_filestore_instance: ({ attributes }) => zonalPlace(read(attributes, "location")),
  google_redis_instance: unlessSpread("location_id", ({ attributes }) => read(attributes, "tier") === "STANDARD_HA"),
  google_sql_database_instance: unlessSpread(
    "settings.location_preference.zone",
    ({ attributes }) => read(attributes, "settings.availability_type") === "REGIONAL",
  ),
};

/** Where a resource stands that lives in one zone alone. */
interface Spot {
  /** The group that the zone is drawn in. */
  container: string;
  zone: Zone;
  /** Its subnet, where subnets lie in zones. */
  subnet?: Component;
}

type Parents = ReadonlyMap<string, string | undefined>;

/** The one zone of a resource whose subnets lie in zones: what it says itself, else that of all its subnets. */
const spotBySubnet = (
  component: Component,
  subnets: readonly Component[],
  groupOf: ReadonlyMap<string, string>,
  parents: Parents,
): Spot | undefined => {
  const zones = subnets.map(zoneOfSubnet);
  const own = zoneIn(zoneAttributes[component.type]?.(component));
  const zone = own ?? zones[0];
  const isElsewhere = zones.some((other) => other?.key !== zone?.key);
  if (zone === undefined || isMultiZone(component) || (own === undefined && isElsewhere)) return undefined;
  const subnet = subnets.find((_, index) => zones[index]?.key === zone.key);
  const container = subnet && parents.get(groupOf.get(subnet.id) ?? "");
  return subnet === undefined || container === undefined ? undefined : { container, zone, subnet };
};

const spotOf = (
  component: Component,
  model: Model,
  groupOf: ReadonlyMap<string, string>,
  parents: Parents,
): Spot | undefined => {
  const { subnets } = standingOf(component, model);
  if (component.service.startsWith("aws.") && subnets.length > 0)
    return spotBySubnet(component, subnets, groupOf, parents);
  const zone = zoneIn(zoneAttributes[component.type]?.(component));
  const container = groupOf.get(component.id);
  return zone === undefined || container === undefined ? undefined : { container, zone };
};

const isSame = (one: Spot | undefined, other: Spot | undefined): boolean =>
  one?.container === other?.container &&
  one?.zone.key === other?.zone.key &&
  (one?.subnet && tierOf(one.subnet)) === (other?.subnet && tierOf(other.subnet));

interface Resident {
  component: Component;
  spot: Spot;
}

/** What lives in one zone alone; a block whose instances are spread over zones does not. */
const residents = (model: Model, groupOf: ReadonlyMap<string, string>, parents: Parents): Resident[] => {
  const boxes = model.components.filter((component) => isBox(component, model));
  return [...Map.groupBy(boxes, ({ address }) => address).values()].flatMap((instances) => {
    const spots = instances.map((component) => spotOf(component, model, groupOf, parents));
    const [spot] = spots;
    if (spot === undefined || spots.some((other) => !isSame(spot, other))) return [];
    return instances.map((component) => ({ component, spot }));
  });
};

/** Gateways per zone are a matter of course and need no zones drawn around them. */
const isTelling = ({ component }: Resident): boolean => !component.service.endsWith(".nat");

/** Zones are drawn where two of them differ in what they hold, if all are called in one way: `names[0]` may be any of those with a name. */
const areWorthDrawing = (found: readonly Resident[]): boolean => {
  const telling = new Set(found.filter(isTelling).map(({ spot }) => spot.zone.key));
  const waysToName = new Set(found.map(({ spot }) => spot.zone.isNamed));
  return telling.size > 1 && waysToName.size === 1;
};

const zoneName = (resident: Resident | undefined): string =>
  resident?.component.service.startsWith("gcp.") === true ? "Zone" : "Availability Zone";

/** Draws availability zones around what lives in one of them alone; what spans zones stays outside. */
export const placeInZones = (model: Model, groups: Group[], groupOf: Map<string, string>): void => {
  const parents = new Map(groups.map(({ id, parent }) => [id, parent]));
  const byContainer = Map.groupBy(residents(model, groupOf, parents), ({ spot }) => spot.container);
  for (const [container, found] of byContainer) {
    if (!areWorthDrawing(found)) continue;
    const byZone = [...Map.groupBy(found, ({ spot }) => spot.zone.key)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const [key, inZone] of byZone) {
      const id = `${container}/zone/${key}`;
      const label = `${zoneName(inZone[0])} ${inZone[0]?.spot.zone.name ?? ""}`;
      groups.push({ id, kind: "zone", label, parent: container });
      placeInZone(id, inZone, groups, groupOf);
    }
  }
};

const placeInZone = (
  zone: string,
  inZone: readonly Resident[],
  groups: Group[],
  groupOf: Map<string, string>,
): void => {
  const tiers = Map.groupBy(inZone, ({ spot }) => spot.subnet && tierOf(spot.subnet));
  for (const [tier, members] of tiers) {
    const id = tier === undefined ? zone : `${zone}/${tier}`;
    const subnets = [...new Set(members.flatMap(({ spot }) => spot.subnet ?? []))];
    if (tier !== undefined) groups.push({ id, kind: "subnet", label: subnetLabel(tier, subnets), parent: zone });
    for (const { id: subnet } of subnets) groupOf.set(subnet, id);
    for (const { component } of members) groupOf.set(component.id, id);
  }
};
