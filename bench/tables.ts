// How every bench prints what it has measured.
import { cpus } from "node:os";
import { versionOf } from "../scripts/versions.ts";

/** How much a bench does: everything, or what a few minutes for all of them allow. */
export interface Scope {
  short: boolean;
}

/** The value below which this share of the values lies. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** With as many digits as say something: 0.42, 5.3, 87. */
export const round = (value: number): number => {
  const digits = value < 1 ? 2 : value < 10 ? 1 : 0;
  return Number(value.toFixed(digits));
};

/** Median, and the quarter of the values on either side of it: "5.3 (5.1–5.9)". */
export const withSpread = (values: readonly number[]): string =>
  `${round(median(values))} (${round(quantile(values, 0.25))}–${round(quantile(values, 0.75))})`;

/** Milliseconds that some work takes. */
export const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** When and on what it is measured, in one line. */
export const describeMachine = (): string => {
  const processors = cpus();
  const model = (processors[0]?.model ?? "unknown processor").trim();
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${processors.length} × ${model}, node ${process.versions.node}, workerd ${versionOf("workerd")}`;
};

type Row = Readonly<Record<string, string | number>>;

const isNumber = (value: string | number | undefined): boolean =>
  typeof value === "number" || /^[\d.]/.test(value ?? "");

/** Prints a table as Markdown, so that it can go into a README as it is, under what it shows and where it was measured. */
export const printTable = (title: string, rows: readonly Row[]): void => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => String(row[column] ?? "")));
  const widths = columns.map((column, at) => Math.max(column.length, ...cells.map((line) => line[at]?.length ?? 0)));
  const right = columns.map((column) => rows.every((row) => isNumber(row[column])));
  const line = (texts: readonly string[]): string =>
    `| ${texts.map((text, at) => (right[at] ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, at) => (right[at] ? `${"-".repeat(width - 1)}:` : "-".repeat(width))).join(" | ")} |`;
  console.log([`\n${title} (${describeMachine()})`, "", line(columns), rule, ...cells.map(line), ""].join("\n"));
};
