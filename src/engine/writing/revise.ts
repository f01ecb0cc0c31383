import type { QuotableChunk } from "../text/index.ts";
import type { Ask } from "./asks.ts";
import { addQuote, addSection, lengthen, missing } from "./enlarge.ts";
import type { Outcome } from "./enlarge.ts";
import { addConclusion, addContents, addSummary, findTitle, labelOf, shortenTitle } from "./frame.ts";
import { countWords } from "./length.ts";
import type { Page } from "./page.ts";
import { blockOf, headingText, nameHeading, partOf, readPage, writePage } from "./page.ts";
import { marksIn } from "./passages.ts";
import {
  findPosition,
  findSection,
  firstPart,
  isApparatus,
  isSources,
  leadOf,
  levelOf,
  topSections,
} from "./places.ts";
import type { Range } from "./places.ts";
import { readAsks } from "./read-asks.ts";
import { caseHeadings, makeLists, makeProse, splitParagraphs } from "./reshape.ts";
import { createShelf } from "./shelf.ts";
import type { Shelf, Source } from "./shelf.ts";
import { shorten } from "./shorten.ts";
import { replaceWords, takeOut, takeOutAbout, takeOutNth } from "./take-out.ts";

export interface Revised {
  title: string;
  markdown: string;
  /** Sources that came in; their ids follow the ones that are there. */
  added: readonly Source[];
  /** What was done, each in a few words. */
  done: readonly string[];
  /** What was asked for and could not be done, and why, each in a sentence. */
  open: readonly string[];
}

interface Draft {
  title: string;
  markdown: string;
}

const mostLookUps = 8;
const generic =
  /^(?:the )?(?:introduction|intro|conclusions?|ending|opening|(?:first|second|third|last|final) .{0,12}|section \d+)$/i;

/**
 * What is to be looked up in the documents before a draft can be revised. With the draft, a wish for more of no named
 * subject is looked up by the draft's own title and headings.
 */
export const lookUpsOf = (feedback: string, draft?: Draft): string[] => {
  const subjects = readAsks(feedback).flatMap(({ ask }) => {
    if (ask?.do === "addSection") return [ask.subject];
    if (ask?.do !== "lengthen" && ask?.do !== "quote") return [];
    const named = ask.subject ?? (ask.do === "lengthen" ? ask.place : undefined);
    const own = named !== undefined && !generic.test(named) ? [named] : [];
    return own.length > 0 || draft === undefined
      ? own
      : [draft.title, ...headingsOf(readPage(draft.title, draft.markdown))];
  });
  return [...new Set(subjects)].filter((subject) => subject.trim() !== "").slice(0, mostLookUps);
};

const headingsOf = (page: Page): string[] =>
  topSections(page).flatMap(({ head }) => (isApparatus(head) ? [] : [headingText(head)]));

/** A draft while it is revised. */
interface Desk {
  page: Page;
  shelf: Shelf;
  /** What the documents say of a subject, of all that was looked up without one. */
  told: (subject: string | undefined) => readonly QuotableChunk[];
}

const wholeOf = ({ parts }: Page): Range => ({ from: 0, to: parts.length, head: undefined });

/** Does something to a part of the draft, the whole where none is named. */
const within = (page: Page, place: string | undefined, act: (range: Range) => Outcome): Outcome => {
  if (place === undefined) return act(wholeOf(page));
  const range = findSection(page, place);
  return range === undefined ? missing(place) : act(range);
};

const say = (count: number | boolean, done: string, open: string): Outcome =>
  count === 0 || count === false ? { open } : { done };

const move = (page: Page, range: Range, to: number): void => {
  const moved = page.parts.splice(range.from, range.to - range.from);
  const at = to > range.from ? Math.max(range.from, to - moved.length) : to;
  // What comes before the first heading takes one where it goes.
  page.parts.splice(at, 0, ...moved);
};

const wordsOf = (page: Page): number =>
  page.parts
    .flatMap((part) => (isApparatus(part) ? [] : part.blocks))
    .reduce((sum, { kind, text }) => sum + (kind === "code" || kind === "other" ? 0 : countWords(text)), 0);

const setTitle = (page: Page, title: string): void => {
  const own = page.parts[firstPart(page) - 1];
  if (own?.level === 1) nameHeading(own, title);
  page.title = title;
};

const order = (page: Page, places: readonly string[]): Outcome => {
  const tops = topSections(page);
  const begin = tops[0]?.from ?? page.parts.length;
  const sources = tops.filter(({ head }) => isSources(head));
  const movable = tops.filter((range) => !sources.includes(range));
  const wanted = places.map((place) => {
    const found = findSection(page, place)?.from;
    return { place, range: movable.find(({ from }) => from === found) };
  });
  const lost = wanted.find(({ range }) => range === undefined);
  if (lost) return missing(lost.place);
  const first = wanted.flatMap(({ range }) => range ?? []);
  const rest = movable.filter((range) => !first.includes(range));
  const ordered = places.length === 0 ? movable.toReversed() : [...new Set([...first, ...rest])];
  const parts = [...ordered, ...sources].flatMap(({ from, to }) => page.parts.slice(from, to));
  page.parts.splice(begin, page.parts.length - begin, ...parts);
  return { done: "put the sections in order" };
};

