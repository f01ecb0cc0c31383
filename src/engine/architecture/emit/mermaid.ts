import type { Graph } from "../../diagram/index.ts";

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
  const ids = new Map<string, string>([
    ...graph.groups.map(({ id }, index) => [id, `g${index + 1}`] as const),
    ...graph.nodes.map(({ id }, index) => [id, `n${index + 1}`] as const),
  ]);

  const lines = [`flowchart ${graph.direction === "DOWN" ? "TB" : "LR"}`];
  const writeNodes = (group: string | undefined, depth: number): void => {
    for (const [index, node] of graph.nodes.entries())
      if (node.group === group)
        lines.push(
          `${indent(depth)}n${index + 1}[${label(node.sub === undefined ? node.label : `${node.label} – ${node.sub}`)}]`,
        );
  };
  const writeGroups = (parent: string | undefined, depth: number): void => {
    for (const [index, group] of graph.groups.entries()) {
      if (group.parent !== parent || depth > 8) continue;
      lines.push(`${indent(depth)}subgraph g${index + 1}[${label(group.label)}]`);
      writeNodes(group.id, depth + 1);
      writeGroups(group.id, depth + 1);
      lines.push(`${indent(depth)}end`);
    }
  };
  writeNodes(undefined, 0);
  writeGroups(undefined, 0);
  for (const { from, to, label: text, style } of graph.edges) {
    const [start, end] = [ids.get(from), ids.get(to)];
    if (start === undefined || end === undefined) continue;
    const arrow = style === "dashed" ? "-.->" : "-->";
    lines.push(`${indent(0)}${start} ${arrow}${text === undefined ? "" : `|${label(text)}|`} ${end}`);
  }
  return `${lines.join("\n")}\n`;
};
