import type { Block } from "#engine/text";
import { ExtractionError } from "#adapters/extraction";
import { modelOf, paidModelOf } from "#features/ai";
import { AppError } from "#http/errors";
import { describePicture, transcribeSpeech } from "./perception.ts";
import type { DocumentRow } from "./store.ts";
import { readBytes } from "./store.ts";

const pagesAtOnce = 10;
/** About as long a range of pages takes at most; a page that takes longer than the other is not meant to be read. */
const rangeMs = 500;
const mostPageMs = 20_000;
const blocksAtOnce = 500;

/** A document as its text is read from it, a range at a time. */
export interface Source {
  /** Pages of a PDF, blocks of anything else. */
  length: number;
  pageCount: number | null;
  /** The blocks of the range that begins after `from` units, and where it ends. */
  read: (from: number) => Promise<{ blocks: readonly Block[]; end: number }>;
  /** Throws `ExtractionError` for a document without any text. */
  checkText: (chunks: number) => void;
  close: () => Promise<void>;
}

const checkText = (chunks: number): void => {
  if (chunks === 0) throw new ExtractionError("empty", "There is no text in the file.");
};

const ofBlocks = (blocks: readonly Block[]): Source => ({
  length: blocks.length,
  pageCount: null,
  read: async (from) => {
    const end = Math.min(from + blocksAtOnce, blocks.length);
    return { blocks: blocks.slice(from, end), end };
  },
  checkText,
  close: async () => undefined,
});

/** Lets others have their turn, without which no time passes in a Worker, and answers the time. */
const takeTurns = async (): Promise<number> => {
  await scheduler.wait(0);
  return Date.now();
};

const ofPdf = async (bytes: Uint8Array, signal: AbortSignal): Promise<Source> => {
  const { openPdf } = await import("#adapters/extraction");
  let before = await takeTurns();
  const { pages, read, close } = await openPdf(bytes, async () => {
    const now = await takeTurns();
    signal.throwIfAborted();
    if (now - before > mostPageMs)
      throw new ExtractionError("too_complex", "A page of the PDF takes longer to read than is allowed.");
    before = now;
  });
  return {
    length: pages,
    pageCount: pages,
    read: async (from) => {
      const blocks: Block[] = [];
      const start = (before = await takeTurns());
      let end = from;
      do {
        end++;
        for (const block of await read(end, end)) blocks.push(block);
      } while (end < Math.min(from + pagesAtOnce, pages) && before - start < rangeMs);
      return { blocks, end };
    },
    checkText: (chunks) => {
      if (chunks === 0) throw new ExtractionError("no_text", "The PDF's pages are pictures: there is no text in it.");
    },
    close,
  };
};

const notConfigured = (setting: string, what: string): AppError =>
  new AppError("not_configured", `${what} needs a model: set ${setting}.`);

const readText = async (row: DocumentRow, bytes: Uint8Array): Promise<readonly Block[]> => {
  const { decodeText, extractCode, extractHtml, extractMarkdown, extractText, isCode } =
    await import("#adapters/extraction");
  const text = decodeText(bytes);
  if (row.file_type === "html") return extractHtml(text);
  if (row.file_type === "markdown") return extractMarkdown(text);
  return isCode(row.filename) ? extractCode(text) : extractText(text);
};

/**
 * Opens a stored document. Throws `ExtractionError` for a file that cannot be read, and `not_configured` for a picture
 * or a recording where there is no model that could.
 */
export const openSource = async (env: Cloudflare.Env, row: DocumentRow, signal: AbortSignal): Promise<Source> => {
  if (row.size === 0) throw new ExtractionError("empty", "The file is empty: it has not a single byte.");
  const paid = () => paidModelOf({ env, payer: `account:${row.owner}`, now: () => new Date() });
  if (row.file_type === "image" && modelOf(env) === undefined)
    throw notConfigured("AI_API_KEY or AI_BASE_URL", "Reading a picture");
  if (row.file_type === "audio" && modelOf(env)?.transcribe === undefined)
    throw notConfigured("AI_TRANSCRIPTION_MODEL", "Reading a recording");
  const stored = await readBytes(env, row.id);
  if (stored === null) throw new ExtractionError("malformed", "The file is not there any more. Upload it again.");
  const bytes = new Uint8Array(await stored.arrayBuffer());
  signal.throwIfAborted();
  switch (row.file_type) {
    case "pdf":
      return ofPdf(bytes, signal);
    case "docx": {
      const { extractDocx } = await import("#adapters/extraction");
      return ofBlocks(await extractDocx(bytes));
    }
    case "image":
      return ofBlocks(await describePicture(paid(), { mediaType: row.media_type, bytes }, signal));
    case "audio":
      return ofBlocks(await transcribeSpeech(paid(), row, bytes, signal));
    case "markdown":
    case "html":
    case "text":
      return ofBlocks(await readText(row, bytes));
  }
};
