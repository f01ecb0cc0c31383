import type { Graph, GraphGroup } from "../../diagram/index.ts";

/** Text as a quoted Mermaid label: entities for what Mermaid or a browser would read as markup. */
const label = (text: string): string =>
  `"${text
    .replaceAll("#", "#35;")
    .replaceAll("&", "#38;")
    .replaceAll('"', "#quot;")
    .replaceAll("<", "#lt;")
    .replaceAll(">", "#gt;")
    .replaceAll("`", "#96;")
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ")}"`;

const indent = (depth: number): string => "  ".repeat(depth + 1);

/** A graph as a Mermaid flowchart. Ids are our own, so that no name can become syntax. */
export const toMermaid = (graph: Graph): string => {
  const ids = new Map<string, string>();
  for (const [index, { id }] of graph.groups.entries()) ids.set(id, `g${index + 1}`);
  for (const [index, { id }] of graph.nodes.entries()) ids.set(id, `n${index + 1}`);

  const lines = [`flowchart ${graph.direction === "DOWN" ? "TB" : "LR"}`];
  const writeNodes = (group: string | undefined, depth: number): void => {
    for (const node of graph.nodes)
      if (node.group === group)
        lines.push(
          `${indent(depth)}${ids.get(node.id) ?? ""}[${label(node.sub === undefined ? node.label : `${node.label} – ${node.sub}`)}]`,
        );
  };
  const writeGroup = (group: GraphGroup, depth: number): void => {
    lines.push(`${indent(depth)}subgraph ${ids.get(group.id) ?? ""}[${label(group.label)}]`);
    writeNodes(group.id, depth + 1);
    for (const child of graph.groups) if (child.parent === group.id && depth < 8) writeGroup(child, depth + 1);
    lines.push(`${indent(depth)}end`);
  };
  writeNodes(undefined, 0);
  for (const group of graph.groups) if (group.parent === undefined) writeGroup(group, 0);
  for (const { from, to, label: text, style } of graph.edges) {
    const arrow = style === "dashed" ? "-.->" : "-->";
    lines.push(
      `${indent(0)}${ids.get(from) ?? ""} ${arrow}${text === undefined ? "" : `|${label(text)}|`} ${ids.get(to) ?? ""}`,
    );
  }
  return `${lines.join("\n")}\n`;
};
