import type { QuotableChunk } from "../text/index.ts";
import { bestSentences, readQuestion, tokenise } from "../text/index.ts";
import type { Ask, Position } from "./asks.ts";
import { withCompany } from "./choice.ts";
import { countWords } from "./length.ts";
import type { Block, Page, Part } from "./page.ts";
import { blockOf, headingText, partOf } from "./page.ts";
import { itemsOf, itemText, passagesOf, withoutMarks } from "./passages.ts";
import { findPosition, findSection, firstPart, isApparatus, leadOf, levelOf, topSections } from "./places.ts";
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
  const scores = new Map(
    chunks.flatMap((chunk) =>
      best
        .filter(({ chunkId }) => chunkId === chunk.id)
        .map(({ start, score }) => [`${chunk.documentId}\n${chunk.start + start}`, score]),
    ),
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
    for (const one of withCompany(all, statement, places.get(statement) ?? -1)) {
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

export const missing = (place: string): Outcome => {
  const name = place
    .replace(/^(?:the )?(?:section |chapter )(?:on |about |called |named )?(?=\D)/i, "")
    .replace(/(?<=.) (?:section|chapter)$/i, "");
  return { open: `There is no section “${name}” in the draft.` };
};
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
  const to = findPosition(page, position);
  if ("lost" in to) return missing(to.lost);
  const statements = statementsOf(chunks);
  const ranked = rank(chunks, statements, subject);
  if (ranked.length === 0) return silent(subject);
  const chosen = take(ranked, statements, new Set(), sectionWords);
  if (chosen.length === 0) return silent(subject);
  page.parts.splice(
    to.at,
    0,
    partOf(raise(subject), levelOf(page), [blockOf("paragraph", tell(chosen, shelf, false))]),
  );
  return { done: `added a section on ${subject}` };
};

const sectionAbout = (page: Page, subject: string): Range | undefined => {
  const asked = new Set(tokenise(subject));
  const found = topSections(page).find(({ head }) => {
    const words = new Set(isApparatus(head) ? [] : tokenise(headingText(head)));
    return asked.size > 0 && [...asked].every((word) => words.has(word));
  });
  return found ?? findSection(page, subject);
};

/** Puts something under the heading of a section; what stands before the first may have the title over it. */
const append = (page: Page, { head }: Range, block: Block): void => {
  const home = head ?? page.parts[firstPart(page) - 1];
  home?.blocks.push(block);
};

/** The section whose words a statement shares most. */
const homeOf = (
  lead: Range,
  homes: readonly { range: Range & { head: Part }; words: ReadonlySet<string> }[],
  statement: Statement,
): Range => {
  let best: Range = homes.at(-1)?.range ?? lead;
  let most = 0;
  for (const { range, words } of homes) {
    const isUnder = statement.headings.some((own) => keyOf(own) === keyOf(headingText(range.head)));
    const shared = new Set(statement.words.filter((word) => words.has(word))).size / Math.sqrt(20 + words.size);
    const value = shared + (isUnder ? 10 : 0);
    if (value > most) [best, most] = [range, value];
  }
  return best;
};

const wordsIn = (page: Page, { from, to }: Range): ReadonlySet<string> => {
  const parts = page.parts.slice(from, to);
  const text = parts.flatMap((part) => [headingText(part), ...part.blocks.map((block) => block.text)]).join(" ");
  return new Set(tokenise(text.slice(0, 20_000)));
};

/** The section that each statement goes to; what leans on the one before it goes where that one goes. */
const sendHome = (
  page: Page,
  where: Range | undefined,
  all: readonly Statement[],
  chosen: ReadonlySet<Statement>,
): Map<Statement, Range> => {
  const lead = leadOf(page);
  const tops = topSections(page).filter(({ head }) => !isApparatus(head));
  const homes = where === undefined ? tops.map((range) => ({ range, words: wordsIn(page, range) })) : [];
  const sent = new Map<Statement, Range>();
  for (const [at, statement] of all.entries()) {
    if (!chosen.has(statement)) continue;
    const before = all.slice(0, at).at(-1);
    const company =
      before !== undefined && (statement.kind === "item" || needsBefore(statement)) ? sent.get(before) : undefined;
    sent.set(statement, company ?? where ?? homeOf(lead, homes, statement));
  }
  return sent;
};

/** Adds what the documents say to a part of the draft, or to the sections that it fits best. */
const lengthenAll = (
  page: Page,
  where: Range | undefined,
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
  const homes = sendHome(page, where, all, new Set(chosen));
  const grouped = Map.groupBy(homes, ([, range]) => range);
  for (const [range, sent] of [...grouped].toSorted(([a], [b]) => a.from - b.from)) {
    const statements = sent.map(([statement]) => statement);
    append(page, range, blockOf("paragraph", tell(statements, shelf, false)));
  }
  return { done: `added ${chosen.length === 1 ? "a sentence" : `${chosen.length} sentences`} from your documents` };
};

type Lengthen = Extract<Ask, { do: "lengthen" }>;

/** Adds what else the documents say: of a subject, in a section, or anywhere. */
export const lengthen = (page: Page, ask: Lengthen, chunks: readonly QuotableChunk[], shelf: Shelf): Outcome => {
  const { place, subject, prefer, words } = ask;
  const range = place === undefined ? undefined : findSection(page, place);
  if (place !== undefined && range === undefined && subject === undefined)
    return lengthen(page, { ...ask, place: undefined, subject: place }, chunks, shelf);
  const of = subject ?? (range?.head === undefined ? "" : headingText(range.head));
  const all = statementsOf(chunks);
  if (of === "") {
    const pool = prefer === undefined ? [] : all.filter(({ text }) => examples.test(text));
    if (prefer !== undefined && pool.length === 0)
      return { open: "Your documents hold no more examples that fit the draft." };
    const has = page.parts
      .slice(range?.from, range?.to)
      .flatMap((part) => (isApparatus(part) ? [] : part.blocks))
      .reduce((sum, { text }) => sum + countWords(text), 0);
    return lengthenAll(
      page,
      range,
      all,
      pool,
      words === undefined ? Math.max(60, has * 0.5) : Math.max(0, words - has),
      shelf,
    );
  }
  const found = rank(chunks, all, of);
  if (found.length === 0) return silent(of);
  const pool = prefer === undefined ? found : found.filter(({ text }) => examples.test(text));
  if (pool.length === 0) return { open: `Your documents hold no more examples about ${of}.` };
  const said = saidIn(page);
  const chosen = take(pool, all, said, moreWords);
  if (chosen.length === 0) return nothingNew(of);
  const home = range ?? sectionAbout(page, of);
  if (home === undefined) return addSection(page, of, undefined, chunks, shelf);
  append(page, home, blockOf("paragraph", tell(chosen, shelf, false)));
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
  append(page, home, blockOf("quote", attribute(quote, shelf)));
  return { done: subject === undefined ? "added a quote" : `added a quote about ${subject}` };
};
