import Elk from "elkjs/lib/elk.bundled.js";
import { describe, expect, it } from "vitest";
import { drawEdge } from "../draw-edge.ts";
import type { ElkNode } from "../elk-graph.ts";
import { toElk } from "../elk-graph.ts";
import { madeUp } from "../mermaid/made-up-diagrams.ts";
import { mermaidGraph } from "../mermaid/graph.ts";
import { toScene } from "../scene.ts";
import { toSvg } from "../svg.ts";
import { paletteOf } from "../themes.ts";
import type { Arrowhead, Graph, GraphEdge, GraphNode, NodeShape } from "../types.ts";
import { exactFaults } from "./faults.ts";
import { placeExact } from "./place.ts";
import { exactPlan } from "./plan.ts";

const layOut = async (graph: Graph): Promise<ElkNode> => await new Elk().layout(toElk(graph));

const graphOf = (nodes: string[], edges: GraphEdge[], more: Partial<Graph> = {}): Graph => ({
  title: "",
  exact: true,
  groups: [],
  nodes: nodes.map((id): GraphNode => ({ id, label: id, icon: "", shape: "rect" })),
  edges,
  ...more,
});

const kinds = ["flowchart", "state", "class", "er", "c4", "architecture"] as const;
const seeds = [1, 2, 3, 4, 5, 6];

describe.each(kinds)("made-up %s diagrams", (kind) => {
  it.each(seeds)("have no overlaps, no loose ends and no text out of place (%i)", async (seed) => {
    const diagram = madeUp(kind, seed);
    if (diagram.kind === "sequence") throw new Error("a sequence has no graph");
    const graph = mermaidGraph(diagram);
    expect(exactFaults(graph, await layOut(graph))).toEqual([]);
  });
});

it("the look-out for faults sees nodes on each other, loose ends and labels on nodes", async () => {
  const graph = graphOf(["a", "b"], [{ from: "a", to: "b", label: "calls" }]);
  const laidOut = await layOut(graph);
  const [part] = laidOut.children ?? [];
  for (const node of part?.children ?? []) Object.assign(node, { y: 0 });
  const faults = exactFaults(graph, laidOut);
  expect(faults).toContain("a lies on b");
  expect(faults.join()).toMatch(/a → b ends/);
});

const parallels: GraphEdge[] = [
  { from: "a", to: "b" },
  { from: "a", to: "b" },
  { from: "b", to: "a" },
  { from: "a", to: "a", label: "again" },
];

it("draws parallel edges, edges back and loops each on its own", async () => {
  const graph = graphOf(["a", "b"], parallels);
  const { routes } = placeExact(exactPlan(graph), await layOut(graph));
  expect(new Set(routes.map(({ points }) => JSON.stringify(points))).size).toBe(parallels.length);
  expect(exactFaults(graph, await layOut(graph))).toEqual([]);
});

it("leads edges from a node to its own group, from a group to itself and between groups", async () => {
  const graph = graphOf(
    [],
    [
      { from: "a", to: "g" },
      { from: "g", to: "a" },
      { from: "g", to: "g" },
      { from: "g", to: "h" },
    ],
    {
      groups: [
        { id: "g", kind: "plain", label: "G" },
        { id: "h", kind: "plain", label: "H" },
      ],
      nodes: [
        { id: "a", label: "a", icon: "", shape: "circle", group: "g" },
        { id: "b", label: "b", icon: "", shape: "rect", group: "h" },
      ],
    },
  );
  expect(exactFaults(graph, await layOut(graph))).toEqual([]);
});

it.each([
  ["DOWN", (dx: number, dy: number) => dy > Math.abs(dx)],
  ["UP", (dx: number, dy: number) => dy < -Math.abs(dx)],
  ["RIGHT", (dx: number, dy: number) => dx > Math.abs(dy)],
  ["LEFT", (dx: number, dy: number) => dx < -Math.abs(dy)],
] as const)("reads a graph %s", async (direction, isThatWay) => {
  const graph = graphOf(["a", "b"], [{ from: "a", to: "b" }], { direction });
  const { nodes } = placeExact(exactPlan(graph), await layOut(graph));
  const [from, to] = [nodes.get("a"), nodes.get("b")];
  expect(isThatWay((to?.x ?? 0) - (from?.x ?? 0), (to?.y ?? 0) - (from?.y ?? 0))).toBe(true);
});

it("gives a group its own direction where no edge leads out of it", async () => {
  const graph = graphOf(
    [],
    [
      { from: "a", to: "b" },
      { from: "g", to: "c" },
    ],
    {
      direction: "DOWN",
      groups: [{ id: "g", kind: "plain", label: "G", direction: "RIGHT" }],
      nodes: ["a", "b", "c"].map((id) => ({
        id,
        label: id,
        icon: "",
        shape: "rect",
        ...(id !== "c" && { group: "g" }),
      })),
    },
  );
  const { nodes } = placeExact(exactPlan(graph), await layOut(graph));
  expect(nodes.get("b")?.x).toBeGreaterThan(nodes.get("a")?.x ?? Infinity);
  expect(exactFaults(graph, await layOut(graph))).toEqual([]);
});

