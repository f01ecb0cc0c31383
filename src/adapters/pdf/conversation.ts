import type { LoadFont } from "#engine/typeface";
import { rowsOfAll } from "./blocks.ts";
import { Book } from "./book.ts";
import type { Row } from "./flow.ts";
import { Flow, gap } from "./flow.ts";
import { textRows } from "./prose.ts";
import type { Conversation } from "./report.ts";
import { colour, page, type } from "./style.ts";
import type { Typesetter } from "./text.ts";
import { plainText } from "./words.ts";

const width = page.short - 2 * page.margin;

type Message = Conversation["messages"][number];

/** The conversation as PDF bytes: the same one always gives the same bytes. */
export const composeConversation = async (
  conversation: Conversation,
  loadFont: LoadFont,
): Promise<Uint8Array<ArrayBuffer>> => {
  const book = await Book.open(conversation, loadFont);
  const flow = new Flow(book);
  flow.add(titleRows(book.typesetter, conversation));
  for (const message of conversation.messages) flow.add(messageRows(book.typesetter, message));
  return book.finish();
};

const titleRows = (typesetter: Typesetter, { title, subject, facts }: Conversation): Row[] => [
  ...textRows([subject], { ...type.label, colour: colour.brand }),
  ...typesetter.wrap(title, type.h1, width, 3).map((line, index) => ({
    height: 26,
    keep: true,
    draw: ({ canvas, x, y }: Parameters<NonNullable<Row["draw"]>>[0]) =>
      canvas.text(line, x, y + type.h1.size, type.h1),
    ...(index === 0 && { mark: { title, level: 1 as const } }),
  })),
  ...textRows([typesetter.fit(facts.join(" · "), type.small, width)], type.small),
  gap(14),
];

const outlineLength = 60;

/** Who speaks stands on a coloured bar, so that a reader who leafs through finds the turns. */
const speakerRow = (typesetter: Typesetter, { speaker, from, blocks }: Message): Row => {
  const tint = from === "person" ? colour.night : colour.brand;
  const [first] = blocks;
  const opening = first !== undefined && "text" in first ? `: ${plainText(first.text).slice(0, outlineLength)}` : "";
  return {
    height: 24,
    keep: true,
    mark: { title: `${speaker}${opening}`, level: 2 },
    draw: ({ canvas, x, y }) => {
      canvas.rect({ x, y, width, height: 18 }, { fill: from === "person" ? colour.panel : colour.head }, 4);
      canvas.rect({ x, y, width: 3, height: 18 }, { fill: tint }, 1.5);
      canvas.text(typesetter.fit(speaker, type.title, width - 20), x + 11, y + 12.6, { ...type.title, colour: tint });
    },
  };
};

const messageRows = (typesetter: Typesetter, message: Message): Row[] => [
  gap(6),
  speakerRow(typesetter, message),
  ...rowsOfAll(typesetter, message.blocks),
  gap(10),
];
