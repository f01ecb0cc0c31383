import { asText, catalogue, read } from "../model/index.ts";
import type { Cloud, Component, Group, Model } from "../model/index.ts";
import { addClusters } from "./clusters.ts";
import { placeOnHost } from "./containers.ts";
import { displayName, isPlaceholder } from "./detail.ts";
import { placeInCluster } from "./kubernetes/groups.ts";
import { regionOf } from "./regions.ts";
import { roleOf, standingOf } from "./standing.ts";
import { subnetLabel, tierOf } from "./subnets.ts";
import { placeInZones, zoneOfSubnet } from "./zones.ts";

const cloudNames: Readonly<Record<Cloud, string>> = { aws: "AWS Cloud", azure: "Azure", gcp: "Google Cloud" };

/** Services that live outside any region. */
const globalServices = new Set([
  "aws.cloudfront",
  "aws.route53",
  "aws.waf",
  "aws.shield",
  "aws.global-accelerator",
  "azure.front-door",
  "azure.dns",
  "gcp.cdn",
  "gcp.armor",
  "gcp.dns",
  "gcp.lb",
]);

/** A web firewall may guard what stands in a region. */
const isGlobalService = ({ service, attributes }: Component): boolean =>
  globalServices.has(service) && read(attributes, "scope") !== "REGIONAL";

/** A network by its addresses; by its name too where there are several. */
const networkLabel = (network: Component, isOnly: boolean): string => {
  const { attributes } = network;
  const spaces = read(attributes, "address_space");
  const cidr = asText(read(attributes, "cidr_block")) ?? asText(Array.isArray(spaces) ? spaces[0] : spaces);
  const { label } = catalogue(network.type);
  const name = displayName(network);
  if (cidr === undefined) return isOnly && isPlaceholder(name) ? label : `${label} ${name}`;
  return isOnly ? `${label} ${cidr}` : `${label} ${network.name} · ${cidr}`;
};

/** Zones that a tier's subnets lie in, when the code says so. */
const zonesOf = (subnets: readonly Component[]): string => {
  const zones = new Map(subnets.flatMap((subnet) => zoneOfSubnet(subnet) ?? []).map((zone) => [zone.key, zone]));
  const [only] = zones.values();
  if (zones.size > 1) return ` · ${zones.size} zones`;
  return only?.isNamed === true ? ` · ${only.name}` : "";
};

interface Placed {
  groups: Group[];
  /** Component id → id of its innermost group. */
  groupOf: Map<string, string>;
}

const cloudId = "cloud";
const mainRegion = "region";

