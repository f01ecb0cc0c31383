import { inWords } from "../design/edit-words-fixture.ts";
import { catalogue, createModel } from "../model/index.ts";
import type { Architecture, Attributes, Cloud, Component, Model } from "../model/index.ts";
import type { Rule, Verdict } from "./rule.ts";

const cloudOf = (type: string): Cloud =>
  type.startsWith("azurerm_") ? "azure" : type.startsWith("google_") ? "gcp" : "aws";

/** A component for a test, as the parser would make it; `extra` overrides anything, e.g. its references. */
export const component = (
  type: string,
  name: string,
  attributes: Attributes = {},
  extra: Partial<Component> = {},
): Component => {
  const { id: service, kind } = catalogue(type);
  return {
    id: `${type}.${name}`,
    address: `${type}.${name}`,
    type,
    service,
    kind,
    name,
    attributes,
    references: [],
    source: { file: "main.tf", line: 1, end_line: 1 },
    lines: new Map(),
    ...extra,
  };
};

/** A model of exactly these components; its cloud is the first one's. */
export const modelOf = (...components: Component[]): Model => {
  const architecture: Architecture = {
    cloud: cloudOf(components[0]?.type ?? ""),
    region: "us-east-1",
    components,
    groups: [],
    links: [],
  };
  return createModel(architecture);
};

/** What `rule` answers about `subject`, alone in its design unless a model is given. */
export const outcomeOf = (rule: Rule, subject: Component, model: Model = modelOf(subject)): Verdict["outcome"] =>
  rule.check(subject, model).outcome;

/** A rule's id, what it judges, its answer, and what else is in the design. */
export type RuleCase = readonly [
  id: string,
  subject: Component,
  outcome: Verdict["outcome"],
  ...others: readonly Component[],
];

/** What the rule of a case answers. */
export const answerOf = (
  rules: readonly Rule[],
  [id, subject, , ...others]: RuleCase,
): Verdict["outcome"] | undefined => {
  const rule = rules.find((candidate) => candidate.id === id);
  return rule && outcomeOf(rule, subject, modelOf(subject, ...others));
};

/** A rule's id, what it judges, its whole answer in words (`fail at ingress[0].cidr_blocks`), and what else is in the design. */
export type ToldCase = readonly [id: string, subject: Component, told: string, ...others: readonly Component[]];

/** The whole answer to a case in words: `pass`, `fail`, `fail at policy`. */
export const toldOf = (rules: readonly Rule[], [id, subject, , ...others]: ToldCase): string => {
  const verdict = getRule(rules, id).check(subject, modelOf(subject, ...others));
  return verdict.outcome !== "fail" || verdict.path === undefined
    ? verdict.outcome
    : ["fail at", verdict.path, ...(verdict.also ?? [])].join(" ");
};

/** The changes that the rule of a case would make, in words: `set aws_s3_bucket.a acl = "private"`. */
export const changesOf = (rules: readonly Rule[], id: string, subject: Component, ...others: Component[]): string[] =>
  inWords(getRule(rules, id).remedy?.(subject, modelOf(subject, ...others)) ?? []);

const getRule = (rules: readonly Rule[], id: string): Rule => {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`no such rule: ${id}`);
  return rule;
};

/** Rules that no case shows failing, or none shows passing. */
export const unshown = (rules: readonly Rule[], cases: readonly RuleCase[]): string[] =>
  rules.flatMap(({ id }) =>
    (["fail", "pass"] as const).flatMap((outcome) =>
      cases.some(([shown, , answer]) => shown === id && answer === outcome) ? [] : [`${id}: ${outcome}`],
    ),
  );
