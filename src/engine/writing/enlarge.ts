import type { QuotableChunk } from "../text/index.ts";
import { bestSentences, readQuestion, tokenise } from "../text/index.ts";
import type { Ask, Position } from "./asks.ts";
import { withCompany } from "./choice.ts";
import { countWords } from "./length.ts";
import type { Page } from "./page.ts";
import { blockOf, headingText, partOf } from "./page.ts";
import { itemsOf, itemText, passagesOf, withoutMarks } from "./passages.ts";
import { findPosition, findSection, isApparatus, leadOf, levelOf, topSections } from "./places.ts";
import type { Range } from "./places.ts";
import { createJudge, needsBefore } from "./salience.ts";
import type { Shelf } from "./shelf.ts";
import { statementsOf } from "./statements.ts";
import type { Statement } from "./statements.ts";
import { attribute, tell } from "./telling.ts";

const sectionWords = 160;
const moreWords = 110;
const mostStatements = 8;
/** Of a draft that is lengthened everywhere. */
const mostAnywhere = 60;
/** Share of what is asked that a sentence must hold to speak of it. */
const speaksOfIt = 0.5;

const keyOf = (text: string): string =>
  withoutMarks(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "");

/** What the draft says already. */
const saidIn = ({ parts }: Page): Set<string> => {
  const said = new Set<string>();
  for (const part of parts) {
    if (isApparatus(part)) continue;
    for (const { kind, text } of part.blocks) {
      if (kind === "paragraph") for (const passage of passagesOf(text)) said.add(keyOf(passage.text));
      else if (kind === "list") for (const item of itemsOf(text)) said.add(keyOf(itemText(item)));
      else if (kind === "quote")
        for (const line of text.split("\n")) {
          said.add(keyOf(line));
          for (const passage of passagesOf(line.replace(/^ {0,3}> ?/, ""))) said.add(keyOf(passage.text));
        }
    }
  }
  return said;
};

/** What documents say of a subject, the best first. */
const rank = (chunks: readonly QuotableChunk[], statements: readonly Statement[], subject: string): Statement[] => {
  const { words } = readQuestion(subject);
  if (words.length === 0) return [];
  const best = bestSentences(chunks, words, { most: 40, least: speaksOfIt, variety: 0.2 });
  const starts = new Map(chunks.map((chunk) => [chunk.id, chunk.start]));
  const scores = new Map(
    best.map(({ chunkId, documentId, start, score }) => [
      `${documentId}\n${(starts.get(chunkId) ?? 0) + start}`,
      score,
    ]),
  );
  const scoreOf = ({ chunk, start }: Statement): number => scores.get(`${chunk.documentId}\n${start}`) ?? 0;
  return statements.filter((one) => scoreOf(one) > 0).toSorted((a, b) => scoreOf(b) - scoreOf(a));
};

/** The best statements with those they lean on, nothing twice, in the order of the documents. */
const take = (
  ranked: readonly Statement[],
  all: readonly Statement[],
  said: ReadonlySet<string>,
  words: number,
  most = mostStatements,
): Statement[] => {
  const judge = createJudge(all, "");
  const places = new Map(all.map((statement, at) => [statement, at]));
  const chosen = new Set<Statement>();
  let count = 0;
  for (const statement of ranked) {
    if (count >= words || chosen.size >= most) break;
    if (said.has(keyOf(statement.text)) || [...chosen].some((other) => judge.likeness(other, statement) > 0.72))
      continue;
    for (const one of withCompany(all, places.get(statement) ?? -1)) {
      if (chosen.has(one) || said.has(keyOf(one.text))) continue;
      chosen.add(one);
      count += countWords(one.text);
    }
  }
  return all.filter((statement) => chosen.has(statement));
};

const examples = /\b(?:for example|for instance|e\.g\.|such as|example|say,|imagine)\b|예를 들|예시|เช่น|ตัวอย่าง/iu;

const raise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What comes out of a wish for more: an answer of what was done, or of why not. */
export type Outcome = { done: string } | { open: string };

const silent = (subject: string): Outcome => ({ open: `Your documents say nothing about ${subject}.` });
const nothingNew = (subject: string | undefined): Outcome => ({
  open:
    subject === undefined
      ? "Your documents say nothing more that fits the draft."
      : `Your documents say nothing more about ${subject}.`,
});

/** Adds a section of what the documents say about a subject. */
export const addSection = (
  page: Page,
  subject: string,
  position: Position | undefined,
  chunks: readonly QuotableChunk[],
  shelf: Shelf,
): Outcome => {
  const at = findPosition(page, position);
  if (at === undefined)
    return {
      open: `There is no section “${position !== undefined && "section" in position ? position.section : ""}” in the draft.`,
    };
  const statements = statementsOf(chunks);
  const ranked = rank(chunks, statements, subject);
  if (ranked.length === 0) return silent(subject);
  const chosen = take(ranked, statements, new Set(), sectionWords);
  if (chosen.length === 0) return silent(subject);
  page.parts.splice(at, 0, partOf(raise(subject), levelOf(page), [blockOf("paragraph", tell(chosen, shelf, false))]));
  return { done: `added a section on ${subject}` };
};

const sectionAbout = (page: Page, subject: string): Range | undefined => {
  const asked = new Set(tokenise(subject));
  const found = topSections(page).find(({ from }) => {
    const part = page.parts[from];
    const words = new Set(part === undefined || isApparatus(part) ? [] : tokenise(headingText(part)));
    return asked.size > 0 && [...asked].every((word) => words.has(word));
  });
  return found ?? findSection(page, subject);
};

