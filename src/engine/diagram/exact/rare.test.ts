import Elk from "elkjs/lib/elk.bundled.js";
import { describe, expect, it } from "vitest";
import type { ElkNode } from "../elk-graph.ts";
import { toElk } from "../elk-graph.ts";
import { overlaps } from "../geometry.ts";
import type { MermaidDiagram } from "../mermaid/diagram.ts";
import { mermaidGraph } from "../mermaid/graph.ts";
import { toScene } from "../scene.ts";
import { toSvg } from "../svg.ts";
import type { Graph, GraphNode, Scene, Side } from "../types.ts";
import { exactFaults, sceneFaults } from "./faults.ts";
import { placeExact } from "./place.ts";
import { exactPlan } from "./plan.ts";

const layOut = async (graph: Graph): Promise<ElkNode> => await new Elk().layout(toElk(graph));

const rect = (id: string, group?: string): GraphNode => ({
  id,
  label: id,
  icon: "",
  shape: "rect",
  ...(group !== undefined && { group }),
});

const exact = (more: Partial<Graph>): Graph => ({ title: "", exact: true, groups: [], nodes: [], edges: [], ...more });

const graphOf = (diagram: Exclude<MermaidDiagram, { kind: "sequence" }>): Graph => mermaidGraph(diagram);

const textsOf = (scene: Scene): string[] =>
  scene.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));

const link = { stroke: "solid", start: "none", end: "arrow" } as const;

