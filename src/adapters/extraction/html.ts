import type { Block } from "#engine/text";
import type { Token } from "parse5";
import { cleanLine, cleanText } from "./plain.ts";

const blockTags: ReadonlySet<string> = new Set(
  (
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form " +
    "header hgroup hr html li main ol p section summary ul caption legend"
  ).split(" "),
);

/** What is not the document's own text: programs, styles, controls, pictures, ways around a site. */
const skippedTags: ReadonlySet<string> = new Set(
  (
    "script style template noscript svg math nav iframe object embed canvas audio video map select datalist button " +
    "textarea noembed noframes applet"
  ).split(" "),
);

const voidTags: ReadonlySet<string> = new Set(
  "area base br col embed hr img input link meta param source track wbr".split(" "),
);

/** Their end may be left out, so the next block ends what is hidden with them. */
const selfClosingBlocks: ReadonlySet<string> = new Set("p li dt dd tr td th option".split(" "));

const deepestList = 8;

const isHidden = ({ attrs }: Token.TagToken): boolean =>
  attrs.some(
    ({ name, value }) =>
      name === "hidden" ||
      (name === "aria-hidden" && value === "true") ||
      (name === "style" && /(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)/i.test(value)),
  );

type Level = NonNullable<Block["level"]>;

const levelOf = (tag: string): Level | undefined => {
  switch (tag) {
    case "h1":
      return 1;
    case "h2":
      return 2;
    case "h3":
      return 3;
    case "h4":
      return 4;
    case "h5":
      return 5;
    case "h6":
      return 6;
    default:
      return undefined;
  }
};

/** Collects blocks from the tags and texts of a page, in one pass and without a tree: nesting costs nothing. */
const openCollector = () => {
  const blocks: Block[] = [];
  let run: string[] = [];
  let level: Level | undefined;
  let isCode = false;
  let title = "";
  let isTitle = false;
  /** Ordered lists count, others have no number. */
  const lists: (number | undefined)[] = [];
  let listDepth = 0;
  let marker = "";
  let items: string[] = [];
  let tableDepth = 0;
  let cells: string[] | undefined;
  let isCell = false;
  let rows: string[][] = [];

  const takeRun = (): string => {
    const text = cleanLines(run.join(""));
    run = [];
    return text;
  };

  const flushList = (): void => {
    if (items.length > 0) blocks.push({ kind: "list", text: items.join("\n"), page: null });
    items = [];
  };

  /** Ends the text that is being read, and puts it where it belongs. */
  const flush = (): void => {
    if (isTitle) return;
    if (isCode) {
      const text = cleanText(run.join(""))
        .replaceAll(/[ \t]+$/gm, "")
        .replaceAll(/^\n+|\n+$/g, "");
      run = [];
      if (text.trim() !== "") blocks.push({ kind: "code", text, page: null });
      return;
    }
    if (cells !== undefined) {
      if (run.length > 0) run.push(" ");
      return;
    }
    const text = takeRun();
    if (text === "") return;
    if (level !== undefined) {
      flushList();
      blocks.push({ kind: "heading", level, text: text.replaceAll("\n", " "), page: null });
    } else if (listDepth > 0) {
      const indent = "  ".repeat(Math.min(deepestList, listDepth) - 1);
      items.push(`${indent}${marker === "" ? "  " : marker}${text.replaceAll("\n", " ")}`);
      marker = "";
    } else blocks.push({ kind: "paragraph", text, page: null });
  };

  /** An empty cell keeps its place; between cells only words count, and none of a page's line ends. */
  const endCell = (): void => {
    if (cells === undefined) return;
    const text = takeRun().replaceAll("\n", " ");
    if (isCell || text !== "") cells.push(text);
    isCell = false;
  };

  const endRow = (): void => {
    if (cells === undefined) return;
    endCell();
    if (cells.some((cell) => cell !== "")) rows.push(cells);
    cells = undefined;
  };

  const endTable = (): void => {
    endRow();
    // A table of one column only sets a page.
    if (rows.some(({ length }) => length > 1))
      blocks.push({ kind: "table", text: rows.map((row) => row.join(" | ")).join("\n"), page: null });
    else for (const text of rows.flat()) blocks.push({ kind: "paragraph", text, page: null });
    rows = [];
  };

  const start = (tag: string): void => {
    if (tag === "br") run.push("\n");
    else if (tag === "pre") {
      flush();
      flushList();
      isCode = cells === undefined;
    } else if (tag === "table") {
      flush();
      if (tableDepth++ === 0) flushList();
    } else if (tag === "tr" && tableDepth > 0) {
      endRow();
      flush();
      cells = [];
    } else if ((tag === "td" || tag === "th") && tableDepth > 0) {
      cells ??= [];
      endCell();
      isCell = true;
    } else if (tag === "title") {
      flush();
      isTitle = true;
    } else if (levelOf(tag) !== undefined) {
      flush();
      level = cells === undefined ? levelOf(tag) : undefined;
    } else if (tag === "ul" || tag === "ol") {
      flush();
      if (lists.length < deepestList) lists.push(tag === "ol" ? 0 : undefined);
      listDepth++;
    } else if (tag === "li") {
      flush();
      const count = lists.at(-1);
      if (count !== undefined) lists[lists.length - 1] = count + 1;
      marker = count === undefined ? "- " : `${count + 1}. `;
    } else if (blockTags.has(tag)) flush();
  };

  const end = (tag: string): void => {
    if (tag === "pre") {
      flush();
      isCode = false;
    } else if (tag === "table" && tableDepth > 0) {
      if (--tableDepth === 0) endTable();
    } else if (tag === "tr") endRow();
    else if (tag === "td" || tag === "th") endCell();
    else if (tag === "title" && isTitle) {
      isTitle = false;
      // The first one counts.
      const text = takeRun().replaceAll("\n", " ");
      title ||= text;
    } else if (levelOf(tag) !== undefined) {
      flush();
      level = undefined;
    } else if ((tag === "ul" || tag === "ol") && listDepth > 0) {
      flush();
      if (listDepth <= deepestList) lists.pop();
      if (--listDepth === 0) flushList();
    } else if (tag === "li") {
      flush();
      marker = "";
    } else if (blockTags.has(tag)) flush();
  };

  return {
    start,
    end,
    text: (text: string): void => {
      run.push(isCode ? text : text.replaceAll(/\s+/g, " "));
    },
    finish: (): Block[] => {
      flush();
      flushList();
      endTable();
      if (title !== "" && !blocks.some((block) => block.kind === "heading" && block.level === 1))
        blocks.unshift({ kind: "heading", level: 1, text: title, page: null });
      return blocks;
    },
  };
};

