import type { Block } from "#engine/text";
import type { PDFDocumentProxy, PDFPageProxy } from "unpdf/pdfjs";
import { ExtractionError } from "./failure.ts";
import { checkPdfBounds } from "./pdf-bounds.ts";
import { readPage } from "./pdf-page.ts";
import { outlineOf, profileOf } from "./pdf-profile.ts";
import { rowsOf } from "./pdf-rows.ts";
import type { Row } from "./pdf-rows.ts";

/** A PDF whose pages are read a few at a time. */
export interface Pdf {
  pages: number;
  /** Blocks of the pages `from` to `to`, counted from 1, both included. Throws `ExtractionError`. */
  read: (from: number, to: number) => Promise<Block[]>;
  close: () => Promise<void>;
}

const mostPages = 5_000;
/** Letters on a page, and pieces that they are set in: more than any page for a reader has. */
const mostPageLetters = 500_000;
const mostItems = 30_000;
/** Pages from which the document's letter sizes and running titles are learnt. */
const samplePages = 20;
const mostTitles = 5_000;

const failureOf = (error: unknown): ExtractionError => {
  if (error instanceof ExtractionError) return error;
  return error instanceof Error && error.name === "PasswordException"
    ? new ExtractionError("encrypted", "The PDF needs a password.", { cause: error })
    : new ExtractionError("malformed", "The PDF is damaged and cannot be read.", { cause: error });
};

const readRows = async (page: PDFPageProxy): Promise<Row[]> => {
  const items: unknown[] = [];
  const monospaced = new Set<string>();
  let letters = 0;
  const reader = page.streamTextContent().getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    // The library's types say no more of it than `object`.
    for (const [font, style] of Object.entries<{ fontFamily?: string }>(value.styles))
      if (style.fontFamily === "monospace") monospaced.add(font);
    for (const item of value.items) {
      items.push(item);
      letters += "str" in item ? item.str.length : 0;
    }
    // The stream is left unread: its writer waits. Cancelled, it would go on and fail where nobody can catch it.
    if (letters > mostPageLetters || items.length > mostItems)
      throw new ExtractionError("too_complex", "A page of the PDF holds more text than a page can show.");
  }
  page.cleanup();
  return rowsOf(items, monospaced);
};

interface OutlineNode {
  title: string;
  items: readonly OutlineNode[];
}

/** Titles of the table of contents from the top on, without recursion: it may be as deep as its author likes. */
const titlesOf = (nodes: readonly OutlineNode[]): { title: string; depth: number }[] => {
  const titles: { title: string; depth: number }[] = [];
  let layer = nodes;
  for (let depth = 0; layer.length > 0 && titles.length < mostTitles; depth++) {
    titles.push(...layer.slice(0, mostTitles).map(({ title }) => ({ title, depth })));
    layer = layer.slice(0, mostTitles).flatMap(({ items }) => items);
  }
  return titles;
};

/** Spread over the document, but not evenly: chapters may all begin at the same distance. */
const sampledPage = (index: number, sampled: number, pages: number): number =>
  1 + Math.floor(((index + (pages > sampled ? ((index + 1) * 0.618) % 1 : 0)) * pages) / sampled);

const openDocument = async (bytes: Uint8Array): Promise<PDFDocumentProxy> => {
  const { getDocumentProxy } = await import("unpdf");
  // The library takes the buffer it is given for itself. Of a Node.js Buffer `slice` would be no copy.
  const document = await getDocumentProxy(new Uint8Array(bytes), {
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    isImageDecoderSupported: false,
    isOffscreenCanvasSupported: false,
    enableXfa: false,
    disableAutoFetch: true,
    verbosity: 0,
  });
  if (document.numPages <= mostPages) return document;
  await document.loadingTask.destroy();
  throw new ExtractionError("too_complex", `The PDF has more than ${mostPages} pages.`);
};

/** Unpacked bytes that a first look at a PDF goes through. */
const mostAtFirst = 20_000_000;

/**
 * Refuses a PDF that could not be opened, without reading its pages; one that is too large to tell in a moment passes.
 * Throws `ExtractionError`.
 */
export const checkPdf = async (bytes: Uint8Array): Promise<void> => {
  if (!checkPdfBounds(bytes, mostAtFirst)) return;
  try {
    const document = await openDocument(bytes);
    await document.getPage(1);
    await document.loadingTask.destroy();
  } catch (error) {
    throw failureOf(error);
  }
};

/**
 * Opens a PDF. Nothing in it is run or fetched. After every page `afterPage` is called: what it throws ends the reading.
 * Throws `ExtractionError`.
 */
export const openPdf = async (
  bytes: Uint8Array,
  afterPage: () => Promise<void> = async () => undefined,
): Promise<Pdf> => {
  checkPdfBounds(bytes);
  try {
    const document = await openDocument(bytes);
    const pages = document.numPages;
    const rowsAt = async (number: number): Promise<Row[]> => {
      const rows = await readRows(await document.getPage(number));
      await afterPage();
      return rows;
    };
    const sample: Row[][] = [];
    const sampled = Math.min(pages, samplePages);
    for (let index = 0; index < sampled; index++) sample.push(await rowsAt(sampledPage(index, sampled, pages)));
    const outline = await document.getOutline().catch(() => []);
    const profile = profileOf(sample, outlineOf(titlesOf(outline ?? [])));
    return {
      pages,
      read: async (from, to) => {
        const blocks: Block[] = [];
        try {
          for (let number = Math.max(1, from); number <= Math.min(to, pages); number++)
            for (const block of readPage(await rowsAt(number), number, profile)) blocks.push(block);
        } catch (error) {
          throw failureOf(error);
        }
        return blocks;
      },
      close: () => document.loadingTask.destroy(),
    };
  } catch (error) {
    throw failureOf(error);
  }
};
