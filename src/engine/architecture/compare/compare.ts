import type { Pillar, Severity } from "../rules/index.ts";
import { compareComponents } from "./components.ts";
import type { ComponentPair, PricedComponents } from "./components.ts";

/** What of an analysis is compared with another. */
interface ComparedDesign extends PricedComponents {
  score: number;
  scores: Readonly<Record<Pillar, number | null>>;
  findings: readonly ComparedFinding[];
  availability?: { percent: number | null; downtime_minutes_month: number | null } | undefined;
}

interface ComparedFinding {
  rule: string;
  severity: Severity;
  resource: string;
  title: string;
  file: string | null;
  line: number | null;
}

interface DesignComparison {
  /** The second less the first; null where one of the two has no figure. */
  deltas: {
    score: number;
    scores: Record<Pillar, number | null>;
    monthly: number;
    availability_percent: number | null;
    downtime_minutes_month: number | null;
    findings: number;
  };
  findings: { only_a: ComparedFinding[]; only_b: ComparedFinding[]; both: ComparedFinding[] };
  components: ComponentPair[];
  summary: string;
}

const pillars = ["security", "reliability", "performance", "cost", "operations", "sustainability"] as const;

const difference = (a: number | null | undefined, b: number | null | undefined, digits = 0): number | null =>
  a === null || a === undefined || b === null || b === undefined ? null : Number((b - a).toFixed(digits));

/** Two designs side by side: what `b` has, scores and costs more than `a`. */
export const compareDesigns = (a: ComparedDesign, b: ComparedDesign): DesignComparison => {
  const components = compareComponents(a, b);
  const findings = compareFindings(a, b, components);
  const deltas: DesignComparison["deltas"] = {
    score: b.score - a.score,
    // Every pillar is in the list that this is made from.
    scores: Object.fromEntries(
      pillars.map((pillar) => [pillar, difference(a.scores[pillar], b.scores[pillar])]),
    ) as Record<Pillar, number | null>,
    monthly: Number((b.cost.monthly - a.cost.monthly).toFixed(2)),
    availability_percent: difference(a.availability?.percent, b.availability?.percent, 4),
    downtime_minutes_month: difference(
      a.availability?.downtime_minutes_month,
      b.availability?.downtime_minutes_month,
      1,
    ),
    findings: b.findings.length - a.findings.length,
  };
  const isSame =
    platformOf(a) === platformOf(b) &&
    a.architecture.region === b.architecture.region &&
    deltas.score === 0 &&
    deltas.monthly === 0 &&
    components.every(({ change }) => change === "same") &&
    findings.only_a.length + findings.only_b.length === 0;
  return { deltas, findings, components, summary: summarise(a, b, deltas, components, isSame) };
};

/** The same rule on the same resource is the same finding, under whatever name that resource has on the other side. */
const compareFindings = (
  a: ComparedDesign,
  b: ComparedDesign,
  components: readonly ComponentPair[],
): DesignComparison["findings"] => {
  const names = new Map(components.flatMap((pair) => (pair.a && pair.b ? [[pair.b.id, pair.a.id] as const] : [])));
  const nameInA = (resource: string): string => {
    const block = resource.replace(/\[[^\]]*\]$/, "");
    return (names.get(block) ?? block) + resource.slice(block.length);
  };
  const keysOfA = new Set(a.findings.map(({ rule, resource }) => `${rule} ${resource}`));
  const keysOfB = new Set(b.findings.map(({ rule, resource }) => `${rule} ${nameInA(resource)}`));
  const isInB = ({ rule, resource }: ComparedFinding): boolean => keysOfB.has(`${rule} ${resource}`);
  return {
    only_a: a.findings.filter((finding) => !isInB(finding)).map(toCompared),
    only_b: b.findings.filter(({ rule, resource }) => !keysOfA.has(`${rule} ${nameInA(resource)}`)).map(toCompared),
    both: a.findings.filter(isInB).map(toCompared),
  };
};

const toCompared = ({ rule, severity, resource, title, file, line }: ComparedFinding): ComparedFinding => ({
  rule,
  severity,
  resource,
  title,
  file,
  line,
});

const money = (dollars: number): string => `$${dollars.toFixed(2)}`;

const platformNames: Readonly<Record<string, string>> = {
  aws: "AWS",
  azure: "Azure",
  gcp: "Google Cloud",
  kubernetes: "Kubernetes",
  docker: "Docker",
};

const platformOf = ({ architecture }: ComparedDesign): string =>
  platformNames[architecture.cloud] ?? architecture.cloud;

/** The machines of what runs on any cloud are not in its code. */
const isUnpriced = ({ architecture, cost }: ComparedDesign): boolean =>
  cost.monthly === 0 && (architecture.cloud === "kubernetes" || architecture.cloud === "docker");

const things = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;

const costing = (a: ComparedDesign, b: ComparedDesign, monthly: number): string => {
  const unpriced = [isUnpriced(a) ? "A" : "", isUnpriced(b) ? "B" : ""].filter((name) => name !== "");
  if (unpriced.length === 2) return "what they run on has no price here, and B";
  if (unpriced.length === 1) return `what ${unpriced.join("")} runs on has no price here, and B`;
  if (monthly === 0) return "B costs the same and";
  return `B costs ${money(Math.abs(monthly))} a month ${monthly < 0 ? "less" : "more"} and`;
};

const summarise = (
  a: ComparedDesign,
  b: ComparedDesign,
  { score, monthly, findings }: DesignComparison["deltas"],
  components: readonly ComponentPair[],
  isSame: boolean,
): string => {
  const count = (change: ComponentPair["change"]): number => components.filter((pair) => pair.change === change).length;
  const uptime =
    a.availability?.percent == null || b.availability?.percent == null
      ? ""
      : ` The providers' agreements come to ${a.availability.percent}% and ${b.availability.percent}%.`;
  if (isSame) {
    const price = isUnpriced(a) ? "" : `, ${money(a.cost.monthly)} a month`;
    return `The two designs are the same: score ${a.score}${price}, ${things(a.findings.length, "finding")}.`;
  }
  const scoring =
    score === 0
      ? `Both score ${a.score}`
      : `B scores ${Math.abs(score)} ${score < 0 ? "less" : "more"} (${a.score} → ${b.score})`;
  const finding =
    findings === 0
      ? "as many findings"
      : `${Math.abs(findings)} ${findings < 0 ? "fewer" : "more"} ${Math.abs(findings) === 1 ? "finding" : "findings"}`;
  const changes = `${count("added")} added, ${count("removed")} removed, ${count("changed")} changed.`;
  const opening = `${scoring}; ${costing(a, b, monthly)} has ${finding}.`;
  if (platformOf(a) === platformOf(b)) return `${opening} ${changes}${uptime}`;
  const shared = components.filter((pair) => pair.a !== null && pair.b !== null).length;
  const ofA = components.filter((pair) => pair.a !== null).length;
  const ofB = components.filter((pair) => pair.b !== null).length;
  const counterparts = `${shared === 0 ? "None" : shared} of A's ${things(ofA, "resource")} ${shared === 1 ? "has a counterpart" : "have counterparts"} among B's ${ofB}.`;
  return `A is on ${platformOf(a)}, B on ${platformOf(b)}. ${opening} ${counterparts}${uptime}`;
};
