/** How soon more of the same word stops to count. */
const saturation = 2;
/** How much a long chunk weighs less than a short one: 0 not at all, 1 in proportion. */
const shortening = 0.75;
/** A word of a heading counts as so many of the text below it. */
const headingWeight = 2;
/** Chunks of one page of a term's places: a page is what one row holds. */
export const slotsOfPage = 1024;
/** Two bytes for the place, one for how often the text holds the term, one for the headings. */
const bytesOfPlace = 4;

/** A part of the places of a term, packed. */
export interface PostingPage {
  page: number;
  data: Uint8Array;
}

/** The chunks that may be found, by slot: a number that a chunk has while it exists. */
export interface Slots {
  /** 1 where the chunk may be found. */
  open: Uint8Array;
  /** Terms of its text, and of its headings. */
  textLengths: Uint16Array;
  headingLengths: Uint16Array;
}

/** What BM25 knows of the chunks together, made once a search. */
export interface Lengths {
  count: number;
  /** What a term has to outweigh in this chunk. */
  resistance: Float64Array;
}

/** Measures the chunks that may be found. */
export const measure = ({ open, textLengths, headingLengths }: Slots): Lengths => {
  const lengthOf = (slot: number): number => (textLengths[slot] ?? 0) + headingWeight * (headingLengths[slot] ?? 0);
  let count = 0;
  let sum = 0;
  for (let slot = 0; slot < open.length; slot++) {
    if (open[slot] === 0) continue;
    count++;
    sum += lengthOf(slot);
  }
  const mean = Math.max(1, sum / Math.max(1, count));
  const resistance = new Float64Array(open.length);
  for (let slot = 0; slot < open.length; slot++)
    resistance[slot] = saturation * (1 - shortening + (shortening * lengthOf(slot)) / mean);
  return { count, resistance };
};

const viewOf = (data: Uint8Array): DataView => new DataView(data.buffer, data.byteOffset, data.byteLength);

/** How many chunks that may be found hold the term. */
export const countHolders = (pages: readonly PostingPage[], open: Uint8Array): number => {
  let holders = 0;
  for (const { page, data } of pages) {
    const places = viewOf(data);
    for (let at = 0; at < data.length; at += bytesOfPlace)
      if (open[page * slotsOfPage + places.getUint16(at, true)] === 1) holders++;
  }
  return holders;
};

/** How telling a term is: BM25's measure in the form of Lucene, which never falls below zero. */
export const tellingOf = (count: number, holders: number): number =>
  Math.log(1 + (count - holders + 0.5) / (holders + 0.5));

/** Adds to the scores what a term is worth, by BM25 with headings as a second field. */
export const addTerm = (
  scores: Float64Array,
  pages: readonly PostingPage[],
  worth: number,
  open: Uint8Array,
  { resistance }: Lengths,
): void => {
  for (const { page, data } of pages) {
    const first = page * slotsOfPage;
    const places = viewOf(data);
    for (let at = 0; at < data.length; at += bytesOfPlace) {
      const slot = first + places.getUint16(at, true);
      if (open[slot] !== 1) continue;
      const times = places.getUint8(at + 2) + headingWeight * places.getUint8(at + 3);
      scores[slot] = (scores[slot] ?? 0) + (worth * times * (saturation + 1)) / (times + (resistance[slot] ?? 0));
    }
  }
};

/** Packs the places of a term within a page. */
export const packPlaces = (places: readonly { slot: number; inText: number; inHeadings: number }[]): Uint8Array => {
  const data = new Uint8Array(places.length * bytesOfPlace);
  for (const [index, { slot, inText, inHeadings }] of places.entries()) {
    const inPage = slot % slotsOfPage;
    data.set([inPage % 256, inPage >> 8, Math.min(255, inText), Math.min(255, inHeadings)], index * bytesOfPlace);
  }
  return data;
};

/** The places without those of some chunks. */
export const withoutSlots = (data: Uint8Array, page: number, gone: ReadonlySet<number>): Uint8Array => {
  const kept = new Uint8Array(data.length);
  const places = viewOf(data);
  let length = 0;
  for (let at = 0; at < data.length; at += bytesOfPlace) {
    if (gone.has(page * slotsOfPage + places.getUint16(at, true))) continue;
    kept.set(data.subarray(at, at + bytesOfPlace), length);
    length += bytesOfPlace;
  }
  return kept.slice(0, length);
};