/** Groups for regions, made when something is first put in one. A network that spans regions has one of each inside it. */
const regionGroups = (model: Model, groups: Group[]) => {
  const made = new Map<string, string>();
  return (region: string, parent: string): string => {
    const key = `${parent} ${region}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const id = parent !== cloudId ? `${parent}/${region}` : region === model.region ? mainRegion : `region/${region}`;
    groups.push({ id, kind: "region", label: region, parent });
    made.set(key, id);
    return id;
  };
};

/** Networks whose subnets lie in several regions: Google's are global. */
const globalNetworks = (model: Model): Set<string> => {
  const regions = new Map<string, Set<string>>();
  for (const subnet of model.components.filter((component) => roleOf(component) === "subnet")) {
    const network = networkOf(subnet, model);
    if (network !== undefined) regions.set(network, (regions.get(network) ?? new Set()).add(regionOf(subnet, model)));
  }
  return new Set([...regions].filter(([, found]) => found.size > 1).map(([network]) => network));
};

/** Where everything stands: cloud, region, networks, subnet tiers, clusters, and who is in which. */
export const placeComponents = (model: Model): Placed =>
  model.cloud === "kubernetes" || model.cloud === "docker" ? placeAnywhere(model) : placeInCloud(model, model.cloud);

/** What runs on any cloud stands in its cluster or on its host, and in no region. */
const placeAnywhere = (model: Model): Placed => {
  const groups: Group[] = [];
  const groupOf = new Map<string, string>();
  placeInCluster(model, groups, groupOf, undefined);
  placeOnHost(model, groups, groupOf, undefined);
  return { groups, groupOf };
};

const placeInCloud = (model: Model, cloud: Cloud): Placed => {
  const groups: Group[] = [{ id: cloudId, kind: "cloud", label: cloudNames[cloud] }];
  const regionGroup = regionGroups(model, groups);
  const region = regionGroup(model.region, cloudId);
  const groupOf = new Map<string, string>();
  const isGlobal = globalNetworks(model);

  const all = model.components.filter((component) => roleOf(component) === "network");
  for (const network of all) {
    const parent = isGlobal.has(network.id) ? cloudId : regionGroup(regionOf(network, model), cloudId);
    groups.push({ id: network.id, kind: "network", label: networkLabel(network, all.length === 1), parent });
    groupOf.set(network.id, network.id);
  }
  const firstNetwork = groups.find(({ kind }) => kind === "network")?.id;
  const inNetwork = (network: string, component: Component): string =>
    isGlobal.has(network) ? regionGroup(regionOf(component, model), network) : network;

  const tiers = new Map<string, { parent: string; tier: string; members: Component[] }>();
  for (const subnet of model.components.filter((component) => roleOf(component) === "subnet")) {
    const network = networkOf(subnet, model) ?? firstNetwork ?? region;
    const parent = inNetwork(network, subnet);
    const tier = tierOf(subnet);
    const id = `${parent}/${tier}`;
    const known = tiers.get(id);
    if (known === undefined) tiers.set(id, { parent, tier, members: [subnet] });
    else known.members.push(subnet);
    groupOf.set(subnet.id, id);
  }
  for (const [id, { parent, tier, members }] of tiers)
    groups.push({ id, kind: "subnet", label: `${subnetLabel(tier, members)}${zonesOf(members)}`, parent });

  const networks = new Set(groups.filter(({ kind }) => kind === "network").map(({ id }) => id));
  for (const component of model.components) {
    if (groupOf.has(component.id)) continue;
    const { subnets, network } = standingOf(component, model);
    const tier = subnets[0] && groupOf.get(subnets[0].id);
    const home =
      tier ?? (network !== undefined && networks.has(network.id) ? inNetwork(network.id, component) : undefined);
    groupOf.set(
      component.id,
      isGlobalService(component) ? cloudId : (home ?? regionGroup(regionOf(component, model), cloudId)),
    );
  }
  placeInZones(model, groups, groupOf);
  placeByEndpoints(model, groupOf);
  placeByMounts(model, groupOf);
  addClusters(model, groups, groupOf);
  placeInCluster(model, groups, groupOf, region);
  placeOnHost(model, groups, groupOf, region);
  return { groups, groupOf };
};

/** A file system stands where it is mounted. */
const placeByMounts = (model: Model, groupOf: Map<string, string>): void => {
  for (const mount of model.ofType("aws_efs_mount_target")) {
    const files = model.target(mount, "file_system_id");
    const place = groupOf.get(mount.id);
    if (files !== undefined && place !== undefined) groupOf.set(files.id, place);
  }
};

/** What a private endpoint brings into a subnet is drawn there, unless it stands in a subnet of its own. */
const placeByEndpoints = (model: Model, groupOf: Map<string, string>): void => {
  for (const endpoint of model.ofType("azurerm_private_endpoint")) {
    const place = groupOf.get(endpoint.id);
    const target = model.target(endpoint, "private_service_connection");
    if (place === undefined || target === undefined) continue;
    const databases = model.attached(target, "azurerm_mssql_database", "server_id");
    for (const { id } of [target, ...databases]) {
      const current = groupOf.get(id) ?? "";
      if (current === mainRegion || current.startsWith("region/")) groupOf.set(id, place);
    }
  }
};

const networkOf = (subnet: Component, model: Model): string | undefined =>
  subnet.references
    .map(({ to }) => model.find(to))
    .find((target) => target !== undefined && roleOf(target) === "network")?.id;
