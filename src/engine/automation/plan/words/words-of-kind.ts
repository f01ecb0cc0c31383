import grammar from "./grammar.json" with { type: "json" };

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/ /).filter((word) => word !== ""));

/** Words that say how a sentence hangs together, by what they do in it. */
export const is = {
  determiner: setOf(grammar.determiners),
  pronoun: setOf(grammar.pronouns),
  subject: setOf(grammar.subjects),
  adverb: setOf(grammar.adverbs),
  connector: setOf(grammar.connectors),
  modal: setOf(grammar.modals),
  be: setOf(grammar.be),
  preposition: setOf(grammar.prepositions),
  destination: setOf(grammar.destination),
  instrument: setOf(grammar.instrument),
  place: setOf(grammar.place),
  source: setOf(grammar.source),
  people: setOf(grammar.people),
  team: setOf(grammar.teams),
} as const;
