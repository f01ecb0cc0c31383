import { bestCut, spansOf } from "./segments.ts";

/** A piece of a document as it was extracted, in reading order. */
export interface Block {
  kind: "heading" | "paragraph" | "list" | "table" | "code";
  /** Of a heading: 1 is the highest. */
  level?: 1 | 2 | 3 | 4 | 5 | 6;
  text: string;
  /** Counted from 1; null where the format has no pages. */
  page: number | null;
}

/** What is searched and quoted: at most 1,000 characters of a document, sharing up to 200 with the one before. */
export interface Chunk {
  /** Place in its document, counted from 0. */
  position: number;
  text: string;
  /** Where the text begins and ends in the document's whole text, which is its blocks joined by blank lines. */
  start: number;
  end: number;
  /** The page it begins on. */
  page: number | null;
  /** The headings that it stands under, the highest first. */
  headings: readonly string[];
}

const most = 1_000;
const mostShared = 200;
/** A chunk this long ends before the next heading; a shorter one takes in a neighbouring section. */
const enough = 500;
/** A chunk shorter than this takes in whatever comes. */
const tooShort = 200;
/** Of a heading, where it is repeated for every chunk below it. */
const longestHeading = 200;

const separator = "\n\n";

/** A part of a document that is not cut, unless it follows a heading and both do not fit. */
interface Segment {
  start: number;
  end: number;
  text: string;
  /** What stands between the segment before and this one. */
  gap: string;
  /** A chunk may begin here: a heading, a sentence, a row. */
  isBorder: boolean;
  isHeading: boolean;
  /** Counts the headings so far. */
  section: number;
  headings: readonly string[];
  page: number | null;
}

/** What a chunker has to remember from one block to the next: plain data, of some kilobytes. */
export interface ChunkerState {
  held: readonly Segment[];
  gap: string;
  offset: number;
  blocks: number;
  position: number;
  section: number;
  path: readonly { level: number; text: string }[];
}

/** Cuts a document into chunks as its blocks come. */
export interface Chunker {
  /** Chunks that are complete with this block. */
  add: (block: Block) => Generator<Chunk>;
  /** What is left when the document ends. */
  finish: () => Generator<Chunk>;
  /** To go on later with `openChunker`. Not while a generator of `add` is unfinished. */
  save: () => ChunkerState;
}

/** The text that the chunks' places count in. */
export const joinBlocks = (blocks: Iterable<Block>): string => Array.from(blocks, ({ text }) => text).join(separator);

const startsWith = (path: readonly string[], beginning: readonly string[]): boolean =>
  beginning.every((heading, index) => path[index] === heading);

const lengthOf = (segments: readonly Segment[]): number => (segments.at(-1)?.end ?? 0) - (segments[0]?.start ?? 0);

/** The section a chunk speaks of: that of its first words below the headings it begins with. */
const headingsOf = (segments: readonly Segment[]): readonly string[] =>
  (segments.find(({ isHeading }) => !isHeading) ?? segments.at(-1))?.headings ?? [];

/** Where in the segments a new section begins that should not share a chunk with what stands before it. */
const breakOf = (segments: readonly Segment[]): number | undefined => {
  const path = headingsOf(segments);
  const at = segments.findIndex((segment, index) => {
    const before = segments[index - 1];
    if (!segment.isHeading || before === undefined || before.isHeading) return false;
    const length = lengthOf(segments.slice(0, index));
    const isNeighbour =
      segment.headings.length > 1 &&
      segment.headings.length >= path.length &&
      startsWith(segment.headings, path.slice(0, -1));
    return length >= (isNeighbour ? enough : tooShort);
  });
  return at === -1 ? undefined : at;
};

