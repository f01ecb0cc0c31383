import { stem } from "../../text/index.ts";
import type { Action, Tool } from "../catalogue/tool.ts";
import { actionOf, deedOf, wordsIn, writing } from "./action-of.ts";
import type { Clause } from "./clauses.ts";
import { fileOf } from "./file-read.ts";
import type { Known } from "./known.ts";
import { normAt } from "./lexer.ts";
import type { Mention } from "./mentions.ts";
import { looksUp, siteOf, topicOf } from "./looked-up.ts";
import { defaultFor } from "./needs.ts";
import { lineOf } from "./reading.ts";
import type { Reading } from "./reading.ts";
import { namesStranger } from "./strangers.ts";
import { askedBy, gets, marked, talks } from "./understood.ts";
import { is } from "./words-of-kind.ts";
import type { Family } from "./verbs.ts";

/** An action that a clause asks for. */
export interface Wanted {
  tool: Tool;
  action: Action;
  clause: Clause;
  /** Where the tool is named, if it is. */
  mention?: Mention;
  /** Asked only for what it knows. */
  source: boolean;
}

/** What a workflow here cannot do with what it has read. */
const worksOut = /^(?:calculate|compute|compare|sort|deduplicate|dedupe|combine|group|filter|validate)$/;
/** "check that the email is valid": looked at, and nothing is fetched for it. */
const isValidated =
  /(?<![\p{L}\p{N}])(?:that|if|whether) .{0,80}(?<![\p{L}\p{N}])(?:valid|correct|well formed|complete|unique)(?![\p{L}\p{N}])/u;

type Role = "to" | "with" | "in" | "from" | "of" | "object";

const reading_: ReadonlySet<Family> = new Set<Family>(["read"]);

