import { tokenise } from "../text/index.ts";
import type { Position } from "./asks.ts";
import type { Page, Part } from "./page.ts";
import { headingText } from "./page.ts";
import { withoutMarks } from "./passages.ts";

/** Parts of a page, one after the other: `from` up to before `to`. */
export interface Range {
  from: number;
  to: number;
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
const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

export const isSources = (part: Part): boolean => part.heading !== undefined && sourcesNames.test(headingText(part));
export const isContents = (part: Part): boolean => part.heading !== undefined && contentsNames.test(headingText(part));
/** Lists of where things are, not what a draft says. */
export const isApparatus = (part: Part): boolean => isSources(part) || isContents(part);
const isConclusion = (part: Part): boolean => part.heading !== undefined && conclusionNames.test(headingText(part));

/** Where the text begins: after the one highest heading that is the title of all. */
export const firstPart = ({ parts }: Page): number => {
  const headed = parts.findIndex(({ heading }) => heading !== undefined);
  const [first] = parts.slice(headed, headed + 1);
  return first?.level === 1 && parts.filter(({ level }) => level === 1).length === 1 && parts.length > 2
    ? headed + 1
    : 1;
};

/** The sections of the highest level, with what is below them. */
export const topSections = (page: Page): Range[] => {
  const begin = firstPart(page);
  const { parts } = page;
  const level = parts.slice(begin).reduce((least, part) => Math.min(least, part.level), 7);
  const starts = parts.flatMap((part, at) => (at >= begin && part.level <= level ? [at] : []));
  return starts.map((from, at) => ({ from, to: starts[at + 1] ?? parts.length }));
};

export const levelOf = (page: Page): number => {
  const [first] = topSections(page);
  return first === undefined ? 2 : (page.parts[first.from]?.level ?? 2);
};

/** What stands before the first section. */
export const leadOf = (page: Page): Range => ({ from: 0, to: topSections(page)[0]?.from ?? page.parts.length });

export const hasText = ({ parts }: Page, { from, to }: Range): boolean =>
  parts.slice(from, to).some(({ blocks }) => blocks.some(({ kind }) => kind !== "other"));

const extent = ({ parts }: Page, from: number): Range => {
  const level = parts[from]?.level ?? 0;
  const end = parts.findIndex((part, at) => at > from && part.level <= level);
  return { from, to: end === -1 ? parts.length : end };
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
  if (asked.length === 0 || said.length === 0) return plain(name) !== "" && plain(name) === plain(heading) ? 2 : 0;
  const stems = asked.filter((word) => said.some((other) => isNear(word, other))).length / asked.length;
  const letters = typed.filter((word) => said.some((other) => isNear(word, other))).length / typed.length;
  const found = Math.max(stems, letters);
  return found + (0.25 * found * asked.length) / new Set(tokenise(heading)).size;
};

const named = (page: Page, name: string): number | undefined => {
  const begin = firstPart(page);
  const candidates = page.parts.flatMap((part, at) =>
    at < begin || part.heading === undefined ? [] : [{ at, text: headingText(part) }],
  );
  const exact = candidates.find(({ text }) => plain(text) === plain(name));
  if (exact) return exact.at;
  const rated = candidates
    .map(({ at, text }) => ({ at, value: agreement(name, text) }))
    .toSorted((a, b) => b.value - a.value || a.at - b.at);
  const [best] = rated;
  return best !== undefined && best.value >= 0.75 ? best.at : undefined;
};

/** The section that somebody means by a name. */
export const findSection = (page: Page, said: string): Range | undefined => {
  const tops = topSections(page);
  const { parts } = page;
  const name = said.trim().replace(/^the (?=.)/i, "");
  const partAt = (at: number): Part | undefined => parts[at];
  const text = tops.filter(
    ({ from }) => !isApparatus(partAt(from) ?? { heading: undefined, level: 0, tight: false, blocks: [] }),
  );
  const direct = named(page, name);
  const isExact =
    direct !== undefined &&
    plain(headingText(parts[direct] ?? parts[0] ?? { heading: "", level: 0, tight: false, blocks: [] })) ===
      plain(name);
  if (isExact) return extent(page, direct);
  const [, number] = /^(?:section|chapter|part|no\.?|#) ?(\d{1,2})$/i.exec(name) ?? [];
  const ordinal = ordinals.indexOf((/^(\w+) (?:section|part|chapter|one)$/i.exec(name)?.[1] ?? "").toLowerCase());
  if (number !== undefined) return text[Number(number) - 1];
  if (ordinal > -1) return text[ordinal];
  if (/^(?:last|final) (?:section|part|chapter|one)$|^마지막 ?(?:섹션|부분|단락)?$|^ส่วนสุดท้าย$/iu.test(name))
    return text.at(-1);
  if (/^(?:second[- ]to[- ]last|next[- ]to[- ]last|penultimate) /i.test(name)) return text.at(-2);
  if (asksIntroduction.test(name) && !asksFirst.test(name)) {
    const at = parts.findIndex((part) => part.heading !== undefined && introductionNames.test(headingText(part)));
    if (at !== -1) return extent(page, at);
    const lead = leadOf(page);
    if (hasText(page, lead)) return lead;
    return text[0];
  }
  if (asksConclusion.test(name)) {
    const at = parts.findLastIndex(isConclusion);
    return at === -1 ? undefined : extent(page, at);
  }
  if (/^(?:sources?|references|source list|list of sources)(?: section)?$/i.test(name)) {
    const at = parts.findIndex(isSources);
    return at === -1 ? undefined : extent(page, at);
  }
  const bare = name
    .replace(/^(?:(?:section|chapter|part|paragraph|heading)s? (?:(?:on|about|called|named|titled|for|of) )?)+/i, "")
    .replace(/ (?:section|chapter|part|paragraph|heading|섹션|부분|단락|항목)$/iu, "");
  const at = named(page, bare) ?? direct;
  return at === undefined ? undefined : extent(page, at);
};

/** The part before which something is to stand, and why not where the place is not there. */
export const findPosition = (page: Page, position: Position | undefined): number | undefined => {
  const tops = topSections(page);
  const { parts } = page;
  const apparatus = tops.find(({ from }) =>
    isSources(parts[from] ?? { heading: undefined, level: 0, tight: false, blocks: [] }),
  );
  const end = apparatus?.from ?? parts.length;
  if (position === undefined) {
    const last = tops.filter(({ from }) => from < end).at(-1);
    const closes = last !== undefined && parts.slice(last.from, last.from + 1).some(isConclusion);
    return closes ? last.from : end;
  }
  if ("section" in position) {
    const range = findSection(page, position.section);
    if (range === undefined) return undefined;
    return position.at === "before" ? Math.max(range.from, firstPart(page)) : Math.min(range.to, end);
  }
  if (position.at === "end") return end;
  const first = tops.find(({ from }) => !parts.slice(from, from + 1).some(isContents));
  return first?.from ?? end;
};
