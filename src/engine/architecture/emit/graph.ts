import type { Graph, GraphEdge, GraphGroup, GraphGroupKind, GraphNode } from "../../diagram/index.ts";
import { catalogue, serviceOf } from "../model/index.ts";
import { isPlaceholder, replication } from "../topology/index.ts";

type Severity = "critical" | "high" | "medium" | "low";

/** What a picture is made from. Looser than the engine's own type, so that an answer that came back as JSON fits too. */
export interface DrawnArchitecture {
  cloud: "aws" | "azure" | "gcp" | "kubernetes" | "docker";
  region: string;
  components: readonly {
    id: string;
    type: string;
    service: string;
    kind: string;
    name: string;
    detail?: string | undefined;
    group?: string | undefined;
    exposed?: boolean | undefined;
    protocol?: "HTTP" | "HTTPS" | undefined;
    part_of?: string | undefined;
    count?: number | undefined;
  }[];
  groups: readonly { id: string; kind: string; label: string; parent?: string | undefined }[];
  links: readonly { from: string; to: string; kind: string; label?: string | undefined }[];
}

type DrawnComponent = DrawnArchitecture["components"][number];

export interface GraphOptions {
  title: string;
  subtitle?: string;
  findings?: readonly { resource: string; severity: Severity }[];
  changes?: readonly { component: string; kind: Mark }[];
}

const usersId = "users";
/** Panels of a cloud: those of the design's own cloud, which is drawn first, have the plain name. */
const panel = (name: "global-edge" | "operations", frame: string | undefined, first: string | undefined): string =>
  frame === undefined || frame === first ? name : `${name}/${frame}`;

const worstFirst: readonly Severity[] = ["critical", "high", "medium", "low"];

const isDrawn = ({ type, part_of }: DrawnComponent): boolean =>
  part_of === undefined && catalogue(type).role === "node";
const isOperations = ({ type, service, kind }: DrawnComponent): boolean => {
  const { role } = catalogue(type);
  return (
    role === "operations" || role === "logs" || (kind === "operations" && serviceOf(service).kind !== "operations")
  );
};

const frameRoles: ReadonlySet<string> = new Set(["network", "subnet", "cluster"]);

/** `aws_subnet.public[0]` → `aws_subnet.public`. */
const blockOf = (id: string): string => id.replace(/\[[^\]]*\]$/, "");

/** Findings of a resource, and of what belongs to it, by the block that is drawn. */
const badges = (
  findings: GraphOptions["findings"],
  drawnAs: (id: string) => string,
): Map<string, NonNullable<GraphNode["findings"]>> => {
  const found = new Map<string, NonNullable<GraphNode["findings"]>>();
  for (const { resource, severity } of findings ?? []) {
    const id = drawnAs(blockOf(resource));
    const known = found.get(id);
    const worst =
      known !== undefined && worstFirst.indexOf(known.worst) <= worstFirst.indexOf(severity) ? known.worst : severity;
    found.set(id, { worst, count: (known?.count ?? 0) + 1 });
  }
  return found;
};

/** Networks, subnets and clusters by the frames that they are drawn as. */
const framesOf = ({ components }: DrawnArchitecture): Map<string, string> =>
  new Map(
    components.flatMap(({ id, type, group }) =>
      group !== undefined && frameRoles.has(catalogue(type).role) ? [[id, group] as const] : [],
    ),
  );

type Mark = "added" | "changed" | "removed";

/** Marks of the suggested design; a box whose part is new or changed has changed. */
const marks = (changes: GraphOptions["changes"], owners: ReadonlyMap<string, string>): Map<string, Mark> => {
  const marked = new Map<string, Mark>();
  for (const { component, kind } of changes ?? []) {
    const owner = owners.get(component);
    if (owner !== undefined && !marked.has(owner)) marked.set(owner, "changed");
    else if (owner === undefined) marked.set(component, kind);
  }
  return marked;
};

/** Speak what their listeners do: without one nothing is known. */
const balancers: ReadonlySet<string> = new Set([
  "aws.alb",
  "aws.nlb",
  "aws.elb",
  "azure.lb",
  "azure.app-gateway",
  "k8s.service",
  "k8s.ingress",
  "k8s.gateway",
  "docker.container",
]);

