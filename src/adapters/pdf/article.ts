import type { LoadFont } from "#engine/typeface";
import { moveIn, rowsOfAll } from "./blocks.ts";
import type { Setting } from "./blocks.ts";
import { Book } from "./book.ts";
import type { Row } from "./flow.ts";
import { Flow, gap, keepTogether } from "./flow.ts";
import { heading, textRows } from "./prose.ts";
import type { Article, Block } from "./report.ts";
import { colour, page, type } from "./style.ts";
import type { Type } from "./style.ts";
import type { Typesetter } from "./text.ts";
import { lineRows, wrapWords } from "./words.ts";

/** The column is narrower than a report's: some eighty letters are what an eye finds its way back from. */
const inset = 26;
const width = page.short - 2 * (page.margin + inset);

const body: Type = { ...type.body, size: 10.4, colour: colour.ink };
const title: Type = { weight: 700, size: 24, colour: colour.ink };

/** How headings are set, by how far down they are. */
const headings = [
  { set: { ...title, size: 15.5 }, before: 16, after: 7 },
  { set: { ...title, size: 12.5 }, before: 11, after: 5 },
  { set: { ...title, size: 10.8, weight: 600 }, before: 8, after: 4 },
] as const satisfies readonly { set: Type; before: number; after: number }[];

const highestOf = (blocks: readonly Block[]): number =>
  Math.min(6, ...blocks.map((block) => (block.kind === "heading" ? (block.level ?? 1) : 6)));

/** Headings count from the highest that the article has: writers begin with `#`, or with `##` under the title. */
const settingOf = (blocks: readonly Block[]): Setting => {
  const highest = highestOf(blocks);
  return {
    width,
    body,
    heading: (typesetter, { text, level = highest }, room) => {
      const depth = Math.min(level - highest, 2);
      const { set, before, after } = headings[depth] ?? headings[2];
      const mark = depth === 0 ? 1 : depth === 1 ? 2 : 3;
      return [gap(before), ...heading(typesetter, text, room, { set, level: mark, after })];
    },
  };
};

/** The article as PDF bytes: the same one always gives the same bytes. */
export const composeArticle = async (article: Article, loadFont: LoadFont): Promise<Uint8Array<ArrayBuffer>> => {
  const book = await Book.open(article, loadFont);
  const flow = new Flow(book);
  const { typesetter } = book;
  flow.add(moveIn(titleRows(typesetter, article), inset));
  flow.add(moveIn(rowsOfAll(typesetter, article.blocks, settingOf(article.blocks)), inset));
  flow.add(moveIn(sourceRows(typesetter, article), inset));
  return book.finish();
};

const titleRows = (typesetter: Typesetter, { title: text, facts }: Article): Row[] => [
  ...typesetter.wrap(text, title, width, 6).map((line) => ({
    height: title.size * 1.25,
    keep: true,
    draw: ({ canvas, x, y }: Parameters<NonNullable<Row["draw"]>>[0]) => canvas.text(line, x, y + title.size, title),
  })),
  gap(7),
  ...textRows([typesetter.fit(facts.join(" · "), type.small, width)], type.small),
  gap(9),
  {
    height: 2,
    draw: ({ canvas, x, y }) => canvas.rect({ x, y, width: 44, height: 2 }, { fill: colour.brand }),
  },
  gap(18),
];

const numberWidth = 22;

/** Where to read on, numbered; an address is a link. */
const sourceRows = (typesetter: Typesetter, { sources = [] }: Article): Row[] => {
  if (sources.length === 0) return [];
  const set: Type = { ...type.body, size: 9 };
  const rows = sources.flatMap(({ title: name, detail, href }, index) => {
    const words = [
      { text: name, ...(href !== undefined && { href }) },
      ...(detail === undefined || detail === "" ? [] : [{ text: ` – ${detail}` }]),
    ];
    const [first, ...others] = lineRows(wrapWords(typesetter, words, set, width - numberWidth, 8), set, numberWidth);
    if (!first) return [];
    const numbered: Row = {
      ...first,
      draw: (place) => {
        const number = { ...set, colour: colour.muted };
        place.canvas.textEndingAt(`${index + 1}.`, place.x + numberWidth - 7, place.y + set.size, number);
        first.draw?.(place);
      },
    };
    return [...keepTogether([numbered, ...others]), gap(3)];
  });
  const { set: headingType, before, after } = headings[0];
  return [gap(before + 6), ...heading(typesetter, "Sources", width, { set: headingType, level: 1, after }), ...rows];
};
