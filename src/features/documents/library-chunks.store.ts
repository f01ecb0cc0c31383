import { measure, slotsOfPage } from "./rank-lexical.ts";
import type { Lengths, Slots } from "./rank-lexical.ts";
import type { Chunk } from "#engine/text";
import type { LibraryChunk } from "./library.ts";

const tables = `
  CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, filename TEXT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS documents_of_id ON documents (id);
  CREATE TABLE IF NOT EXISTS chunks (
    slot INTEGER PRIMARY KEY, document INTEGER NOT NULL, position INTEGER NOT NULL, text TEXT NOT NULL,
    starts INTEGER NOT NULL, ends INTEGER NOT NULL, page INTEGER, headings TEXT NOT NULL, terms TEXT NOT NULL,
    UNIQUE (document, position)
  );
  CREATE TABLE IF NOT EXISTS waiting (
    document INTEGER NOT NULL, slot INTEGER NOT NULL, counts BLOB NOT NULL, PRIMARY KEY (document, slot)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS slot_pages (page INTEGER PRIMARY KEY, data BLOB NOT NULL);
`;

/** A version of a document: added to, found by searches, or on its way out. */
export type VersionState = "coming" | "found" | "leaving";

export interface Version {
  number: number;
  id: string;
  filename: string;
  /** What the document calls itself in its first line. */
  title: string;
  state: VersionState;
}

/** What every chunk has in memory: eight bytes. */
export interface SlotTable extends Omit<Slots, "open"> {
  /** The number of the version that it belongs to; 0 where there is none. */
  documents: Uint32Array;
}

/** A chunk as the index knows it. */
export interface SlotTerms {
  slot: number;
  terms: readonly string[];
}

/** How often a chunk holds its terms. */
export interface CountedChunk {
  slot: number;
  terms: ReadonlyMap<string, { inText: number; inHeadings: number }>;
}

/** All that can be found, by slot. */
export interface Published {
  /** 1 where a chunk is published. */
  open: Uint8Array;
  lengths: Lengths;
  documents: number;
}

interface ChunkRow {
  [column: string]: SqlStorageValue;
  slot: number;
  document: number;
  position: number;
  text: string;
  starts: number;
  ends: number;
  page: number | null;
  headings: string;
  terms: string;
}

const bytesOfSlot = 8;

const chunkOf = (row: ChunkRow): Chunk => ({
  position: row.position,
  text: row.text,
  start: row.starts,
  end: row.ends,
  page: row.page,
  // Written by `put` below.
  headings: JSON.parse(row.headings) as string[],
});

/** Two bytes a term, in the order of the terms. */
const packCounts = (terms: CountedChunk["terms"]): Uint8Array =>
  Uint8Array.from(
    [...terms.values()].flatMap(({ inText, inHeadings }) => [Math.min(0xff, inText), Math.min(0xff, inHeadings)]),
  );

const termsIn = (terms: string): string[] => (terms === "" ? [] : terms.split(" "));

const emptyTable = (size: number): SlotTable => ({
  documents: new Uint32Array(size),
  textLengths: new Uint16Array(size),
  headingLengths: new Uint16Array(size),
});

/**
 * The documents of one account and their chunks. A chunk has a slot, a small number that the index and the vectors know it
 * by; who owns which slot is in memory while the object lives, 8 KB for 1,024 chunks.
 */
