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
export type Amount =
  | { share: number }
  | { words: number }
  | { fewer: number }
  | { sentences: number }
  | { paragraphs: number };

/** Something that can be done to a draft without a model; a place is a section's name, undefined the whole. */
export type Ask =
  | { do: "shorten"; place: string | undefined; to: Amount }
  | {
      do: "lengthen";
      place: string | undefined;
      subject: string | undefined;
      prefer: "examples" | undefined;
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

/** A place as a wish names it, with what was quoted in it; undefined for the whole draft. */
export const placeOf = (said: string, reveal: Clause["reveal"]): string | undefined => {
  const name = said
    .trim()
    .replace(/^(?:(?:of|in|for|from|to|with|all|only|just)\s+)+/i, "")
    .replace(/[\s,]+$/, "");
  return name === "" || whole.test(name) ? undefined : reveal(name);
};

const onlyAmount =
  /^(?:(?:the|first|last|about|around|some|another) )*(?:\d{1,5}|an?|one|two|three|four|five|six|seven|eight|nine|ten|한|두|세|네) ?(?:words?|sentences?|paragraphs?|%|percent|third|quarter|단어|문장|문단|퍼센트|คำ|ประโยค|ย่อหน้า)(?:으로|로)?$/iu;

/** The place of a wish for less, where it is not only how much less. */
export const shortenedPlace = (said: string, reveal: Clause["reveal"]): string | undefined => {
  const name = said.replace(
    /\s*\b(?:(?:should|must|could|can|to|be|by)\b\s*)*(?:\b(?:half|(?:a|one) (?:third|quarter)|\d{1,2} ?%))?$/i,
    "",
  );
  return onlyAmount.test(name.trim()) ? undefined : placeOf(name, reveal);
};

/** A subject without what is said around it, with what was quoted in it. */
export const subjectIn = (said: string, reveal: Clause["reveal"]): string => {
  const subject = said
    .trim()
    .replace(/^(?:on|about|for|regarding|covering|of|to|the topic of|what is|how)\s+(?=\S)/i, "")
    .replace(/^(?:the|our|their|its|some|any)\s+(?=\S)/i, "")
    .replace(/\s+(?:to|in|into|from) (?:it|this|the (?:draft|article|post|text|documents?|sources?))$/i, "")
    .replaceAll(/^[\s"'“”‘’:,]+|[\s"'“”‘’:,.!?]+$/gu, "");
  return reveal(subject);
};

/** What the groups of a shape say in a text, "" where one is not there; undefined where the text has another shape. */
export const readShape = <Read>(text: string, shape: RegExp, read: (...groups: string[]) => Read): Read | undefined => {
  const found = shape.exec(text);
  if (found === null) return undefined;
  const groups: (string | undefined)[] = found.slice(1);
  return read(...groups.map((group) => group ?? ""));
};

const endPosition =
  /[\s,]*\b(?:(?:at|to|as|on|in)\s+(?:the\s+)?(?:very\s+)?(end|bottom|last(?: section)?|top|beginning|start|front|first(?: section)?)(?:\s+of\s+(?:it|this|the (?:draft|article|post|text)))?|(before|after|below|under|above|following|right before|right after|just before|just after)\s+(.{1,80}))$/i;

/** A wish without the place that it ends with, and that place. */
export const takePosition = (
  said: string,
  reveal: Clause["reveal"],
): { rest: string; position: Position | undefined } => {
  const position = readShape(said, endPosition, (edge, side, section): Position => {
    if (edge !== "") return { at: /^(?:end|bottom|last)/i.test(edge) ? "end" : "top" };
    return { at: /before|above/i.test(side) ? "before" : "after", section: reveal(section) };
  });
  return { rest: said.replace(endPosition, ""), position };
};

const fractions: readonly [RegExp, number][] = [
  [/\b(?:half|halve|50 ?%|절반|반으로|ครึ่ง)/iu, 0.5],
  [/\b(?:by|cut|drop|remove) (?:a|one) third\b|\bthird (?:shorter|less)\b/i, 2 / 3],
  [/\b(?:to|only) (?:a|one) third\b/i, 1 / 3],
  [/\b(?:by|cut|drop|remove) (?:a|one) quarter\b|\bquarter (?:shorter|less)\b/i, 0.75],
  [/\b(?:to|only) (?:a|one) quarter\b/i, 0.25],
  [/\b(?:much|far|a lot|way|drastically|significantly|considerably|very)\b|훨씬|มาก/iu, 0.4],
  [/\b(?:bit|slightly|little|somewhat|a touch)\b|조금|약간|นิดหน่อย|เล็กน้อย/iu, 0.8],
];

const numerals = new Map(
  "one two three four five six seven eight nine ten".split(" ").map((word, at) => [word, at + 1]),
);
const count = String.raw`(\d{1,5}|one|two|three|four|five|six|seven|eight|nine|ten)`;
const numberIn = (said: string): number => numerals.get(said.toLowerCase()) ?? Number(said);

/** How short somebody wants a text. */
export const amountIn = (said: string): Amount => {
  const words = readShape(
    said,
    new RegExp(
      String.raw`(by\s+|^(?:cut|trim|remove|drop|delete|lose|take|leave|shave)(?: off| out)?\s+(?:the\s+)?(?:first\s+|last\s+)?)?(?:about\s+|around\s+)?\b${count}[ -]*(?:words?\b|단어|คำ)`,
      "iu",
    ),
    (by, number) => (by === "" ? { words: Math.max(1, numberIn(number)) } : { fewer: numberIn(number) }),
  );
  const units = readShape(
    said,
    new RegExp(String.raw`\b${count}[ -]*(sentence|paragraph|문장|문단|ประโยค|ย่อหน้า)`, "iu"),
    (number, unit) => {
      const most = Math.max(1, numberIn(number));
      return /sentence|문장|ประโยค/iu.test(unit) ? { sentences: most } : { paragraphs: most };
    },
  );
  const share = readShape(said, /(\d{1,2}) ?(?:%|percent|퍼센트|เปอร์เซ็นต์)/iu, (percent) => {
    const keeps = /\bto (?:about |around )?\d/i.test(said);
    return { share: Math.min(0.95, Math.max(0.05, keeps ? Number(percent) / 100 : 1 - Number(percent) / 100)) };
  });
  return words ?? units ?? share ?? { share: fractions.find(([pattern]) => pattern.test(said))?.[1] ?? 0.6 };
};

/** A number of words that a text is to have. */
export const wordsIn = (said: string): number | undefined => {
  const found = /\b(\d{2,5})[ -]*(?:words?\b|단어|คำ)/iu.exec(said);
  return found === null || /\bby\s+(?:about\s+)?\d/i.test(said) ? undefined : Number(found[1]);
};

/** How a clause is read: the first rule that understands it decides. */
export type Rule = (clause: Clause) => Ask | undefined;

/** A rule that reads clauses of one shape, by its groups: "" where one is not there. */
export const when =
  (shape: RegExp, read: (clause: Clause, ...groups: string[]) => Ask | undefined): Rule =>
  (clause) =>
    readShape(clause.text, shape, (...groups) => read(clause, ...groups));

/** A wish that only a model can follow. */
export const needsModel = (what: string): Ask => ({
  do: "refuse",
  why: `${what} needs a language model; none is set up.`,
});
