import { asText, catalogue, read } from "../model/index.ts";
import type { Cloud, Component, Group, Model } from "../model/index.ts";

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

const roleOf = ({ type }: Component): string => catalogue(type).role;

/** `public_a`, `public-1`, `public_az2` and `public[0]` are one tier: "public". */
const tierOf = ({ name }: Component): string =>
  name.replace(/(?:[-_](?:az)?[-_]?(?:\d{0,2}[a-f]|\d{1,2})|\d{1,2})$/i, "") || name;

const isPublic = (subnet: Component): boolean =>
  read(subnet.attributes, "map_public_ip_on_launch") === true || /public|dmz|edge/i.test(subnet.name);

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
  const label = `${plain} subnet${subnets.length > 1 ? "s" : ""}`.trim();
  return label.charAt(0).toUpperCase() + label.slice(1);
};

const networkLabel = (network: Component): string => {
  const cidr = asText(read(network.attributes, "cidr_block")) ?? asText(read(network.attributes, "address_space.0"));
  const { label } = catalogue(network.type);
  return cidr === undefined ? `${label} ${network.name}` : `${label} ${cidr}`;
};

interface Placed {
  groups: Group[];
  /** Component id → id of its innermost group. */
  groupOf: Map<string, string>;
}

/** Where everything stands: cloud, region, networks, subnet tiers, and who is in which. */
export const placeComponents = (model: Model): Placed => {
  const cloud: Group = { id: "cloud", kind: "cloud", label: cloudNames[model.cloud] };
  const region: Group = { id: "region", kind: "region", label: model.region, parent: cloud.id };
  const groups: Group[] = [cloud, region];
  const groupOf = new Map<string, string>();

  for (const network of model.components.filter((component) => roleOf(component) === "network")) {
    groups.push({ id: network.id, kind: "network", label: networkLabel(network), parent: region.id });
    groupOf.set(network.id, network.id);
  }
  const firstNetwork = groups.find(({ kind }) => kind === "network")?.id;

  const tiers = new Map<string, { parent: string; tier: string; members: Component[] }>();
  for (const subnet of model.components.filter((component) => roleOf(component) === "subnet")) {
    const network = networkOf(subnet, model) ?? firstNetwork ?? region.id;
    const tier = tierOf(subnet);
    const id = `${network}/${tier}`;
    const known = tiers.get(id);
    if (known === undefined) tiers.set(id, { parent: network, tier, members: [subnet] });
    else known.members.push(subnet);
    groupOf.set(subnet.id, id);
  }
  for (const [id, { parent, tier, members }] of tiers)
    groups.push({ id, kind: "subnet", label: subnetLabel(tier, members), parent });

  for (const component of model.components) {
    if (groupOf.has(component.id)) continue;
    const home = globalServices.has(component.service) ? cloud.id : (placeOf(component, model, groupOf) ?? region.id);
    groupOf.set(component.id, home);
  }
  return { groups, groupOf };
};

const networkOf = (subnet: Component, model: Model): string | undefined =>
  subnet.references
    .map(({ to }) => model.find(to))
    .find((target) => target !== undefined && roleOf(target) === "network")?.id;

/** Attributes that say where a resource stands; anything else that it mentions may stand elsewhere. */
const placing =
  /subnet|vpc|network|security_group|ip_configuration|launch_template|launch_configuration|host|instance_template|node_group|^cluster_name$/;
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
