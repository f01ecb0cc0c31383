import { stem } from "../../../text/index.ts";
import type { Action, Tool, ToolTrigger } from "../../catalogue/tool.ts";
import { lex } from "./lexer.ts";
import grammar from "./grammar.json" with { type: "json" };
import needs from "../actions/needs.json" with { type: "json" };
import traps from "./traps.json" with { type: "json" };
import { verbForms, verbWords } from "./verbs.ts";
import type { Family } from "./verbs.ts";

/** A phrase as the catalogue has it, cut into stems. */
interface Phrase {
  stems: readonly string[];
  /** Of its verb, where it begins with one. */
  lemma?: string;
  family?: Family;
}

interface KnownAction {
  tool: Tool;
  action: Action;
  phrases: readonly Phrase[];
}

export interface KnownTrigger {
  tool: Tool;
  trigger: ToolTrigger;
  phrases: readonly (readonly string[])[];
}

/** The catalogue, prepared for looking words up. */
export interface Known {
  tools: ReadonlyMap<string, Tool>;
  /** Names by their first word, the longest first. */
  names: ReadonlyMap<string, readonly { words: readonly string[]; tool: Tool }[]>;
  actions: ReadonlyMap<string, readonly KnownAction[]>;
  triggers: readonly KnownTrigger[];
  /** Streams of a table: told by its changes, and by no phrase. */
  streams: readonly KnownTrigger[];
  /** How familiar a word is: 0 for one that nobody here knows. */
  uses: (word: string) => number;
}

const small = new Set("a an the to of in on at for it me my is are".split(" "));

/** Words of a phrase, as they are compared. */
const stemsOf = (phrase: string): string[] =>
  lex(phrase)
    .map(({ norm }) => norm)
    .filter((word) => !small.has(word))
    .map(stem);

const phraseOf = (phrase: string): Phrase => {
  const verb = verbForms(phrase.replace(/ .*$/s, "")).find(({ form }) => form === "base");
  return { stems: stemsOf(phrase), ...(verb === undefined ? {} : { lemma: verb.lemma, family: verb.family }) };
};

/** Prepares a catalogue. */
export const know = (catalogue: readonly Tool[]): Known => {
  const names = new Map<string, { words: string[]; tool: Tool }[]>();
  const counts = new Map<string, number>();
  const count = (word: string, weight: number): void => void counts.set(word, (counts.get(word) ?? 0) + weight);
  for (const tool of catalogue) {
    for (const name of [tool.name, ...tool.aliases, ...extraNames(tool.id)]) {
      const words = lex(name).map(({ norm }) => norm);
      const [first] = words;
      if (first === undefined) continue;
      names.set(first, [...(names.get(first) ?? []), { words, tool }]);
      // A tool that is named in a sentence is what the sentence is about.
      for (const word of words) count(word, 50);
    }
    for (const phrase of [...tool.actions, ...tool.triggers].flatMap(({ phrases }) => phrases))
      for (const { norm } of lex(phrase)) count(norm, 1);
  }
  for (const [first, list] of names)
    names.set(
      first,
      list.toSorted((one, other) => other.words.length - one.words.length),
    );
  for (const word of [...verbWords(), ...grammar.vocabulary.split(" "), ...needs.vocabulary.split(" ")]) count(word, 5);
  const actions = catalogue.map(
    (tool) =>
      [
        tool.id,
        tool.actions.map((action) => ({ tool, action, phrases: [...action.phrases, action.title].map(phraseOf) })),
      ] as const,
  );
  const triggers = catalogue.flatMap((tool) =>
    tool.triggers.map((trigger) => ({ tool, trigger, phrases: trigger.phrases.map(stemsOf) })),
  );
  return {
    tools: new Map(catalogue.map((tool) => [tool.id, tool])),
    names,
    actions: new Map(actions),
    triggers: triggers.filter(({ trigger }) => trigger.type !== "dynamodb"),
    streams: triggers.filter(({ trigger }) => trigger.type === "dynamodb"),
    uses: (word) => counts.get(word) ?? 0,
  };
};

const extra = new Map<string, readonly string[]>(Object.entries(traps.names));

const extraNames = (id: string): readonly string[] => extra.get(id) ?? [];
