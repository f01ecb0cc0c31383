import { tokenise } from "../text/index.ts";
import type { Position } from "./asks.ts";
import type { Page, Part } from "./page.ts";
import { headingText } from "./page.ts";
import { withoutMarks } from "./passages.ts";

/** Parts of a page, one after the other: `from` up to before `to`. */
export interface Extent {
  from: number;
  to: number;
}

/** Those that somebody names. */
export interface Range extends Extent {
  /** The part whose heading stands over them. */
  head: Part | undefined;
}

interface Section extends Range {
  head: Part;
}

const sourcesNames =
  /^(?:sources?|references|bibliography|works cited|footnotes|citations|출처|참고 ?문헌|참고 ?자료|แหล่งที่มา|แหล่งอ้างอิง|เอกสารอ้างอิง|อ้างอิง)$/iu;
const contentsNames = /^(?:table of contents|contents|toc|목차|สารบัญ)$/iu;
const introductionNames =
  /^(?:introduction|intro|overview|about|preface|foreword|서론|소개|개요|들어가며|머리말|บทนำ|เกริ่นนำ|คำนำ)$/iu;
const conclusionNames =
  /^(?:conclusions?|summary|closing|closing (?:words|thoughts|remarks)|final (?:words|thoughts)|wrap(?:ping)?[- ]?up|takeaways|key takeaways|in short|the end|outlook|결론|마무리|맺음말|마치며|요약|สรุป|บทสรุป|ส่งท้าย)$/iu;

const asksIntroduction =
  /^(?:the )?(?:introduction|intro|opening|beginning|lead|first (?:section|part|chapter|one)|start|서론|소개|도입부?|บทนำ|ส่วนแรก)(?: section| part| paragraphs?)?$/iu;
const asksFirst = /^(?:the )?first (?:section|part|chapter|one)$/iu;
const asksConclusion =
  /^(?:the )?(?:conclusions?|ending|end|closing|outro|결론|마무리|บทสรุป|สรุป)(?: section| part| paragraphs?)?$/iu;
const asksSources = /^(?:sources?|references|source list|list of sources)(?: section)?$/i;
const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

export const isSources = (part: Part): boolean => sourcesNames.test(headingText(part));
export const isContents = (part: Part): boolean => contentsNames.test(headingText(part));
/** Lists of where things are, not what a draft says. */
export const isApparatus = (part: Part): boolean => isSources(part) || isContents(part);
const isConclusion = (part: Part): boolean => conclusionNames.test(headingText(part));

/** Where the text begins: after the one highest heading that is the title of all. */
export const firstPart = ({ parts }: Page): number => {
  const headed = parts.findIndex(({ heading }) => heading !== undefined);
  const [first] = parts.slice(headed, headed + 1);
  return first?.level === 1 && parts.filter(({ level }) => level === 1).length === 1 && parts.length > 2
    ? headed + 1
    : 1;
};

/** The sections of the highest level, with what is below them. */
export const topSections = (page: Page): Section[] => {
  const begin = firstPart(page);
  const { parts } = page;
  const level = parts.slice(begin).reduce((least, part) => Math.min(least, part.level), 7);
  const starts = parts.flatMap((head, from) => (from >= begin && head.level <= level ? [{ from, head }] : []));
  return starts.map(({ from, head }, at) => ({ from, to: starts[at + 1]?.from ?? parts.length, head }));
};

export const levelOf = (page: Page): number => topSections(page)[0]?.head.level ?? 2;

/** What stands before the first section. */
export const leadOf = (page: Page): Range => ({
  from: 0,
  to: topSections(page)[0]?.from ?? page.parts.length,
  head: undefined,
});

export const hasText = ({ parts }: Page, { from, to }: Range): boolean =>
  parts.slice(from, to).some(({ blocks }) => blocks.some(({ kind }) => kind !== "other"));

const extent = ({ parts }: Page, head: Part): Section => {
  const from = parts.indexOf(head);
  const end = parts.findIndex((part, at) => at > from && part.level <= head.level);
  return { from, to: end === -1 ? parts.length : end, head };
};

const plain = (text: string): string =>
  withoutMarks(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();

/** Words that differ in one slip are the same to somebody who types fast. */
const isNear = (a: string, b: string): boolean => {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 4) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  const exchanged = `${restA.charAt(1)}${restA.charAt(0)}${restA.slice(2)}`;
  return (
    restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1) || exchanged === restB
  );
};

