import Elk from "elkjs/lib/elk.bundled.js";
import { describe, expect, it } from "vitest";
import { collapse } from "./collapse.ts";
import type { ElkNode } from "./elk-graph.ts";
import { isTall, toElk } from "./elk-graph.ts";
import { elkBox, legsOf, lengthOf, lineBoxes, sidesOf } from "./geometry.ts";
import { place } from "./place.ts";
import { planOf } from "./plan.ts";
import { measureQuality } from "./quality.ts";
import type { Placement } from "./routes.ts";
import { samples } from "./sample-graphs.ts";
import { toScene } from "./scene.ts";
import { toSvg } from "./svg.ts";
import type { Graph, GraphNode, Scene } from "./types.ts";
import { twinsUpsideDown } from "./zones.ts";

const layOut = async (graph: Graph): Promise<ElkNode> => await new Elk().layout(toElk(graph));

const partsOf = (laidOut: ElkNode): ElkNode[] => [laidOut, ...(laidOut.children ?? []).flatMap(partsOf)];

const textsOf = (scene: Scene): string[] =>
  scene.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));

const box = (id: string, group?: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  label: id,
  icon: "aws.ec2",
  ...(group !== undefined && { group }),
  ...more,
});

describe.each(Object.entries(samples))("an answer of the layout engine to %s that lacks something", (_, sample) => {
  const graph = collapse(sample, 60);

  it("is drawn as far as it goes", async () => {
    const whole = await layOut(graph);
    const withoutEdges = structuredClone(whole);
    for (const part of partsOf(withoutEdges)) delete part.edges;
    const withoutLines = structuredClone(whole);
    for (const part of partsOf(withoutLines)) for (const edge of part.edges ?? []) delete edge.sections;
    const withoutChildren = structuredClone(whole);
    for (const part of partsOf(withoutChildren)) if (part !== withoutChildren) delete part.children;
    for (const answer of [withoutEdges, withoutLines, withoutChildren, { id: "root" }])
      for (const theme of ["light", "dark"] as const) {
        const svg = toSvg(toScene(graph, answer, theme));
        expect(svg).toMatch(/^<svg .*<\/svg>$/s);
        expect(svg).not.toMatch(/NaN|undefined/);
      }
    const { cards } = place(planOf(graph), withoutEdges);
    expect([...cards.keys()].toSorted()).toEqual([...place(planOf(graph), whole).cards.keys()].toSorted());
  });
});

describe("lines", () => {
  it("without points have no pieces, and an outline's last side leads back", () => {
    expect([legsOf([]), lineBoxes([], 2), sidesOf([]), lengthOf([])]).toEqual([[], [], [], 0]);
    const [a, b, c] = [
      { x: 0, y: 0 },
      { x: 4, y: 0 },
      { x: 4, y: 3 },
    ];
    expect(sidesOf([a, b, c])).toEqual([
      { from: a, to: b },
      { from: b, to: c },
      { from: c, to: a },
    ]);
    expect(lengthOf([a, b, c])).toBe(7);
    expect(elkBox({})).toEqual({ x: 0, y: 0, width: 0, height: 0 });
    expect(isTall({ id: "x" })).toBe(true);
  });
});

