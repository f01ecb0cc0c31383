import type { Severity } from "./report.ts";

/** Points: A4, and the frame that text keeps to. */
export const page = { short: 595.28, long: 841.89, margin: 48, top: 54, bottom: 58 } as const;

export const colour = {
  ink: "#0F172A",
  text: "#334155",
  muted: "#64748B",
  line: "#E2E8F0",
  panel: "#F8FAFC",
  head: "#EEF2FF",
  headText: "#3730A3",
  brand: "#4F46E5",
  white: "#FFFFFF",
  night: "#0B1020",
  nightText: "#94A3B8",
  nightAccent: "#C7D2FE",
  mark: "#A5B4FC",
  good: "#16A34A",
  fair: "#D97706",
  poor: "#DC2626",
} as const;

export const severityColour: Readonly<Record<Severity, { text: string; fill: string }>> = {
  critical: { text: "#B91C1C", fill: "#FEE2E2" },
  high: { text: "#C2410C", fill: "#FFEDD5" },
  medium: { text: "#A16207", fill: "#FEF9C3" },
  low: { text: "#0369A1", fill: "#E0F2FE" },
};

/** Green from 80, amber from 60. */
export const scoreColour = (score: number): string =>
  score >= 80 ? colour.good : score >= 60 ? colour.fair : colour.poor;

export type Weight = 400 | 500 | 600 | 700 | "mono";

/** How a piece of text is set. */
export interface Type {
  weight: Weight;
  size: number;
  colour: string;
  /** Leaning, in place of an italic face. */
  slanted?: true;
}

export const type = {
  coverTitle: { weight: 700, size: 30, colour: colour.white },
  h1: { weight: 700, size: 20, colour: colour.ink },
  h2: { weight: 700, size: 12.5, colour: colour.ink },
  title: { weight: 600, size: 10.5, colour: colour.ink },
  body: { weight: 400, size: 9.5, colour: colour.text },
  small: { weight: 400, size: 8.5, colour: colour.muted },
  label: { weight: 600, size: 8.5, colour: colour.muted },
  head: { weight: 600, size: 8.8, colour: colour.headText },
  mono: { weight: "mono", size: 8.2, colour: colour.text },
  code: { weight: "mono", size: 7.2, colour: colour.ink },
  foot: { weight: 400, size: 8, colour: colour.muted },
} as const satisfies Record<string, Type>;

export const moodColour = { better: colour.good, worse: colour.poor, same: colour.muted } as const;

/** Distance between baselines. */
export const leading = ({ size }: Type): number => size * 1.45;
