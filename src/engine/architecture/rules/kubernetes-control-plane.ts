import { asText, isObject, isUnknown, read } from "../model/index.ts";
import type { Attributes, Component, Value } from "../model/index.ts";
import { fail, pass, skip, unknown } from "./checks.ts";
import flags from "./kubernetes-flags.json" with { type: "json" };
import { containersOf, gather, podOf, workloads } from "./kubernetes-pods.ts";
import type { Container } from "./kubernetes-pods.ts";
import { rule } from "./rule.ts";
import type { Pillar, Rule, Severity, Verdict } from "./rule.ts";

/** One flag of the control plane's programs, or several that belong together. */
interface FlagCheck {
  id: string;
  programs: readonly string[];
  flags: readonly string[];
  test: Test;
  values: readonly string[];
  /** What it means when the flag is not given. */
  missing: "fail" | "pass";
  severity: Severity;
  pillar: Pillar;
  title: string;
  why: string;
  checkov: readonly string[];
  cis: readonly string[];
  /** The same setting in a kubelet's configuration file. */
  config: readonly string[];
  /** What it means when the file does not hold the setting. */
  configMissing: "fail" | "pass";
  /** The minor version that came without the flag. */
  until: number | undefined;
}

const tests = {
  is: (given: string, values: readonly string[]) => values.includes(given),
  isNot: (given: string, values: readonly string[]) => !values.includes(given),
  holds: (given: string, values: readonly string[]) => given.split(",").some((item) => values.includes(item)),
  lacks: (given: string, values: readonly string[]) => !given.split(",").some((item) => values.includes(item)),
  only: (given: string, values: readonly string[]) => given.split(",").every((item) => values.includes(item.trim())),
  set: (given: string) => given !== "",
  unset: () => false,
  atLeast: (given: string, [least]: readonly string[]) => Number(given) >= Number(least),
  atMost: (given: string, [most]: readonly string[]) => Number(given) <= Number(most),
  within: (given: string, [most]: readonly string[]) => secondsOf(given) <= Number(most),
} as const;

type Test = keyof typeof tests;

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** `1h30m` in seconds; what is no duration is endless. */
const secondsOf = (text: string): number => {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.map(([part]) => part).join("") !== text || parts.length === 0) return Infinity;
  return parts.reduce((sum, [, figure, unit = ""]) => sum + Number(figure) * (units[unit] ?? 0), 0);
};

/** How a container starts one of the programs. */
interface Invocation {
  program: string;
  container: Container;
  /** Flag without dashes → what it is set to and where. */
  given: ReadonlyMap<string, { value: string; path: string }>;
  /** Some arguments are only known after apply. */
  isPartial: boolean;
  /** Minor version of Kubernetes, by the image's tag. */
  minor: number | undefined;
}

// The table's texts are checked by its test; JSON has no narrower type than string.
const checks = flags.map(
  (row) => ({ values: [], config: [], configMissing: "pass", until: undefined, ...row }) as unknown as FlagCheck,
);

const programs = new Set(checks.flatMap((check) => check.programs));

interface Word {
  text: string;
  path: string;
}

const wordsIn = ({ block, at }: Container, field: string): { words: Word[]; isPartial: boolean } => {
  const value = read(block, field);
  const items: readonly Value[] = Array.isArray(value) ? value : [];
  const words = items.flatMap((item, index) =>
    (asText(item) ?? "")
      .split(/\s+/)
      .filter((text) => text !== "")
      .map((text) => ({ text, path: at(`${field}[${index}]`) })),
  );
  return { words, isPartial: isUnknown(value) || items.some(isUnknown) };
};

const invocationOf = (container: Container): Invocation | undefined => {
  const [command, args] = [wordsIn(container, "command"), wordsIn(container, "args")];
  const words = [...command.words, ...args.words];
  const program = words.map(({ text }) => text.split("/").at(-1) ?? "").find((name) => programs.has(name));
  if (program === undefined) return undefined;
  const given = new Map<string, { value: string; path: string }>();
  for (const [index, { text, path }] of words.entries()) {
    const [, name, value] = /^--?([a-z][\w-]*)(?:=(.*))?$/.exec(text) ?? [];
    if (name === undefined) continue;
    const next = words[index + 1]?.text;
    given.set(name, { value: value ?? (next === undefined || next.startsWith("-") ? "true" : next), path });
  }
  const [, minor] = /:v?1\.(\d+)/.exec(asText(read(container.block, "image")) ?? "") ?? [];
  return {
    program,
    container,
    given,
    isPartial: command.isPartial || args.isPartial,
    minor: minor === undefined ? undefined : Number(minor),
  };
};

