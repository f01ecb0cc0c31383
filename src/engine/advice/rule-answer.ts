import { once } from "../architecture/parse/form/words.ts";
import { rules } from "../architecture/rules/index.ts";
import type { Rule } from "../architecture/rules/index.ts";
import { buildIndex, coverage, search } from "../text/index.ts";
import type { TextIndex } from "../text/index.ts";
import type { Advice } from "./advice.ts";
import { citeEntry, citeRule } from "./cite.ts";
import { entries } from "./entry.ts";
import type { Entry } from "./entry.ts";
import { bullets, code, listOf, paragraphs, table } from "./markdown.ts";
import { askingFor, leadOf } from "./passages.ts";
import type { Reading } from "./reading.ts";
import { termsOf } from "./terms.ts";

interface Books {
  byId: ReadonlyMap<string, Rule>;
  /** Ids of other tools and standards, in upper case, → the rules that are the same check. */
  byReference: ReadonlyMap<string, readonly Rule[]>;
  index: TextIndex;
  entryOf: ReadonlyMap<string, Entry>;
}

const books = once((): Books => {
  const byReference = new Map<string, Rule[]>();
  for (const rule of rules)
    for (const id of Object.values(rule.refs).flat()) {
      const key = id.toUpperCase();
      byReference.set(key, [...(byReference.get(key) ?? []), rule]);
    }
  const entryOf = new Map<string, Entry>();
  for (const entry of entries().values())
    for (const rule of entry.rules) if (!entryOf.has(rule)) entryOf.set(rule, entry);
  return {
    byId: new Map(rules.map((rule) => [rule.id, rule])),
    byReference,
    index: buildIndex(
      rules.map(({ id, title, why, fix }) => ({
        id,
        texts: {
          title: termsOf(`${id.replaceAll("-", " ")} ${title}`),
          why: termsOf(`${why} ${fix}`),
        },
      })),
      { title: { weight: 2.5, shortening: 0.5 }, why: { weight: 1, shortening: 0.6 } },
    ),
    entryOf,
  };
});

/** A rule by its id. */
export const findRule = (id: string): Rule | undefined => books().byId.get(id);

const idPattern = /\b(?:CKV2?_[A-Z0-9]+_\d+|[A-Z][A-Za-z0-9]{1,20}\.\d{1,3}|AVD-[A-Z]+-\d+)\b/gi;
const ownPattern = /\b(?:aws|azure|gcp|k8s|kubernetes|docker|terraform)-[a-z0-9]+(?:-[a-z0-9]+)+\b/g;

/** Rules that the words name by an id: ours, Checkov's, or a standard's. */
const rulesNamed = (text: string): Rule[] => {
  const { byId, byReference } = books();
  const own = (text.toLowerCase().match(ownPattern) ?? []).flatMap((id) => byId.get(id) ?? []);
  const theirs = (text.match(idPattern) ?? []).flatMap((id) => byReference.get(id.toUpperCase()) ?? []);
  return [...new Set([...own, ...theirs])];
};

const referencesOf = ({ refs }: Rule): string =>
  Object.entries(refs)
    .map(([standard, ids]) => `${standard}: ${ids.join(", ")}`)
    .join("; ");

const explain = (reading: Reading, rule: Rule): string => {
  const entry = books().entryOf.get(rule.id);
  const checked = `Checked as ${code(rule.id)}, severity ${rule.severity}, pillar ${rule.pillar}${referencesOf(rule) === "" ? "" : ` (${referencesOf(rule)})`}.`;
  const fix = `**Fix:** ${rule.fix}`;
  const more = entry === undefined ? "" : `**${entry.title}:** ${leadOf(entry)}`;
  if (reading.persona === "DevOps")
    return paragraphs(
      `**${rule.title}.** ${fix}`,
      checked,
      `It applies to ${listOf(rule.types.slice(0, 6).map(code))}.${rule.remedy === undefined ? " It has no automatic fix: what is right depends on the design." : " It can be fixed automatically: the suggested code contains the change."}`,
      rule.why,
    );
  if (reading.persona === "CTO")
    return paragraphs(
      `**${rule.title}: ${rule.severity} risk.** ${rule.why}`,
      referencesOf(rule) === "" ? "" : `**Auditors ask for it under** ${referencesOf(rule)}.`,
      more,
    );
  return paragraphs(`**${rule.title}.** ${rule.why}`, fix, checked, more);
};

const answerFor = (reading: Reading, found: readonly Rule[]): Advice => {
  const [first] = found;
  const entry = first === undefined ? undefined : books().entryOf.get(first.id);
  const usesEntry = entry !== undefined && found.length === 1 && reading.persona !== "DevOps";
  return {
    answer:
      found.length === 1 && first !== undefined
        ? explain(reading, first)
        : paragraphs(
            bullets(found.slice(0, 3).map(({ title, why }) => `**${title}:** ${why}`)),
            `Checked by ${found.length} of our rules:`,
            table(
              ["Rule", "What", "Severity", "Fix"],
              found.slice(0, 8).map(({ id, title, severity, fix }) => [code(id), title, severity, fix]),
            ),
          ),
    suggestions: [
      (entry === undefined ? undefined : askingFor(entry)) ?? "Which findings does my design have?",
      "How do I check this before each deployment?",
      "How do I enforce such rules in the pipeline?",
    ],
    citations: [...found.slice(0, 8).map(citeRule), ...(usesEntry ? [citeEntry(entry)] : [])],
  };
};

/** Of rules that fit alike, the graver is meant. */
const gravity: Readonly<Record<Rule["severity"], number>> = { critical: 1.3, high: 1.15, medium: 1, low: 0.9 };

/** Rules that fit as well as this part of the best one are meant as well. */
const near = 0.88;

/** How much of a why-question a rule has to hold to be what is meant. */
const sure = 0.72;

/** Why a rule is one, by its id, by another tool's id, or by what it says. */
export const answerRule = (reading: Reading): Advice | undefined => {
  const named = rulesNamed(reading.own);
  if (named.length > 0) return answerFor(reading, named);
  if (!reading.wants.has("reason")) return undefined;
  const terms = termsOf(reading.text);
  const { index, byId } = books();
  const candidates = search(index, terms, 12).flatMap(({ id, score }) => {
    const rule = byId.get(id);
    if (rule === undefined || (reading.cloud !== undefined && !id.startsWith(reading.cloud))) return [];
    return [{ rule, points: score * gravity[rule.severity], covered: coverage(index, terms, id) }];
  });
  const [best] = candidates.toSorted((a, b) => b.points - a.points || (a.rule.id < b.rule.id ? -1 : 1));
  if (best === undefined || best.covered < sure) return undefined;
  const alike = candidates.filter(({ points, covered }) => covered >= sure && points >= best.points * near);
  return answerFor(
    reading,
    alike.slice(0, 3).map(({ rule }) => rule),
  );
};

/** An id of a check that no rule of ours has. */
export const unknownCheck = (reading: Reading): Advice | undefined => {
  const [id] = reading.own.match(/\bCKV2?_[A-Z0-9]+_\d+\b/i) ?? [];
  if (id === undefined) return undefined;
  return {
    answer: `**I do not know ${code(id.toUpperCase())}:** none of our ${rules.length} rules is that check, so I cannot say what it is about.`,
    suggestions: ["What is CKV_AWS_20?", "Why should S3 be private?", "How do I enforce rules in the pipeline?"],
    citations: [],
  };
};
