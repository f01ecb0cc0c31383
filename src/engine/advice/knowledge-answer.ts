import type { Rule } from "../architecture/rules/index.ts";
import { fuse, quote } from "../text/index.ts";
import type { Advice, Citation, Persona } from "./advice.ts";
import { citeEntry, citeRule } from "./cite.ts";
import { findEntry } from "./entry.ts";
import type { Entry } from "./entry.ts";
import { knows } from "./knows.ts";
import { bullets, code, codeBlock, listOf, numbered, paragraphs } from "./markdown.ts";
import { askingFor, leadOf, passagesOf } from "./passages.ts";
import type { Reading } from "./reading.ts";
import { retrieve } from "./retrieve.ts";
import type { Found } from "./retrieve.ts";
import { findRule } from "./rule-answer.ts";
import { termsOf } from "./terms.ts";

/** Themes that a persona looks at first, in that order. */
const themesOf: Readonly<Record<Persona, readonly string[]>> = {
  CTO: ["cost", "compliance", "migration", "multi-cloud"],
  DevOps: ["devops", "observability", "kubernetes", "containers", "serverless"],
  Architect: ["high-availability", "disaster-recovery", "multi-cloud", "data", "networking"],
};

const headings: Readonly<Record<Persona, string>> = {
  CTO: "For the budget and the auditors",
  DevOps: "To run and automate it",
  Architect: "For availability and recovery",
};

/** The entry that tells a persona's side of it: near to the question, and of a theme of theirs. */
const secondFor = (persona: Persona, first: Entry, others: readonly Entry[]): Entry | undefined => {
  const themes = themesOf[persona];
  const near = [...new Set([...first.related.flatMap((id) => findEntry(id) ?? []), ...others])];
  const suited = near.filter(({ theme, id }) => themes.includes(theme) && id !== first.id);
  if (suited.length === 0) return undefined;
  const [best] = fuse([
    { hits: suited.map(({ id }) => ({ id, score: 1 })), weight: 1 },
    {
      hits: suited
        .toSorted((a, b) => themes.indexOf(a.theme) - themes.indexOf(b.theme))
        .map(({ id }) => ({ id, score: 1 })),
      weight: 0.5,
    },
  ]);
  return best === undefined ? undefined : findEntry(best.id);
};

const rulesOf = ({ rules }: Entry, reading: Reading): Rule[] =>
  rules
    .flatMap((id) => findRule(id) ?? [])
    .filter(({ id }) => reading.cloud === undefined || id.startsWith(reading.cloud) || !/^(?:aws|azure|gcp)-/.test(id));

const risks = (rules: readonly Rule[]): string =>
  bullets(rules.slice(0, 3).map(({ title, why, severity }) => `**${title}** (${severity}): ${why}`));

const checks = (rules: readonly Rule[]): string =>
  bullets(
    rules.slice(0, 5).map(({ id, title, fix, refs }) => {
      const checkov = refs["checkov"] ?? [];
      return `${code(id)}${checkov.length > 0 ? ` (${checkov.join(", ")})` : ""}: ${title}. ${fix}`;
    }),
  );

const standards = (rules: readonly Rule[]): string => {
  const found = new Set(
    rules.flatMap(({ refs }) =>
      Object.entries(refs)
        .filter(([standard]) => standard !== "checkov")
        .flatMap(([standard, ids]) => ids.slice(0, 2).map((id) => `${standard.toUpperCase()} ${id}`)),
    ),
  );
  return found.size === 0 ? "" : `Auditors find it under ${listOf([...found].slice(0, 6))}.`;
};

/** A body's passages that speak of money, risk or law. */
const ofBusiness =
  /\bcosts?\b|\bprice|\bpay|\$|\bcheap|\bexpensive|\brisk|\bcomplian|\baudit|\blegal|\bcontract|\bdamage|\bcustomer|\bloss|\blose/i;

interface Composed {
  answer: string;
  citations: Citation[];
}

const steps = ({ steps: list }: Entry, heading: string, most = list.length): string =>
  list.length === 0 ? "" : paragraphs(`**${heading}:**`, numbered(list.slice(0, most)));

const example = ({ code: snippet }: Entry): string =>
  snippet === undefined ? "" : codeBlock(snippet.language, snippet.text);