/** Lines as `br` made them; the page's own line ends are spaces. */
const cleanLines = (text: string): string =>
  text
    .split("\n")
    .map(cleanLine)
    .filter((line) => line !== "")
    .join("\n");

/**
 * Headings, paragraphs, lists, tables and code of a page. Read with the HTML standard's own tokenizer and no tree: a
 * tree of hostile nesting overflows the stack or takes quadratic time, and plain text has no need of it.
 */
export const extractHtml = async (html: string): Promise<Block[]> => {
  const { Tokenizer, TokenizerMode } = await import("parse5");
  const collector = openCollector();
  let skipped: { tag: string; depth: number } | undefined;

  const tokenizer = new Tokenizer(
    {},
    {
      onStartTag: (token) => {
        const tag = token.tagName;
        if (tag === "script") tokenizer.state = TokenizerMode.SCRIPT_DATA;
        else if (tag === "title" || tag === "textarea") tokenizer.state = TokenizerMode.RCDATA;
        else if (/^(?:style|xmp|iframe|noembed|noframes)$/.test(tag)) tokenizer.state = TokenizerMode.RAWTEXT;
        if (skipped !== undefined && selfClosingBlocks.has(skipped.tag) && blockTags.has(tag)) skipped = undefined;
        if (skipped !== undefined) {
          if (tag === skipped.tag && !token.selfClosing) skipped.depth++;
        } else if (voidTags.has(tag)) collector.start(tag);
        else if (skippedTags.has(tag) || isHidden(token)) {
          if (!token.selfClosing) skipped = { tag, depth: 1 };
        } else collector.start(tag);
      },
      onEndTag: ({ tagName }) => {
        if (skipped === undefined) collector.end(tagName);
        else if (tagName === skipped.tag && --skipped.depth === 0) skipped = undefined;
      },
      onCharacter: ({ chars }) => {
        if (skipped === undefined) collector.text(chars);
      },
      onWhitespaceCharacter: ({ chars }) => {
        if (skipped === undefined) collector.text(chars);
      },
      onNullCharacter: () => undefined,
      onComment: () => undefined,
      onDoctype: () => undefined,
      onEof: () => undefined,
    },
  );
  tokenizer.write(html, true);
  return collector.finish();
};
