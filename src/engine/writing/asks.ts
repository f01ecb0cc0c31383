import type { Clause } from "./clauses.ts";

/** Where in a draft something is to stand. */
export type Position = { at: "top" | "end" } | { at: "before" | "after"; section: string };

/** What of a draft may be taken out of it wherever it stands. */
export type Kind =
  | "sources"
  | "quotes"
  | "links"
  | "images"
  | "code"
  | "tables"
  | "bold"
  | "headings"
  | "emoji"
  | "repetitions";

/** How much of a text is to be left. */
export type Amount = { share: number } | { words: number } | { sentences: number } | { paragraphs: number };

/** Something that can be done to a draft without a model; a place is a section's name, undefined the whole. */
export type Ask =
  | { do: "shorten"; place: string | undefined; to: Amount }
  | {
      do: "lengthen";
      place: string | undefined;
      subject: string | undefined;
      prefer: "examples" | "quotes" | undefined;
      words: number | undefined;
    }
  | { do: "setTitle"; title: string }
  | { do: "findTitle" }
  | { do: "shortenTitle" }
  | { do: "addSection"; subject: string; position: Position | undefined }
  | { do: "removeSection"; place: string }
  | { do: "removeKind"; kind: Kind; place: string | undefined }
  | { do: "removeAbout"; subject: string }
  | { do: "removeNth"; unit: "paragraph" | "sentence"; nth: number; place: string | undefined }
  | { do: "renameSection"; place: string; to: string }
  | { do: "moveSection"; place: string; position: Position }
  | { do: "swapSections"; places: readonly [string, string] }
  | { do: "orderSections"; places: readonly string[] }
  | { do: "list"; place: string | undefined; ordered: boolean }
  | { do: "prose"; place: string | undefined }
  | { do: "splitParagraphs"; place: string | undefined }
  | { do: "summarise"; heading: string; position: "top" | "end" }
  | { do: "conclude" }
  | { do: "contents" }
  | { do: "replace"; from: string; to: string }
  | { do: "headingCase"; style: "title" | "sentence" }
  | { do: "quote"; subject: string | undefined }
  /** Understood, and not possible here. */
  | { do: "refuse"; why: string };

export const literal = String.raw`[\uE000-\uE0FF]`;

const whole =
  /^(?:it|this|that|them|everything|all(?: of it)?|(?:the |this |my |our |whole |entire |full |complete )*(?:draft|article|post|blog|blog ?post|text|piece|whole|whole thing|thing|story|content|document|write-?up|result|version|output|글|초안|기사|내용|전체|บทความ|เนื้อหา|ทั้งหมด))$/iu;

/** A place as a wish names it; undefined for the whole draft. */
export const placeOf = (said: string | undefined): string | undefined => {
  const name = (said ?? "")
    .trim()
    .replace(/^(?:(?:of|in|for|from|to|with|all|only|just)\s+)+/i, "")
    .replace(/[\s,]+$/, "");
  return name === "" || whole.test(name) ? undefined : name;
};

