import type { Tool } from "../catalogue/tool.ts";
import type { Clause } from "./clauses.ts";
import languages from "./languages.json" with { type: "json" };
import type { Mention } from "./mentions.ts";
import type { Reading } from "./reading.ts";
import { verbForms } from "./verbs.ts";
import type { Verb } from "./verbs.ts";

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

const intoLanguage = new RegExp(` (?:into|to) (?:${Object.keys(languages).join("|")})(?: |$)`, "u");

/** "I get a text": somebody has to send it. */
export const gets = (reading: Reading, clause: Clause, own: readonly Mention[]): Clause => {
  // "… and list them in Slack"
  const said = / (?:in|on|to) /.test(` ${marked(reading, clause)} `) && own.length > 0;
  if (clause.head.verb.lemma === "list" && said && own.every(({ tool }) => talks(tool))) return askedBy(clause, "send");
  // "take the customer off the Mailchimp list"
  if (
    clause.head.verb.lemma === "take" &&
    / off (?:the|our|my|their) |^(?:\S+ )?take (?:it|them|him|her) out of /.test(marked(reading, clause)) &&
    own.length > 0 &&
    own.every(({ tool }) => tool.category !== "queue")
  )
    return askedBy(clause, "remove");
  // "merged pull requests get listed in a Google Sheet"
  if (clause.head.verb.lemma === "list" && clause.head.passive && said) return askedBy(clause, "save");
  // "… and confirmed to the payer by email"
  if (
    clause.head.verb.lemma === "confirm" &&
    (own.some(({ tool }) => talks(tool)) ||
      / (?:by|via) (?:e ?mail|mail|sms|text) /.test(` ${marked(reading, clause)} `))
  )
    return askedBy(clause, "send");
  // "An endpoint that returns the rows of the table": they have to be read.
  if (
    clause.head.verb.lemma === "return" &&
    ((own.length > 0 && fromSomewhere.test(marked(reading, clause))) || topics.test(` ${marked(reading, clause)} `))
  )
    return askedBy(clause, "fetch");
  // "make a report of the open Jira tickets": they are read.
  if (
    clause.head.verb.family === "add" &&
    own.length > 0 &&
    own.every(({ tool }) => tool.category !== "ai" && tool.category !== "documents") &&
    /^\S+ (?:an? |the |our )?(?:\S+ )?(?:report|overview|list|summary) (?:of|on|about|from|with) /.test(
      marked(reading, { ...clause, from: clause.head.at }),
    )
  )
    return askedBy(clause, "fetch");
  // "… then answer them there"
  if (clause.head.verb.lemma === "answer" && / (?:there|back) /.test(` ${marked(reading, clause)} `))
    return askedBy(clause, "reply");
  // "move it to the dead letter queue"
  if (clause.head.verb.lemma === "move" && own.length > 0 && own.every(({ tool }) => tool.category === "queue"))
    return askedBy(clause, "send");
  // "put them on the Brevo list"
  if (
    clause.head.verb.family === "save" &&
    own.length > 0 &&
    / on (?:the|our|my|their) (?:\S+ )?(?:list|newsletter|audience|waitlist)(?: |$)/.test(marked(reading, clause))
  )
    return askedBy(clause, "add");
  // "check Salesforce for an existing contact"
  if (
    clause.head.verb.lemma === "check" &&
    own.length > 0 &&
    / for (?:an? |any |the )?(?:existing|matching|same) /.test(marked(reading, clause))
  )
    return askedBy(clause, "find");
  // "put each one into English"
  if (
    /^(?:put|turn|convert|get|render|change)$/.test(clause.head.verb.lemma) &&
    intoLanguage.test(marked(reading, clause))
  )
    return askedBy(clause, "translate");
  // "an endpoint that receives a text"
  if (!/^(?:get|receive|have)$/.test(clause.head.verb.lemma) || clause.head.verb.form === "third") return clause;
  const object = reading.tokens
    .slice(clause.head.at + 1, clause.head.at + 5)
    .map(({ norm }) => norm)
    .join(" ");
  return /^(?:an?|one) (?:\S+ ){0,2}(?:message|email|mail|text|sms|notification|alert|ping|dm|reminder|call)(?: |$)/.test(
    object,
  )
    ? askedBy(clause, "send")
    : clause;
};

export const talks = ({ category }: Tool): boolean => category === "messaging" || category === "email";
