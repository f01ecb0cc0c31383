import { adviceOf } from "../rules/index.ts";
import type { Failure } from "../rules/index.ts";
import { severityWeights } from "../score/index.ts";

const mostNamed = 3;
const mostGiven = 20;

const nameAll = (resources: readonly string[]): string =>
  resources.length <= mostNamed
    ? resources.join(", ")
    : `${resources.slice(0, mostNamed).join(", ")} and ${resources.length - mostNamed} more`;

/** What to do, once per rule, what weighs most first: "Set `acl` to private: aws_s3_bucket.assets". */
export const recommend = (failures: readonly Failure[]): string[] => {
  const byRule = new Map<string, { fix: string; weight: number; resources: string[] }>();
  for (const failure of failures) {
    const { rule, resource } = failure;
    const known = byRule.get(rule.id) ?? { fix: adviceOf(failure), weight: 0, resources: [] };
    known.weight += severityWeights[rule.severity];
    known.resources.push(resource);
    byRule.set(rule.id, known);
  }
  return [...byRule.values()]
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, mostGiven)
    .map(({ fix, resources }) => `${fix.replace(/\.$/, "")} (${nameAll(resources)})`);
};