const removeSection = (page: Page, place: string): Outcome => {
  const range = findSection(page, place);
  if (range === undefined) return missing(place);
  const lead = leadOf(page);
  if (range.from === lead.from && range.to === lead.to)
    for (const part of page.parts.slice(range.from, range.to))
      part.blocks = part.blocks.filter(({ kind }) => kind === "other");
  else page.parts.splice(range.from, range.to - range.from);
  return { done: `removed “${place}”` };
};

const shortenPlace = (page: Page, ask: Extract<Ask, { do: "shorten" }>): Outcome =>
  within(page, ask.place, (range) => {
    const { before, after } = shorten(page, range, ask.to);
    const name = ask.place === undefined ? "the draft" : `“${ask.place}”`;
    if (before === after) return { open: `Nothing more can be left out of ${name} without losing a section.` };
    if ("words" in ask.to && after > ask.to.words * 1.1)
      return {
        open: `${name === "the draft" ? "The draft" : name} has ${after} words now; with less, a section would have no sentence left.`,
      };
    return { done: `shortened ${name} from ${before} to ${after} words` };
  });

const follow = ({ page, shelf, told }: Desk, ask: Ask): Outcome => {
  switch (ask.do) {
    case "refuse":
      return { open: ask.why };
    case "shorten":
      return shortenPlace(page, ask);
    case "lengthen": {
      if (ask.words !== undefined && ask.place === undefined && ask.subject === undefined && ask.words <= wordsOf(page))
        return shortenPlace(page, { do: "shorten", place: undefined, to: { words: ask.words } });
      return lengthen(page, ask, told(ask.subject ?? ask.place), shelf);
    }
    case "addSection":
      return addSection(page, ask.subject, ask.position, told(ask.subject), shelf);
    case "quote":
      return addQuote(page, ask.subject, told(ask.subject), shelf);
    case "setTitle":
      setTitle(page, ask.title);
      return { done: "changed the title" };
    case "findTitle": {
      const title = findTitle(page);
      if (title === undefined)
        return { open: "Another title needs a language model, or your own words; none is set up." };
      setTitle(page, title);
      return { done: "made a title of what the draft speaks of" };
    }
    case "shortenTitle": {
      const title = shortenTitle(page.title);
      if (title === undefined)
        return { open: "A shorter title needs a language model, or your own words; none is set up." };
      setTitle(page, title);
      return { done: "shortened the title" };
    }
    case "removeSection":
      return removeSection(page, ask.place);
    case "removeKind":
      return within(page, ask.place, (range) =>
        say(
          takeOut(page, range, ask.kind),
          `removed the ${ask.kind}`,
          `There ${ask.kind === "code" || ask.kind === "bold" || ask.kind === "emoji" ? "is" : "are"} no ${ask.kind} in the draft.`,
        ),
      );
    case "removeAbout":
      return say(
        takeOutAbout(page, ask.subject),
        `removed what is said about ${ask.subject}`,
        `No sentence of the draft speaks of ${ask.subject}.`,
      );
    case "removeNth":
      return within(page, ask.place, (range) =>
        say(
          takeOutNth(page, range, ask.unit, ask.nth),
          `removed a ${ask.unit}`,
          `There is no such ${ask.unit} in the draft.`,
        ),
      );
    case "renameSection": {
      const head = findSection(page, ask.place)?.head;
      if (head === undefined) return missing(ask.place);
      nameHeading(head, ask.to);
      return { done: `renamed “${ask.place}”` };
    }
    case "moveSection": {
      const range = findSection(page, ask.place);
      if (range?.head === undefined) return missing(ask.place);
      const to = findPosition(page, ask.position);
      if ("lost" in to) return missing(to.lost);
      if (to.at <= range.from || to.at >= range.to) move(page, range, to.at);
      return { done: `moved “${ask.place}”` };
    }
    case "swapSections": {
      const lost = ask.places.find((place) => findSection(page, place)?.head === undefined);
      if (lost !== undefined) return missing(lost);
      const [a, b] = ask.places.flatMap((place) => findSection(page, place) ?? []).toSorted((x, y) => x.from - y.from);
      if (a === undefined || b === undefined || a.to > b.from)
        return { open: "A section cannot change places with itself or with one that stands in it." };
      const { parts } = page;
      page.parts = [
        ...parts.slice(0, a.from),
        ...parts.slice(b.from, b.to),
        ...parts.slice(a.to, b.from),
        ...parts.slice(a.from, a.to),
        ...parts.slice(b.to),
      ];
      return { done: "swapped two sections" };
    }
    case "orderSections":
      return order(page, ask.places);
    case "list":
      return within(page, ask.place, (range) =>
        say(
          makeLists(page, range, ask.ordered),
          "made lists of the paragraphs",
          "There are no paragraphs that could become a list.",
        ),
      );
    case "prose":
      return within(page, ask.place, (range) =>
        say(makeProse(page, range), "made paragraphs of the lists", "There are no lists in the draft."),
      );
    case "splitParagraphs":
      return within(page, ask.place, (range) =>
        say(splitParagraphs(page, range), "split the long paragraphs", "No paragraph is longer than three sentences."),
      );
    case "summarise":
      return say(
        addSummary(page, ask.heading, ask.position),
        "added a summary",
        "The draft has no sentences that a summary could be made of.",
      );
    case "conclude": {
      const open = addConclusion(page);
      return open === undefined ? { done: "added a conclusion" } : { open };
    }
    case "contents":
      return say(
        addContents(page),
        "added a table of contents",
        "The draft has no headings that contents could be made of.",
      );
    case "replace":
      return say(
        replaceWords(page, ask.from, ask.to),
        `replaced “${ask.from}”`,
        `“${ask.from}” does not stand in the draft.`,
      );
    case "headingCase":
      return say(
        caseHeadings(page, ask.style),
        "changed the case of the headings",
        "The headings have that case already.",
      );
  }
};