describe("a diagram with everything that its text may ask for", () => {
  const painted = graphOf({
    kind: "flowchart",
    direction: "RIGHT",
    groups: [
      {
        id: "g",
        label: "Cloud",
        icon: "aws",
        direction: "DOWN",
        paint: { fill: "#fde68a", stroke: "#92400e", text: "#111827" },
      },
      { id: "inner", label: "Storage", parent: "g", icon: "aws:s3" },
      { id: "bare", label: "", paint: { fill: "navy" } },
    ],
    nodes: [
      {
        id: "a",
        label: "Upper\n\nlower",
        shape: "rect",
        group: "g",
        paint: { fill: "#ffffff", stroke: "red", text: "#eeeeee" },
      },
      { id: "b", label: "Files", shape: "rect", group: "inner", icon: "aws:s3" },
      { id: "c", label: "C", shape: "rounded", group: "bare" },
    ],
    edges: [
      { from: "a", to: "b", ...link, color: "#16a34a", label: "stores" },
      { from: "b", to: "c", ...link, color: "not-a-colour" },
    ],
  });

  it.each(["light", "dark"] as const)("has its colours and icons, and no fault (%s)", async (theme) => {
    const laidOut = await layOut(painted);
    expect(exactFaults(painted, structuredClone(laidOut))).toEqual([]);
    const scene = toScene(painted, laidOut, theme);
    const svg = toSvg(scene);
    for (const colour of ["#fde68a", "#92400e", "#000080", "#16a34a"]) expect(svg).toContain(colour);
    expect(svg).not.toContain("not-a-colour");
    expect(scene.shapes.filter(({ kind }) => kind === "icon")).toHaveLength(3);
    expect(textsOf(scene)).toEqual(expect.arrayContaining(["Cloud", "Storage", "Upper", "lower", "stores"]));
  });

  it("writes a label in ink that can be read where the asked-for one cannot", async () => {
    const label = toScene(painted, await layOut(painted), "light").shapes.find(
      (shape) => shape.kind === "text" && shape.text === "Upper",
    );
    expect(label).toMatchObject({ fill: "#0f172a" });
  });

  it("keeps notes beside states, joins those of composite states with a line, and leaves classes' own notes alone", async () => {
    const states = graphOf({
      kind: "state",
      direction: "DOWN",
      groups: [
        { id: "outer", label: "Outer" },
        { id: "composite", label: "Composite", parent: "outer", paint: { stroke: "teal" } },
      ],
      nodes: [
        { id: "s", label: "S", kind: "state", group: "composite", paint: { fill: "gold" } },
        { id: "t", label: "T", kind: "state" },
      ],
      edges: [{ from: "s", to: "t" }],
      notes: [
        { of: "t", side: "left", text: "beside T" },
        { of: "composite", side: "right", text: "of the whole" },
      ],
    });
    expect(states.edges.at(-1)).toEqual({ from: "composite", to: "note 1 of composite", style: "dotted", end: "none" });
    expect(exactFaults(states, await layOut(states))).toEqual([]);
    const classes = graphOf({
      kind: "class",
      direction: "DOWN",
      groups: [],
      classes: [
        { id: "A", label: "A", annotations: ["interface"], attributes: [], methods: [], paint: { fill: "#dbeafe" } },
        { id: "B", label: "B", annotations: [], attributes: ["+id: string"], methods: [] },
      ],
      relations: [{ from: "A", to: "B", dashed: true, start: "none", end: "triangle", startLabel: "1", endLabel: "*" }],
      notes: [{ text: "of nothing" }, { of: "B", text: "of B" }],
    });
    expect(exactFaults(classes, await layOut(classes))).toEqual([]);
    expect(textsOf(toScene(classes, await layOut(classes), "light"))).toEqual(
      expect.arrayContaining(["«interface»", "A", "+id: string", "1", "*", "of nothing", "of B"]),
    );
  });

  it("draws entities with colours, keys and comments, and C4 elements of kinds that it does not know", async () => {
    const entities = graphOf({
      kind: "er",
      direction: "RIGHT",
      entities: [
        {
          id: "e",
          label: "ORDER",
          attributes: [{ type: "int", name: "id", keys: ["PK", "FK"], comment: "its number" }],
          paint: { fill: "#fee2e2" },
        },
        { id: "f", label: "EMPTY", attributes: [] },
      ],
      relations: [{ from: "e", to: "f", dashed: false, start: "one", end: "many" }],
    });
    expect(textsOf(toScene(entities, await layOut(entities), "light"))).toEqual(
      expect.arrayContaining(["int", "id", "PK, FK", "its number"]),
    );
    const c4 = graphOf({
      kind: "c4",
      groups: [{ id: "b", label: "Bank", type: "enterprise" }],
      elements: [
        { id: "p", label: "Customer", type: "external_person" },
        { id: "q", label: "Thing", type: "gadget", group: "b", technology: "Go", description: "Does it." },
      ],
      relations: [{ from: "p", to: "q", both: true, technology: "HTTPS" }],
    });
    expect(exactFaults(c4, await layOut(c4))).toEqual([]);
    expect(textsOf(toScene(c4, await layOut(c4), "dark")).join(" ")).toMatch(
      /Customer[\s\S]*Thing|Thing[\s\S]*Customer/,
    );
  });
});