/** Compute that answers under a name and certificate of the provider's. */
const hosts: ReadonlySet<string> = new Set(["azure.app-service", "aws.apprunner", "gcp.app-engine"]);

/** What customers speak to a box; whatever is not known to speak HTTP gets an arrow without a label. */
const protocolOf = ({ kind, service, protocol }: DrawnComponent): string | undefined =>
  protocol ??
  ((kind === "compute" && !hosts.has(service)) ||
  kind === "database" ||
  balancers.has(service) ||
  service.startsWith("app.")
    ? undefined
    : "HTTPS");

/** Types that read better by what they are than by their service. */
const typeNames: ReadonlyMap<string, string> = new Map([
  ["aws_eks_node_group", "Node group"],
  ["aws_db_proxy", "RDS Proxy"],
  ["azurerm_local_network_gateway", "On-premises gateway"],
  ["kubernetes_replication_controller", "Replication controller"],
]);

const nodeOf = (component: DrawnComponent, group: string | undefined): GraphNode => {
  const label = typeNames.get(component.type) ?? serviceOf(component.service).label;
  const times = component.count !== undefined && component.count > 1 ? ` ×${component.count}` : "";
  const own = component.name.replaceAll(/[_-]+/g, " ").trim();
  const saysNothing = own.toLowerCase() === label.toLowerCase() || isPlaceholder(own);
  const name = saysNothing ? undefined : component.name;
  const sub = [...new Set([name, component.detail])].filter((part) => part !== undefined);
  return {
    id: component.id,
    label: `${label}${times}`,
    ...(sub.length > 0 && { sub: sub.join(" · ") }),
    icon: component.service,
    ...(group !== undefined && { group }),
  };
};

/** Operations services side by side, one box each with a count: a key per bucket would drown the picture. */
const operationsNodes = (components: readonly DrawnComponent[], group: string): GraphNode[] => {
  const byService = Map.groupBy(components, ({ service }) => service);
  return [...byService].flatMap(([service, [first, ...others]]) => {
    if (first === undefined) return [];
    const count = [first, ...others].reduce((sum, { count: instances }) => sum + (instances ?? 1), 0);
    return [
      {
        id: first.id,
        label: `${serviceOf(service).label}${count > 1 ? ` ×${count}` : ""}`,
        ...(count === 1 && { sub: first.name }),
        icon: service,
        group,
      },
    ];
  });
};

const subnetKind = (label: string): GraphGroupKind =>
  /public|dmz|edge|web/i.test(label)
    ? "public"
    : /data|db|database|rds|cache|storage|endpoint|warehouse/i.test(label)
      ? "data"
      : "private";

const kinds: ReadonlySet<string> = new Set(["cloud", "region", "network", "zone", "cluster", "namespace"]);
const groupKind = (kind: string, label: string): GraphGroupKind =>
  kind === "subnet" ? subnetKind(label) : kinds.has(kind) ? (kind as GraphGroupKind) : "plain";

const clusterIcons: readonly (readonly [beginning: string, icon: string])[] = [
  ["ECS", "aws.ecs"],
  ["EKS", "aws.eks"],
  ["Docker", "docker.container"],
];

const groupIcon = (kind: string, label: string): { icon?: string } => {
  if (kind === "namespace") return { icon: "k8s.namespace" };
  if (kind !== "cluster") return {};
  return { icon: clusterIcons.find(([beginning]) => label.startsWith(beginning))?.[1] ?? "k8s.cluster" };
};

/** Groups that hold something drawn, with all groups around them. */
const keptGroups = (architecture: DrawnArchitecture, used: ReadonlySet<string>): GraphGroup[] => {
  const byId = new Map(architecture.groups.map((group) => [group.id, group]));
  const kept = new Set<string>();
  for (const start of used)
    for (let id: string | undefined = start; id !== undefined && !kept.has(id); id = byId.get(id)?.parent)
      if (byId.has(id)) kept.add(id);
  return architecture.groups
    .filter(({ id }) => kept.has(id))
    .map(({ id, kind, label, parent }) => ({
      id,
      kind: groupKind(kind, label),
      label: kind === "region" ? `Region ${label}` : label,
      ...groupIcon(kind, label),
      ...(parent !== undefined && kept.has(parent) && { parent }),
    }));
};