const shapes: readonly NodeShape[] = [
  "rect",
  "rounded",
  "stadium",
  "subroutine",
  "cylinder",
  "queue",
  "circle",
  "double-circle",
  "diamond",
  "hexagon",
  "parallelogram",
  "parallelogram-alt",
  "trapezoid",
  "trapezoid-alt",
  "flag",
  "document",
  "cloud",
  "note",
  "table",
  "person",
  "start",
  "end",
  "bar",
  "junction",
];

it("draws every shape in its own way", async () => {
  const pictures = await Promise.all(
    shapes.map(async (shape) => {
      const graph = graphOf([], [], { nodes: [{ id: "n", label: "Label", icon: "", shape }] });
      const paths = toScene(graph, await layOut(graph), "light").shapes.filter(({ kind }) => kind !== "text");
      // Colours do not count, forms do.
      return JSON.stringify(paths.map((drawn) => ({ ...drawn, paint: undefined })));
    }),
  );
  expect(new Set(pictures).size).toBe(shapes.length);
});

const heads: readonly Arrowhead[] = [
  "none",
  "arrow",
  "open",
  "circle",
  "cross",
  "triangle",
  "diamond",
  "diamond-open",
  "lollipop",
  "one",
  "zero-or-one",
  "many",
  "zero-or-many",
];

it.each(["start", "end"] as const)("draws every arrow head in its own way at the %s", (end) => {
  const points = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
  ];
  const drawn = heads.map((head) =>
    JSON.stringify(drawEdge({ edge: { from: "a", to: "b", [end]: head }, points }, paletteOf("light"))),
  );
  expect(new Set(drawn).size).toBe(heads.length);
});

it("draws solid, dashed, dotted and thick lines apart, and invisible ones not at all", () => {
  const points = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
  ];
  const styles = ["solid", "dashed", "dotted", "thick", "invisible"] as const;
  const drawn = styles.map((style) => drawEdge({ edge: { from: "a", to: "b", style }, points }, paletteOf("dark")));
  expect(new Set(drawn.map((shapes) => JSON.stringify(shapes[0]?.kind === "path" ? shapes[0].paint : ""))).size).toBe(
    5,
  );
  expect(drawn.at(-1)).toEqual([]);
});

it("keeps architecture services on the sides of each other that the text names", async () => {
  const graph = graphOf(
    ["a", "b", "c"],
    [
      { from: "a", to: "b", sides: { from: "left", to: "right" } },
      { from: "a", to: "c", sides: { from: "bottom", to: "top" } },
    ],
  );
  const { nodes } = placeExact(exactPlan(graph), await layOut(graph));
  expect(nodes.get("b")?.x).toBeLessThan(nodes.get("a")?.x ?? 0);
  expect(nodes.get("c")?.y).toBeGreaterThan(nodes.get("a")?.y ?? Infinity);
});

it("puts many nodes without edges into rows", async () => {
  const ids = Array.from({ length: 16 }, (_, index) => `n${index}`);
  const scene = toScene(graphOf(ids, []), await layOut(graphOf(ids, [])), "light");
  expect(scene.width / scene.height).toBeGreaterThan(0.8);
  expect(scene.width / scene.height).toBeLessThan(3);
});

it("puts members of a group without edges into rows, in the order of the text", async () => {
  const ids = ["n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8"];
  const nodes = ids.map((id): GraphNode => ({ id, label: id, icon: "", shape: "rect", group: "g" }));
  const graph = graphOf([], [{ from: "a", to: "g" }], {
    groups: [{ id: "g", kind: "plain", label: "G" }],
    nodes: [{ id: "a", label: "a", icon: "", shape: "rect" }, ...nodes],
  });
  const placed = placeExact(exactPlan(graph), await layOut(graph)).nodes;
  const inOrder = ids.toSorted((left, right) => {
    const [one, other] = [placed.get(left), placed.get(right)];
    return (one?.y ?? 0) - (other?.y ?? 0) || (one?.x ?? 0) - (other?.x ?? 0);
  });
  expect(inOrder).toEqual(ids);
  expect(exactFaults(graph, await layOut(graph))).toEqual([]);
});

it.each([
  ["a fill in words", { fill: "tomato" }, "#ff6347"],
  ["three digits", { fill: "#abc" }, "#aabbcc"],
])("takes %s as a colour", async (_, paint, expected) => {
  const graph = graphOf([], [], { nodes: [{ id: "n", label: "n", icon: "", shape: "rect", paint }] });
  expect(toSvg(toScene(graph, await layOut(graph), "dark"))).toContain(`fill="${expected}"`);
});

it.each(["url(#x)", "red;}", "#12", "var(--a)", "constructor"])("takes %s for no colour", async (fill) => {
  const plain = graphOf(["n"], []);
  const painted = graphOf([], [], { nodes: [{ id: "n", label: "n", icon: "", shape: "rect", paint: { fill } }] });
  expect(toSvg(toScene(painted, await layOut(painted), "light"))).toBe(
    toSvg(toScene(plain, await layOut(plain), "light")),
  );
});

it("is the same every time", async () => {
  const diagram = madeUp("flowchart", 9);
  if (diagram.kind === "sequence") throw new Error("a sequence has no graph");
  const graph = mermaidGraph(diagram);
  const draw = async (): Promise<string> => toSvg(toScene(graph, await layOut(graph), "dark"));
  expect(await draw()).toBe(await draw());
});
