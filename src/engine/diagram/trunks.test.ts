import { expect, test } from "vitest";
import { planOf } from "./plan.ts";
import { trunksOf } from "./trunks.ts";
import type { GraphEdge } from "./types.ts";

const graphWith = (edges: GraphEdge[]) => ({
  title: "t",
  groups: [{ id: "g", kind: "plain" as const, label: "G" }],
  nodes: [
    ...["a", "b"].map((id) => ({ id, label: id, icon: "aws.ec2", group: "g" })),
    ...["x", "y", "z"].map((id) => ({ id, label: id, icon: "aws.s3" })),
  ],
  edges,
});
const edgesFrom = (from: string, targets: readonly string[], rest: Partial<GraphEdge> = {}): GraphEdge[] =>
  targets.map((to) => ({ from, to, ...rest }));

test.each([
  ["three that leave its group", edgesFrom("a", ["x", "y", "z"]), 3],
  ["two", edgesFrom("a", ["x", "y"]), 0],
  ["two and one that stays in the group", edgesFrom("a", ["x", "y", "b"]), 0],
  ["three with words on them", edgesFrom("a", ["x", "y", "z"], { label: "5432" }), 0],
  ["three that are dashed", edgesFrom("a", ["x", "y", "z"], { style: "dashed" }), 0],
])("of a box's arrows, %s share a trunk", (_, edges, joined) => {
  const { layered, parents } = planOf(graphWith(edges));
  expect(trunksOf(layered, parents).size).toBe(joined);
});