/** Starts to cut a document into chunks, or goes on where `save` stopped. */
export const openChunker = (saved?: ChunkerState): Chunker => {
  let held: Segment[] = [...(saved?.held ?? [])];
  let gap = saved?.gap ?? "";
  let offset = saved?.offset ?? 0;
  let blocks = saved?.blocks ?? 0;
  let position = saved?.position ?? 0;
  let section = saved?.section ?? 0;
  let path = saved?.path ?? [];

  const chunkOf = (segments: readonly Segment[]): Chunk => ({
    position: position++,
    text: segments.map((segment, index) => (index === 0 ? "" : segment.gap) + segment.text).join(""),
    start: segments[0]?.start ?? 0,
    end: segments.at(-1)?.end ?? 0,
    page: segments[0]?.page ?? null,
    headings: headingsOf(segments),
  });

  /** The end of what is held that the next chunk repeats: whole sentences, or words where a sentence fills chunks. */
  const sharedWith = (next: Segment): Segment[] => {
    const last = held.at(-1);
    if (last === undefined || next.isHeading || next.section !== last.section) return [];
    const inReach = held.filter(
      (segment, index) =>
        index > 0 &&
        !segment.isHeading &&
        segment.section === next.section &&
        last.end - segment.start <= mostShared &&
        next.end - segment.start <= most,
    );
    const from = inReach.findIndex(({ isBorder }) => isBorder);
    if (from !== -1) return inReach.slice(from);
    return next.isBorder ? [] : inReach;
  };

  function* admit(segment: Segment): Generator<Chunk> {
    let next = segment;
    while (held.length > 0 && next.end - (held[0]?.start ?? 0) > most) {
      const headings = held.length - held.findLastIndex(({ isHeading }) => !isHeading) - 1;
      const at = breakOf(held) ?? held.length - headings;
      if (at > 0 && at < held.length) {
        yield chunkOf(held.slice(0, at));
        held = held.slice(at);
      } else if (at === 0 && !next.isHeading && lengthOf(held) <= enough) {
        // Headings alone, and what follows does not fit below them: it is cut.
        const room = most - (next.start - (held[0]?.start ?? 0));
        const cut = room > 0 ? bestCut(next.text, 0, room) : 0;
        if (cut > 0) held.push({ ...next, text: next.text.slice(0, cut), end: next.start + cut });
        yield chunkOf(held);
        held = [];
        next = { ...next, gap: "", text: next.text.slice(cut), start: next.start + cut, isBorder: cut === 0 };
      } else {
        yield chunkOf(held);
        held = sharedWith(next);
      }
    }
    held.push(next);
  }

  function* add(block: Block): Generator<Chunk> {
    if (blocks++ > 0) {
      offset += separator.length;
      gap += separator;
    }
    if (block.kind === "heading" && block.text.trim() !== "") {
      const level = block.level ?? 1;
      const text = block.text.trim().slice(0, longestHeading);
      path = [...path.filter((heading) => heading.level < level), { level, text }];
      section++;
    }
    const headings = path.map(({ text }) => text);
    const blockStart = offset;
    let done = 0;
    for (const [from, to, isBorder] of spansOf(block, most)) {
      const segment: Segment = {
        start: blockStart + from,
        end: blockStart + to,
        text: block.text.slice(from, to),
        gap: gap + block.text.slice(done, from),
        isBorder,
        isHeading: block.kind === "heading",
        section,
        headings,
        page: block.page,
      };
      gap = "";
      done = to;
      yield* admit(segment);
    }
    gap += block.text.slice(done);
    offset = blockStart + block.text.length;
  }

  function* finish(): Generator<Chunk> {
    // A document that fits is one chunk, whatever its headings.
    while (position > 0 || lengthOf(held) > most) {
      const at = breakOf(held);
      if (at === undefined || lengthOf(held.slice(at)) < tooShort) break;
      yield chunkOf(held.slice(0, at));
      held = held.slice(at);
    }
    if (held.length > 0) yield chunkOf(held);
    held = [];
  }

  return {
    add,
    finish,
    save: () => ({ held: [...held], gap, offset, blocks, position, section, path }),
  };
};

/** Cuts a whole document into chunks, one at a time. */
export function* chunkBlocks(blocks: Iterable<Block>): Generator<Chunk> {
  const chunker = openChunker();
  for (const block of blocks) yield* chunker.add(block);
  yield* chunker.finish();
}
