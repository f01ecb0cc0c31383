import type { PublicArchitecture } from "./architecture.ts";
import type { Failure } from "../rules/index.ts";
import type { Scores } from "../score/index.ts";
import { serviceOf } from "../model/index.ts";

interface Told {
  architecture: PublicArchitecture;
  failures: readonly Failure[];
  current: { scores: Scores; monthly: number };
  suggested: { scores: Scores; monthly: number; failures: number };
}

const platformNames = {
  aws: "AWS",
  azure: "Azure",
  gcp: "Google Cloud",
  kubernetes: "Kubernetes",
  docker: "Docker",
} as const;

const listOf = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Whole dollars with thousands separated by commas: "$1,234". */
export const dollars = (amount: number): string => {
  const whole = String(Math.round(Math.abs(amount))).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return `${amount < 0 && whole !== "0" ? "-" : ""}$${whole}`;
};

const mainServices = ({ components }: PublicArchitecture): string => {
  const kinds = new Set([
    "compute",
    "container",
    "serverless",
    "database",
    "cache",
    "storage",
    "messaging",
    "edge",
    "analytics",
  ]);
  const labels = new Set(
    components.filter(({ kind }) => kinds.has(kind)).map(({ service }) => serviceOf(service).label),
  );
  return listOf([...labels].slice(0, 5));
};

const verdict = (score: number): string =>
  score >= 90
    ? "is in good shape"
    : score >= 70
      ? "is sound with gaps"
      : score >= 50
        ? "needs work before production"
        : "is not ready for production";

/** The design in plain words: what it is, how good, what is worst, what the better one gains and costs. */
export const summarise = ({ architecture, failures, current, suggested }: Told): string => {
  const services = mainServices(architecture);
  const what = `This ${platformNames[architecture.cloud]} design${architecture.region === "" ? "" : ` in ${architecture.region}`} has ${plural(architecture.components.length, "resource")}${services === "" ? "" : `, built on ${services}`}.`;
  const how = `It scores ${current.scores.overall} of 100 and ${verdict(current.scores.overall)}.`;
  const count = (severity: string): number => failures.filter(({ rule }) => rule.severity === severity).length;
  const counts = (["critical", "high", "medium", "low"] as const).flatMap((severity) =>
    count(severity) > 0 ? [`${count(severity)} ${severity}`] : [],
  );
  const [worst] = failures;
  const found =
    worst === undefined
      ? "No rule that could be decided was broken."
      : `${plural(failures.length, "finding")} (${listOf(counts)}); the first to mend: ${worst.rule.title.toLowerCase()} (${worst.resource}).`;
  const delta = suggested.monthly - current.monthly;
  const price =
    Math.abs(delta) < 0.5
      ? "at the same price"
      : `for ${dollars(Math.abs(delta))} a month ${delta > 0 ? "more" : "less"}`;
  const better = `The suggested design scores ${suggested.scores.overall} ${price}; ${plural(suggested.failures, "finding")} would stay.`;
  return `${what} ${how} ${found} ${better}`;
};
