import { actionOf, writing } from "./action-of.ts";
import type { Clause } from "../clauses/clauses.ts";
import type { Known } from "../words/known.ts";
import { defaultFor } from "./needs.ts";
import { lineOf } from "../words/reading.ts";
import type { Reading } from "../words/reading.ts";
import type { Wanted } from "./wanted.ts";
import { askedBy, marked, talks, topics } from "./understood.ts";

/** "Check it every five minutes", after an address was named: that address is asked. */
export const siteOf = (reading: Reading, clause: Clause, known: Known): Wanted | undefined => {
  const line = ` ${lineOf(reading, { from: clause.head.at, to: clause.to })} `;
  if (
    !/^ (?:check|look|test|watch|monitor|poll) (?:at |on )?(?:it|that|this|the (?:site|page|website|url|address|link)) /.test(
      line,
    )
  )
    return undefined;
  const tool = known.tools.get("http");
  const isNamed = reading.tokens.some(({ kind }, at) => kind === "url" && (at < clause.from || at >= clause.to));
  const action = tool === undefined || !isNamed ? undefined : actionOf(known, tool, clause, reading, true);
  return tool === undefined || action === undefined ? undefined : { tool, action, clause, source: true };
};

/** What holds texts that can be summed up, and not figures. */
const textual: ReadonlySet<string> = new Set(["feed", "social", "email", "messaging", "support", "documents", "media"]);
const sumsUp = / an? (?:\S+ )?(?:summary|recap|tldr)(?! (?:email|e mail|mail|message|report)) /;

/** "Get the posts and put a summary in Notion": what was read is summed up first, where nothing did so yet. */
export const summaryOf = (
  reading: Reading,
  clause: Clause,
  known: Known,
  used: readonly string[],
  wanted: readonly Wanted[],
): Wanted | undefined => {
  const sources = used.flatMap((id) => known.tools.get(id) ?? []);
  if (!sumsUp.test(` ${marked(reading, clause)} `) || !writing.has(clause.head.verb.family)) return undefined;
  if (wanted.some(({ tool }) => tool.category === "ai") || !sources.some(({ category }) => textual.has(category)))
    return undefined;
  const asked = askedBy(clause, "summarise");
  const found = defaultFor(known, asked, reading);
  return found?.action === undefined
    ? undefined
    : { tool: found.tool, action: found.action, clause: asked, source: false };
};

/** "I want the exchange rate saved": what is kept has to be fetched first. */
export const looksUp = (reading: Reading, clause: Clause): boolean =>
  clause.head.verb.family === "save" &&
  / (?:exchange rates?|weather|forecast|(?:bitcoin|ethereum|crypto|btc|stock|share) prices?|prices? of (?:bitcoin|ethereum|crypto|btc)) /.test(
    ` ${marked(reading, clause)} `,
  );

/** "Get the weather and the exchange rates": each is read elsewhere. */
export const topicsOf = (reading: Reading, clause: Clause, known: Known, used: ReadonlySet<string>): Wanted[] => {
  const { tokens } = reading;
  const cuts = [...tokens.keys()].filter(
    (at) => at > clause.head.at && at < clause.to && /^(?:and|,|plus|&)$/.test(tokens[at]?.norm ?? ""),
  );
  const found = [clause.head.at, ...cuts].flatMap((from, index): Wanted[] => {
    const piece = { ...clause, from, to: cuts[index] ?? clause.to };
    const topic = topicOf(reading, piece, known, used);
    return topic === undefined ? [] : [topic];
  });
  return found.filter(({ tool }, at) => found.findIndex((one) => one.tool === tool) === at);
};

/** "Email me the weather": what is told has to be fetched first. */
export const topicOf = (
  reading: Reading,
  clause: Clause,
  known: Known,
  used: ReadonlySet<string>,
): Wanted | undefined => {
  if (!topics.test(` ${marked(reading, clause)} `)) return undefined;
  const asked = askedBy(clause, "fetch");
  const found = defaultFor(known, asked, reading);
  return found?.action === undefined || used.has(found.tool.id) || talks(found.tool)
    ? undefined
    : { tool: found.tool, action: found.action, clause: asked, source: true };
};