const append = (page: Page, { from }: Range, statements: readonly Statement[], shelf: Shelf): void => {
  page.parts[from]?.blocks.push(blockOf("paragraph", tell(statements, shelf, false)));
};

/** The section whose words a statement shares most. */
const homeOf = (
  page: Page,
  homes: readonly { range: Range; heading: string; words: ReadonlySet<string> }[],
  statement: Statement,
): Range => {
  let best = leadOf(page);
  let most = 0;
  for (const { range, heading, words } of homes) {
    const isUnder = statement.headings.some((own) => keyOf(own) === keyOf(heading));
    const shared = new Set(statement.words.filter((word) => words.has(word))).size / Math.sqrt(20 + words.size);
    const value = shared + (isUnder ? 10 : 0);
    if (value > most) [best, most] = [range, value];
  }
  return most === 0 ? (homes.at(-1)?.range ?? best) : best;
};

const lengthenAll = (
  page: Page,
  all: readonly Statement[],
  ranked: readonly Statement[],
  words: number,
  shelf: Shelf,
): Outcome => {
  const said = saidIn(page);
  const judge = createJudge(all, page.title);
  const ordered = ranked.length > 0 ? ranked : all.toSorted((a, b) => judge.score(b) - judge.score(a));
  const chosen = take(ordered, all, said, words, mostAnywhere);
  if (chosen.length === 0) return nothingNew(undefined);
  const tops = topSections(page).filter(({ from }) =>
    page.parts.slice(from, from + 1).every((part) => !isApparatus(part)),
  );
  const homes = tops.map((range) => {
    const parts = page.parts.slice(range.from, range.to);
    const text = parts.flatMap((part) => [headingText(part), ...part.blocks.map((block) => block.text)]).join(" ");
    return {
      range,
      heading: headingText(parts[0] ?? page.parts[0] ?? { heading: undefined, level: 0, tight: false, blocks: [] }),
      words: new Set(tokenise(text.slice(0, 20_000))),
    };
  });
  const grouped = new Map<number, Statement[]>();
  for (const statement of chosen) {
    const { from } = homeOf(page, homes, statement);
    grouped.set(from, [...(grouped.get(from) ?? []), statement]);
  }
  for (const [from, statements] of [...grouped].toSorted(([a], [b]) => a - b))
    append(page, { from, to: from + 1 }, statements, shelf);
  return { done: `added ${chosen.length} sentences from your documents` };
};

type Lengthen = Extract<Ask, { do: "lengthen" }>;

/** Adds what else the documents say: of a subject, in a section, or anywhere. */
export const lengthen = (page: Page, ask: Lengthen, chunks: readonly QuotableChunk[], shelf: Shelf): Outcome => {
  const { place, subject, prefer, words } = ask;
  const range = place === undefined ? undefined : findSection(page, place);
  if (place !== undefined && range === undefined && subject === undefined)
    return lengthen(page, { ...ask, place: undefined, subject: place }, chunks, shelf);
  const of =
    subject ??
    (range === undefined
      ? undefined
      : headingText(page.parts[range.from] ?? { heading: undefined, level: 0, tight: false, blocks: [] }));
  const all = statementsOf(chunks);
  if (of === undefined || of === "") {
    const pool = prefer === "examples" ? all.filter(({ text }) => examples.test(text)) : all;
    if (prefer !== undefined && pool.length === 0)
      return { open: `Your documents hold no more ${prefer} that fit the draft.` };
    const has = page.parts
      .flatMap((part) => (isApparatus(part) ? [] : part.blocks))
      .reduce((sum, { text }) => sum + countWords(text), 0);
    return lengthenAll(
      page,
      all,
      prefer === undefined ? [] : pool,
      words === undefined ? Math.max(60, has * 0.5) : Math.max(0, words - has),
      shelf,
    );
  }
  const found = rank(chunks, all, of);
  if (found.length === 0) return silent(of);
  const pool = prefer === "examples" ? found.filter(({ text }) => examples.test(text)) : found;
  if (pool.length === 0) return { open: `Your documents hold no more examples about ${of}.` };
  const said = saidIn(page);
  const chosen = take(pool, all, said, moreWords);
  if (chosen.length === 0) return nothingNew(of);
  const home = range ?? sectionAbout(page, of);
  if (home === undefined) return addSection(page, of, undefined, chunks, shelf);
  append(page, home, chosen, shelf);
  return { done: `added more on ${of}` };
};

const quotable = { least: 40, most: 320 };

/** Adds a quote of the documents, with where it is from. */
export const addQuote = (
  page: Page,
  subject: string | undefined,
  chunks: readonly QuotableChunk[],
  shelf: Shelf,
): Outcome => {
  const all = statementsOf(chunks);
  const judge = createJudge(all, page.title);
  const ranked =
    subject === undefined ? all.toSorted((a, b) => judge.score(b) - judge.score(a)) : rank(chunks, all, subject);
  const said = saidIn(page);
  const quote = ranked.find(
    (statement) =>
      statement.kind === "sentence" &&
      !needsBefore(statement) &&
      statement.text.length >= quotable.least &&
      statement.text.length <= quotable.most &&
      !said.has(keyOf(statement.text)),
  );
  if (quote === undefined)
    return subject === undefined ? nothingNew(undefined) : ranked.length === 0 ? silent(subject) : nothingNew(subject);
  const home =
    (subject === undefined ? undefined : sectionAbout(page, subject)) ?? topSections(page)[0] ?? leadOf(page);
  page.parts[home.from]?.blocks.push(blockOf("quote", attribute(quote, shelf)));
  return { done: subject === undefined ? "added a quote" : `added a quote about ${subject}` };
};
