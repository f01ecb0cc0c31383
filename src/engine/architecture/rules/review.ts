import type { Edit } from "../design/edit.ts";
import type { Component, Model, Span } from "../model/index.ts";
import { standInsOf, withStandIns } from "./aws-module-stand-ins.ts";
import type { Rule, Verdict } from "./rule.ts";

/** A rule that a resource breaks. */
export interface Failure {
  rule: Rule;
  /** Address of the resource; with its index when only some of the block's instances are at fault. */
  resource: string;
  /** The block it was declared by. */
  address: string;
  place: Span;
  /** Changes that would make it pass; empty when none is safe to make unasked. */
  edits: readonly Edit[];
}

export interface Review {
  failures: Failure[];
  /** Every decided check, one per rule and block: what the score is made from. */
  decided: { rule: Rule; failed: boolean }[];
  passed: number;
  unknown: number;
}

const severityOrder = { critical: 0, high: 1, medium: 2, low: 3 } as const;

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order that findings are told in: by severity, file, line, rule. */
export const compareFailures = (a: Failure, b: Failure): number =>
  severityOrder[a.rule.severity] - severityOrder[b.rule.severity] ||
  compareTexts(a.place.file, b.place.file) ||
  a.place.line - b.place.line ||
  compareTexts(a.rule.id, b.rule.id) ||
  compareTexts(a.resource, b.resource);

const linesAt = ({ lines }: Component, path: string): Omit<Span, "file"> | undefined => {
  const written = lines.get(path) ?? lines.get(`${path}[0]`);
  // Nothing to try where every part but the last says which occurrence it is.
  if (written !== undefined || !/[^\]]\./.test(path)) return written;
  const first = firstOccurrences(path);
  return lines.get(first) ?? lines.get(`${first}[0]`);
};

/** Line of the attribute at fault, of the nearest thing around it that is written, or where the block's attributes begin. */
const placeOf = (component: Component, path: string | undefined): Span => {
  for (let at = path ?? ""; at !== ""; at = pathAround(at)) {
    const lines = linesAt(component, at);
    if (lines !== undefined) return { file: component.source.file, ...lines };
  }
  return { ...component.source, ...component.lines.get("") };
};

/** `rule[1].action` → `rule[1]` → `rule` → nothing. Shorter each time, whatever a user called a part of it. */
const pathAround = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("."), path.lastIndexOf("[")));

/** The places of one fault; what is not written has the line of what is around it, which is told once. */
const placesOf = (component: Component, paths: readonly (string | undefined)[]): Span[] => [
  ...new Map(paths.map((path) => placeOf(component, path)).map((place) => [place.line, place])).values(),
];

/** `metadata_options.http_tokens` → `metadata_options[0].http_tokens`, as lines are recorded. */
const firstOccurrences = (path: string): string => {
  const parts = path.split(".");
  return parts.map((part, index) => (index < parts.length - 1 && !part.endsWith("]") ? `${part}[0]` : part)).join(".");
};

const sorted = new WeakMap<readonly Rule[], ReadonlyMap<string, readonly Rule[]>>();

/** The rules for each type, sorted once: an analysis judges a design several times. */
const rulesByType = (rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> => {
  const known = sorted.get(rules);
  if (known !== undefined) return known;
  const byType = new Map<string, Rule[]>();
  for (const rule of rules)
    for (const type of rule.types) {
      const others = byType.get(type);
      if (others === undefined) byType.set(type, [rule]);
      else others.push(rule);
    }
  sorted.set(rules, byType);
  return byType;
};

/** Judges every component by every rule made for its type. Instances of one block count once. */
export const review = (model: Model, rules: readonly Rule[]): Review => {
  const byType = rulesByType(rules);
  const standIns = standInsOf(model);
  const seen = withStandIns(model, standIns);
  const blocks = new Map<string, [Component, ...Component[]]>();
  for (const component of [...model.components, ...(model.asides ?? []), ...standIns]) {
    // The resources of a module that is called share its address.
    const key = `${component.type} ${component.address}`;
    const instances = blocks.get(key);
    if (instances === undefined) blocks.set(key, [component]);
    else instances.push(component);
  }

  const result: Review = { failures: [], decided: [], passed: 0, unknown: 0 };
  for (const instances of blocks.values())
    for (const rule of byType.get(instances[0].type) ?? []) judgeBlock(rule, instances, seen, model, result);
  result.failures.sort(compareFailures);
  return result;
};

/** `seen`: what the rule looks at; `model`: what the code declares, which alone can be changed. */
const judgeBlock = (
  rule: Rule,
  instances: readonly [Component, ...Component[]],
  seen: Model,
  model: Model,
  result: Review,
): void => {
  const failing: { component: Component; places: Span[] }[] = [];
  const outcomes = new Set<Verdict["outcome"]>();
  for (const component of instances) {
    const verdict = rule.check(component, seen);
    outcomes.add(verdict.outcome);
    if (verdict.outcome === "fail")
      failing.push({ component, places: placesOf(verdict.of ?? component, [verdict.path, ...(verdict.also ?? [])]) });
  }
  const [first] = failing;
  if (first === undefined) {
    if (outcomes.has("unknown")) result.unknown++;
    else if (outcomes.has("pass")) {
      result.passed++;
      result.decided.push({ rule, failed: false });
    }
    return;
  }
  result.decided.push({ rule, failed: true });
  const [{ address }] = instances;
  // What stands under another type's address is another notation, whose arguments have other places.
  const isOwn = ({ id, type }: Component): boolean =>
    model.find(id)?.type === type && (!type.startsWith("kubernetes_") || address.includes(`${type}.`));
  const all = failing.length === instances.length;
  // Instances share one text: a number that mends some of them may be too small for the others.
  const isSafe = (edit: Edit): boolean =>
    all || edit.op !== "set" || edit.address !== address || typeof edit.value !== "number";
  for (const { component, places } of all ? [first] : failing) {
    const edits = isOwn(component) ? (rule.remedy?.(component, model) ?? []).filter(isSafe) : [];
    const resource = all ? address : component.id;
    for (const place of places) result.failures.push({ rule, resource, address, place, edits });
  }
};