const nameServices: ReadonlySet<string> = new Set(["aws.route53", "azure.dns", "gcp.dns"]);

/** Who the internet reaches first: exposed boxes that no other exposed box stands before. */
const entries = (architecture: DrawnArchitecture): DrawnComponent[] => {
  const exposed = new Map(
    architecture.components
      .filter((component) => component.exposed === true && isDrawn(component))
      .map((component) => [component.id, component]),
  );
  const behind = new Set(
    architecture.links.filter(({ from, label }) => exposed.has(from) || label === "failover").map(({ to }) => to),
  );
  const first = [...exposed.values()].filter(({ id }) => !behind.has(id));
  return first.length > 0 ? first : [...exposed.values()].slice(0, 1);
};

/** Arrows from whoever uses the design: to what answers them, and to the name service that they ask for it. */
const usersEdges = (architecture: DrawnArchitecture, shown: ReadonlySet<string>): GraphEdge[] => {
  const reached = entries(architecture).filter(({ id }) => shown.has(id));
  if (reached.length === 0) return [];
  const named = new Set(architecture.links.map(({ from }) => from));
  const asked = architecture.components.filter(
    ({ id, service }) => nameServices.has(service) && named.has(id) && shown.has(id),
  );
  return [
    ...asked.map(({ id }): GraphEdge => ({ from: usersId, to: id, label: "DNS", style: "dashed" })),
    ...reached.map((box): GraphEdge => {
      const label = protocolOf(box);
      return { from: usersId, to: box.id, ...(label !== undefined && { label }) };
    }),
  ];
};

/** Tells whether two nodes or groups stand in different groups of a kind. */
const partition = (
  kind: "region" | "zone",
  groups: readonly GraphGroup[],
  nodes: readonly GraphNode[],
): ((one: string, other: string) => boolean) => {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const homes = new Map(nodes.map(({ id, group }) => [id, group]));
  const homeOf = (id: string): string | undefined => {
    let group = byId.get(homes.get(id) ?? id);
    while (group !== undefined && group.kind !== kind) group = byId.get(group.parent ?? "");
    return group?.label;
  };
  return (one, other) => {
    const [home, away] = [homeOf(one), homeOf(other)];
    return home !== undefined && away !== undefined && home !== away;
  };
};

type DrawnLink = DrawnArchitecture["links"][number];

/**
 * Replication and what goes from region to region or zone to zone runs between equals, joined networks have no direction,
 * and what is asked or kept in reserve is dashed; what a zone's own arrows carry to the next one is no reserve.
 */
const edgeOf = (
  { from, to, kind, label }: DrawnLink,
  isAsked: boolean,
  isFar: boolean,
  isBetweenZones: boolean,
): GraphEdge => ({
  from,
  to,
  // Between neighbours a dashed line says enough.
  ...(label !== undefined && (label !== replication || isFar || isBetweenZones) && { label }),
  ...((label === replication || isFar || isBetweenZones) && { peer: true }),
  ...(isBetweenZones && !isFar && label !== replication && { style: "solid" as const }),
  ...((kind === "depends" || isAsked) && { style: "dashed" as const }),
  ...(kind === "network" && { start: "none" as const, end: "none" as const }),
});

/** Links in the order of what they lead from and to: the layout keeps to the author's. */
const inSourceOrder = ({ components, links }: DrawnArchitecture): DrawnLink[] => {
  const order = new Map(components.map(({ id }, index) => [id, index]));
  const placeOf = (id: string): number => order.get(id) ?? components.length;
  return links.toSorted((a, b) => placeOf(a.from) - placeOf(b.from) || placeOf(a.to) - placeOf(b.to));
};

/** Group → the outermost group around it: a cloud, or the cluster or host of what runs on any cloud. */
const outermost = ({ groups }: DrawnArchitecture): ((group: string | undefined) => string | undefined) => {
  const parents = new Map(groups.map(({ id, parent }) => [id, parent]));
  return (group) => {
    if (group === undefined || !parents.has(group)) return undefined;
    let at = group;
    for (let depth = 0; depth < parents.size; depth++) {
      const parent = parents.get(at);
      if (parent === undefined || !parents.has(parent)) break;
      at = parent;
    }
    return at;
  };
};

