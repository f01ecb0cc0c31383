import { stem } from "../../../text/index.ts";
import type { Action, Tool } from "../../catalogue/tool.ts";
import { actionOf, wordsIn } from "./action-of.ts";
import type { Clause } from "../clauses/clauses.ts";
import { deedOf } from "./deed.ts";
import type { Known } from "../words/known.ts";
import { normAt } from "../words/lexer.ts";
import type { Mention } from "../words/mentions.ts";
import { defaultFor } from "./needs.ts";
import { lineOf } from "../words/reading.ts";
import type { Reading } from "../words/reading.ts";
import type { Wanted } from "./wanted.ts";
import { marked, talks } from "./understood.ts";
import { is } from "../words/words-of-kind.ts";

/** Where something is put that has no name: "into our database". */
export const unnamedPlace =
  / (?:to|in|into|on) (?:our|the|an?|my) (?:\S+ )?(?:database|spreadsheet|search index|crm|queue|mailing list|newsletter|calendar|data warehouse)(?: |$)/;

/** "… to our search index and to Kinesis": a place without a name beside one that has one. */
export const besides = (
  known: Known,
  clause: Clause,
  own: readonly Mention[],
  reading: Reading,
): Wanted | undefined => {
  const { tokens } = reading;
  const cut = tokens.findIndex(
    ({ norm }, at) =>
      at > clause.head.at && at < clause.to && norm === "and" && /^(?:to|in|into|on)$/.test(normAt(tokens, at + 1)),
  );
  if (cut < 0) return undefined;
  for (const part of [
    { from: clause.head.at, to: cut },
    { from: cut + 1, to: clause.to },
  ]) {
    if (own.some(({ from }) => from >= part.from && from < part.to)) continue;
    const piece = { ...clause, ...part };
    if (!unnamedPlace.test(` ${marked(reading, piece)}`)) continue;
    const found = defaultFor(known, piece, reading);
    if (found?.action !== undefined) return { tool: found.tool, action: found.action, clause: piece, source: false };
  }
  return undefined;
};

/** "We use Discord. When …, tell the team": the tool of that kind that was spoken of, and not the default. */
export const spokenOf = (
  known: Known,
  usual: Tool,
  mentions: readonly Mention[],
  clause: Clause,
  reading: Reading,
  used: ReadonlySet<string>,
  acted: readonly Wanted[],
): { tool: Tool; action: Action | undefined } | undefined => {
  // "look up the host in Slack and send them a message"
  const line = ` ${lineOf(reading, clause)} `;
  const isMessage = / (?:message|messages|dm|note) /.test(line) && !/ e ?mails? /.test(line);
  const named =
    mentions.find(
      ({ tool, from, negated }) =>
        !negated && from < clause.from && tool.category === usual.category && !used.has(tool.id) && talks(tool),
    ) ??
    (isMessage
      ? mentions.find(
          ({ tool, from }) =>
            from < clause.from && tool.category === "messaging" && acted.some((one) => one.tool === tool),
        )
      : undefined);
  if (named === undefined || named.tool.id === usual.id) return undefined;
  return { tool: named.tool, action: actionOf(known, named.tool, clause, reading, false) };
};

const pointsBack = /^(?:it|one|them|him|her|a new one)(?: there)? (?:$|otherwise|and|then|or)/;

/** "Find the contact; if there is none, create one": what was looked for. */
const madeLike = (acted: readonly Wanted[]): { tool: Tool; action: Action } | undefined => {
  const found = acted.findLast(({ action }) => deedOf(action) === "read");
  const thing = found?.action.id.replace(/^[a-z]+_/, "").replace(/s$/, "");
  const action = found?.tool.actions.find(({ id }) => new RegExp(`^(?:create|add|insert|append)_${thing}`).test(id));
  return found === undefined || action === undefined ? undefined : { tool: found.tool, action };
};