/** Sixty rules ask each workload the same. */
const known = new WeakMap<Component, readonly Invocation[]>();

const readInvocations = (component: Component): readonly Invocation[] => {
  const pod = podOf(component);
  return pod === undefined ? [] : containersOf(pod).flatMap((container) => invocationOf(container) ?? []);
};

const invocationsOf = (component: Component): readonly Invocation[] => {
  const found = known.get(component) ?? readInvocations(component);
  known.set(component, found);
  return found;
};

const judgeInvocation = (check: FlagCheck, { given, container, isPartial, minor }: Invocation): Verdict => {
  if (check.until !== undefined && minor !== undefined && minor >= check.until) return skip;
  return gather(
    check.flags.map((flag) => {
      const found = given.get(flag);
      if (found !== undefined) return tests[check.test](found.value, check.values) ? pass : fail(found.path);
      if (check.missing === "pass") return pass;
      return isPartial ? unknown : fail(container.at("command"));
    }),
  );
};

const textOf = (value: Value): string =>
  Array.isArray(value) ? value.map((item) => asText(item) ?? "").join(",") : (asText(value) ?? "");

/** A kubelet's configuration as an object of its own. */
const judgeConfiguration = (check: FlagCheck, manifest: Attributes): Verdict => {
  if (manifest["kind"] !== "KubeletConfiguration" || check.config.length === 0) return skip;
  return gather(
    check.config.map((path) => {
      const value = read(manifest, path);
      if (value === undefined) return check.configMissing === "fail" ? fail("manifest.kind") : pass;
      if (isUnknown(value)) return unknown;
      return isGoodSetting(check, textOf(value)) ? pass : fail(`manifest.${path}`);
    }),
  );
};

/** A feature gate is a list of `name=value` on the command line and a map in the file. */
const isGoodSetting = (check: FlagCheck, text: string): boolean =>
  check.flags.includes("feature-gates") ? text !== "false" : tests[check.test](text, check.values);

const checkFlag =
  (check: FlagCheck) =>
  (component: Component): Verdict => {
    const manifest = component.attributes["manifest"];
    if (isObject(manifest)) return judgeConfiguration(check, manifest);
    const calls = invocationsOf(component).filter(({ program }) => check.programs.includes(program));
    return calls.length === 0 ? skip : gather(calls.map((call) => judgeInvocation(check, call)));
  };

const said: Readonly<Record<Test, (value: string) => string>> = {
  is: (value) => ` to ${value}`,
  isNot: (value) => ` to anything but ${value}, or leave it out`,
  holds: (value) => ` to a list with ${value}`,
  lacks: (value) => ` to a list without ${value}`,
  only: () => " to suites with forward secrecy and GCM or ChaCha20",
  set: () => "",
  unset: () => "",
  atLeast: (value) => ` to ${value} or more`,
  atMost: (value) => ` to ${value} or less`,
  within: (value) => ` to ${value}s or less`,
};

const fixOf = ({ flags: names, test, values, programs: owners }: FlagCheck): string => {
  const list = names.map((name) => `\`--${name}\``).join(" and ");
  const verb = test === "unset" ? "Remove" : "Set";
  return `${verb} ${list}${values.slice(0, 1).map(said[test]).join("")} in the command of ${owners.join(" and ")}.`;
};

/** The flags of the control plane's own programs, where they run as pods or a kubelet's configuration is given. */
export const kubernetesControlPlaneRules: readonly Rule[] = checks.map((check) =>
  rule({
    id: `kubernetes-control-${check.id}`,
    severity: check.severity,
    pillar: check.pillar,
    types: check.config.length > 0 ? [...workloads, "kubernetes_manifest"] : workloads,
    title: check.title,
    why: check.why,
    fix: fixOf(check),
    refs: {
      ...(check.checkov.length > 0 && { checkov: check.checkov }),
      ...(check.cis.length > 0 && { cis: check.cis }),
    },
    check: checkFlag(check),
  }),
);
