import { asText, catalogue, read } from "../model/index.ts";
import type { Cloud, Component, Group, Model } from "../model/index.ts";
import { addClusters } from "./clusters.ts";
import { regionOf } from "./regions.ts";

const cloudNames: Record<Cloud, string> = { aws: "AWS Cloud", azure: "Azure", gcp: "Google Cloud" };

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

const roleOf = ({ type }: Component): string => catalogue(type).role;

/** `public_a`, `public-1`, `public_az2` and `public[0]` are one tier: "public". */
const tierOf = ({ name }: Component): string =>
  name.replace(/(?:[-_](?:az)?[-_]?(?:\d{0,2}[a-f]|\d{1,2})|\d{1,2})$/i, "") || name;

const isPublic = (subnet: Component): boolean =>
  read(subnet.attributes, "map_public_ip_on_launch") === true || /public|dmz|edge/i.test(subnet.name);

const abbreviations = /\b(?:aks|alb|api|db|dmz|dr|ecs|eks|gke|nat|rds|sql|us|eu|vm|vpn)\b/gi;

const subnetLabel = (tier: string, subnets: readonly Component[]): string => {
  const words = tier
    .replace(/[-_]+/g, " ")
    .replace(/\bsubnets?\b/gi, "")
    .trim();
  const first = subnets[0];
  const plain =
    words === "" || words === "this" || words === "main"
      ? first !== undefined && isPublic(first)
        ? "public"
        : ""
      : words;
  // "nodes" hold subnets of nodes: "Node subnets".
  const kind = plain.replace(/(\w{3}[^s])s$/, "$1");
  const label = `${kind} subnet${subnets.length > 1 ? "s" : ""}`.trim();
  const named = label.replace(abbreviations, (word) => word.toUpperCase());
  return named.charAt(0).toUpperCase() + named.slice(1) + zonesOf(subnets);
};

/** A network by its addresses; by its name too where there are several. */
const networkLabel = (network: Component, isOnly: boolean): string => {
  const { attributes } = network;
  const spaces = read(attributes, "address_space");
  const cidr = asText(read(attributes, "cidr_block")) ?? asText(Array.isArray(spaces) ? spaces[0] : spaces);
  const { label } = catalogue(network.type);
  if (cidr === undefined) return `${label} ${network.name}`;
  return isOnly ? `${label} ${cidr}` : `${label} ${network.name} · ${cidr}`;
};

/** Zones that a tier's subnets lie in, when the code says so. */
const zonesOf = (subnets: readonly Component[]): string => {
  const zones = new Set(subnets.flatMap(({ attributes }) => asText(read(attributes, "availability_zone")) ?? []));
  const [only] = zones;
  return zones.size > 1 ? ` · ${zones.size} zones` : only === undefined ? "" : ` · ${only}`;
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
export const placeComponents = (model: Model): Placed => {
  const groups: Group[] = [{ id: cloudId, kind: "cloud", label: cloudNames[model.cloud] }];
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
    groups.push({ id, kind: "subnet", label: subnetLabel(tier, members), parent });

  const networks = new Set(groups.filter(({ kind }) => kind === "network").map(({ id }) => id));
  for (const component of model.components) {
    if (groupOf.has(component.id)) continue;
    const found = placeOf(component, model, groupOf);
    const home = found !== undefined && networks.has(found) ? inNetwork(found, component) : found;
    groupOf.set(
      component.id,
      isGlobalService(component) ? cloudId : (home ?? regionGroup(regionOf(component, model), cloudId)),
    );
  }
  placeByEndpoints(model, groupOf);
  placeByMounts(model, groupOf);
  addClusters(model, groups, groupOf);
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

/** Attributes that say where a resource stands; anything else that it mentions may stand elsewhere. */
const placing =
  /subnet|vpc|network|security_group|ip_configuration|launch_template|launch_configuration|host|instance_template|node_group|node_pool|^(?:cluster_name|version|settings|router)$/;
const deepest = 4;

/** The subnet tier, else the network, that a resource stands in, found by what its placing attributes lead to. */
const placeOf = (component: Component, model: Model, groupOf: Map<string, string>): string | undefined => {
  let network: string | undefined;
  const seen = new Set([component.id]);
  let edge: Component[] = [component];
  for (let depth = 0; depth < deepest && edge.length > 0; depth++) {
    const next: Component[] = [];
    for (const { path, to } of edge.flatMap(({ references }) => references)) {
      const target = model.find(to);
      if (target === undefined || seen.has(target.id) || !placing.test(path)) continue;
      seen.add(target.id);
      const role = roleOf(target);
      if (role === "subnet") return groupOf.get(target.id);
      if (role === "network") network ??= target.id;
      else if (role !== "node" || target.service === component.service) next.push(target);
    }
    edge = next;
  }
  return network;
};
