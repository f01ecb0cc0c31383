import { matchComponents } from "./match.ts";

/** Components of a design and what each costs. */
export interface PricedComponents {
  architecture: { cloud: string; region: string; components: readonly ComparedComponent[] };
  cost: { monthly: number; items: readonly { resource: string; monthly: number }[] };
  findings: readonly { resource: string }[];
}

interface ComparedComponent {
  id: string;
  type: string;
  service: string;
  kind: string;
  name: string;
  detail?: string | undefined;
  group?: string | undefined;
  exposed?: boolean | undefined;
  count?: number | undefined;
  part_of?: string | undefined;
}

interface ComponentSide {
  id: string;
  type: string;
  service: string;
  name: string;
  detail: string | null;
  count: number;
  monthly: number;
  findings: number;
}

export interface ComponentPair {
  change: "same" | "changed" | "added" | "removed";
  a: ComponentSide | null;
  b: ComponentSide | null;
  /** What shows that the two are one: the address; its type, and its name or that no other is left; its kind the same way. */
  matched_by: "address" | "type" | "kind" | null;
  monthly_delta: number;
  /** What is not the same, in words. */
  differences: string[];
}

/** A provider is how the code reaches a cloud, nothing that is built there. */
const isResource = ({ id }: ComparedComponent): boolean => !id.startsWith("provider.");

/** The components of two designs side by side, in the order of the first and then of the second. */
export const compareComponents = (a: PricedComponents, b: PricedComponents): ComponentPair[] => {
  const ofA = a.architecture.components.filter(isResource);
  const ofB = b.architecture.components.filter(isResource);
  const pairs = matchComponents(ofA, ofB);
  const figuresOfA = figuresByAddress(a);
  const figuresOfB = figuresByAddress(b);
  const pairOf = (one: ComparedComponent | undefined, other: ComparedComponent | undefined): ComponentPair => {
    const matched = one && other && pairs.get(one)?.by;
    const left = one ? toSide(one, figuresOfA) : null;
    const right = other ? toSide(other, figuresOfB) : null;
    const differences = one && other && left && right ? differencesOf(one, other, left, right) : [];
    return {
      change:
        one === undefined ? "added" : other === undefined ? "removed" : differences.length > 0 ? "changed" : "same",
      a: left,
      b: right,
      matched_by: matched ?? null,
      monthly_delta: cents((right?.monthly ?? 0) - (left?.monthly ?? 0)),
      differences,
    };
  };
  const found = new Set([...pairs.values()].map(({ other }) => other));
  return [
    ...ofA.map((one) => pairOf(one, pairs.get(one)?.other)),
    ...ofB.filter((other) => !found.has(other)).map((other) => pairOf(undefined, other)),
  ];
};

interface Figures {
  monthly: ReadonlyMap<string, number>;
  findings: ReadonlyMap<string, number>;
}

/** `aws_instance.web ×2` and `aws_instance.web[0]` speak of `aws_instance.web`. */
const figuresByAddress = ({ architecture, cost, findings }: PricedComponents): Figures => {
  const known = new Set(architecture.components.map(({ id }) => id));
  const addressOf = (resource: string): string => {
    const named = resource.replace(/ ×\d+$/, "");
    return known.has(named) ? named : named.replace(/\[[^\]]*\]$/, "");
  };
  const sumOf = (items: readonly (readonly [resource: string, amount: number])[]): Map<string, number> => {
    const sums = new Map<string, number>();
    for (const [resource, amount] of items)
      sums.set(addressOf(resource), (sums.get(addressOf(resource)) ?? 0) + amount);
    return sums;
  };
  return {
    monthly: sumOf(cost.items.map(({ resource, monthly }) => [resource, monthly] as const)),
    findings: sumOf(findings.map(({ resource }) => [resource, 1] as const)),
  };
};

const cents = (dollars: number): number => Number(dollars.toFixed(2));

const toSide = ({ id, type, service, name, detail, count }: ComparedComponent, figures: Figures): ComponentSide => ({
  id,
  type,
  service,
  name,
  detail: detail ?? null,
  count: count ?? 1,
  monthly: cents(figures.monthly.get(id) ?? 0),
  findings: figures.findings.get(id) ?? 0,
});

const differencesOf = (
  one: ComparedComponent,
  other: ComparedComponent,
  left: ComponentSide,
  right: ComponentSide,
): string[] => {
  const told: string[] = [];
  const tell = (what: string, before: string, after: string): void => {
    if (before !== after) told.push(`${what}: ${before || "none"} → ${after || "none"}`);
  };
  tell("type", one.type, other.type);
  tell("name", one.name, other.name);
  tell("settings", one.detail ?? "", other.detail ?? "");
  tell("instances", String(left.count), String(right.count));
  tell("reached from the internet", one.exposed ? "yes" : "no", other.exposed ? "yes" : "no");
  tell("findings", String(left.findings), String(right.findings));
  tell("cost a month", `$${left.monthly.toFixed(2)}`, `$${right.monthly.toFixed(2)}`);
  return told;
};
