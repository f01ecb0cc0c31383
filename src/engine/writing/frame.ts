import type { Page } from "./page.ts";
import { blockOf, headingText, partOf } from "./page.ts";
import { itemsOf, itemText, joinPassages, passagesOf, withoutMarks } from "./passages.ts";
import type { Passage } from "./passages.ts";
import {
  endOf,
  findSection,
  firstPart,
  hasText,
  isApparatus,
  isContents,
  leadOf,
  levelOf,
  topSections,
} from "./places.ts";
import { createJudge, keyPhrase, needsBefore } from "./salience.ts";

interface Told extends Passage {
  section: number;
  order: number;
}

const told = (page: Page): Told[] => {
  const tops = topSections(page);
  let order = 0;
  return page.parts.flatMap((part, at) => {
    if (isApparatus(part)) return [];
    const section = tops.findIndex(({ from, to }) => at >= from && at < to);
    return part.blocks
      .flatMap(({ kind, text }) =>
        kind === "paragraph"
          ? passagesOf(text)
          : kind === "list"
            ? itemsOf(text).flatMap((item) => passagesOf(itemText(item)))
            : [],
      )
      .map((passage) => ({ ...passage, section, order: order++ }));
  });
};

/** The sentences that say most and can stand alone, of as many sections as there are. */
const bestOf = (page: Page, most: number, without: ReadonlySet<string>): Told[] => {
  const all = told(page);
  const judge = createJudge(all, page.title);
  const alone = all
    .filter(
      (passage) =>
        !needsBefore(passage) &&
        !/[:：,;]$/.test(passage.text) &&
        passage.words.length >= 3 &&
        passage.text.length <= 400 &&
        !without.has(passage.text),
    )
    .toSorted((a, b) => judge.score(b) - judge.score(a) || a.order - b.order);
  const chosen: Told[] = [];
  for (const fresh of [true, false])
    for (const passage of alone) {
      if (chosen.length >= most) break;
      const isNew = !chosen.some((other) => other === passage || judge.likeness(other, passage) > 0.6);
      if (isNew && (!fresh || !chosen.some(({ section }) => section === passage.section))) chosen.push(passage);
    }
  return chosen.toSorted((a, b) => a.order - b.order);
};

/** Puts a summary of the draft's own sentences at its top or end; false where there is nothing to sum up. */
export const addSummary = (page: Page, heading: string, position: "top" | "end"): boolean => {
  const points = bestOf(page, Math.min(5, Math.max(3, topSections(page).length)), new Set());
  if (points.length === 0) return false;
  const list = blockOf("list", points.map((passage) => `- ${joinPassages([passage])}`).join("\n"));
  if (position === "end") {
    page.parts.splice(endOf(page), 0, partOf(heading, levelOf(page), [list]));
    return true;
  }
  const lead = leadOf(page);
  if (!hasText(page, lead)) page.parts.splice(lead.to, 0, partOf(heading, levelOf(page), [list]));
  else {
    // Under a heading of its own, the introduction would seem to belong to it.
    const home = page.parts[firstPart(page) - 1];
    const at = home?.blocks[0]?.text.startsWith("---\n") ? 1 : 0;
    home?.blocks.splice(at, 0, blockOf("paragraph", `**${heading}**`), list);
    const next = home?.blocks[at + 2];
    if (next) next.tight = false;
  }
  return true;
};

const scriptOf = (page: Page): "ko" | "th" | "en" => {
  const text = page.parts
    .flatMap(({ blocks }) => blocks.map((block) => block.text))
    .join(" ")
    .slice(0, 4_000);
  const few = text.length / 6;
  if ((text.match(/\p{Script=Hangul}/gu)?.length ?? 0) > few) return "ko";
  return (text.match(/\p{Script=Thai}/gu)?.length ?? 0) > few ? "th" : "en";
};

/** Headings of what an article has besides what it tells, in its own language. */
export const labelOf = (page: Page, label: "Sources" | "Conclusion" | "Contents"): string =>
  ({
    en: { Sources: "Sources", Conclusion: "Conclusion", Contents: "Contents" },
    ko: { Sources: "출처", Conclusion: "결론", Contents: "목차" },
    th: { Sources: "แหล่งที่มา", Conclusion: "สรุป", Contents: "สารบัญ" },
  })[scriptOf(page)][label];

/** Ends the draft with the sentences that say most; says why not where it cannot. */
export const addConclusion = (page: Page): string | undefined => {
  if (findSection(page, "conclusion") !== undefined) return "The draft has a conclusion already.";
  const best = bestOf(page, 3, new Set());
  if (best.length === 0) return "The draft has no sentences that a conclusion could be made of.";
  const part = partOf(labelOf(page, "Conclusion"), levelOf(page), [blockOf("paragraph", joinPassages(best))]);
  page.parts.splice(endOf(page), 0, part);
  return undefined;
};

/** The anchor that GitHub gives a heading. */
const slugOf = (text: string): string =>
  withoutMarks(text)
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .trim()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");

/** Puts links to all sections at the top; one that is there is made anew. False where there are no sections. */
export const addContents = (page: Page): boolean => {
  const isOld = page.parts.some(isContents);
  page.parts = page.parts.filter((part) => !isContents(part));
  const top = levelOf(page);
  const used = new Map<string, number>();
  const lines: string[] = [];
  const begin = firstPart(page);
  for (const [at, part] of page.parts.entries()) {
    if (part.heading === undefined) continue;
    const text = headingText(part);
    const slug = slugOf(text);
    const times = used.get(slug) ?? 0;
    used.set(slug, times + 1);
    if (at < begin || text === "" || part.level > top + 1) continue;
    const shown = withoutMarks(text).replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1");
    lines.push(`${"  ".repeat(part.level - top)}- [${shown}](#${slug}${times === 0 ? "" : `-${times}`})`);
  }
  if (lines.length === 0) return isOld;
  page.parts.splice(leadOf(page).to, 0, partOf(labelOf(page, "Contents"), top, [blockOf("list", lines.join("\n"))]));
  return true;
};

const says = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Gives the draft a title out of what it speaks of most; false where nothing else is to be found. */
export const findTitle = (page: Page): string | undefined => {
  const all = told(page);
  const phrase = keyPhrase(all, []);
  const headings = topSections(page)
    .filter(({ head }) => !isApparatus(head))
    .map(({ head }) => withoutMarks(headingText(head)).replaceAll(/[*_`]/g, ""))
    .filter(
      (text) =>
        text.length <= 40 && !/^(?:introduction|overview|conclusion|summary|faq|서론|결론|요약|บทนำ|สรุป)$/iu.test(text),
    );
  const [a, b, c] = headings;
  const list =
    a === undefined ? undefined : b === undefined ? a : c === undefined ? `${a} and ${b}` : `${a}, ${b} and ${c}`;
  const joinedList = /[\p{Script=Hangul}\p{Script=Thai}]/u.test(list ?? "") ? headings.slice(0, 3).join(", ") : list;
  const long =
    phrase === undefined
      ? joinedList
      : joinedList === undefined || says(joinedList).includes(says(phrase))
        ? (joinedList ?? phrase)
        : `${phrase}: ${joinedList}`;
  return [long, joinedList, phrase].find(
    (title) => title !== undefined && title.length <= 110 && says(title) !== says(page.title),
  );
};

/** The first part of a title of two; undefined where it has only one. */
export const shortenTitle = (title: string): string | undefined => {
  const first = title.replace(/(?:\s*[:–—|(]|\s+-\s|,\s|\s+and more$).*$/su, "");
  return first !== "" && first.length < title.trim().length ? first : undefined;
};