/** How a tool stands in its clause: where something goes, what it is done with, where it comes from. */
const roleOf = ({ tokens }: Reading, clause: Clause, mention: Mention): Role => {
  if (mention.from < clause.head.at && !clause.head.passive)
    return tokens.slice(clause.from, mention.from).some(({ norm }) => /^(?:each|every|all)$/.test(norm))
      ? "from"
      : "with";
  for (let at = mention.from - 1; at >= clause.from && mention.from - at <= 6; at--) {
    const word = normAt(tokens, at);
    if (at === clause.head.at) return "object";
    if (/^what(?:'s|s)?$/.test(word)) return "from";
    if (is.place.has(word) && /^what(?:'s|s)?$|^is$/.test(normAt(tokens, at - 1)) && !clause.head.passive)
      return "from";
    if (is.destination.has(word)) return "to";
    if (is.instrument.has(word)) return "with";
    // "the price off CoinGecko", and not "fire off an event"
    if (word === "from" || word === "out" || (word === "off" && at > clause.head.at + 1)) return "from";
    // "for our Slack to be told"
    if (word === "for" && clause.head.passive) continue;
    if (word === "of" || word === "about" || word === "for") return "of";
    if (is.place.has(word)) return "in";
  }
  return "object";
};

/** What one clause asks for, sources first. `used` are the tools whose answers are there already, the trigger's among them. */
export const resolveClause = (
  reading: Reading,
  asked: Clause,
  mentions: readonly Mention[],
  known: Known,
  used: ReadonlySet<string>,
): { wanted: Wanted[]; unmet: boolean; first?: boolean } => {
  const own = mentions.filter(({ from, negated }) => !negated && from >= asked.from && from < asked.to);
  const clause = gets(reading, asked, own);
  const { verb } = clause.head;
  // "Tweet a quote written by ChatGPT": the writing first.
  const author = writing.has(verb.family)
    ? own.find(
        ({ tool, from }) =>
          tool.category === "ai" &&
          /^(?:by|with|using|from|via)$/.test(normAt(reading.tokens, from - 1)) &&
          /^(?:written|generated|created|drafted|made|produced|composed|invented|picked|summarized|summarised)$/.test(
            normAt(reading.tokens, from - 2),
          ),
      )
    : undefined;
  if (author !== undefined) {
    const rest = resolveClause(
      reading,
      asked,
      mentions.filter((mention) => mention !== author),
      known,
      used,
    );
    const { tool } = author;
    const writes = tool.actions.slice(0, 1).map((action) => ({ tool, action, clause, mention: author, source: true }));
    return { ...rest, wanted: [...writes, ...rest.wanted] };
  }
  const placed = own.map((mention) => ({ mention, role: roleOf(reading, clause, mention) }));
  const reads = reading_.has(verb.family);
  // What a tool does not do is not done by another thing that it does.
  let isRefused = false;
  const make = (mention: Mention, source: boolean): Wanted[] => {
    const action = actionOf(known, mention.tool, clause, reading, source, used);
    isRefused ||= action === undefined && mention.tool.actions.length > 0;
    return action === undefined ? [] : [{ tool: mention.tool, action, clause, mention, source }];
  };
  const site = reads && placed.length === 0 ? siteOf(reading, clause, known) : undefined;
  if (site !== undefined) return { wanted: used.has(site.tool.id) ? [] : [site], unmet: false, first: true };
  if (reads && isValidated.test(lineOf(reading, clause))) return { wanted: [], unmet: true };
  if (reads && placed.length === 0) {
    const file = fileOf(reading, clause, known, used);
    if (file !== undefined) return { wanted: [file], unmet: false };
  }
  // An endpoint "gives it back": it answers with what it has.
  if (
    /^(?:give|send|hand|pass)$/.test(verb.lemma) &&
    / (?:it|that|this|them|the result) back (?:to (?:me|us|them|the caller) )?$/.test(
      ` ${lineOf(reading, clause)} `.replace(/ [.,;!] $/, " "),
    )
  )
    return { wanted: [], unmet: false };
  // "…, look every 5 minutes": when, and not what.
  if (
    reads &&
    placed.length === 0 &&
    clause.to - clause.head.at <= 1 &&
    /^(?:check|look|poll|watch|monitor)$/.test(verb.lemma)
  )
    return { wanted: [], unmet: false };
  if (verb.family === "control" && !placed.some(({ role }) => role === "with" || role === "in"))
    return { wanted: [], unmet: worksOut.test(verb.lemma) };
  if (reads && placed.length > 0) {
    // "pull last week's payments into Google Sheets": they are written there.
    const written = placed.filter(({ role, mention }) => role === "to" && !talks(mention.tool));
    if (written.length > 0) {
      const writes = askedBy(clause, "save");
      return {
        unmet: false,
        wanted: [
          ...placed.filter((one) => !written.includes(one)).flatMap(({ mention }) => make(mention, true)),
          ...written.flatMap(({ mention }): Wanted[] => {
            const action = actionOf(known, mention.tool, writes, reading, false, used);
            return action === undefined ? [] : [{ tool: mention.tool, action, clause: writes, mention, source: false }];
          }),
        ],
      };
    }
    const read = placed
      .filter(({ mention }) => verb.lemma !== "take" || !used.has(mention.tool.id))
      .flatMap(({ mention }) => make(mention, true));
    // "the events of Google Calendar and the weather"
    const topic = topicOf(reading, clause, known, used);
    const fetched =
      topic !== undefined &&
      / and (?:the )?(?:weather|forecast|headlines|exchange)/.test(marked(reading, clause)) &&
      !read.some(({ tool }) => tool.id === topic.tool.id);
    // "Total the expenses": they are read, and not added up.
    const isHalf = /^(?:total|tally)$/.test(verb.lemma) || (isRefused && read.length === 0);
    return { wanted: fetched ? [...read, topic] : read, unmet: isHalf };
  }
  const told = ["ai", "translate", "transform"].includes(verb.family)
    ? placed.filter(({ mention }) => !suits(known, mention.tool, clause))
    : about(reading, clause, placed, known, used);
  if (clause.head.nominal === true && told.some((one) => one === placed[0]))
    told.splice(
      told.findIndex((one) => one === placed[0]),
      1,
    );
  const main_ = placed.filter((one) => !told.includes(one));
  const makers = main_.filter(({ role }) => role === "with");
  const aims =
    makers.length > 0 && ["ai", "translate", "transform"].includes(verb.family)
      ? makers
      : main_.filter(
          ({ role, mention }) =>
            role === "to" ||
            (role === "from" && ["send", "email"].includes(verb.family) && mention.tool.category === "email") ||
            role === "with" ||
            // "change the status of the monday.com item"
            (role === "of" && ["delete", "update"].includes(verb.family) && main_.length === 1) ||
            // "refresh the index from Postgres" changes nothing there.
            (role === "from" &&
              ["delete", "update"].includes(verb.family) &&
              main_.every((one) => one.role === "from")),
        );
  const located = main_.filter(({ role }) => role === "in");
  // "A message in SQS needs to be stored in MongoDB": where it came from is no aim.
  const elsewhere = located.filter(({ mention }) => !used.has(mention.tool.id));
  const places = clause.head.passive && elsewhere.length > 0 ? elsewhere : located;
  const objects = main_.filter(({ role }) => role === "object");
  const fresh = objects.filter(({ mention }) => !used.has(mention.tool.id));
  // "Create a Trello card from every message in our Slack channel": where it happened is no aim.
  const whereItWas = fresh.length > 0 && places.every(({ mention }) => mention.tool.id === [...used][0]);
  const talking = fresh.filter(({ mention }) => talks(mention.tool));
  const targets =
    aims.length > 0
      ? aims
      : places.length === 0 || whereItWas
        ? fresh.length > 0
          ? fresh
          : objects
        : talking.length > 0
          ? talking
          : places;
  const sources: Wanted[] = placed
    .filter((one) => !targets.includes(one))
    .filter(
      ({ mention, role }) =>
        !used.has(mention.tool.id) &&
        role !== "to" &&
        (!talks(mention.tool) || role === "from" || told.some((one) => one.mention === mention)),
    )
    .filter(
      ({ mention, role }) =>
        !/^tweets?$/.test(normAt(reading.tokens, mention.from)) ||
        role === "from" ||
        /^(?:each|every|all|latest|recent|any)$/.test(normAt(reading.tokens, mention.from - 1)) ||
        /^(?:about|mentioning|containing)$/.test(normAt(reading.tokens, mention.to)),
    )
    .filter(({ mention }) => !targets.some((target) => target.mention.tool.id === mention.tool.id))
    // "to an Excel workbook on OneDrive": where the workbook lies.
    .filter(
      ({ mention, role }) =>
        role !== "in" ||
        !targets.some((target) => target.mention.to <= mention.from && mention.from - target.mention.to <= 2),
    )
    .flatMap(({ mention }) => make(mention, true));
  // "Log every PayPal payment": what has happened there, and nothing that is asked of it.
  const happened =
    targets.length > 0 &&
    targets.every(
      ({ mention, role }) => role === "object" && used.has(mention.tool.id) && !suits(known, mention.tool, clause),
    );
  const instead = happened ? defaultFor(known, clause, reading) : undefined;
  if (instead?.action !== undefined)
    return { wanted: [{ tool: instead.tool, action: instead.action, clause, source: false }], unmet: false };
  isRefused = false;
  const main = targets.flatMap(({ mention }) => make(mention, false));
  if (main.length === 0 && isRefused) return { wanted: sources, unmet: true };
  if (main.length > 0) {
    const doubled = main.filter(({ tool }, index) => main.findIndex((one) => one.tool.id === tool.id) === index);
    const topic =
      sources.length === 0 && (main.every(({ tool }) => talks(tool)) || looksUp(reading, clause))
        ? topicOf(reading, clause, known, used)
        : undefined;
    return { wanted: [...(topic === undefined ? sources : [topic]), ...doubled], unmet: false };
  }
  // "takes a phone number" of an endpoint.
  if (
    /^(?:take|receive|submit)$/.test(verb.lemma) &&
    placed.length === 0 &&
    !/ notes? /.test(` ${marked(reading, clause)} `)
  )
    return { wanted: [], unmet: false };
  if (namesStranger(reading, clause, known)) return { wanted: sources, unmet: true };
  const again = sameTool(known, clause, reading, used);
  if (again !== undefined) return { wanted: [...sources, again], unmet: false };
  const usual = defaultFor(known, clause, reading);
  const found =
    usual === undefined ? undefined : (spokenOf(known, usual.tool, mentions, clause, reading, used) ?? usual);
  const topic = found === undefined || !talks(found.tool) ? undefined : topicOf(reading, clause, known, used);
  if (topic !== undefined) sources.push(topic);
  if (found?.action === undefined)
    return { wanted: sources, unmet: sources.length === 0 && !["use", "control"].includes(verb.family) };
  return { wanted: [...sources, { tool: found.tool, action: found.action, clause, source: false }], unmet: false };
};

/** "We use Discord. When …, tell the team": the tool of that kind that was spoken of, and not the default. */
const spokenOf = (
  known: Known,
  usual: Tool,
  mentions: readonly Mention[],
  clause: Clause,
  reading: Reading,
  used: ReadonlySet<string>,
): { tool: Tool; action: Action | undefined } | undefined => {
  const named = mentions.find(
    ({ tool, from, negated }) =>
      !negated && from < clause.from && tool.category === usual.category && !used.has(tool.id) && talks(tool),
  );
  if (named === undefined || named.tool.id === usual.id) return undefined;
  return { tool: named.tool, action: actionOf(known, named.tool, clause, reading, false) };
};

/** "… and comment on the pull request": done where the thing is, of the tools that were spoken of before. */
const sameTool = (known: Known, clause: Clause, reading: Reading, used: ReadonlySet<string>): Wanted | undefined => {
  const { lemma, family } = clause.head.verb;
  const rest = ` ${lineOf(reading, { from: clause.head.at + 1, to: clause.to })} `;
  // "put the translation in as a comment"
  const asComment =
    (/^(?:add|save|post|send|reply)$/.test(family) && / as an? (?:\S+ )?(?:comment|note|reply) /.test(rest)) ||
    // "leave a comment on the pull request"
    (lemma === "leave" && /^ (?:an? |the )(?:\S+ )?(?:comment|note|reply) /.test(rest));
  const commented =
    asComment || (family === "add" && /^ (?:an? |the |another |internal )*(?:comment|label) /.test(rest));
  const ran = /^(?:run|trigger|start|execute)$/.test(lemma) && / (?:workflow|pipeline) /.test(rest);
  if (!["reply", "update", "charge", "delete"].includes(family) && !commented && !ran) return undefined;
  // "comment on it": the thing was named with the event.
  const pointed = /^[ .,;!]*$|^ (?:on |to |under |for )?(?:it|them|this|that|there)(?: |$)/.test(rest);
  const words = wordsIn(reading, { from: clause.head.at + 1, to: clause.to });
  // "add a comment to the ticket" makes no ticket.
  const aim = commented ? words.findIndex((word) => is.preposition.has(word)) : -1;
  const stems = new Set((aim < 0 ? words : words.slice(0, aim)).map(stem));
  // "Open an issue and assign it": the issue, and not what reported the error.
  const candidates = pointed && family === "update" ? [...used].toReversed() : used;
  for (const id of candidates) {
    const tool = known.tools.get(id);
    for (const { action, phrases } of known.actions.get(id) ?? []) {
      const meant = phrases.some(
        (phrase) =>
          (asComment && (phrase.lemma === "comment" || phrase.stems.includes("comment"))) ||
          (phrase.lemma === lemma &&
            (phrase.stems.length > 1 || lemma === "comment") &&
            (pointed || phrase.stems.slice(1).every((part) => stems.has(part)))),
      );
      if (meant && tool !== undefined) return { tool, action, clause, source: false };
    }
  }
  const [first] = used;
  const tool = known.tools.get(first ?? "");
  if (/^(?:reply|respond)$/.test(lemma) && tool?.category === "messaging") {
    const action = actionOf(known, tool, clause, reading, false);
    return action === undefined ? undefined : { tool, action, clause, source: false };
  }
  return undefined;
};

/** Whether a tool does what the verb says. */
const suits = (known: Known, tool: Tool, clause: Clause): boolean =>
  (known.actions.get(tool.id) ?? []).some(
    ({ action, phrases }) =>
      deedOf(action) !== "read" &&
      phrases.some(
        ({ lemma, family }) =>
          lemma === clause.head.verb.lemma ||
          (family !== undefined && family === clause.head.verb.family && family !== "add"),
      ),
  );

/** Tools that a message is about: "an email with the open GitHub issues" is sent, and not with GitHub. */
const about = (
  reading: Reading,
  clause: Clause,
  placed: readonly { mention: Mention; role: Role }[],
  known: Known,
  used: ReadonlySet<string>,
): { mention: Mention; role: Role }[] => {
  const meant = defaultFor(known, clause, reading)?.tool;
  if (meant === undefined || !talks(meant)) return [];
  return placed.filter(({ mention, role }) => {
    if (talks(mention.tool) || role === "to") return false;
    // "to all subscribers in the Google Sheet"
    if (
      role === "in" &&
      (used.has(mention.tool.id) ||
        reading.tokens
          .slice(clause.head.at + 1, mention.from)
          .some(
            ({ norm }, step) =>
              /^(?:about|regarding|of)$/.test(norm) &&
              !is.pronoun.has(normAt(reading.tokens, clause.head.at + step + 2)),
          ))
    )
      return true;
    if (role === "in")
      return reading.tokens
        .slice(clause.head.at + 1, mention.from)
        .some(({ norm }) => is.people.has(norm) && !["me", "us", "team", "them"].includes(norm));
    const next = reading.tokens[mention.to];
    // "with today's Stripe payments", where the name holds the noun
    const whole = mention.to - mention.from > 1 && /[^s]s$/.test(normAt(reading.tokens, mention.to - 1));
    const names =
      whole ||
      (next !== undefined &&
        mention.to < clause.to &&
        next.kind === "word" &&
        !is.connector.has(next.norm) &&
        !is.preposition.has(next.norm));
    return role === "of" || role === "from" || names;
  });
};
