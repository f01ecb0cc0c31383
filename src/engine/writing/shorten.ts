import type { Amount } from "./asks.ts";
import { countWords } from "./length.ts";
import type { Block, Page } from "./page.ts";
import { itemsOf, itemText, joinPassages, passagesOf, withoutMarks } from "./passages.ts";
import type { Passage } from "./passages.ts";
import { isApparatus } from "./places.ts";
import type { Range } from "./places.ts";
import { createJudge, needsBefore } from "./salience.ts";
import { tokenise } from "../text/index.ts";

/** Something that can be left out on its own. */
interface Unit {
  block: Block;
  part: number;
  said: { text: string; opens: boolean; words: readonly string[] };
  passage: Passage | undefined;
  item: string | undefined;
  words: number;
  kept: boolean;
}

const unitsOf = (block: Block, part: number): Unit[] => {
  const unit = (text: string, opens: boolean, passage: Passage | undefined, item: string | undefined): Unit => ({
    block,
    part,
    said: passage ?? { text, opens, words: tokenise(text) },
    passage,
    item,
    words: countWords(withoutMarks(text)),
    kept: true,
  });
  switch (block.kind) {
    case "paragraph":
      return passagesOf(block.text).map((passage) => unit(passage.text, passage.opens, passage, undefined));
    case "list":
      return itemsOf(block.text).map((item) => unit(itemText(item), false, undefined, item));
    case "quote":
      return [unit(block.text.replaceAll(/^ {0,3}> ?/gm, ""), false, undefined, undefined)];
    case "code":
    case "table":
    case "other":
      return [];
  }
};

/** Items that are left, numbered anew where they were numbered. */
const writeItems = (items: readonly string[]): string => {
  let number = Number(/^ {0,3}(\d{1,9})[.)]/.exec(items[0] ?? "")?.[1] ?? 1);
  return items
    .map((item) => item.replace(/^( {0,3})\d{1,9}(?=[.)])/, (_, space: string) => `${space}${number++}`))
    .join("\n");
};

const writeBack = (page: Page, units: readonly Unit[]): void => {
  const left = new Map<Block, Unit[]>();
  for (const unit of units) {
    const known = left.get(unit.block) ?? [];
    left.set(unit.block, known);
    if (unit.kept) known.push(unit);
  }
  const count = new Map<Block, number>();
  for (const { block } of units) count.set(block, (count.get(block) ?? 0) + 1);
  for (const [block, kept] of left) {
    if (kept.length === count.get(block)) continue;
    if (block.kind === "paragraph") block.text = joinPassages(kept.flatMap(({ passage }) => passage ?? []));
    else if (block.kind === "list") block.text = writeItems(kept.flatMap(({ item }) => item ?? []));
    else if (kept.length === 0) block.text = "";
  }
  for (const part of page.parts) part.blocks = part.blocks.filter(({ text }) => text !== "");
};

/** What cannot stay without the sentence before it, or the list that it announces. */
const followersOf = (units: readonly Unit[], at: number): number[] => {
  const followers: number[] = [];
  const unit = units[at];
  if (unit?.passage !== undefined)
    for (let next = at + 1; units[next]?.block === unit.block && needsBefore(units[next]?.said ?? { text: "" }); next++)
      followers.push(next);
  return followers;
};

const announces = (unit: Unit | undefined): boolean => unit?.passage !== undefined && /[:：]$/.test(unit.said.text);

/** Leaves out the sentences that say least; at least one stays in every section. Returns the words before and after. */
export const shorten = (page: Page, { from, to }: Range, amount: Amount): { before: number; after: number } => {
  const units = page.parts.flatMap((part, at) =>
    at < from || at >= to || isApparatus(part) ? [] : part.blocks.flatMap((block) => unitsOf(block, at)),
  );
  const before = units.reduce((sum, { words }) => sum + words, 0);
  const judge = createJudge(
    units.map(({ said }) => said),
    page.title,
  );
  let words = before;
  let sentences = units.length;
  const paragraphs = new Map<Block, number>();
  const inPart = new Map<number, number>();
  for (const { block, part } of units) {
    paragraphs.set(block, (paragraphs.get(block) ?? 0) + 1);
    inPart.set(part, (inPart.get(part) ?? 0) + 1);
  }
  const isShortEnough = (): boolean => {
    if ("share" in amount) return words <= before * amount.share;
    if ("words" in amount) return words <= amount.words;
    if ("sentences" in amount) return sentences <= amount.sentences;
    return [...paragraphs.values()].filter((count) => count > 0).length <= amount.paragraphs;
  };
  const drop = (at: number): void => {
    const unit = units[at];
    if (unit === undefined || !unit.kept) return;
    unit.kept = false;
    words -= unit.words;
    sentences--;
    paragraphs.set(unit.block, (paragraphs.get(unit.block) ?? 1) - 1);
    inPart.set(unit.part, (inPart.get(unit.part) ?? 1) - 1);
  };
  const least = "sentences" in amount || "paragraphs" in amount ? 0 : 1;
  const tryDrop = (at: number): void => {
    const unit = units[at];
    if (unit === undefined || !unit.kept) return;
    const with_ = [at, ...followersOf(units, at).filter((next) => units[next]?.kept)];
    if ((inPart.get(unit.part) ?? 0) - with_.length < least) return;
    for (const one of with_) drop(one);
  };
  if ("paragraphs" in amount) {
    const worth = new Map<Block, number>();
    for (const { block, said } of units) worth.set(block, Math.max(worth.get(block) ?? 0, judge.score(said)));
    const ranked = [...worth]
      .toSorted((a, b) => b[1] - a[1])
      .slice(amount.paragraphs)
      .map(([block]) => block);
    const gone = new Set(ranked);
    for (const [at, { block }] of units.entries()) if (gone.has(block)) drop(at);
  } else {
    const late = ({ block }: Unit): number => (block.kind === "quote" ? 1 : 0);
    const order = units
      .map((unit, at) => ({ at, late: late(unit), score: judge.score(unit.said) + (announces(unit) ? 1 : 0) }))
      .toSorted((a, b) => a.late - b.late || a.score - b.score || b.at - a.at);
    for (const { at } of order) {
      if (isShortEnough()) break;
      tryDrop(at);
    }
  }
  // A sentence that announces a list goes with it.
  for (const [at, unit] of units.entries()) {
    const next = units[at + 1];
    if (
      unit.kept &&
      announces(unit) &&
      next?.block.kind === "list" &&
      paragraphs.get(next.block) === 0 &&
      (inPart.get(unit.part) ?? 0) > least
    )
      drop(at);
  }
  writeBack(page, units);
  return { before, after: words };
};
