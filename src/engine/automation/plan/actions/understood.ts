import type { Tool } from "../../catalogue/tool.ts";
import type { Clause } from "../clauses/clauses.ts";
import languages from "../languages.json" with { type: "json" };
import type { Mention } from "../words/mentions.ts";
import type { Reading } from "../words/reading.ts";
import { verbForms } from "../words/verbs.ts";
import type { Verb } from "../words/verbs.ts";

const feedAddress = /(?:[/.](?:rss|atom|feed|feeds)(?:[/.?]|$)|\.rdf$|feeds?\.)/;

/** The words of a clause, with a mark for an address of mail and of the web. */
export const marked = (reading: Reading, clause: Clause): string =>
  reading.tokens
    .slice(clause.from, clause.to)
    .map(({ norm, kind }) =>
      kind === "email" ? "«email»" : kind === "url" ? (feedAddress.test(norm) ? "«feed»" : "«url»") : norm,
    )
    .join(" ");

/** What is read somewhere without the place being named. */
export const topics =
  / (?:weather|forecast|exchange rates?|temperature|bitcoin|ethereum|btc|crypto|stock price|share price|headlines) /;

const base = (word: string): readonly Verb[] => verbForms(word).filter(({ form }) => form === "base");

/** The same asked by another verb. */
export const askedBy = (clause: Clause, verb: string): Clause =>
  base(verb).reduce((asked, known) => ({ ...asked, head: { ...asked.head, verb: known } }), clause);

const fromSomewhere = / (?:from|of|in) (?:the |our |my |an? )?\S+/u;

const intoLanguage = new RegExp(` (?:into|to) (?:${Object.keys(languages).join("|")}) `, "u");

/** A clause with what its reading turns on. */
interface Asked {
  clause: Clause;
  lemma: string;
  family: Verb["family"];
  own: readonly Mention[];
  /** Its words, from the verb on. */
  rest: string;
  /** All of its words. */
  line: string;
}

const allTalk = (own: readonly Mention[]): boolean => own.length > 0 && own.every(({ tool }) => talks(tool));
const isPut = / (?:in|on|to) /;
const report = /^ \S+ (?:an? |the |our )?(?:\S+ )?(?:report|overview|list|summary) (?:of|on|about|from|with) /;
const aMessage =
  /^ \S+ (?:an?|one) (?:\S+ ){0,2}(?:message|email|mail|text|sms|notification|alert|ping|dm|reminder|call) /;

/** What is asked by one verb and meant by another; the first that fits counts. */
const meanings: readonly (readonly [fits: (asked: Asked) => boolean, verb: string])[] = [
  // "… and list them in Slack"
  [({ lemma, line, own }) => lemma === "list" && isPut.test(line) && allTalk(own), "send"],
  // "take the customer off the Mailchimp list"
  [
    ({ lemma, line, own }) =>
      lemma === "take" &&
      / off (?:the|our|my|their) | take (?:it|them|him|her) out of /.test(line) &&
      own.length > 0 &&
      own.every(({ tool }) => tool.category !== "queue"),
    "remove",
  ],
  // "merged pull requests get listed in a Google Sheet"
  [
    ({ lemma, clause, line, own }) => lemma === "list" && clause.head.passive && isPut.test(line) && own.length > 0,
    "save",
  ],
  // "… and confirmed to the payer by email"
  [
    ({ lemma, line, own }) =>
      lemma === "confirm" &&
      (own.some(({ tool }) => talks(tool)) || / (?:by|via) (?:e ?mail|mail|sms|text) /.test(line)),
    "send",
  ],
  // "An endpoint that returns the rows of the table": they have to be read.
  [
    ({ lemma, line, own }) => lemma === "return" && ((own.length > 0 && fromSomewhere.test(line)) || topics.test(line)),
    "fetch",
  ],
  // "make a report of the open Jira tickets": they are read.
  [
    ({ family, own, rest }) =>
      family === "add" &&
      own.length > 0 &&
      own.every(({ tool }) => tool.category !== "ai" && tool.category !== "documents") &&
      report.test(rest),
    "fetch",
  ],
  // "… then answer them there"
  [({ lemma, line }) => lemma === "answer" && / (?:there|back) /.test(line), "reply"],
  // "move it to the dead letter queue"
  [
    ({ lemma, own }) => lemma === "move" && own.length > 0 && own.every(({ tool }) => tool.category === "queue"),
    "send",
  ],
  // "put them on the Brevo list"
  [
    ({ family, line, own }) =>
      family === "save" &&
      own.length > 0 &&
      / on (?:the|our|my|their) (?:\S+ )?(?:list|newsletter|audience|waitlist) /.test(line),
    "add",
  ],
  // "check Salesforce for an existing contact"
  [
    ({ lemma, line, own }) =>
      lemma === "check" && own.length > 0 && / for (?:an? |any |the )?(?:existing|matching|same) /.test(line),
    "find",
  ],
  // "put each one into English"
  [({ lemma, line }) => /^(?:put|turn|convert|get|render|change)$/.test(lemma) && intoLanguage.test(line), "translate"],
  // "I get a text": somebody has to send it; "an endpoint that receives a text" has it.
  [
    ({ lemma, clause, rest }) =>
      /^(?:get|receive|have)$/.test(lemma) && clause.head.verb.form !== "third" && aMessage.test(rest),
    "send",
  ],
];

/** What a clause asks for, where its verb says another thing. */
export const asMeantBy = (reading: Reading, clause: Clause, own: readonly Mention[]): Clause => {
  const { lemma, family } = clause.head.verb;
  const line = ` ${marked(reading, clause)} `;
  const rest = ` ${marked(reading, { ...clause, from: clause.head.at })} `;
  const verb = meanings.find(([fits]) => fits({ clause, lemma, family, own, rest, line }))?.[1];
  return verb === undefined ? clause : askedBy(clause, verb);
};

export const talks = ({ category }: Tool): boolean => category === "messaging" || category === "email";
