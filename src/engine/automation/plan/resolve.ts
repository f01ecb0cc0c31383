import { stem } from "../../text/index.ts";
import { capabilities } from "../catalogue/index.ts";
import type { Action, Tool } from "../catalogue/tool.ts";
import { actionOf, wordsIn, writing } from "./action-of.ts";
import type { Clause } from "./clauses.ts";
import { fileOf } from "./file-read.ts";
import type { Known } from "./known.ts";
import { normAt } from "./lexer.ts";
import type { Mention } from "./mentions.ts";
import needs from "./needs.json" with { type: "json" };
import { lineOf } from "./reading.ts";
import type { Reading } from "./reading.ts";
import { namesStranger } from "./strangers.ts";
import { gets, marked, talks, topics } from "./understood.ts";
import { is } from "./words-of-kind.ts";
import type { Family } from "./verbs.ts";
import { verbForms } from "./verbs.ts";
import grammar from "./grammar.json" with { type: "json" };

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
    if (word === "from" || word === "out") return "from";
    // "for our Slack to be told"
    if (word === "for" && clause.head.passive) continue;
    if (word === "of" || word === "about" || word === "for") return "of";
    if (is.place.has(word)) return "in";
  }
  return "object";
};

const whole = (pattern: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${pattern.replace("PEOPLE", grammar.people.replaceAll(" ", "|"))})(?![\\p{L}\\p{N}])`,
    "u",
  );

const prepared = needs.needs.map((need) => ({
  families: need.families.split(" "),
  lemmas: need.lemmas?.split(" "),
  objects: need.objects === "" ? undefined : need.objects,
  not: need.not === undefined || need.not === "" ? undefined : need.not,
  capabilities: need.capabilities,
  patterns: {} as { objects?: RegExp; not?: RegExp },
}));

/** What meets a need that names no tool, by the catalogue's own defaults. */
const defaultFor = (
  known: Known,
  clause: Clause,
  reading: Reading,
): { tool: Tool; action: Action | undefined } | undefined => {
  const { lemma, family } = clause.head.verb;
  const line = marked(reading, clause);
  for (const need of prepared) {
    if (!need.families.includes(family) || (need.lemmas !== undefined && !need.lemmas.includes(lemma))) continue;
    if (need.objects !== undefined && !(need.patterns.objects ??= whole(need.objects)).test(line)) continue;
    if (need.not !== undefined && (need.patterns.not ??= whole(need.not)).test(line)) continue;
    for (const name of need.capabilities) {
      const capability = capabilities.find(({ phrases }) => phrases.includes(name));
      const tool = known.tools.get(capability?.tool ?? name);
      if (tool === undefined) continue;
      const reads = family === "read" || ["delete", "update"].includes(family);
      const action = reads
        ? actionOf(known, tool, clause, reading, false)
        : capability === undefined
          ? actionOf(known, tool, clause, reading, false)
          : tool.actions.find(({ id }) => id === capability.action);
      return { tool, action };
    }
  }
  return undefined;
};

/** What one clause asks for, sources first. `used` are the tools whose answers are there already, the trigger's among them. */
export const resolveClause = (
  reading: Reading,
  asked: Clause,
  mentions: readonly Mention[],
  known: Known,
  used: ReadonlySet<string>,
): { wanted: Wanted[]; unmet: boolean } => {
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
  const make = (mention: Mention, source: boolean): Wanted[] => {
    const action = actionOf(known, mention.tool, clause, reading, source, used);
    return action === undefined ? [] : [{ tool: mention.tool, action, clause, mention, source }];
  };
  if (reads && placed.length === 0) {
    const file = fileOf(reading, clause, known, used);
    if (file !== undefined) return { wanted: [file], unmet: false };
  }
  if (verb.family === "control" && !placed.some(({ role }) => role === "with" || role === "in"))
    return { wanted: [], unmet: /^(?:calculate|compute|compare)$/.test(verb.lemma) };
  if (reads && placed.length > 0) {
    const read = placed
      .filter(({ mention }) => verb.lemma !== "take" || !used.has(mention.tool.id))
      .flatMap(({ mention }) => make(mention, true));
    // "the events of Google Calendar and the weather"
    const topic = topicOf(reading, clause, known, used);
    const fetched =
      topic !== undefined &&
      / and (?:the )?(?:weather|forecast|headlines|exchange)/.test(marked(reading, clause)) &&
      !read.some(({ tool }) => tool.id === topic.tool.id);
    return { wanted: fetched ? [...read, topic] : read, unmet: false };
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
            (role === "from" && ["delete", "update"].includes(verb.family)),
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
  const main = targets.flatMap(({ mention }) => make(mention, false));
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
  const found = defaultFor(known, clause, reading);
  const topic = found === undefined || !talks(found.tool) ? undefined : topicOf(reading, clause, known, used);
  if (topic !== undefined) sources.push(topic);
  if (found?.action === undefined)
    return { wanted: sources, unmet: sources.length === 0 && !["use", "control"].includes(verb.family) };
  return { wanted: [...sources, { tool: found.tool, action: found.action, clause, source: false }], unmet: false };
};

/** "… and comment on the pull request": done where the thing is, of the tools that were spoken of before. */
const sameTool = (known: Known, clause: Clause, reading: Reading, used: ReadonlySet<string>): Wanted | undefined => {
  const { lemma, family } = clause.head.verb;
  const rest = ` ${lineOf(reading, { from: clause.head.at + 1, to: clause.to })} `;
  const commented = family === "add" && /^ (?:an? |the |another |internal )*(?:comment|label) /.test(rest);
  const ran = /^(?:run|trigger|start|execute)$/.test(lemma) && / (?:workflow|pipeline) /.test(rest);
  if (!["reply", "update", "charge", "delete"].includes(family) && !commented && !ran) return undefined;
  // "comment on it": the thing was named with the event.
  const pointed = /^ (?:on |to |under |for )?(?:it|them|this|that|there)(?: |$)/.test(rest);
  const words = wordsIn(reading, { from: clause.head.at + 1, to: clause.to });
  // "add a comment to the ticket" makes no ticket.
  const aim = commented ? words.findIndex((word) => is.preposition.has(word)) : -1;
  const stems = new Set((aim < 0 ? words : words.slice(0, aim)).map(stem));
  for (const id of used) {
    const tool = known.tools.get(id);
    for (const { action, phrases } of known.actions.get(id) ?? []) {
      const meant = phrases.some(
        (phrase) =>
          phrase.lemma === lemma &&
          (phrase.stems.length > 1 || lemma === "comment") &&
          (pointed || phrase.stems.slice(1).every((part) => stems.has(part))),
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
  (known.actions.get(tool.id) ?? []).some(({ phrases }) =>
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
          .some(({ norm }) => norm === "about" || norm === "regarding" || norm === "of"))
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

/** "I want the exchange rate saved": what is kept has to be fetched first. */
const looksUp = (reading: Reading, clause: Clause): boolean =>
  clause.head.verb.family === "save" &&
  / (?:exchange rates?|weather|forecast|(?:bitcoin|ethereum|crypto|btc|stock|share) prices?) /.test(
    ` ${marked(reading, clause)} `,
  );

/** "Email me the weather": what is told has to be fetched first. */
export const topicOf = (
  reading: Reading,
  clause: Clause,
  known: Known,
  used: ReadonlySet<string>,
): Wanted | undefined => {
  const [reads] = verbForms("fetch");
  if (reads === undefined || !topics.test(` ${marked(reading, clause)} `)) return undefined;
  const asked: Clause = { ...clause, head: { ...clause.head, verb: reads } };
  const found = defaultFor(known, asked, reading);
  return found?.action === undefined || used.has(found.tool.id) || talks(found.tool)
    ? undefined
    : { tool: found.tool, action: found.action, clause: asked, source: true };
};
