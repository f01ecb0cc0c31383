import type { GraphGroupKind, GraphNode, Theme } from "./types.ts";

type Severity = NonNullable<GraphNode["findings"]>["worst"];
type Change = NonNullable<GraphNode["change"]>;

export interface Palette {
  background: string;
  title: string;
  muted: string;
  text: string;
  card: string;
  cardStroke: string;
  shadow: string;
  shadowOpacity: number;
  edge: string;
  pill: string;
  pillStroke: string;
  pillText: string;
  /** How strongly a group's frame shows its colour. */
  frameOpacity: number;
  onColour: string;
}

export interface Tint {
  /** Frame and label. */
  line: string;
  fill: string;
  dash?: string;
}

const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    background: "#ffffff",
    title: "#0f172a",
    muted: "#64748b",
    text: "#1e293b",
    card: "#ffffff",
    cardStroke: "#e2e8f0",
    shadow: "#0f172a",
    shadowOpacity: 0.05,
    edge: "#64748b",
    pill: "#ffffff",
    pillStroke: "#e2e8f0",
    pillText: "#475569",
    frameOpacity: 0.5,
    onColour: "#ffffff",
  },
  dark: {
    background: "#0b1020",
    title: "#f1f5f9",
    muted: "#94a3b8",
    text: "#e2e8f0",
    card: "#151c30",
    cardStroke: "#2a3450",
    shadow: "#000000",
    shadowOpacity: 0.25,
    edge: "#8fa0bf",
    pill: "#10172a",
    pillStroke: "#2a3450",
    pillText: "#b6c2d9",
    frameOpacity: 0.55,
    onColour: "#ffffff",
  },
};

interface TintPair {
  light: readonly [line: string, fill: string];
  dark: readonly [line: string, fill: string];
  dash?: string;
}

const slate: TintPair = { light: ["#475569", "#f8fafc"], dark: ["#94a3b8", "#0f1628"] };
const teal: TintPair = { light: ["#0e7490", "#f3fbfd"], dark: ["#22d3ee", "#0e1b2c"], dash: "5 4" };
const violet: TintPair = { light: ["#7c3aed", "#f8f6ff"], dark: ["#a78bfa", "#15162f"] };
const blue: TintPair = { light: ["#2563eb", "#f1f6ff"], dark: ["#60a5fa", "#121c38"] };
const sky: TintPair = { light: ["#0369a1", "#e8f6fe"], dark: ["#38bdf8", "#0f2540"] };
const green: TintPair = { light: ["#15803d", "#edfbf1"], dark: ["#4ade80", "#10241f"] };
const fuchsia: TintPair = { light: ["#a21caf", "#fcf1fe"], dark: ["#e879f9", "#261638"] };
const purple: TintPair = { light: ["#7c3aed", "#f5f2ff"], dark: ["#a78bfa", "#1a1636"] };
const orange: TintPair = { light: ["#c2410c", "#fff6ee"], dark: ["#fb923c", "#261b1b"] };
const pink: TintPair = { light: ["#be185d", "#fdf2f7"], dark: ["#f472b6", "#26152a"] };
const red: TintPair = { light: ["#b91c1c", "#fef3f2"], dark: ["#f87171", "#2a1520"] };
const grey: TintPair = { light: ["#475569", "#f8fafc"], dark: ["#94a3b8", "#131b2e"] };

const tints: Readonly<Record<GraphGroupKind, TintPair>> = {
  cloud: slate,
  region: teal,
  network: violet,
  zone: { ...blue, dash: "5 4" },
  public: green,
  private: sky,
  subnet: sky,
  cluster: { light: ["#1d4ed8", "#eff5ff"], dark: ["#93c5fd", "#14213f"] },
  namespace: { ...blue, dash: "2 3" },
  data: fuchsia,
  edge: purple,
  async: orange,
  operations: pink,
  security: red,
  plain: grey,
};

const severities: Readonly<Record<Severity, string>> = {
  critical: "#dc2626",
  high: "#ea580c",
  medium: "#d97706",
  low: "#0891b2",
};

const changes: Readonly<Record<Change, string>> = { added: "#16a34a", changed: "#2563eb", removed: "#be123c" };

/** The words on a changed card's mark. */
export const changeWords: Readonly<Record<Change, string>> = { added: "new", changed: "changed", removed: "removed" };

export const paletteOf = (theme: Theme): Palette => palettes[theme];

export const tintOf = (kind: GraphGroupKind, theme: Theme): Tint => {
  const { dash, ...pair } = tints[kind];
  const [line, fill] = pair[theme];
  return { line, fill, ...(dash !== undefined && { dash }) };
};

export const severityColour = (severity: Severity): string => severities[severity];

export const changeColour = (change: Change): string => changes[change];