describe("services whose edges name sides", () => {
  const side = (from: string, to: string, fromSide: Side, toSide: Side) => ({
    from,
    to,
    sides: { from: fromSide, to: toSide },
  });

  it("stand round corners and in groups of their own, inner ones in outer ones", async () => {
    const graph = exact({
      groups: [
        { id: "out", kind: "plain", label: "Out" },
        { id: "in", kind: "plain", label: "A label that is a good deal wider than what it holds", parent: "out" },
      ],
      nodes: [rect("a"), rect("b", "out"), rect("c", "in"), rect("d")],
      edges: [side("a", "b", "right", "left"), side("b", "c", "right", "top"), side("a", "d", "bottom", "top")],
    });
    const { nodes, groups } = placeExact(exactPlan(graph), await layOut(graph));
    const at = (id: string) => nodes.get(id) ?? groups.get(id) ?? { x: Number.NaN, y: Number.NaN, width: 0, height: 0 };
    expect(at("b").x).toBeGreaterThan(at("a").x);
    expect(at("c").x).toBeGreaterThan(at("b").x);
    expect(at("c").y).toBeGreaterThan(at("b").y);
    expect(at("d").y).toBeGreaterThan(at("a").y);
    expect(at("in").x).toBeGreaterThan(at("out").x);
    expect(exactFaults(graph, await layOut(graph))).toEqual([]);
  });

  it.each([
    [
      "a group that would cover a stranger",
      [rect("a", "g"), rect("b"), rect("c", "g")],
      [side("a", "b", "right", "left"), side("b", "c", "right", "left")],
      [{ id: "g", kind: "plain" as const, label: "G" }],
    ],
    [
      "two groups that would cover each other",
      [rect("a", "g"), rect("b", "h"), rect("c", "g"), rect("d", "h")],
      [side("a", "b", "right", "left"), side("b", "c", "bottom", "right"), side("c", "d", "left", "bottom")],
      [
        { id: "g", kind: "plain" as const, label: "G" },
        { id: "h", kind: "plain" as const, label: "H" },
      ],
    ],
    ["a node that no edge reaches", [rect("a"), rect("b"), rect("lonely")], [side("a", "b", "right", "left")], []],
    [
      "more neighbours on one side than there are cells",
      Array.from({ length: 18 }, (_, index) => rect(`n${index}`)),
      Array.from({ length: 17 }, (_, index) => side("n0", `n${index + 1}`, "right", "left")),
      [],
    ],
  ])("are laid out as any graph where there is %s", async (_, nodes, edges, groups) => {
    const graph = exact({ nodes, edges, groups });
    expect(exactPlan(graph).grid).toBeUndefined();
    expect(exactFaults(graph, await layOut(graph))).toEqual([]);
  });
});

