import { card, cardText } from "../card.ts";
import type { CardText } from "../card.ts";
import type { Size } from "../geometry.ts";
import type { TextStyle } from "../measure.ts";
import type { Graph, GraphNode, NodeShape } from "../types.ts";
import type { Row } from "./label.ts";
import { rowsOf, sizeOfRows } from "./label.ts";
import { shapeForms } from "./shape.ts";
import type { Table } from "./table.ts";
import { tableOf } from "./table.ts";

const labelStyle: TextStyle = { size: 13, weight: 500 };
const strongStyle: TextStyle = { size: 13.5, weight: 600 };
const subStyle: TextStyle = { size: 10.5, weight: 400 };
const descriptionStyle: TextStyle = { size: 11.5, weight: 400 };
const noteStyle: TextStyle = { size: 12, weight: 400 };

/** A node's texts, wrapped, and the box that they need. */
export type NodeLayout = Size &
  (
    | { kind: "card"; text: CardText }
    | { kind: "table"; shape: NodeShape; table: Table }
    | { kind: "shape"; shape: NodeShape; rows: Row[] }
  );

/** Shapes that never carry a label. */
const speechless = new Set<NodeShape>(["start", "end", "bar", "junction"]);

const rowsIn = (node: GraphNode, shape: NodeShape, wrap: number): Row[] => {
  if (speechless.has(shape)) return [];
  const { label, sub, description } = node;
  const isRich = sub !== undefined || description !== undefined;
  const style = shape === "note" ? noteStyle : isRich ? strongStyle : labelStyle;
  const rows = rowsOf(label, style, shape === "note" ? 16.5 : 18, wrap);
  if (sub !== undefined) rows.push(...rowsOf(sub, subStyle, 14.5, wrap, true));
  if (description === undefined) return rows;
  const sentences = rowsOf(description, descriptionStyle, 15.5, wrap);
  const [first, ...others] = sentences;
  return first === undefined ? rows : [...rows, { ...first, height: first.height + 6 }, ...others];
};

/** Measures a node; what is a bar lies across the reading direction. */
export const layOutNode = (node: GraphNode, direction: Graph["direction"]): NodeLayout => {
  const { shape } = node;
  if (shape === undefined) {
    const text = cardText(node, { label: 6, sub: 6 });
    return { kind: "card", text, width: card.width, height: text.height };
  }
  if (shape === "table" || node.sections !== undefined) {
    const table = tableOf(node);
    return { kind: "table", shape, table, width: table.width, height: table.height };
  }
  const form = shapeForms[shape];
  const rows = rowsIn(node, shape, form.wrap);
  const size = form.size(sizeOfRows(rows));
  const isUpright = shape === "bar" && (direction === "RIGHT" || direction === "LEFT" || direction === undefined);
  const { width, height } = isUpright ? { width: size.height, height: size.width } : size;
  return { kind: "shape", shape, rows, width: Math.ceil(width), height: Math.ceil(height) };
};