const second = (reading: Reading, entry: Entry, persona: Persona): string => {
  const said = quote(entry.body, termsOf(reading.text), 2);
  const lead = leadOf(entry);
  return paragraphs(
    `**${headings[persona]}** (${entry.title}):`,
    persona === "DevOps" && entry.steps.length > 0
      ? bullets(entry.steps.slice(0, 4))
      : paragraphs(lead, bullets(said.filter((sentence) => !lead.includes(sentence)).slice(0, 1))),
  );
};

const sourcesOf = (entry: Entry): string =>
  entry.sources.length === 0
    ? ""
    : `Read on: ${entry.sources.map(({ title, url }) => `[${title}](${url})`).join(" · ")}`;

const compose = (reading: Reading, entry: Entry, others: readonly Entry[]): Composed => {
  const { persona } = reading;
  const passages = passagesOf(entry);
  const [lead = "", ...rest] = passages;
  const rules = rulesOf(entry, reading);
  const other = persona === undefined ? undefined : secondFor(persona, entry, others);
  const cited = [citeEntry(entry), ...(other === undefined ? [] : [citeEntry(other)])];
  const side = persona === undefined || other === undefined ? "" : second(reading, other, persona);
  switch (persona) {
    case "CTO": {
      const telling = rest.filter((passage) => ofBusiness.test(passage)).slice(0, 2);
      return {
        answer: paragraphs(
          lead,
          rules.length > 0 && paragraphs("**What is at risk without it:**", risks(rules), standards(rules)),
          ...(telling.length > 0 ? telling : rest.slice(0, 1)),
          side,
          steps(entry, "Ask your team for", 4),
          sourcesOf(entry),
        ),
        citations: [...cited, ...rules.slice(0, 3).map(citeRule)],
      };
    }
    case "DevOps":
      return {
        answer: paragraphs(
          lead,
          steps(entry, "Do"),
          example(entry),
          rules.length > 0 && paragraphs("**Checked on every analysis of your code:**", checks(rules)),
          ...rest,
          side,
          sourcesOf(entry),
        ),
        citations: [...cited, ...rules.slice(0, 5).map(citeRule)],
      };
    case "Architect":
      return {
        answer: paragraphs(
          ...passages,
          side,
          steps(entry, "Decide and build"),
          entry.code?.language === "mermaid" && example(entry),
          sourcesOf(entry),
        ),
        citations: cited,
      };
    case undefined:
      return {
        answer: paragraphs(...passages, steps(entry, "Steps"), example(entry), sourcesOf(entry)),
        citations: cited,
      };
  }
};

/** An entry that fits this nearly as well as the best one may be the one that is meant. */
const asNear = 0.92;

const rivalOf = ([first, next]: readonly Found[]): Entry | undefined =>
  first !== undefined && next !== undefined && next.score >= asNear * first.score ? next.entry : undefined;

const withSecond = ([first, ...rest]: readonly Citation[], second: Citation): Citation[] => [
  ...(first === undefined ? [] : [first]),
  second,
  ...rest,
];

/** What to ask next: of what is related, and of the code. */
const followUps = (entry: Entry, others: readonly Entry[], reading: Reading): string[] => {
  const next = [...entry.related.flatMap((id) => findEntry(id) ?? []), ...others];
  const forms = next.filter(({ id }) => id !== entry.id).map(askingFor);
  const code = entry.code !== undefined && reading.persona === "CTO" ? ["Show me the code"] : [];
  return [...new Set([...code, ...forms])].slice(0, 3);
};

/** Answers from the knowledge base; nothing where it does not hold it. */
export const answerFromKnowledge = (reading: Reading): Advice | undefined => {
  const found = retrieve(reading.text);
  const [first] = found;
  if (first === undefined || !knows(reading.text, found)) return undefined;
  const entries = found.slice(1).map(({ entry }) => entry);
  const composed = compose(reading, first.entry, entries);
  const rival = rivalOf(found);
  const isNew = rival !== undefined && !composed.citations.some(({ id }) => id === rival.id);
  const shows =
    reading.wants.has("code") && reading.isFollowUp && (reading.persona === "CTO" || reading.persona === "Architect");
  return {
    answer: paragraphs(
      composed.answer,
      isNew && `**If you meant “${rival.title}”:** ${leadOf(rival)}`,
      shows && example(first.entry),
    ),
    suggestions: followUps(first.entry, entries, reading),
    citations: isNew ? withSecond(composed.citations, citeEntry(rival)) : composed.citations,
  };
};
