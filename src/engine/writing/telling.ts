import type { Shelf } from "./shelf.ts";
import type { Statement } from "./statements.ts";

/** Text of a document as Markdown that shows it as it stands. */
export const escapeMarkdown = (text: string): string =>
  text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(/[\\<[\]*`~|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\$&`)
    .replace(/^(#{1,6}|[-+>]|\d{1,9}[.)])(?=\s|$)/, String.raw`\$1`);

/** A statement as a quote that says where it is from. */
export const attribute = (statement: Statement, shelf: Shelf): string => {
  const { page, filename } = statement.chunk;
  const place = page === null ? filename : `${filename}, p. ${page}`;
  return `> ${escapeMarkdown(statement.text)}\n>\n> — ${escapeMarkdown(place)} [${shelf.cite(statement)}]`;
};

/** Statements as Markdown: paragraphs as the document has them, its lists as lists, a mark where the source ends. */
export const tell = (chosen: readonly Statement[], shelf: Shelf, bullets: boolean): string => {
  const blocks: { list: boolean; said: Statement[] }[] = [];
  for (const statement of chosen) {
    const list = bullets || statement.kind === "item";
    const last = blocks.at(-1);
    const joins =
      last?.list === list && (list || !statement.opens || last.said.length < 2) && (list || last.said.length < 5);
    if (joins) last.said.push(statement);
    else blocks.push({ list, said: [statement] });
  }
  return blocks
    .map(({ list, said }) => {
      const marks = said.map((statement) => shelf.cite(statement));
      const lines = said.map(({ text }, at) => {
        const ends = marks[at + 1] !== marks[at];
        return `${list ? "- " : ""}${escapeMarkdown(text)}${ends ? ` [${marks[at] ?? ""}]` : ""}`;
      });
      return lines.join(list ? "\n" : " ");
    })
    .join("\n\n");
};
