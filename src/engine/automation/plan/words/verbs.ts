import { once } from "../../once.ts";
import table from "./verbs.json" with { type: "json" };

export type Family = keyof typeof table.families;

/** A form of a verb that asks for something. */
export interface Verb {
  lemma: string;
  family: Family;
  form: "base" | "third" | "ing" | "past";
  /** As often a noun: "email", "post". */
  noun: boolean;
}

const doubled = /(?:[^aeiou]|^)[aeiou][bdgmnpt]$/;

const formsOf = (lemma: string): [form: Verb["form"], word: string][] => {
  const bare = lemma.endsWith("e") && !lemma.endsWith("ee") ? lemma.slice(0, -1) : lemma;
  const past = lemma.endsWith("e") ? `${lemma}d` : /[^aeiou]y$/.test(lemma) ? `${lemma.slice(0, -1)}ied` : `${lemma}ed`;
  const third = /(?:s|x|ch|sh)$/.test(lemma)
    ? `${lemma}es`
    : /[^aeiou]y$/.test(lemma)
      ? `${lemma.slice(0, -1)}ies`
      : `${lemma}s`;
  const forms: [Verb["form"], string][] = [
    ["base", lemma],
    ["third", third],
    ["ing", `${bare}ing`],
    ["past", past],
  ];
  if (doubled.test(lemma)) {
    const last = lemma.slice(-1);
    forms.push(["ing", `${lemma}${last}ing`], ["past", `${lemma}${last}ed`]);
  }
  return forms;
};

const verbs = once(() => {
  const found = new Map<string, Verb[]>();
  const nouns = new Set(table.nouns.split(" "));
  const put = (word: string, verb: Verb): void => {
    const known = found.get(word) ?? [];
    if (!known.some(({ form }) => form === verb.form)) found.set(word, [...known, verb]);
  };
  const families = Object.entries(table.families).map(
    ([family, words]) => [family as Family, words.split(" ")] as const,
  );
  const familyOf = new Map(families.flatMap(([family, words]) => words.map((word) => [word, family] as const)));
  for (const [lemma, family] of familyOf)
    for (const [form, word] of formsOf(lemma)) put(word, { lemma, family, form, noun: nouns.has(lemma) });
  for (const [word, lemma] of Object.entries(table.irregular))
    for (const [family, words] of families)
      if (words.includes(lemma)) put(word, { lemma, family, form: "past", noun: nouns.has(lemma) });
  return found;
});

/** The verb forms that a word can be, none where it is no verb that asks for something. */
export const verbForms = (word: string): readonly Verb[] => verbs().get(word) ?? [];

/** Every form of every verb, for the speller. */
export const verbWords = (): readonly string[] => [...verbs().keys()];