describe("a text that is not in order", () => {
  it("draws the first of two nodes of one name, and groups that lie in each other side by side", async () => {
    const graph = exact({
      groups: [
        { id: "g", kind: "plain", label: "G", parent: "h" },
        { id: "h", kind: "plain", label: "H", parent: "g" },
        { id: "i", kind: "plain", label: "I", parent: "gone" },
      ],
      nodes: [
        rect("a", "g"),
        { ...rect("a", "h"), label: "second" },
        rect("b", "h"),
        rect("c", "i"),
        rect("d", "gone"),
      ],
      edges: [
        { from: "a", to: "b" },
        { from: "a", to: "nowhere" },
      ],
    });
    const scene = toScene(graph, await layOut(graph), "light");
    expect(textsOf(scene).toSorted()).toEqual(["G", "H", "I", "a", "b", "c", "d"]);
    expect(exactFaults(graph, await layOut(graph))).toEqual([]);
  });

  it("ends a label of more than forty lines with an ellipsis", async () => {
    const label = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`).join("\n");
    const graph = exact({ nodes: [{ ...rect("a"), label }] });
    const texts = textsOf(toScene(graph, await layOut(graph), "light"));
    expect(texts).toHaveLength(40);
    expect(texts.at(-1)).toBe("line 40…");
  });

  it("puts members without edges of a group that is read across into a row, in the order of the text", async () => {
    const ids = ["z", "m", "a", "k"];
    const graph = exact({
      groups: [{ id: "g", kind: "plain", label: "G", direction: "RIGHT" }],
      nodes: [rect("first"), ...ids.map((id) => rect(id, "g"))],
      edges: [{ from: "first", to: "g" }],
    });
    const { nodes } = placeExact(exactPlan(graph), await layOut(graph));
    const inOrder = ids.toSorted((left, right) => {
      const [one, other] = [nodes.get(left), nodes.get(right)];
      return (one?.y ?? 0) - (other?.y ?? 0) || (one?.x ?? 0) - (other?.x ?? 0);
    });
    expect(inOrder).toEqual(ids);
  });
});

describe("words at the ends of lines", () => {
  const graph = exact({
    nodes: [rect("a"), rect("b"), rect("c")],
    edges: [
      { from: "a", to: "b", startLabel: "1", endLabel: "many" },
      { from: "b", to: "c" },
    ],
  });

  it.each(["HEAD", "TAIL"])("that were put on a node move beside their line (%s)", async (end) => {
    const laidOut = await layOut(graph);
    const [part] = laidOut.children ?? [];
    const node = part?.children?.find(({ id }) => id === "b");
    for (const edge of part?.edges ?? [])
      for (const label of edge.labels ?? [])
        if (label.text === end && node !== undefined) Object.assign(label, { x: node.x, y: node.y });
    const { nodes, routes } = placeExact(exactPlan(graph), laidOut);
    const ends = routes.flatMap((route) => route.ends);
    expect(ends).toHaveLength(2);
    for (const { box } of ends) expect([...nodes.values()].filter((other) => overlaps(box, other))).toEqual([]);
  });

  it("stay on it where the line has no course to move along", async () => {
    const laidOut = await layOut(graph);
    const [part] = laidOut.children ?? [];
    const node = part?.children?.find(({ id }) => id === "b");
    for (const edge of part?.edges ?? []) {
      delete edge.sections;
      for (const label of edge.labels ?? []) Object.assign(label, { x: node?.x, y: node?.y });
    }
    const { routes } = placeExact(exactPlan(graph), laidOut);
    expect(routes.map(({ points }) => points)).toEqual([[], []]);
    expect(routes.flatMap((route) => route.ends)).toHaveLength(2);
    expect(exactFaults(graph, laidOut)).toContain("a → b has no line");
  });
});

describe("what has no edges", () => {
  it("is nothing at all where there are no nodes", async () => {
    const nothing = exact({});
    const scene = toScene(nothing, await layOut(nothing), "light");
    expect(scene.shapes.filter(({ kind }) => kind === "text")).toEqual([]);
    expect(placeExact(exactPlan(nothing), { id: "root" })).toMatchObject({ width: 0, height: 0 });
  });

  it.each(["DOWN", "RIGHT", "UP", "LEFT"] as const)(
    "stands in a group in the order of the text, read %s",
    async (direction) => {
      const ids = ["z", "m", "a", "k", "b", "y", "c"];
      const graph = exact({
        direction,
        groups: [{ id: "g", kind: "plain", label: "G" }],
        nodes: [rect("first"), ...ids.map((id) => rect(id, "g"))],
        edges: [{ from: "first", to: "g" }],
      });
      const laidOut = await layOut(graph);
      const { nodes } = placeExact(exactPlan(graph), structuredClone(laidOut));
      expect([...nodes.keys()].toSorted()).toEqual(["first", ...ids].toSorted());
      expect(exactFaults(graph, laidOut)).toEqual([]);
    },
  );
});

describe("the look-out for faults", () => {
  const graph = exact({
    groups: [{ id: "g", kind: "plain", label: "G" }],
    nodes: [rect("a", "g"), rect("b")],
    edges: [{ from: "a", to: "b", label: "calls" }],
  });
  const partsOf = (laidOut: ElkNode): ElkNode[] => [laidOut, ...(laidOut.children ?? []).flatMap(partsOf)];

  it("misses nodes, groups and edges that the layout engine did not give back", async () => {
    const laidOut = await layOut(graph);
    for (const part of partsOf(laidOut))
      part.children = (part.children ?? []).filter(({ id }) => id !== "g" && id !== "b");
    expect(exactFaults(graph, laidOut)).toEqual(expect.arrayContaining(["nodes are missing", "groups are missing"]));
    const without = await layOut(graph);
    for (const part of partsOf(without)) part.edges = [];
    expect(exactFaults(graph, without)).toContain("1 edges are missing");
  });

  it("sees a number that is none, and texts on each other or outside of the picture", async () => {
    const laidOut = await layOut(graph);
    for (const part of partsOf(laidOut)) if (part.id === "b") part.x = Number.NaN;
    expect(exactFaults(graph, laidOut)).toContain("a number is none");
    const text = { kind: "text", size: 12, weight: 400, anchor: "start", fill: "#000000" } as const;
    const scene: Scene = {
      width: 100,
      height: 40,
      background: "#ffffff",
      label: "",
      shapes: [
        { ...text, x: 10, y: 20, text: "one" },
        { ...text, x: 12, y: 20, text: "two" },
        { ...text, x: 95, y: 20, text: "outside" },
      ],
    };
    expect(sceneFaults(scene)).toEqual(['"outside" leaves the picture', "one lies on two"]);
  });
});
