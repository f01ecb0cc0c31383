import { z } from "@hono/zod-openapi";
import source from "./lexicon.json" with { type: "json" };
import { lightStem, normalise, splitWords, withoutTones } from "./words.ts";

const Concept = z.object({
  id: z.string(),
  /**
   * `subject`: what is asked about. `aspect`: what of it. `qualifier`: for whom or where. `name`: the university itself,
   * which every fact is about.
   */
  kind: z.enum(["subject", "aspect", "qualifier", "name"]),
  /** A fact about one member of a group does not answer a question about another. */
  group: z.string().optional(),
  /** What a fact that bears this concept is as well. */
  implies: z.array(z.string()).optional(),
  /** Said in passing more often than meant. */
  weak: z.boolean().optional(),
  /** The ways to say it; the first one is its name. */
  en: z.array(z.string()),
  th: z.array(z.string()),
  /** The words by which facts are found, where those are others. */
  find: z.array(z.string()).optional(),
});
export type Concept = z.infer<typeof Concept>;

interface Phrase {
  stems: readonly string[];
  concept: Concept;
}

export interface Lexicon {
  concepts: ReadonlyMap<string, Concept>;
  /** English phrases by their first word, the longest first. */
  phrases: ReadonlyMap<string, readonly Phrase[]>;
  /** Thai forms without tone marks; null is a word that says nothing. */
  thai: ReadonlyMap<string, Concept | null>;
  longestThai: number;
  /** English words that say nothing, stemmed. */
  ignored: ReadonlySet<string>;
  /** Every single English word of the above, with what a misspelling of it means. */
  single: ReadonlyMap<string, Concept | null>;
}

const Source = z.object({
  concepts: z.array(Concept),
  ignored: z.object({ en: z.array(z.string()), th: z.array(z.string()) }),
});

const stemsOf = (text: string): string[] => splitWords(text).map(({ text: word }) => lightStem(word));

const build = (): Lexicon => {
  const { concepts, ignored } = Source.parse(source);
  const phrases = new Map<string, Phrase[]>();
  const single = new Map<string, Concept | null>(ignored.en.map((word) => [word, null]));
  for (const concept of concepts)
    for (const form of concept.en) {
      const stems = stemsOf(form);
      const [first = ""] = stems;
      phrases.set(first, [...(phrases.get(first) ?? []), { stems, concept }]);
      if (stems.length === 1) single.set(form.toLowerCase(), concept);
    }
  for (const list of phrases.values()) list.sort((a, b) => b.stems.length - a.stems.length);
  const thai = new Map<string, Concept | null>(ignored.th.map((word) => [withoutTones(word), null]));
  for (const concept of concepts) for (const form of concept.th) thai.set(withoutTones(normalise(form)), concept);
  return {
    concepts: new Map(concepts.map((concept) => [concept.id, concept])),
    phrases,
    thai,
    longestThai: Math.max(...Array.from(thai.keys(), (form) => form.length)),
    ignored: new Set(ignored.en.map(lightStem)),
    single,
  };
};

let built: Lexicon | undefined;

/** The words of the field, built when the first question comes. */
export const openLexicon = (): Lexicon => (built ??= build());
