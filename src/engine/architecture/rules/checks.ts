import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Value } from "../model/index.ts";
import type { Verdict } from "./rule.ts";

export const pass: Verdict = { outcome: "pass" };
export const unknown: Verdict = { outcome: "unknown" };
export const skip: Verdict = { outcome: "skip" };
export const fail = (path?: string): Verdict => ({ outcome: "fail", ...(path !== undefined && { path }) });

/** Fails where a companion of the component says so: the finding is the component's, its place the companion's. */
export const failIn = (companion: Component, verdict: Verdict): Verdict =>
  verdict.outcome === "fail" ? { ...verdict, of: verdict.of ?? companion } : verdict;

/** Judges the value at `path`: not set → `missing` (default: fail where it would stand); unknown → unknown; else what `test` says. */
export const judge = (
  component: Component,
  path: string,
  test: (value: Value) => boolean,
  missing: Verdict = fail(path),
): Verdict => {
  const value = read(component.attributes, path);
  if (value === undefined) return missing;
  if (isUnknown(value)) return unknown;
  return test(value) ? pass : fail(path);
};

const sameAs = (expected: string | number | boolean) => {
  const text = String(expected).toLowerCase();
  return (value: Value): boolean => asText(value)?.toLowerCase() === text;
};

/** Passes only when `path` is set to `expected`; Terraform's `"true"` is `true`. */
export const mustBe = (path: string, expected: string | number | boolean) => (component: Component) =>
  judge(component, path, sameAs(expected));

/** Fails only when `path` is set to `bad`; a missing attribute is fine. */
export const mustNotBe = (path: string, bad: string | number | boolean) => (component: Component) =>
  judge(component, path, (value) => !sameAs(bad)(value), pass);

/** Passes when `path` is set to anything, a value known only after apply included. */
export const mustBeSet = (path: string) => (component: Component) => {
  const value = read(component.attributes, path);
  if (value === undefined) return fail(path);
  if (value === "") return fail(path);
  return Array.isArray(value) && value.length === 0 ? fail(path) : pass;
};

/** Passes when `path` names a key of the customer's own; those that AWS manages are called `alias/aws/…`. */
export const mustHaveOwnKey = (path: string) => (component: Component) => {
  const isManaged = asText(read(component.attributes, path))?.includes("alias/aws/") === true;
  return isManaged ? fail(path) : mustBeSet(path)(component);
};

/** Passes when the number at `path` is at least `least`. */
export const atLeast =
  (path: string, least: number, missing: Verdict = fail(path)) =>
  (component: Component) =>
    judge(component, path, (value) => Number(asText(value)) >= least, missing);

/** Length of the list at `path`; `undefined` when it is not set or not known. */
export const countAt = (attributes: Attributes, path: string): number | undefined => {
  const value = read(attributes, path);
  return Array.isArray(value) ? value.length : undefined;
};

/** The worst of several verdicts: a fail decides, then an unknown. */
export const worstOf = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.find(({ outcome }) => outcome === "fail") ?? verdicts.find(({ outcome }) => outcome === "unknown") ?? pass;

/** Of the places where a fault was found the first, and the others beside it. */
export const allPlaces = (verdicts: readonly Verdict[]): Verdict => {
  const worst = worstOf(verdicts);
  if (worst.outcome !== "fail") return worst;
  const [, ...also] = verdicts.flatMap((verdict) =>
    verdict.outcome === "fail" && verdict.path !== undefined ? [verdict.path, ...(verdict.also ?? [])] : [],
  );
  return also.length === 0 || worst.path === undefined ? worst : { ...worst, also };
};

/** Runs `check` on every occurrence of nested block `name`; none at all → `missing`. */
export const eachBlock = (
  component: Component,
  name: string,
  check: (block: Attributes, path: string) => Verdict,
  missing: Verdict = pass,
): Verdict => {
  if (isUnknown(read(component.attributes, name))) return unknown;
  const blocks = readAll(component.attributes, name);
  return blocks.length === 0 ? missing : allPlaces(blocks.map(([path, block]) => check(block, path)));
};

/** Passes when the text at `path` is one of `good`, whatever its case. */
export const mustBeOneOf =
  (path: string, good: readonly string[], missing: Verdict = fail()) =>
  (component: Component) =>
    judge(component, path, (value) => good.some((text) => sameAs(text)(value)), missing);

/** Passes when the text at `path` matches `good`. */
export const mustMatch =
  (path: string, good: RegExp, missing: Verdict = fail()) =>
  (component: Component) =>
    judge(component, path, (value) => matches(value, good), missing);

/** Fails only when the text at `path` matches `bad`. */
export const mustNotMatch = (path: string, bad: RegExp) => (component: Component) =>
  judge(component, path, (value) => !matches(value, bad), pass);

/** The spelling of an attribute that the component uses, of those that provider versions gave it; the first when it uses none. */
export const spelling = (component: Component, first: string, ...others: readonly string[]): string =>
  [first, ...others].find((path) => read(component.attributes, path) !== undefined) ?? first;

/** The text at `path` when it is known. */
export const textAt = (component: Component, path: string): string | undefined =>
  asText(read(component.attributes, path));

/** Does `check` only where the text at `path` satisfies `applies`; anywhere else the rule has nothing to say and passes. */
export const onlyWhere =
  <Rest extends unknown[]>(
    path: string,
    applies: (text: string | undefined) => boolean,
    check: (component: Component, ...rest: Rest) => Verdict,
  ) =>
  (component: Component, ...rest: Rest): Verdict => {
    const value = read(component.attributes, path);
    if (isUnknown(value)) return check(component, ...rest).outcome === "pass" ? pass : unknown;
    return applies(asText(value)) ? check(component, ...rest) : pass;
  };