/** "Check Salesforce for the contact; if there is none, create a lead": in the tool that is at work, and not in the default. */
export const inHand = (
  known: Known,
  usual: Tool | undefined,
  clause: Clause,
  reading: Reading,
  used: ReadonlySet<string>,
  acted: readonly Wanted[],
): { tool: Tool; action: Action } | undefined => {
  const { lemma, family } = clause.head.verb;
  const words = wordsIn(reading, { from: clause.head.at + 1, to: clause.to });
  const again =
    /^(?:create|add|make|insert)$/.test(lemma) && pointsBack.test(`${words.join(" ")} `) ? madeLike(acted) : undefined;
  if (again !== undefined) return again;
  const stems = new Set(words.map(stem));
  const ids = [...(usual === undefined ? used : []), ...acted.map(({ tool }) => tool.id)];
  for (const id of ids.toReversed()) {
    const tool = known.tools.get(id);
    if (tool === undefined || tool === usual || talks(tool) || tool.category === "ai") continue;
    if (usual !== undefined && tool.category !== usual.category && clause.condition === undefined) continue;
    for (const { action, phrases } of known.actions.get(id) ?? []) {
      if (deedOf(action) === "read") continue;
      const isMeant = phrases.some(
        (phrase) =>
          (phrase.lemma === lemma ||
            (phrase.family === family && family !== "save" && acted.some((one) => one.tool.id === id))) &&
          phrase.stems.length > 1 &&
          phrase.stems.slice(1).every((part) => stems.has(part)),
      );
      if (isMeant) return { tool, action };
    }
  }
  return undefined;
};

/** "When a pull request is opened, get the diff": where the event came from. */
export const readThere = (
  known: Known,
  clause: Clause,
  reading: Reading,
  used: ReadonlySet<string>,
): Wanted | undefined => {
  const stems = new Set(wordsIn(reading, { from: clause.head.at + 1, to: clause.to }).map(stem));
  for (const id of used) {
    const tool = known.tools.get(id);
    const found = known.actions
      .get(id)
      ?.find(
        ({ action, phrases }) =>
          deedOf(action) === "read" &&
          phrases.some(
            ({ family, stems: words }) =>
              family === "read" && words.length > 1 && words.slice(1).every((part) => stems.has(part)),
          ),
      );
    if (tool !== undefined && found !== undefined) return { tool, action: found.action, clause, source: true };
  }
  return undefined;
};

/** "… and comment on the pull request": done where the thing is, of the tools that were spoken of before. */
export const sameTool = (
  known: Known,
  clause: Clause,
  reading: Reading,
  used: ReadonlySet<string>,
): Wanted | undefined => {
  const { lemma, family } = clause.head.verb;
  const rest = ` ${lineOf(reading, { from: clause.head.at + 1, to: clause.to })} `;
  // "put the translation in as a comment"
  const asComment =
    (/^(?:add|save|post|send|reply)$/.test(family) && / as an? (?:\S+ )?(?:comment|note|reply) /.test(rest)) ||
    // "leave a comment on the pull request"
    (lemma === "leave" && /^ (?:an? |the )(?:\S+ )?(?:comment|note|reply) /.test(rest));
  const commented =
    asComment || (family === "add" && /^ (?:an? |the |another |internal |private )*(?:comment|label|note) /.test(rest));
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
  const all = new Set(words.map(stem));
  for (const id of candidates) {
    const tool = known.tools.get(id);
    let best: { action: Action; fits: number } | undefined;
    for (const { action, phrases } of known.actions.get(id) ?? []) {
      if (deedOf(action) === "read") continue;
      const meant = phrases.filter(
        (phrase) =>
          (asComment &&
            (phrase.lemma === "comment" || phrase.stems.includes("comment") || phrase.stems.includes("note"))) ||
          (!asComment &&
            phrase.lemma === lemma &&
            (phrase.stems.length > 1 || lemma === "comment") &&
            (pointed || phrase.stems.slice(1).every((part) => stems.has(part)))),
      );
      // "a comment on the merge request", "as a note": what most is said of.
      const fits = Math.max(...meant.map((phrase) => phrase.stems.filter((part) => all.has(part)).length));
      if (meant.length > 0 && (best === undefined || fits > best.fits)) best = { action, fits };
    }
    if (best !== undefined && tool !== undefined) return { tool, action: best.action, clause, source: false };
  }
  const [first] = used;
  const tool = known.tools.get(first ?? "");
  if (/^(?:reply|respond)$/.test(lemma) && tool?.category === "messaging") {
    const action = actionOf(known, tool, clause, reading, false);
    return action === undefined ? undefined : { tool, action, clause, source: false };
  }
  return undefined;
};
