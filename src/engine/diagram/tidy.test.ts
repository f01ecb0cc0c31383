import { expect, it } from "vitest";
import { tidy } from "./tidy.ts";
import type { Graph } from "./types.ts";

const node = (id: string, group?: string): Graph["nodes"][number] => ({
  id,
  label: id,
  icon: "aws.s3",
  ...(group !== undefined && { group }),
});
const group = (id: string, parent?: string): Graph["groups"][number] => ({
  id,
  label: id,
  kind: "plain",
  ...(parent !== undefined && { parent }),
});
const graph = (parts: Partial<Graph>): Graph => ({ title: "", groups: [], nodes: [], edges: [], ...parts });

it("takes a node out of a group that does not exist", () => {
  expect(tidy(graph({ nodes: [node("a", "nowhere")] })).nodes).toEqual([node("a")]);
});

it("breaks a circle of groups", () => {
  const { groups } = tidy(graph({ groups: [group("a", "b"), group("b", "c"), group("c", "a"), group("d", "d")] }));
  const parents = new Map(groups.map(({ id, parent }) => [id, parent]));
  for (const { id } of groups) {
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined; at = parents.get(at)) {
      expect(seen.has(at)).toBe(false);
      seen.add(at);
    }
  }
});

it("lifts out groups that are nested deeper than can be drawn", () => {
  const groups = Array.from({ length: 60 }, (_, index) =>
    group(`g${index}`, index === 0 ? undefined : `g${index - 1}`),
  );
  const parents = new Map(tidy(graph({ groups })).groups.map(({ id, parent }) => [id, parent]));
  const depth = (id: string): number => {
    const parent = parents.get(id);
    return parent === undefined ? 0 : 1 + depth(parent);
  };
  expect(Math.max(...groups.map(({ id }) => depth(id)))).toBeLessThanOrEqual(17);
});

it("keeps the first of two things with one id", () => {
  const twice = tidy(graph({ groups: [group("g")], nodes: [node("a", "g"), node("a"), node("g")] }));
  expect(twice.nodes).toEqual([node("a", "g")]);
});

it("draws no edge to nothing, to itself, into its own group, or twice", () => {
  const { edges } = tidy(
    graph({
      groups: [group("g")],
      nodes: [node("a", "g"), node("b")],
      edges: [
        { from: "a", to: "gone" },
        { from: "a", to: "a" },
        { from: "a", to: "g" },
        { from: "a", to: "b" },
        { from: "a", to: "b" },
        { from: "a", to: "b", label: "other" },
      ],
    }),
  );
  expect(edges).toEqual([
    { from: "a", to: "b" },
    { from: "a", to: "b", label: "other" },
  ]);
});

it("joins two opposite edges into one with two heads", () => {
  const edges = [
    { from: "a", to: "b", label: "sync" },
    { from: "b", to: "a", label: "sync" },
  ];
  expect(tidy(graph({ nodes: [node("a"), node("b")], edges })).edges).toEqual([
    { from: "a", to: "b", label: "sync", both: true },
  ]);
});
