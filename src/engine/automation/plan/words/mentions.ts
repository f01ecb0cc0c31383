import type { Tool } from "../../catalogue/tool.ts";
import type { Known } from "./known.ts";
import { normAt } from "./lexer.ts";
import { lineOf } from "./reading.ts";
import type { Reading, Span } from "./reading.ts";
import traps from "./traps.json" with { type: "json" };
import { is } from "./words-of-kind.ts";

/** A tool named in the sentence. */
export interface Mention extends Span {
  tool: Tool;
  /** "not Slack", "instead of Slack": named, and not wanted. */
  negated: boolean;
}

const plain = new Map<string, string>(Object.entries(traps.plain));
const careful = new Set(traps.careful.split(" "));

/** What follows a name that is meant as one: "the Linear board". */
const toolNouns =
  /^(?:page|pages|card|cards|issue|issues|ticket|tickets|task|tasks|meeting|meetings|message|messages|channel|payment|payments|api|account|board|boards|invoice|order|orders|file|files|folder|link|webinar|customer|customers|database|post|bot|server|workspace|project|list|document|table|call|recording|event|invite|chat|group|webhook|item|site|form|row|rows|record|entry|publication|queue|campaign|tweet)$/;

const placingVerbs = new Set(
  "put update edit change save log add store drop post send write record keep stick throw push insert create place dump file note copy upload sync append pop chuck jot archive share publish export move forward".split(
    " ",
  ),
);
const placedNames =
  /^(?:notion|airtable|sheets|drive|box|linear|asana|monday|excel|teams|slack|discord|outlook|trello|square|stripe)$/;
const everydayNext =
  /^(?:that|of|regression|models?|time|scale|algebra|equations?|growth|trend|order|office|plot|home|back|traffic|line|tide|among|between|root|feet|mornings?|afternoons?|evenings?|nights?|at|through)$/;

/** "put it in notion": where something is put is a tool, whatever else the word means. */
const isPlaced = ({ tokens }: Reading, at: number, word: string): boolean => {
  if (!placedNames.test(word) || everydayNext.test(normAt(tokens, at + 1))) return false;
  let before = at - 1;
  if (/^(?:my|our)$/.test(normAt(tokens, before)) && !/^(?:teams|box|square)$/.test(word)) before--;
  const preposition = normAt(tokens, before);
  if (!(preposition === "on" ? word !== "monday" : /^(?:in|to|into|onto)$/.test(preposition))) return false;
  for (let back = before - 1; back >= Math.max(0, before - 8) && !/^[.!?\n]$/.test(normAt(tokens, back)); back--)
    if (placingVerbs.has(normAt(tokens, back))) return true;
  return false;
};

/** The everyday word and not the tool: "cut some slack", "in linear time". */
const isTrap = (reading: Reading, { from, to }: Span, word: string): boolean => {
  // "a file named stripe-report.csv"
  const isFile = [to, to + 1].some((at) => /\.\p{L}{2,4}$/u.test(reading.tokens[at]?.text ?? ""));
  if (isFile && /^(?:named|called|titled)$/.test(normAt(reading.tokens, from - 1))) return true;
  if (isPlaced(reading, from, word)) return false;
  // "on LinkedIn and X"
  if (
    word === "x" &&
    / (?:linkedin|facebook|mastodon|reddit|instagram|threads|bluesky|discord|slack|telegram) (?:and|or|,|&|, and) $/.test(
      ` ${lineOf(reading, { from: Math.max(0, from - 3), to: from })} `,
    )
  )
    return false;
  const pattern = plain.get(word);
  const around = lineOf(reading, { from: Math.max(0, from - 4), to: Math.min(reading.tokens.length, to + 4) });
  const marked = ` ${around} `;
  if (
    pattern !== undefined &&
    pattern !== "" &&
    new RegExp(` (?:${pattern.replaceAll("WORD", word)}) `, "u").test(marked)
  ) {
    // "to the Notion database" is the tool, "the notion that" is not, whatever stands before.
    const next = normAt(reading.tokens, to);
    return !toolNouns.test(next);
  }
  if (!careful.has(word)) return false;
  const before = normAt(reading.tokens, from - 1);
  const next = normAt(reading.tokens, to);
  const written = reading.tokens[from]?.text ?? "";
  const named = /^\p{Lu}/u.test(written) && from > 0 && reading.tokens.some(({ text }) => /^\p{Ll}/u.test(text));
  const placed =
    is.destination.has(before) ||
    is.instrument.has(before) ||
    is.place.has(before) ||
    before === "from" ||
    before === "→" ||
    before === ">" ||
    before === "a" ||
    before === "but" ||
    before === "not";
  // "to square the accounts"
  const acts = before === "to" && (is.determiner.has(next) || next === "things") && /^\p{Ll}/u.test(written);
  return acts || !(toolNouns.test(next) || named || placed);
};

const negator =
  /(?:^| )(?:not|no|without|instead of|rather than|except|never|don't use|do not use|don't want|skip|avoid|other than|nor)(?: (?:to|in|on|via|using|use|through|with|by|a|an|the|my|our|any|it|send|post|posting|sending|into|onto))*$/;

const isNegated = (reading: Reading, at: number): boolean =>
  negator.test(lineOf(reading, { from: Math.max(0, at - 5), to: at }));

/** A text with more is no request; they keep the work in proportion to its length. */
const mostMentions = 60;

/** The tools that a sentence names, whole words only, in order; what stands in quotes is a text and names nothing. */
export const findMentions = (reading: Reading, known: Known): Mention[] => {
  const { tokens } = reading;
  const mentions: Mention[] = [];
  for (let at = 0; at < tokens.length && mentions.length < mostMentions; at++) {
    const token = tokens[at];
    if (token === undefined || (token.kind !== "word" && token.kind !== "number")) continue;
    const found = known.names
      .get(token.norm)
      ?.find(({ words }) => words.every((word, step) => tokens[at + step]?.norm === word));
    if (found === undefined) continue;
    const span = { from: at, to: at + found.words.length };
    if (found.words.length > 1 || !isTrap(reading, span, token.norm))
      mentions.push({ ...span, tool: found.tool, negated: isNegated(reading, at) });
    at = span.to - 1;
  }
  return mentions.filter((mention, index) => !runsOn(reading, mention, mentions[index + 1]));
};

/** "Claude on Bedrock" is Bedrock. */
const runsOn = (reading: Reading, { tool, to }: Mention, next: Mention | undefined): boolean =>
  tool.category === "ai" &&
  next?.tool.id === "aws-bedrock" &&
  /^(?:on|in|via|through|from) (?:amazon |aws )?$/.test(`${lineOf(reading, { from: to, to: next.from })} `);
