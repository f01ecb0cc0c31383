import type { Row } from "./flow.ts";
import { gap, keepTogether } from "./flow.ts";
import { textRows } from "./prose.ts";
import type { Block, FindingGroup, Severity } from "./report.ts";
import { colour, leading, severityColour, type } from "./style.ts";
import { clean } from "./text.ts";
import type { Typesetter } from "./text.ts";
import { webAddress } from "./canvas.ts";
import type { Canvas } from "./canvas.ts";

type Findings = Extract<Block, { kind: "findings" }>;

const indent = 14;

/** A rounded label in the severity's colours; answers its right edge. */
export const drawPill = (canvas: Canvas, typesetter: Typesetter, severity: Severity, x: number, y: number): number => {
  const { text, fill } = severityColour[severity];
  const set = { ...type.label, colour: text };
  const width = typesetter.measure(severity, set) + 18;
  canvas.rect({ x, y, width, height: 15 }, { fill }, 7.5);
  canvas.text(severity, x + 9, y + 10.6, set);
  return x + width;
};

/** All findings of one severity: each fault once, with the places where it was found. */
export const findings = (typesetter: Typesetter, block: Findings, width: number): Row[] => {
  const total = block.total === 1 ? "1 finding" : `${block.total} findings`;
  const title = block.severity.charAt(0).toUpperCase() + block.severity.slice(1);
  const head: Row = {
    height: 28,
    keep: true,
    mark: { title: `${title} (${block.total})`, level: 2 },
    draw: ({ canvas, x, y }) => {
      const end = drawPill(canvas, typesetter, block.severity, x, y + 5);
      const right = canvas.text(total, end + 8, y + 15.6, { ...type.label, size: 9.5 });
      canvas.line(right + 10, y + 12.5, x + width, y + 12.5, { stroke: colour.line, strokeWidth: 0.8 });
    },
  };
  return [gap(6), head, ...block.groups.flatMap((group) => groupRows(typesetter, block.severity, group, width))];
};

const groupRows = (typesetter: Typesetter, severity: Severity, group: FindingGroup, width: number): Row[] => {
  const [first, ...places] = placeRows(typesetter, group.places, width);
  const text = [
    ...titleRows(typesetter, group, width),
    ...textRows(typesetter.wrap(group.why, type.body, width - indent, 8), type.body, indent),
    gap(2),
    ...fixRows(typesetter, group.fix, width),
    ...referenceRows(typesetter, group, width),
    gap(3),
  ];
  const together = keepTogether([...text, ...(first ? [first] : [])]);
  const edged = [...together, ...places].map((row) => withEdge(row, severityColour[severity].text));
  return [...edged, gap(12)];
};

/** A line in the severity's colour along the whole entry. */
const withEdge = (row: Row, stroke: string): Row => ({
  ...row,
  draw: (place) => {
    const { canvas, x, y } = place;
    canvas.rect({ x, y, width: 2.5, height: row.height + 0.3 }, { fill: stroke });
    row.draw?.(place);
  },
});

const titleRows = (typesetter: Typesetter, { title, pillar }: FindingGroup, width: number): Row[] => {
  const lines = typesetter.wrap(title, type.title, width - indent - 90, 6);
  return lines.map((line, index) => ({
    height: leading(type.title),
    draw: ({ canvas, x, y }) => {
      const baseline = y + type.title.size;
      canvas.text(line, x + indent, baseline, type.title);
      if (index === 0) canvas.textEndingAt(typesetter.fit(pillar, type.small, 84), x + width, baseline, type.small);
    },
  }));
};

const fixRows = (typesetter: Typesetter, fix: string, width: number): Row[] => {
  if (fix === "") return [];
  const label = { ...type.body, weight: 600, colour: colour.good } as const;
  const start = indent + typesetter.measure("Fix", label) + 8;
  const set = { ...type.body, colour: colour.ink };
  const rows = textRows(typesetter.wrap(fix, set, width - start, 8), set, start);
  return rows.map((row, index) => ({
    ...row,
    draw: (place) => {
      if (index === 0) place.canvas.text("Fix", place.x + indent, place.y + set.size, label);
      row.draw?.(place);
    },
  }));
};