/** Part of a name's words that a heading has, and of a heading's that the name has. */
const agreement = (name: string, heading: string): number => {
  const asked = [...new Set(tokenise(name))];
  const said = [...new Set([...tokenise(heading), ...plain(heading).split(" ")])];
  const typed = plain(name).split(" ");
  if (asked.length === 0) return 0;
  const stems = asked.filter((word) => said.some((other) => isNear(word, other))).length / asked.length;
  const letters = typed.filter((word) => said.some((other) => isNear(word, other))).length / typed.length;
  const found = Math.max(stems, letters);
  return found + (0.25 * found * asked.length) / Math.max(1, new Set(tokenise(heading)).size);
};

const named = (page: Page, name: string): Part | undefined => {
  const begin = firstPart(page);
  const headed = page.parts.slice(begin).filter(({ heading }) => heading !== undefined);
  const exact = headed.find((part) => plain(headingText(part)) === plain(name));
  if (exact) return exact;
  // Of headings that agree as much, the sort leaves the first where it is.
  const [best] = headed
    .map((part) => ({ part, value: agreement(name, headingText(part)) }))
    .toSorted((a, b) => b.value - a.value);
  return best !== undefined && best.value >= 0.75 ? best.part : undefined;
};

/** The section that somebody means by a name. */
export const findSection = (page: Page, said: string): Range | undefined => {
  const { parts } = page;
  const name = said.trim().replace(/^the (?=.)/i, "");
  const text = topSections(page).filter(({ head }) => !isApparatus(head));
  const direct = named(page, name);
  if (direct !== undefined && plain(headingText(direct)) === plain(name)) return extent(page, direct);
  const [, number] = /^(?:section|chapter|part|no\.?|#) ?(\d{1,2})$/i.exec(name) ?? [];
  const ordinal = ordinals.indexOf((/^(\w+) (?:section|part|chapter|one)$/i.exec(name)?.[1] ?? "").toLowerCase());
  if (number !== undefined) return text[Number(number) - 1];
  if (ordinal > -1) return text[ordinal];
  if (/^(?:last|final) (?:section|part|chapter|one)$|^마지막 ?(?:섹션|부분|단락)?$|^ส่วนสุดท้าย$/iu.test(name))
    return text.at(-1);
  if (/^(?:second[- ]to[- ]last|next[- ]to[- ]last|penultimate) /i.test(name)) return text.at(-2);
  if (asksIntroduction.test(name) && !asksFirst.test(name)) {
    const introduction = parts.find((part) => introductionNames.test(headingText(part)));
    if (introduction !== undefined) return extent(page, introduction);
    const lead = leadOf(page);
    if (hasText(page, lead)) return lead;
    return text[0];
  }
  const extentOf = (part: Part | undefined) => (part === undefined ? undefined : extent(page, part));
  if (asksConclusion.test(name)) return extentOf(parts.findLast(isConclusion));
  if (contentsNames.test(name)) return extentOf(parts.find(isContents));
  if (asksSources.test(name)) return extentOf(parts.find(isSources));
  const bare = name
    .replace(/^(?:(?:section|chapter|part|paragraph|heading)s? (?:(?:on|about|called|named|titled|for|of) )?)+/i, "")
    .replace(/ (?:section|chapter|part|paragraph|heading|섹션|부분|단락|항목)$/iu, "");
  return extentOf(named(page, bare) ?? direct);
};

/** The part before which the end of the text stands: the list of sources, where there is one. */
export const endOf = (page: Page): number =>
  topSections(page).find(({ head }) => isSources(head))?.from ?? page.parts.length;

/** The part before which something is to stand, or the name of a section that is not there. */
export const findPosition = (page: Page, position: Position | undefined): { at: number } | { lost: string } => {
  const tops = topSections(page);
  const end = endOf(page);
  if (position === undefined) {
    const last = tops.filter(({ from }) => from < end).at(-1);
    return { at: last !== undefined && isConclusion(last.head) ? last.from : end };
  }
  if ("section" in position) {
    const range = findSection(page, position.section);
    if (range === undefined) return { lost: position.section };
    return { at: position.at === "before" ? Math.max(range.from, firstPart(page)) : Math.min(range.to, end) };
  }
  if (position.at === "end") return { at: end };
  return { at: tops.find(({ head }) => !isContents(head))?.from ?? end };
};