const listed = /^ {0,3}(?:[-*+] \[(\d{1,4})\]|(\d{1,4})\.)(?=\s)/;

/** The list of sources after what came and went: without those that no mark names any more, with the new ones. */
const keepSources = (page: Page, shelf: Shelf, before: ReadonlySet<string>): void => {
  const body = page.parts.filter((part) => !isSources(part)).flatMap(({ blocks }) => blocks.map(({ text }) => text));
  const cited = marksIn(body.join("\n"));
  const lines = shelf.lines();
  const list = page.parts.find(isSources);
  for (const block of list?.blocks ?? []) {
    if (block.kind !== "list") continue;
    const kept = block.text.split("\n").filter((line) => {
      const [, dashed, numbered] = listed.exec(line) ?? [];
      const id = dashed ?? numbered;
      return id === undefined || cited.has(id) || !before.has(id);
    });
    // Numbers with a gap would be counted anew by whoever shows the list.
    const hasGap = kept.length + lines.length < block.text.split("\n").length + lines.length;
    block.text = [
      ...(hasGap || lines.length > 0 ? kept.map((line) => line.replace(/^ {0,3}(\d{1,4})\.(?=\s)/, "- [$1]")) : kept),
      ...lines,
    ].join("\n");
    lines.length = 0;
  }
  if (lines.length > 0) {
    if (list === undefined)
      page.parts.push(partOf(labelOf(page, "Sources"), levelOf(page), [blockOf("list", lines.join("\n"))]));
    else list.blocks.push(blockOf("list", lines.join("\n")));
  }
  page.parts = page.parts.filter((part) => !isSources(part) || part.blocks.some(({ text }) => text !== ""));
};

const unclear = (said: string): string =>
  `“${said.length <= 80 ? said : `${said.slice(0, 79)}…`}” needs a language model; none is set up.`;

/** Does what can be done of a piece of feedback without a model. `found`: per look-up, what the documents say. */
export const revise = (
  { title, markdown, lastSource }: Draft & { lastSource: number },
  feedback: string,
  found: ReadonlyMap<string, readonly QuotableChunk[]>,
): Revised => {
  const page = readPage(title, markdown);
  const before = marksIn(
    page.parts
      .filter((part) => !isSources(part))
      .flatMap(({ blocks }) => blocks.map(({ text }) => text))
      .join("\n"),
  );
  const shelf = createShelf(lastSource);
  const all = [...new Map([...found.values()].flat().map((chunk) => [chunk.id, chunk])).values()];
  const told = (subject: string | undefined): readonly QuotableChunk[] =>
    subject === undefined ? all : (found.get(subject) ?? all);
  const done: string[] = [];
  const open: string[] = [];
  for (const { said, ask } of readAsks(feedback)) {
    const outcome = ask === undefined ? { open: unclear(said) } : follow({ page, shelf, told }, ask);
    if ("done" in outcome) done.push(outcome.done);
    else if (!open.includes(outcome.open)) open.push(outcome.open);
  }
  if (done.length === 0 && !hasChanged(open)) return { title, markdown, added: [], done, open };
  keepSources(page, shelf, before);
  return { title: page.title, markdown: writePage(page), added: shelf.sources(), done, open };
};

/** A draft that became shorter, though not as short as was asked for. */
const hasChanged = (open: readonly string[]): boolean => open.some((why) => why.includes(" words now; "));
