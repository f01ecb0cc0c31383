import type { QuotableChunk, ReadChunks, ReadPiece } from "./best-sentences.ts";
import type { Wanted } from "./question.ts";

/** A part of a chunk, exactly: `chunk.text.slice(start, end)`. */
export interface Quote {
  chunk: QuotableChunk;
  start: number;
  end: number;
  text: string;
  kind: "prose" | "list" | "head" | "row" | "code";
}

const longestSet = 900;
const longestPair = 600;

const anaphoric =
  /^["'“(*]*(?:it|this|that|these|those|they|he|she|its|their|his|her|such|both|the (?:former|latter|same)|otherwise|instead|however|therefore|then|in (?:this|that) case|if (?:so|not)|after(?:wards| that)|also)\b|^(?:มัน|ซึ่ง|이는|이것|그|これ|それ|这|它)/iu;

/** Whether a sentence speaks of something that the one before it names. */
export const isAnaphoric = (text: string): boolean => anaphoric.test(text);

const cut = (chunk: QuotableChunk, start: number, end: number, kind: Quote["kind"]): Quote => ({
  chunk,
  start,
  end,
  text: chunk.text.slice(start, end),
  kind,
});

const lineStart = (text: string, at: number): number => text.lastIndexOf("\n", at - 1) + 1;

/** The items of one list, in order. */
const itemsOf = (read: ReadChunks, one: ReadPiece): ReadPiece[] => {
  const all = read.pieces.filter(({ chunk, kind }) => chunk === one.chunk && kind === "item");
  return all.filter(({ block, lead }) => (one.lead === undefined ? block === one.block : lead === one.lead));
};

/** A list from its introduction to the last item that there is room for. */
const quoteList = (items: readonly ReadPiece[], from: number): Quote | undefined => {
  const [first] = items;
  const last = items.findLast(({ end }) => end - from <= longestSet);
  return first && last && cut(first.chunk, from, last.end, "list");
};

const leadOf = (read: ReadChunks, piece: ReadPiece): ReadPiece | undefined =>
  piece.lead === undefined ? undefined : read.pieces[piece.first + piece.lead];

const quoteItem = (read: ReadChunks, piece: ReadPiece, own: readonly number[], wanted: Wanted): Quote[] => {
  const items = itemsOf(read, piece);
  const lead = leadOf(read, piece);
  const [first = piece] = items;
  const from = lead?.start ?? lineStart(piece.chunk.text, first.start);
  const all = read.weights.reduce((sum, weight) => sum + weight, 0);
  const held = read.weights.reduce((sum, weight, at) => sum + weight * (own[at] ?? 0), 0) / all;
  const isOneOfMany = wanted === "list" || wanted === "steps" || held < 0.3;
  if (isOneOfMany && held < 0.75 && items.length > 1) {
    const list = quoteList(items, from);
    if (list !== undefined) return [list];
  }
  const item = cut(piece.chunk, piece.start, piece.end, "prose");
  return lead === undefined || held > 0.75 ? [item] : [cut(piece.chunk, lead.start, lead.end, "prose"), item];
};

/** A sentence that ends in a colon says what follows it: a list, or code. */
const quoteIntroduction = (read: ReadChunks, piece: ReadPiece, place: number): Quote | undefined => {
  const next = read.pieces[place + 1];
  if (next?.chunk !== piece.chunk || !/:\W*$/.test(piece.text)) return undefined;
  if (next.kind === "item") return quoteList(itemsOf(read, next), piece.start);
  if (next.kind !== "code") return undefined;
  const last = read.pieces.findLast(
    ({ chunk, kind, block, end }) =>
      chunk === piece.chunk && kind === "code" && block === next.block && end - piece.start <= longestSet,
  );
  const close = last && /^\n\s*(?:```|~~~)[^\n]*/.exec(piece.chunk.text.slice(last.end));
  return last && cut(piece.chunk, piece.start, last.end + (close?.[0].length ?? 0), "code");
};

const quoteSentence = (read: ReadChunks, piece: ReadPiece): Quote => {
  const place = read.pieces.indexOf(piece);
  const introduction = quoteIntroduction(read, piece, place);
  if (introduction !== undefined) return introduction;
  const previous = read.pieces[place - 1];
  const belongs =
    previous?.chunk === piece.chunk &&
    previous.block === piece.block &&
    previous.kind === piece.kind &&
    isAnaphoric(piece.text);
  const from = belongs && piece.end - previous.start <= longestPair ? previous.start : piece.start;
  return cut(piece.chunk, from, piece.end, "prose");
};

const quotesOf = (read: ReadChunks, piece: ReadPiece, own: readonly number[], wanted: Wanted): Quote[] => {
  if (piece.kind === "item") return quoteItem(read, piece, own, wanted);
  if (piece.kind === "row") {
    const head = leadOf(read, piece);
    const row = cut(piece.chunk, piece.start, piece.end, "row");
    return head === undefined ? [row] : [cut(piece.chunk, head.start, head.end, "head"), row];
  }
  if (piece.kind === "code") return [cut(piece.chunk, piece.start, piece.end, "code")];
  return [quoteSentence(read, piece)];
};

/** Pieces with what they need to be understood, none twice: those of one document in its order, the best document first. */
export const widen = (
  chosen: readonly { piece: ReadPiece; own: readonly number[] }[],
  read: ReadChunks,
  wanted: Wanted,
): Quote[] => {
  let quotes: Quote[] = [];
  for (const { piece, own } of chosen)
    for (const quote of quotesOf(read, piece, own, wanted)) {
      const isSaid = quotes.some(
        ({ chunk, start, end, text }) =>
          (chunk === quote.chunk && start <= quote.start && end >= quote.end) || text.includes(quote.text),
      );
      if (isSaid) continue;
      const isInside = ({ chunk, start, end }: Quote): boolean =>
        chunk === quote.chunk && start >= quote.start && end <= quote.end;
      const place = quotes.findIndex(isInside);
      quotes =
        place === -1 ? [...quotes, quote] : quotes.with(place, quote).filter((one) => one === quote || !isInside(one));
    }
  const documents = [...new Set(quotes.map(({ chunk }) => chunk.documentId))];
  const order = (quote: Quote): number => documents.indexOf(quote.chunk.documentId);
  return quotes.toSorted((a, b) => order(a) - order(b) || a.chunk.start + a.start - (b.chunk.start + b.start));
};
