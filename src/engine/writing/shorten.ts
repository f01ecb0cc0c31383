import type { Amount } from "./asks.ts";
import { countWords } from "./length.ts";
import { dropEmpty, filled } from "./page.ts";
import type { Block, Page } from "./page.ts";
import { itemsOf, itemText, joinPassages, passagesOf, withoutMarks } from "./passages.ts";
import type { Passage } from "./passages.ts";
import { isApparatus } from "./places.ts";
import type { Range } from "./places.ts";
import { createJudge, needsBefore } from "./salience.ts";
import { tokenise } from "../text/index.ts";

/** How many of the units of a paragraph, list or section are left. */
interface Tally {
  left: number;
}

/** Something that can be left out on its own: a sentence, an item of a list, a quote. */
interface Unit {
  block: Block;
  inBlock: Tally;
  inPart: Tally;
  said: Passage;
  /** As the text has it, with the marks of a list. */
  raw: string;
  /** What cannot stay without this one. */
  follower: Unit | undefined;
  words: number;
  kept: boolean;
}

const passageOf = (text: string): Passage => ({ text, marks: "", source: "", opens: false, words: tokenise(text) });

const saidIn = (block: Block): { said: Passage; raw: string }[] => {
  switch (block.kind) {
    case "paragraph":
      return passagesOf(block.text).map((said) => ({ said, raw: said.text }));
    case "list":
      return itemsOf(block.text).map((raw) => ({ said: passageOf(itemText(raw)), raw }));
    case "quote":
      return [{ said: passageOf(block.text.replaceAll(/^ {0,3}> ?/gm, "")), raw: block.text }];
    case "code":
    case "table":
    case "other":
      return [];
  }
};

const unitsOf = (block: Block, inPart: Tally): Unit[] => {
  const inBlock = { left: 0 };
  const units = saidIn(block).map(({ said, raw }): Unit => {
    inBlock.left++;
    inPart.left++;
    const words = countWords(withoutMarks(said.text));
    return { block, inBlock, inPart, said, raw, follower: undefined, words, kept: true };
  });
  if (block.kind === "paragraph")
    for (const [at, unit] of units.entries())
      unit.follower = units.slice(at + 1, at + 2).find(({ said }) => needsBefore(said));
  return units;
};

/** Items that are left, numbered anew where they were numbered. */
const writeItems = (items: readonly string[]): string => {
  let number = Number(/^ {0,3}(\d{1,9})[.)]/.exec(items[0] ?? "")?.[1] ?? 1);
  return items
    .map((item) => item.replace(/^( {0,3})\d{1,9}(?=[.)])/, (_, space: string) => `${space}${number++}`))
    .join("\n");
};

const writeBack = (page: Page, units: readonly Unit[]): void => {
  for (const [block, all] of Map.groupBy(units, (unit) => unit.block)) {
    const kept = all.filter((unit) => unit.kept);
    if (kept.length === all.length) continue;
    if (block.kind === "paragraph") block.text = joinPassages(kept.map(({ said }) => said));
    else block.text = writeItems(kept.map(({ raw }) => raw));
  }
  for (const part of page.parts) part.blocks = part.blocks.filter(({ text }) => text !== "");
};

/** A unit with those that cannot stay without it. */
const withFollowers = (unit: Unit): Unit[] => {
  const company: Unit[] = [];
  for (let next: Unit | undefined = unit; next !== undefined; next = next.follower) company.push(next);
  return company.filter(({ kept }) => kept);
};

const announces = ({ block, said }: Unit): boolean => block.kind === "paragraph" && /[:：]$/.test(said.text);

/** Leaves out the sentences that say least; at least one stays in every section. Returns the words before and after. */
export const shorten = (page: Page, { from, to }: Range, amount: Amount): { before: number; after: number } => {
  const units = page.parts.flatMap((part, at) => {
    const inPart = { left: 0 };
    return at < from || at >= to || isApparatus(part) ? [] : part.blocks.flatMap((block) => unitsOf(block, inPart));
  });
  const before = units.reduce((sum, { words }) => sum + words, 0);
  const judge = createJudge(
    units.map(({ said }) => said),
    page.title,
  );
  let words = before;
  let sentences = units.length;
  const drop = (unit: Unit): void => {
    unit.kept = false;
    words -= unit.words;
    sentences--;
    unit.inBlock.left--;
    unit.inPart.left--;
  };
  const least = "sentences" in amount || "paragraphs" in amount ? 0 : 1;
  if ("paragraphs" in amount) {
    const worth = [...Map.groupBy(units, ({ block }) => block)].map(([block, all]) => ({
      block,
      value: Math.max(...all.map(({ said }) => judge.score(said))),
    }));
    const stay = new Set(
      worth
        .toSorted((a, b) => b.value - a.value)
        .slice(0, amount.paragraphs)
        .map(({ block }) => block),
    );
    for (const unit of units) if (!stay.has(unit.block)) drop(unit);
  } else {
    const isShortEnough = (): boolean => {
      if ("share" in amount) return words <= before * amount.share;
      if ("words" in amount) return words <= amount.words;
      if ("fewer" in amount) return words <= before - amount.fewer;
      return sentences <= amount.sentences;
    };
    const order = units
      .map((unit, at) => ({
        unit,
        at,
        late: unit.block.kind === "quote" ? 1 : 0,
        score: judge.score(unit.said) + (announces(unit) ? 1 : 0),
      }))
      .toSorted((a, b) => a.late - b.late || a.score - b.score || b.at - a.at);
    for (const { unit } of order) {
      if (isShortEnough()) break;
      const company = unit.kept ? withFollowers(unit) : [];
      if (unit.inPart.left - company.length >= least) for (const one of company) drop(one);
    }
  }
  // A sentence that announces a list goes with it.
  for (const [at, unit] of units.entries()) {
    const isLost = units
      .slice(at + 1, at + 2)
      .some(({ block, inBlock }) => block.kind === "list" && inBlock.left === 0 && unit.kept && announces(unit));
    if (isLost && unit.inPart.left > least) drop(unit);
  }
  const had = filled(page);
  writeBack(page, units);
  dropEmpty(page, had);
  return { before, after: words };
};