describe("how good a picture is", () => {
  const graph: Graph = {
    title: "",
    groups: [{ id: "g", kind: "network", label: "Network" }],
    nodes: [box("a"), box("b"), box("c"), box("d", "g")],
    edges: [
      { from: "a", to: "b" },
      { from: "c", to: "d" },
    ],
  };
  const at = (x: number, y: number) => ({ x, y, width: 20, height: 20 });
  const placement: Placement = {
    width: 400,
    height: 200,
    groups: new Map([["g", { x: 180, y: 150, width: 60, height: 60 }]]),
    cards: new Map([
      ["a", at(0, 90)],
      ["b", at(380, 90)],
      ["c", at(190, 0)],
      ["d", at(190, 180)],
    ]),
    routes: [
      {
        edge: { from: "a", to: "b" },
        points: [
          { x: 20, y: 100 },
          { x: 380, y: 100 },
        ],
      },
      {
        edge: { from: "c", to: "d" },
        points: [
          { x: 200, y: 20 },
          { x: 200, y: 180 },
        ],
      },
    ],
  };

  it("tells crossings, arrows over heads, detours and how much of it is empty", () => {
    const quality = measureQuality(planOf(graph), placement);
    expect(quality).toMatchObject({ aspect: 2, crossings: 1, overHeads: 1, bendsPerArrow: 0, worstArrow: "a → b" });
    // 360 px of line over a way of 360 px, with 120 px granted; 4 cards of 400 px² in 80,000.
    expect(quality.worstDetour).toBeCloseTo(360 / 480, 6);
    expect(quality.emptiness).toBeCloseTo(0.98, 6);
  });

  it("of a picture without arrows has none to tell", () => {
    const quality = measureQuality(planOf({ ...graph, edges: [] }), { ...placement, routes: [] });
    expect(quality).toMatchObject({ detour: 0, worstDetour: 0, worstArrow: "", crossings: 0 });
  });

  it("measures what leads to a group, and to what is not there from the corner", () => {
    const line = [
      { x: 0, y: 100 },
      { x: 180, y: 100 },
    ];
    const routes = [
      { edge: { from: "a", to: "g" }, points: line },
      { edge: { from: "gone", to: "a" }, points: line },
    ];
    expect(measureQuality(planOf(graph), { ...placement, routes }).detour).toBeGreaterThan(0);
  });
});

describe("a picture with what is rarely drawn", () => {
  const graph: Graph = {
    title: "",
    subtitle: "only a line under no title",
    groups: [
      { id: "net", kind: "network", label: "Both clouds", findings: { worst: "high", count: 2 } },
      { id: "zone", kind: "cluster", label: "Cluster", icon: "k8s.cluster", parent: "net" },
      { id: "made", kind: "plain", label: "Own", icon: "no.such-icon" },
    ],
    nodes: [
      box("a", "net"),
      box("b", "net", { icon: "azure.vm" }),
      box("c", "net", { icon: "azure.sql" }),
      box("d", "zone", { icon: "", label: "" }),
      box("e", "made", { icon: "custom.thing" }),
    ],
    edges: [
      { from: "a", to: "b", label: "HTTPS" },
      { from: "b", to: "c" },
      { from: "c", to: "d" },
      { from: "d", to: "e" },
    ],
  };

  it.each(["light", "dark"] as const)(
    "has the vendor's icon that most of it has, badges on frames and initials (%s)",
    async (theme) => {
      const scene = toScene(graph, await layOut(graph), theme);
      const icons = scene.shapes.flatMap((shape) => (shape.kind === "icon" ? [shape.icon] : []));
      expect(icons.some((icon) => icon.startsWith("group.vnet"))).toBe(true);
      expect(icons.filter((icon) => icon === "generic.blank")).toHaveLength(2);
      expect(textsOf(scene)).toEqual(expect.arrayContaining(["2", "?", "T", "only a line under no title"]));
    },
  );

  it("counts zones that stand the other way round", () => {
    const zones: Graph = {
      title: "",
      groups: ["a", "b", "c"].map((id) => ({ id, kind: "zone" as const, label: id })),
      nodes: [],
      edges: [],
    };
    const standing = (...ys: number[]): ElkNode => ({
      id: "root",
      children: ["a", "b", "c"].flatMap((id, index) => (ys[index] === undefined ? [] : [{ id, y: ys[index] }])),
    });
    expect(twinsUpsideDown(zones, standing(0, 100, 200))).toBe(0);
    expect(twinsUpsideDown(zones, standing(200, 100, 0))).toBe(2);
    expect(twinsUpsideDown(zones, standing(50))).toBe(1);
  });
});

describe("a graph that nothing can be taken together in", () => {
  it("stays as it is, however small the limit", () => {
    const graph: Graph = {
      title: "",
      groups: [],
      nodes: ["ec2", "rds", "s3"].map((name) => box(name, undefined, { icon: `aws.${name}` })),
      edges: [],
    };
    expect(collapse(graph, 2)).toBe(graph);
  });

  it("takes what is alike together outside of groups, and leaves a single one alone", () => {
    const graph: Graph = {
      title: "",
      groups: [],
      nodes: [box("one"), box("two"), box("files", undefined, { icon: "aws.s3" })],
      edges: [{ from: "one", to: "files" }],
    };
    expect(collapse(graph, 2).nodes.map(({ label, sub }) => [label, sub])).toEqual([
      ["files", undefined],
      ["one and more", "2 resources"],
    ]);
  });
});
