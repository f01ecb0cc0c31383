import { expect, test } from "vitest";
import { mostEdges, thinOut } from "./thin-out.ts";
import type { Graph } from "./types.ts";

const complete = (size: number): Graph => {
  const ids = Array.from({ length: size }, (_, index) => `n${index}`);
  return {
    title: "x",
    groups: [],
    nodes: ids.map((id) => ({ id, label: id, icon: "aws.sqs" })),
    edges: ids.flatMap((from) => ids.filter((to) => to !== from).map((to) => ({ from, to }))),
  };
};

test("a graph that can be read keeps every arrow", () => {
  const graph = complete(5);
  expect(thinOut(graph)).toBe(graph);
});

test("of too many arrows those stay that hold the graph together, and the foot tells of the rest", () => {
  const graph = complete(40);
  const thin = thinOut(graph);
  expect(thin.edges).toHaveLength(mostEdges(graph));
  expect(thin.footer).toBe(`${40 * 39 - mostEdges(graph)} more connections are not drawn`);
  const reached = new Set(["n0"]);
  for (let round = 0; round < 40; round++)
    for (const { from, to } of thin.edges) {
      if (reached.has(from)) reached.add(to);
      if (reached.has(to)) reached.add(from);
    }
  expect(reached.size).toBe(40);
});
