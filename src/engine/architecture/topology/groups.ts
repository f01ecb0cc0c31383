import { asText, catalogue, read } from "../model/index.ts";
import type { Cloud, Component, Group, Model } from "../model/index.ts";
import { addClusters } from "./clusters.ts";
import { placeOnHost } from "./containers.ts";
import { displayName, isPlaceholder } from "./detail.ts";
import { placeInCluster } from "./kubernetes/groups.ts";
import { cloudOf, regionOf } from "./regions.ts";
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

const mainRegion = "region";

/** The frames of clouds and regions, made when something is first put in one. */
interface Frames {
  cloudFor: (component: Component) => string;
  /** In its cloud, or in a network that spans regions. A resource of another cloud that names no region has none. */
  regionFor: (component: Component, parent?: string) => string;
}

const framesOf = (model: Model, main: Cloud, groups: Group[]): Frames => {
  const made = new Set<string>();
  const frame = (id: string, kind: Group["kind"], label: string, parent?: string): string => {
    if (!made.has(id)) groups.push({ id, kind, label, ...(parent !== undefined && { parent }) });
    made.add(id);
    return id;
  };
  const cloudFrame = (cloud: Cloud): string =>
    frame(cloud === main ? "cloud" : `cloud/${cloud}`, "cloud", cloudNames[cloud]);
  const regionFrame = (region: string, cloud: Cloud): string => {
    const own = region === model.region ? mainRegion : `region/${region}`;
    return frame(cloud === main ? own : `region/${cloud}/${region}`, "region", region, cloudFrame(cloud));
  };
  // The design's own cloud and region are drawn first, and stand for what says no place.
  regionFrame(model.region, main);
  return {
    cloudFor: (component) => cloudFrame(cloudOf(component, main)),
    regionFor: (component, parent) => {
      const region = regionOf(component, model);
      const cloud = cloudOf(component, main);
      if (region === undefined) return parent ?? cloudFrame(cloud);
      return parent === undefined ? regionFrame(region, cloud) : frame(`${parent}/${region}`, "region", region, parent);
    },
  };
};

/** Networks whose subnets lie in several regions: Google's are global. */
const globalNetworks = (model: Model): Set<string> => {
  const regions = new Map<string, Set<string>>();
  for (const subnet of model.components.filter((component) => roleOf(component) === "subnet")) {
    const network = networkOf(subnet, model);
    const region = regionOf(subnet, model);
    if (network !== undefined && region !== undefined)
      regions.set(network, (regions.get(network) ?? new Set()).add(region));
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
  placeOnHost(model, groups, groupOf);
  return { groups, groupOf };
};

/** Each cloud has a frame of its own; a Docker host stands in none. */
const placeInCloud = (model: Model, cloud: Cloud): Placed => {
  const groups: Group[] = [];
  const { cloudFor, regionFor } = framesOf(model, cloud, groups);
  const groupOf = new Map<string, string>();
  const isGlobal = globalNetworks(model);

  const all = model.components.filter((component) => roleOf(component) === "network");
  const perCloud = Map.groupBy(all, (network) => cloudOf(network, cloud));
  for (const network of all) {
    const parent = isGlobal.has(network.id) ? cloudFor(network) : regionFor(network);
    const isOnly = perCloud.get(cloudOf(network, cloud))?.length === 1;
    groups.push({ id: network.id, kind: "network", label: networkLabel(network, isOnly), parent });
    groupOf.set(network.id, network.id);
  }
  const inNetwork = (network: string, component: Component): string =>
    isGlobal.has(network) ? regionFor(component, network) : network;

  const tiers = new Map<string, { parent: string; tier: string; members: Component[] }>();
  for (const subnet of model.components.filter((component) => roleOf(component) === "subnet")) {
    const network = networkOf(subnet, model) ?? perCloud.get(cloudOf(subnet, cloud))?.[0]?.id;
    const parent = network === undefined ? regionFor(subnet) : inNetwork(network, subnet);
    const tier = tierOf(subnet);
    const id = `${parent}/${tier}`;
    const known = tiers.get(id);
    if (known === undefined) tiers.set(id, { parent, tier, members: [subnet] });
    else known.members.push(subnet);
    groupOf.set(subnet.id, id);
  }
  for (const [id, { parent, tier, members }] of tiers)
    groups.push({ id, kind: "subnet", label: `${subnetLabel(tier, members)}${zonesOf(members)}`, parent });

  const networks = new Set(all.map(({ id }) => id));
  for (const component of model.components) {
    if (groupOf.has(component.id)) continue;
    const { subnets, network } = standingOf(component, model);
    const tier = subnets[0] && groupOf.get(subnets[0].id);
    const home =
      tier ?? (network !== undefined && networks.has(network.id) ? inNetwork(network.id, component) : undefined);
    groupOf.set(component.id, isGlobalService(component) ? cloudFor(component) : (home ?? regionFor(component)));
  }
  placeInZones(model, groups, groupOf);
  placeByEndpoints(model, groupOf);
  placeByMounts(model, groupOf);
  addClusters(model, groups, groupOf);
  placeInCluster(model, groups, groupOf, isOneCloud(groups) ? mainRegion : undefined);
  placeOnHost(model, groups, groupOf);
  return { groups, groupOf };
};

const isOneCloud = (groups: readonly Group[]): boolean => groups.filter(({ kind }) => kind === "cloud").length === 1;

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