/** A subject without what is said around it. */
export const subjectIn = (said: string): string =>
  said
    .trim()
    .replace(/^(?:on|about|for|regarding|covering|of|to|the topic of|what is|how)\s+(?=\S)/i, "")
    .replace(/^(?:the|our|their|its|some|any)\s+(?=\S)/i, "")
    .replace(/\s+(?:to|in|into|from) (?:it|this|the (?:draft|article|post|text|documents?|sources?))$/i, "")
    .replaceAll(/^[\s"'“”‘’:,]+|[\s"'“”‘’:,.!?]+$/gu, "");

const endPosition =
  /[\s,]*\b(?:(?:at|to|as|on|in)\s+(?:the\s+)?(?:very\s+)?(end|bottom|last(?: section)?|top|beginning|start|front|first(?: section)?)(?:\s+of\s+(?:it|this|the (?:draft|article|post|text)))?|(before|after|below|under|above|following|right before|right after|just before|just after)\s+(.{1,80}))$/i;

/** A wish without the place that it ends with, and that place. */
export const takePosition = (said: string): { rest: string; position: Position | undefined } => {
  const found = endPosition.exec(said);
  if (found === null) return { rest: said, position: undefined };
  const [all, edge, side, section] = found;
  const rest = said.slice(0, said.length - all.length);
  if (edge !== undefined) return { rest, position: { at: /^(?:end|bottom|last)/i.test(edge) ? "end" : "top" } };
  const before = /before|above/i.test(side ?? "");
  return { rest, position: { at: before ? "before" : "after", section: section ?? "" } };
};

const fractions: readonly [RegExp, number][] = [
  [/\b(?:half|halve|50 ?%|절반|반으로|ครึ่ง)/iu, 0.5],
  [/\b(?:by|cut|drop|remove) (?:a|one) third\b/i, 2 / 3],
  [/\b(?:to|only) (?:a|one) third\b/i, 1 / 3],
  [/\b(?:by|cut|drop|remove) (?:a|one) quarter\b/i, 0.75],
  [/\b(?:to|only) (?:a|one) quarter\b/i, 0.25],
  [/\b(?:much|far|a lot|way|drastically|significantly|considerably|very)\b|훨씬|มาก/iu, 0.4],
  [/\b(?:bit|slightly|little|somewhat|a touch)\b|조금|약간|นิดหน่อย|เล็กน้อย/iu, 0.8],
];

const numerals = new Map(
  "one two three four five six seven eight nine ten".split(" ").map((word, at) => [word, at + 1]),
);
const count = String.raw`(\d{1,5}|one|two|three|four|five|six|seven|eight|nine|ten)`;
const numberIn = (said: string | undefined): number => numerals.get((said ?? "").toLowerCase()) ?? Number(said);

/** How short somebody wants a text. */
export const amountIn = (said: string): Amount => {
  const words = new RegExp(String.raw`(by\s+)?(?:about\s+|around\s+)?\b${count}[ -]*(?:words?\b|단어|คำ)`, "iu").exec(
    said,
  );
  if (words !== null && words[1] === undefined) return { words: Math.max(1, numberIn(words[2])) };
  const units = new RegExp(String.raw`\b${count}[ -]*(sentence|paragraph|문장|문단|ประโยค|ย่อหน้า)`, "iu").exec(said);
  if (units !== null) {
    const most = Math.max(1, numberIn(units[1]));
    return /sentence|문장|ประโยค/iu.test(units[2] ?? "") ? { sentences: most } : { paragraphs: most };
  }
  const percent = /(\d{1,2}) ?(?:%|percent|퍼센트|เปอร์เซ็นต์)/iu.exec(said);
  if (percent !== null) {
    const share = Number(percent[1]) / 100;
    const keeps = /\bto (?:about |around )?\d/i.test(said);
    return { share: Math.min(0.95, Math.max(0.05, keeps ? share : 1 - share)) };
  }
  return { share: fractions.find(([pattern]) => pattern.test(said))?.[1] ?? 0.6 };
};

/** A number of words that a text is to have. */
export const wordsIn = (said: string): number | undefined => {
  const found = /\b(\d{2,5})[ -]*(?:words?\b|단어|คำ)/iu.exec(said);
  return found === null || /\bby\s+(?:about\s+)?\d/i.test(said) ? undefined : Number(found[1]);
};

/** How a clause is read: the first rule that understands it decides. */
export type Rule = (clause: Clause) => Ask | undefined;

/** A rule that reads clauses of one shape. */
export const when =
  (shape: RegExp, read: (groups: readonly (string | undefined)[], clause: Clause) => Ask | undefined): Rule =>
  (clause) => {
    const found = shape.exec(clause.text);
    return found === null ? undefined : read(found.slice(1), clause);
  };

/** A wish that only a model can follow. */
export const needsModel = (what: string): Ask => ({
  do: "refuse",
  why: `${what} needs a language model; none is set up.`,
});
