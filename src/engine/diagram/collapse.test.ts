import { describe, expect, it } from "vitest";
import { collapse } from "./collapse.ts";
import { random, synthetic } from "./made-up-graphs.ts";
import type { Graph, GraphNode } from "./types.ts";

const countOf = ({ sub = "" }: GraphNode): number => Number(/^(\d+) resources$/.exec(sub)?.[1] ?? 1);
const total = (graph: Graph): number => graph.nodes.reduce((sum, node) => sum + countOf(node), 0);

describe("collapsing a graph", () => {
  it("leaves a graph within the limit alone", () => {
    const graph = synthetic(60);
    expect(collapse(graph, 60)).toBe(graph);
  });

  it.each([
    ["many networks", synthetic(1000), 300],
    [
      "one flat heap",
      {
        ...synthetic(400),
        groups: [],
        nodes: synthetic(400).nodes.map(({ id, label, icon }) => ({ id, label, icon })),
      },
      300,
    ],
    [
      "one node in each of many subnets",
      { ...synthetic(5), groups: manySubnets(500).groups, nodes: manySubnets(500).nodes, edges: [] },
      50,
    ],
    ["a random graph", random(4242), 8],
  ])("brings %s under the limit without losing a resource", (_, graph, limit) => {
    const collapsed = collapse(graph, limit);
    expect(collapsed.nodes.length).toBeLessThanOrEqual(limit);
    expect(total(collapsed)).toBe(graph.nodes.length);
  });

  it("sums findings, keeps the worst, and leads edges to the closed group", () => {
    const nodes: GraphNode[] = [
      { id: "a", label: "a", icon: "aws.ec2", group: "g", findings: { worst: "low", count: 2 } },
      { id: "b", label: "b", icon: "aws.ec2", group: "g", findings: { worst: "critical", count: 1 }, change: "added" },
      { id: "c", label: "c", icon: "aws.rds", group: "g" },
      { id: "d", label: "d", icon: "aws.s3" },
    ];
    const graph: Graph = {
      title: "",
      groups: [{ id: "g", kind: "subnet", label: "Subnet" }],
      nodes,
      edges: [{ from: "a", to: "d" }],
    };
    const collapsed = collapse(graph, 2);
    expect(collapsed.groups).toEqual([]);
    expect(collapsed.nodes).toContainEqual({
      id: "g",
      label: "Subnet",
      sub: "3 resources",
      icon: "aws.ec2",
      findings: { worst: "critical", count: 3 },
      change: "changed",
    });
    expect(collapsed.edges).toEqual([{ from: "g", to: "d" }]);
  });
});

function manySubnets(count: number): Pick<Graph, "groups" | "nodes"> {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return {
    groups: [
      { id: "vpc", kind: "network", label: "VPC" },
      ...indexes.map((index) => ({ id: `s${index}`, kind: "subnet" as const, label: "Subnet", parent: "vpc" })),
    ],
    nodes: indexes.map((index) => ({ id: `n${index}`, label: "n", icon: "aws.ec2", group: `s${index}` })),
  };
}
