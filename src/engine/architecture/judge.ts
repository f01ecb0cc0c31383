import type { Model } from "./model/index.ts";
import type { Project } from "./parse/index.ts";
import { compareFailures, review, rules, secretFailures } from "./rules/index.ts";
import type { Review } from "./rules/index.ts";

/** All rules on a design, and the secrets that were found in its text. `maskedLines`: file name → lines from 1. */
export const judge = (model: Model, project: Project, maskedLines: ReadonlyMap<string, readonly number[]>): Review => {
  const found = review(model, rules);
  const secrets = secretFailures(project, maskedLines, found.failures);
  if (secrets.length === 0) return found;
  return {
    ...found,
    failures: [...secrets, ...found.failures].toSorted(compareFailures),
    decided: [...found.decided, ...secrets.map(({ rule }) => ({ rule, failed: true }))],
  };
};