const referenceRows = (typesetter: Typesetter, group: FindingGroup, width: number): Row[] => {
  const text = group.references.join(" · ");
  const rows = text === "" ? [] : textRows(typesetter.wrap(text, type.small, width - indent, 3), type.small, indent);
  return [...rows, ...group.links.flatMap((link) => linkRow(typesetter, link, width))];
};

const linkRow = (typesetter: Typesetter, link: string, width: number): Row[] => {
  const address = webAddress(link);
  if (address === undefined) return [];
  const set = { ...type.small, colour: colour.brand };
  const shown = typesetter.fit(address, set, width - indent);
  const height = leading(set);
  return [
    {
      height,
      draw: ({ canvas, x, y }) => {
        const end = canvas.text(shown, x + indent, y + set.size, set);
        canvas.linkTo(address, { x: x + indent, y, width: end - x - indent, height });
      },
    },
  ];
};

type Place = FindingGroup["places"][number];

const whereType = { ...type.mono, colour: colour.muted };
const between = 10;
const mostLines = 3;
const mostOfPath = 1000;

/** One below the other; in two columns where all of them are short. */
const placeRows = (typesetter: Typesetter, places: readonly Place[], width: number): Row[] => {
  const half = (width - indent - 4) / 2;
  const isShort = ({ resource, where }: Place): boolean =>
    typesetter.measure(clean(resource), type.mono) + typesetter.measure(clean(where), whereType) + between + 14 <= half;
  if (places.length < 2 || !places.every(isShort)) return places.map((place) => placeRow(typesetter, place, width));
  const rows: Row[] = [];
  for (let at = 0; at < places.length; at += 2) rows.push(pairRow(typesetter, places.slice(at, at + 2), half));
  return rows;
};

const pairRow = (typesetter: Typesetter, places: readonly Place[], half: number): Row => ({
  height: 15,
  draw: ({ canvas, x, y }) => {
    for (const [index, { resource, where }] of places.entries()) {
      const left = x + indent + index * (half + 4);
      canvas.rect({ x: left, y: y + 0.5, width: half, height: 14 }, { fill: colour.panel });
      canvas.text(clean(resource), left + 7, y + 10.2, type.mono);
      canvas.textEndingAt(typesetter.fit(where, whereType, half), left + half - 7, y + 10.2, whereType);
    }
  },
});

/** The end of a path, and with it the line's number, says more than its beginning. */
const endOf = (lines: readonly string[]): readonly string[] => {
  const [first = "", ...others] = lines.slice(-mostLines);
  return lines.length > mostLines ? [`…${first.slice(1)}`, ...others] : lines;
};

const placeRow = (typesetter: Typesetter, place: Place, width: number): Row => {
  const where = endOf(typesetter.wrap(place.where.slice(-mostOfPath), whereType, (width - indent) * 0.45));
  const taken = Math.max(...where.map((line) => typesetter.measure(line, whereType)));
  const lines = typesetter.wrap(place.resource, type.mono, width - indent - 26 - taken, 3);
  const height = Math.max(lines.length, where.length) * 12 + 3;
  return {
    height,
    draw: ({ canvas, x, y }) => {
      canvas.rect({ x: x + indent, y: y + 0.5, width: width - indent, height: height - 1 }, { fill: colour.panel });
      for (const [index, line] of lines.entries()) canvas.text(line, x + indent + 7, y + 10.2 + index * 12, type.mono);
      for (const [index, line] of where.entries())
        canvas.textEndingAt(line, x + width - 7, y + 10.2 + index * 12, whereType);
    },
  };
};
