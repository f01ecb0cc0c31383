import type { Graph, GraphEdge, GraphGroup, GraphNode } from "./types.ts";

const services = ["ec2", "ecs", "rds", "elasticache", "lambda", "sqs", "s3", "dynamodb", "alb", "sns"];
const subnetKinds = ["public", "private", "data"] as const;

/** A made-up graph of any size: networks of three subnets, nodes spread over them, chains with short cuts. */
export const synthetic = (size: number): Graph => {
  const networks = Math.max(1, Math.round(size / 25));
  const groups: GraphGroup[] = [{ id: "cloud", kind: "cloud", label: "AWS Cloud" }];
  for (let network = 0; network < networks; network += 1) {
    groups.push({ id: `v${network}`, kind: "network", label: `VPC ${network}`, parent: "cloud" });
    for (const [index, kind] of subnetKinds.entries())
      groups.push({ id: `v${network}s${index}`, kind, label: `Subnet ${index}`, parent: `v${network}` });
  }
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (let index = 0; index < size; index += 1) {
    const service = services[index % services.length] ?? "ec2";
    const group = `v${index % networks}s${Math.floor(index / networks) % 3}`;
    nodes.push({ id: `n${index}`, icon: `aws.${service}`, label: `Service ${index}`, sub: service, group });
    if (index + networks < size)
      edges.push({ from: `n${index}`, to: `n${index + networks}`, ...(index % 4 === 0 && { label: "HTTPS" }) });
    if (index % 3 === 0 && index + 2 * networks < size)
      edges.push({ from: `n${index}`, to: `n${index + 2 * networks}` });
    if (index % 10 === 0 && index + 1 < size) edges.push({ from: `n${index}`, to: `n${index + 1}`, style: "dashed" });
  }
  return { title: `${size} nodes`, groups, nodes, edges };
};

const groupKinds = ["cloud", "region", "network", "subnet", "zone", "operations", "data", "plain"] as const;
const labels = ["HTTPS", "5432", "a rather long label for an edge", undefined, undefined];

/** A graph without rhyme or reason, the same for the same seed: nested and empty groups, circles, peers, edges to groups. */
export const random = (seed: number): Graph => {
  let state = seed;
  // The multiplier and increment of Numerical Recipes' linear congruential generator.
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const groups = Array.from({ length: below(9) }, (_, index): GraphGroup => ({
    id: `g${index}`,
    kind: groupKinds[below(groupKinds.length)] ?? "plain",
    label: `Group ${index}${" with a long name".repeat(below(4))}`,
    ...(below(2) === 0 && { sub: "10.0.0.0/16" }),
    ...(index > 0 && below(3) > 0 && { parent: `g${below(index)}` }),
  }));
  const nodes = Array.from({ length: 2 + below(28) }, (_, index): GraphNode => ({
    id: `n${index}`,
    label: `Service ${index}${" of some kind".repeat(below(3))}`,
    icon: `aws.${services[below(services.length)] ?? "ec2"}`,
    ...(below(2) === 0 && { sub: "sub-line_with.parts".repeat(1 + below(3)) }),
    ...(groups.length > 0 && below(4) > 0 && { group: `g${below(groups.length)}` }),
    ...(below(6) === 0 && { findings: { worst: "high" as const, count: below(120) } }),
    ...(below(6) === 0 && { change: "added" as const }),
  }));
  const ends = [...nodes, ...nodes, ...nodes, ...groups].map(({ id }) => id);
  const edges = Array.from({ length: below(2 * nodes.length) }, (): GraphEdge => {
    const label = labels[below(labels.length)];
    return {
      from: ends[below(ends.length)] ?? "",
      to: ends[below(ends.length)] ?? "",
      ...(label !== undefined && { label }),
      ...(below(7) === 0 && { peer: true }),
    };
  });
  return { title: `Random ${seed}`, direction: below(4) === 0 ? "DOWN" : "RIGHT", groups, nodes, edges };
};