export class LibraryChunks {
  readonly #sql: SqlStorage;
  #table: SlotTable | undefined;
  #published: Published | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(tables);
  }

  /** Forgets what is in memory, which a failed transaction has made wrong. */
  reset(): void {
    this.#table = undefined;
    this.#published = undefined;
  }

  versionsOf(id: string): Version[] {
    return this.#versions("SELECT * FROM documents WHERE id = ? ORDER BY number", id);
  }

  versionsIn(state: VersionState): Version[] {
    return this.#versions("SELECT * FROM documents WHERE state = ? ORDER BY number", state);
  }

  open(id: string, filename: string): void {
    this.#sql.exec("INSERT INTO documents (id, filename, title, state) VALUES (?, ?, '', 'coming')", id, filename);
  }

  setState(number: number, state: VersionState): void {
    this.#published = undefined;
    this.#sql.exec("UPDATE documents SET state = ? WHERE number = ?", state, number);
  }

  setTitle(number: number, title: string): void {
    this.#sql.exec("UPDATE documents SET title = ? WHERE number = ?", title, number);
  }

  /** Only a version without chunks. */
  drop(number: number): void {
    this.#sql.exec("DELETE FROM documents WHERE number = ?", number);
  }

  /** Who owns which slot. */
  get slots(): SlotTable {
    this.#table ??= this.#load();
    return this.#table;
  }

  /** What can be found, and how long it is: the same for every search until something changes. */
  get published(): Published {
    if (this.#published !== undefined) return this.#published;
    const { textLengths, headingLengths } = this.slots;
    const versions = this.versionsIn("found");
    const open = this.maskOf(versions);
    const lengths = measure({ open, textLengths, headingLengths });
    this.#published = { open, lengths, documents: versions.length };
    return this.#published;
  }

  /** 1 in the slots of these versions. */
  maskOf(versions: readonly Version[]): Uint8Array {
    const { documents } = this.slots;
    const numbers = new Set(versions.map(({ number }) => number));
    const mask = new Uint8Array(documents.length);
    // A document's chunks stand next to each other: most are what the one before was.
    let [known, isOne] = [0, 0];
    documents.forEach((number, slot) => {
      if (number !== known) [known, isOne] = [number, numbers.has(number) ? 1 : 0];
      mask[slot] = isOne;
    });
    return mask;
  }

  /** Slots that are free, the lowest first, so that the numbers stay small. */
  takeSlots(count: number): number[] {
    const { documents } = this.slots;
    const taken: number[] = [];
    for (let slot = 0; taken.length < count; slot++) if ((documents[slot] ?? 0) === 0) taken.push(slot);
    return taken;
  }

  /** Keeps a chunk that waits for the index. Its terms are kept to take it out again, whatever texts are cut into by then. */
  put(document: number, chunk: Chunk, { slot, terms }: CountedChunk): void {
    const { position, text, start, end, page, headings } = chunk;
    this.#sql.exec(
      "INSERT INTO chunks (slot, document, position, text, starts, ends, page, headings, terms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      slot,
      document,
      position,
      text,
      start,
      end,
      page,
      JSON.stringify(headings),
      [...terms.keys()].join(" "),
    );
    this.#sql.exec("INSERT INTO waiting (document, slot, counts) VALUES (?, ?, ?)", document, slot, packCounts(terms));
  }

  countWaiting(document: number): number {
    return this.#sql.exec<{ count: number }>("SELECT count(*) AS count FROM waiting WHERE document = ?", document).one()
      .count;
  }

  /** The first chunks of a version that wait for the index: from now on they no longer do. */
  takeWaiting(document: number, most: number): CountedChunk[] {
    const rows = this.#sql
      .exec<{ slot: number; terms: string; counts: ArrayBuffer }>(
        "SELECT w.slot, w.counts, c.terms FROM waiting w JOIN chunks c ON c.slot = w.slot WHERE w.document = ? ORDER BY w.slot LIMIT ?",
        document,
        most,
      )
      .toArray();
    const last = rows.at(-1);
    if (last !== undefined) this.#sql.exec("DELETE FROM waiting WHERE document = ? AND slot <= ?", document, last.slot);
    return rows.map(({ slot, terms, counts }) => {
      const bytes = new DataView(counts);
      const countsOf = (index: number) => ({
        inText: bytes.getUint8(2 * index),
        inHeadings: bytes.getUint8(2 * index + 1),
      });
      return { slot, terms: new Map(termsIn(terms).map((term, index) => [term, countsOf(index)])) };
    });
  }

  delete(slot: number): void {
    this.#sql.exec(
      "DELETE FROM waiting WHERE document = (SELECT document FROM chunks WHERE slot = ?1) AND slot = ?1",
      slot,
    );
    this.#sql.exec("DELETE FROM chunks WHERE slot = ?", slot);
  }

  /** Writes who owns some slots, and how long their chunks are. */
  assign(rows: readonly { slot: number; document: number; inText: number; inHeadings: number }[]): void {
    this.#published = undefined;
    const highest = rows.reduce((most, { slot }) => Math.max(most, slot), 0);
    if (highest >= this.slots.documents.length) this.#grow(highest + 1);
    const table = this.slots;
    for (const { slot, document, inText, inHeadings } of rows) {
      table.documents[slot] = document;
      table.textLengths[slot] = Math.min(0xffff, inText);
      table.headingLengths[slot] = Math.min(0xffff, inHeadings);
    }
    for (const page of new Set(rows.map(({ slot }) => Math.floor(slot / slotsOfPage)))) this.#writePage(page);
  }

  /** Chunks of a version in order. */
  chunksOf({ number, id, filename }: Version, skip: number, most: number): LibraryChunk[] {
    return this.#sql
      .exec<ChunkRow>("SELECT * FROM chunks WHERE document = ? ORDER BY position LIMIT ? OFFSET ?", number, most, skip)
      .toArray()
      .map((row) => ({ ...chunkOf(row), id: `${id}.${row.position}`, documentId: id, filename }));
  }

  countOf(document: number): number {
    return this.#sql.exec<{ count: number }>("SELECT count(*) AS count FROM chunks WHERE document = ?", document).one()
      .count;
  }

  /** Slots of a version with the terms that the index holds of them: of some positions, or the first so many. */
  termsIn(document: number, positions: readonly number[] | undefined, most: number): SlotTerms[] {
    return this.#sql
      .exec<{ slot: number; terms: string }>(
        `SELECT slot, terms FROM chunks WHERE document = ?
         ${positions === undefined ? "" : "AND position IN (SELECT value FROM json_each(?))"} LIMIT ?`,
        document,
        ...(positions === undefined ? [] : [JSON.stringify(positions)]),
        most,
      )
      .toArray()
      .map(({ slot, terms }) => ({ slot, terms: termsIn(terms) }));
  }

  /** A chunk as it is shown. */
  chunkAt(slot: number): LibraryChunk | undefined {
    const row = this.#sql
      .exec<ChunkRow & { id: string; filename: string }>(
        "SELECT c.*, d.id, d.filename FROM chunks c JOIN documents d ON d.number = c.document WHERE c.slot = ?",
        slot,
      )
      .toArray()[0];
    if (row === undefined) return undefined;
    return { ...chunkOf(row), id: `${row.id}.${row.position}`, documentId: row.id, filename: row.filename };
  }

  #versions(query: string, value: string): Version[] {
    return this.#sql.exec<{ [K in keyof Version]: Version[K] }>(query, value).toArray();
  }

  #load(): SlotTable {
    const pages = this.#sql
      .exec<{ page: number; data: ArrayBuffer }>("SELECT * FROM slot_pages ORDER BY page")
      .toArray();
    const table = emptyTable(((pages.at(-1)?.page ?? -1) + 1) * slotsOfPage);
    for (const { page, data } of pages) {
      const view = new DataView(data);
      for (let index = 0; index < slotsOfPage; index++) {
        const slot = page * slotsOfPage + index;
        table.documents[slot] = view.getUint32(index * bytesOfSlot, true);
        table.textLengths[slot] = view.getUint16(index * bytesOfSlot + 4, true);
        table.headingLengths[slot] = view.getUint16(index * bytesOfSlot + 6, true);
      }
    }
    return table;
  }

  #grow(size: number): void {
    const grown = emptyTable(Math.ceil(size / slotsOfPage) * slotsOfPage);
    const table = this.slots;
    grown.documents.set(table.documents);
    grown.textLengths.set(table.textLengths);
    grown.headingLengths.set(table.headingLengths);
    this.#table = grown;
  }

  #writePage(page: number): void {
    const { documents, textLengths, headingLengths } = this.slots;
    const view = new DataView(new ArrayBuffer(slotsOfPage * bytesOfSlot));
    const [from, to] = [page * slotsOfPage, (page + 1) * slotsOfPage];
    const owners = documents.subarray(from, to);
    owners.forEach((document, index) => view.setUint32(index * bytesOfSlot, document, true));
    textLengths.subarray(from, to).forEach((length, index) => view.setUint16(index * bytesOfSlot + 4, length, true));
    headingLengths.subarray(from, to).forEach((length, index) => view.setUint16(index * bytesOfSlot + 6, length, true));
    if (owners.every((document) => document === 0)) this.#sql.exec("DELETE FROM slot_pages WHERE page = ?", page);
    else this.#sql.exec("INSERT OR REPLACE INTO slot_pages (page, data) VALUES (?, ?)", page, view.buffer);
  }
}
