import { describe, expect, it } from "vitest";
import { toElk } from "./elk-graph.ts";
import { toScene } from "./scene.ts";
import { toSvg } from "./svg.ts";
import type { Graph, Scene, Theme } from "./types.ts";

/** Loose nodes need no layout engine. */
const draw = (graph: Graph, theme: Theme = "light"): Scene => toScene(graph, toElk(graph), theme);

const hostile = `</text><script>alert("1")</script><text x='1'>&amp;&#0;\u0000\u001b[31m\u202e\ud800😀\ufffe`;

const hostileGraph: Graph = {
  title: hostile,
  subtitle: hostile,
  footer: hostile,
  groups: [{ id: "g", kind: "network", label: hostile, sub: hostile, icon: hostile }],
  nodes: [{ id: hostile, label: hostile, sub: hostile, icon: `"><image href="http://example.com"/>`, group: "g" }],
  edges: [],
};

const elements = new Set([
  "svg",
  "defs",
  "g",
  "rect",
  "path",
  "text",
  "use",
  "linearGradient",
  "radialGradient",
  "stop",
]);

describe("the SVG of a graph", () => {
  it("consists of plain shapes only, whatever the texts say", () => {
    const svg = toSvg(draw(hostileGraph));
    const tags = [...svg.matchAll(/<\/?([\w:-]+)/g)].map(([, tag = ""]) => tag);
    expect([...new Set(tags)].filter((tag) => !elements.has(tag))).toEqual([]);
    expect(svg).not.toMatch(/ (on\w+|style|class)=/);
    expect([...svg.matchAll(/href="([^"]*)"/g)].every(([, target = ""]) => /^#i\d+$/.test(target))).toBe(true);
  });

  it("escapes markup and drops what XML or our fonts cannot hold", () => {
    const svg = toSvg(draw({ ...hostileGraph, title: "a < b & c > \"d\" 'e'\u0000\u0008\u202e\ud800 😀 \ufffe end" }));
    expect(svg).toContain("a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39; end");
    // eslint-disable-next-line no-control-regex
    expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e\ud800-\udfff\ufffe]/u);
  });

  it("refers only to definitions that it has, each made once", () => {
    const nodes = ["aws.s3", "aws.s3", "azure.aks", "generic.users"].map((icon, index) => ({
      id: `n${index}`,
      label: icon,
      icon,
    }));
    const svg = toSvg(draw({ title: "", groups: [], nodes, edges: [] }));
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const references = [...svg.matchAll(/href="#([^"]+)"|url\(#([^)]+)\)/g)].map(([, href, url]) => href ?? url);
    expect(new Set(ids).size).toBe(ids.length);
    expect(references.length).toBeGreaterThan(4);
    expect(references.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("says what it shows to who cannot see it", () => {
    expect(toSvg(draw({ title: "My shop", groups: [], nodes: [], edges: [] }))).toContain(
      'role="img" aria-label="My shop"',
    );
    expect(draw({ title: " ", groups: [], nodes: [], edges: [] }).label).toBe("Architecture diagram");
  });
});

describe("the scene of a graph", () => {
  const marked: Graph = {
    title: "Marks",
    groups: [],
    nodes: [
      { id: "a", label: "a", icon: "aws.s3", findings: { worst: "critical", count: 120 } },
      { id: "b", label: "b", icon: "aws.s3", change: "added" },
      { id: "c", label: "c", icon: "aws.s3", change: "changed", findings: { worst: "low", count: 2 } },
      { id: "d", label: "d", icon: "nobody.zebra" },
    ],
    edges: [],
  };
  const texts = (scene: Scene): string[] =>
    scene.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));

  it("shows counts of findings, changes, and a legend for both", () => {
    expect(texts(draw(marked))).toEqual(
      expect.arrayContaining(["99+", "2", "new", "changed", "critical", "low", "only in this design"]),
    );
    const plain = { ...marked, nodes: [{ id: "a", label: "a", icon: "aws.s3" }] };
    expect(texts(draw(plain))).toEqual(["Marks", "a"]);
  });

  it("gives an unknown service a tile with its initial", () => {
    expect(texts(draw(marked))).toContain("Z");
    expect(draw(marked).shapes).toContainEqual(expect.objectContaining({ kind: "icon", icon: "generic.blank" }));
  });

  it("is dark on request, line art in light ink", () => {
    const users: Graph = { ...marked, nodes: [{ id: "u", label: "u", icon: "generic.users" }] };
    const [light, dark] = [draw(users), draw(users, "dark")];
    expect(light.background).not.toBe(dark.background);
    expect(toSvg(dark)).not.toContain("#242f3e");
    expect(toSvg(light)).toContain("#242f3e");
  });
});