/** Architecture → graph to draw: boxes, groups, arrows, findings as badges, changes as marks. */
export const toGraph = (architecture: DrawnArchitecture, options: GraphOptions): Graph => {
  const boxes = architecture.components.filter((component) => isDrawn(component) && !isOperations(component));
  const operations = architecture.components.filter(isOperations);
  // A file of nothing but, say, IAM roles is still drawn as what it is.
  const drawn = boxes.length > 0 || operations.length > 0 ? boxes : architecture.components;
  const frameOf = outermost(architecture);
  const [first] = architecture.groups.flatMap(({ id, parent }) => (parent === undefined ? [id] : []));
  const clouds = architecture.groups.flatMap(({ id, kind }) => (kind === "cloud" ? [id] : []));
  // One service that lives outside any region stands beside the regions, several have a panel.
  const withEdge = new Set(clouds.filter((id) => drawn.filter(({ group }) => group === id).length > 1));
  const operationsByFrame = Map.groupBy(operations, ({ group }) => frameOf(group) ?? first);

  const owners = new Map(
    architecture.components.flatMap(({ id, part_of }) => (part_of === undefined ? [] : [[id, part_of]])),
  );
  const drawnAs = (id: string): string => owners.get(id) ?? id;
  const frames = framesOf(architecture);
  const found = badges(options.findings, (id) => drawnAs(frames.get(id) ?? id));
  const changed = marks(options.changes, owners);
  const mark = (node: GraphNode): GraphNode => {
    const findings = found.get(node.id);
    const change = changed.get(node.id);
    return { ...node, ...(findings !== undefined && { findings }), ...(change !== undefined && { change }) };
  };
  const nodes = [
    ...drawn.map((component) => {
      const { group } = component;
      return nodeOf(component, group !== undefined && withEdge.has(group) ? panel("global-edge", group, first) : group);
    }),
    ...[...operationsByFrame].flatMap(([frame, members]) =>
      operationsNodes(members, panel("operations", frame, first)),
    ),
  ].map(mark);

  const used = [...drawn.map(({ group }) => group), ...operationsByFrame.keys()].filter((group) => group !== undefined);
  const groups = keptGroups(architecture, new Set(used)).map((group): GraphGroup => {
    const findings = found.get(group.id);
    return { ...group, ...(findings !== undefined && { findings }) };
  });
  for (const id of withEdge)
    groups.push({ id: panel("global-edge", id, first), kind: "edge", label: "Global edge", parent: id });
  for (const frame of operationsByFrame.keys()) {
    const region = groups.find(({ kind, parent }) => kind === "region" && parent === frame)?.id;
    const parent = region ?? frame;
    groups.push({
      id: panel("operations", frame, first),
      kind: "operations",
      label: "Security & operations",
      ...(parent !== undefined && { parent }),
    });
  }

  const shown = new Set([...nodes, ...groups].map(({ id }) => id));
  const aside = new Set(operations.map(({ id }) => id));
  const isFar = partition("region", groups, nodes);
  const isBetweenZones = partition("zone", groups, nodes);
  const services = new Map(architecture.components.map(({ id, service }) => [id, service]));
  const edges = inSourceOrder(architecture)
    .filter(({ from, to }) => shown.has(from) && shown.has(to) && !aside.has(from) && !aside.has(to))
    .map((link) =>
      edgeOf(
        link,
        nameServices.has(services.get(link.from) ?? ""),
        isFar(link.from, link.to),
        isBetweenZones(link.from, link.to),
      ),
    );
  const fromUsers = usersEdges(architecture, shown);
  if (fromUsers.length > 0) {
    nodes.unshift({ id: usersId, label: "Users", sub: "Internet", icon: "generic.users" });
    edges.unshift(...fromUsers);
  }
  return {
    title: options.title,
    ...(options.subtitle !== undefined && { subtitle: options.subtitle }),
    direction: "RIGHT",
    groups,
    nodes,
    edges,
  };
};
