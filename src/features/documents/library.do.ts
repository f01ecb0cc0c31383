import { DurableObject } from "cloudflare:workers";
import type { Chunk } from "#engine/text";
import { LibraryChunks } from "./library-chunks.store.ts";
import type { Version } from "./library-chunks.store.ts";
import { searchLibrary } from "./library-search.ts";
import type { Shelves } from "./library-search.ts";
import { countTerms, titleOf } from "./library-terms.ts";
import { LibraryVectors } from "./library-vectors.store.ts";
import { LibraryWords } from "./library-words.store.ts";
import type { LibraryChunk, LibraryHit, LibraryQuery, Vectors } from "./library.ts";

/** Chunks that are added in one go, brought into the index, and taken out; searches are answered between. */
const mostAdded = 100;
const mostIndexed = 256;
const mostErased = 256;
const eraseAgainMs = 1_000;
/** Chunks of one answer of `read`, some ten megabytes at most. */
const mostRead = 5_000;

/**
 * All that one account can search: the chunks of its documents with their full-text index and vectors, in a store of its
 * own. So one account's words are in nobody else's statistics, and a search costs what its own documents cost.
 */
export class Library extends DurableObject<Cloudflare.Env> {
  #shelves: Shelves | undefined;
  #lastTurn: Promise<void> = Promise.resolve();

  /**
   * Makes room for a document. What was published of it before is found until `publish`; what was only added is forgotten.
   */
  async begin(documentId: string, filename: string): Promise<void> {
    const { chunks } = this.#open();
    this.#change(() => {
      for (const { number, state } of chunks.versionsOf(documentId))
        if (state === "coming") chunks.setState(number, "leaving");
      chunks.open(documentId, filename);
    });
    await this.#eraseLeaving();
  }

  /** Adds chunks of a document that has begun; the same position again replaces it. Of others nothing is kept. */
  async add(documentId: string, chunks: readonly Chunk[], vectors: Vectors | undefined): Promise<void> {
    for (let first = 0; first < chunks.length; first += mostAdded) {
      const part = chunks.slice(first, first + mostAdded);
      const values = vectors?.values.slice(first, first + mostAdded) ?? [];
      await this.#inTurn(() => this.#add(documentId, part, vectors && { model: vectors.model, values }));
    }
  }

  /** All of a short document at once: what `begin`, `add` and `publish` do of a long one, in a single write to disk. */
  async store(
    documentId: string,
    filename: string,
    chunks: readonly Chunk[],
    vectors: Vectors | undefined,
  ): Promise<void> {
    const shelves = this.#open();
    await this.#inTurn(() =>
      this.#change(() => {
        for (const { number } of shelves.chunks.versionsOf(documentId)) shelves.chunks.setState(number, "leaving");
        shelves.chunks.open(documentId, filename);
        const version = shelves.chunks.versionsOf(documentId).at(-1);
        if (version === undefined) return;
        this.#put(shelves, version, chunks, vectors);
        this.#index(shelves, version, chunks.length);
        shelves.chunks.setState(version.number, "found");
      }),
    );
    await this.#eraseLeaving();
  }

  /** From now on the document is found, whole, and what was published of it before no longer is. */
  async publish(documentId: string): Promise<void> {
    const shelves = this.#open();
    const { chunks } = shelves;
    const comingOf = () => chunks.versionsOf(documentId).findLast(({ state }) => state === "coming");
    for (;;) {
      const version = comingOf();
      if (version === undefined || chunks.countWaiting(version.number) === 0) break;
      await this.#inTurn(() => this.#change(() => this.#index(shelves, version, mostIndexed)));
    }
    const versions = chunks.versionsOf(documentId);
    const coming = comingOf();
    if (coming !== undefined)
      this.#change(() => {
        for (const { number, state } of versions) if (state === "found") chunks.setState(number, "leaving");
        chunks.setState(coming.number, "found");
      });
    await this.#eraseLeaving();
  }

  /** Leaves nothing of a document. It is not found from the first moment. */
  async remove(documentId: string): Promise<void> {
    if (!this.#exists) return;
    const { chunks } = this.#open();
    this.#change(() => {
      for (const { number } of chunks.versionsOf(documentId)) chunks.setState(number, "leaving");
    });
    await this.#eraseLeaving();
  }

  /** The best chunks of published documents. By vector only where the query has one. */
  async search(query: LibraryQuery): Promise<LibraryHit[]> {
    return this.#exists ? searchLibrary(this.#open(), query) : [];
  }

  /** The chunks of published documents, in order; at most `most` after the first `skip`. */
  async read(documentIds: readonly string[], { skip = 0, most = mostRead } = {}): Promise<LibraryChunk[]> {
    if (!this.#exists) return [];
    const { chunks } = this.#open();
    const read: LibraryChunk[] = [];
    let toSkip = skip;
    for (const id of new Set(documentIds)) {
      const version = chunks.versionsOf(id).find(({ state }) => state === "found");
      const room = Math.min(most, mostRead) - read.length;
      if (version === undefined || room <= 0) continue;
      read.push(...chunks.chunksOf(version, toSkip, room));
      toSkip = Math.max(0, toSkip - chunks.countOf(version.number));
    }
    return read;
  }

  /** Leaves nothing at all. */
  async clear(): Promise<void> {
    this.#shelves = undefined;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** Goes on erasing what a crash interrupted. */
  override async alarm(): Promise<void> {
    if (this.#exists) await this.#eraseLeaving();
  }

  /**
   * One after the other, and between two of them whoever else waits: work that is always there, from many documents at once,
   * would leave the runtime no moment to look for requests.
   */
  #inTurn(work: () => void): Promise<void> {
    const done = this.#lastTurn.then(async () => {
      work();
      await scheduler.wait(0);
    });
    this.#lastTurn = done.catch(() => undefined);
    return done;
  }

  #add(documentId: string, chunks: readonly Chunk[], vectors: Vectors | undefined): void {
    const shelves = this.#open();
    const versions = shelves.chunks.versionsOf(documentId);
    const version =
      versions.findLast(({ state }) => state === "coming") ?? versions.findLast(({ state }) => state === "found");
    if (version !== undefined) this.#change(() => this.#put(shelves, version, chunks, vectors));
  }

  get #exists(): boolean {
    if (this.#shelves !== undefined) return true;
    return this.ctx.storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'slot_pages'").toArray().length > 0;
  }

  #open(): Shelves {
    const { sql } = this.ctx.storage;
    this.#shelves ??= {
      chunks: new LibraryChunks(sql),
      words: new LibraryWords(sql),
      vectors: new LibraryVectors(sql),
    };
    return this.#shelves;
  }

  /** All or nothing, in storage and in memory. */
  #change(work: () => void): void {
    try {
      this.ctx.storage.transactionSync(work);
    } catch (error) {
      this.#shelves?.chunks.reset();
      this.#shelves?.words.reset();
      this.#shelves?.vectors.reset();
      throw error;
    }
  }

  #put(shelves: Shelves, version: Version, added: readonly Chunk[], vectors: Vectors | undefined): void {
    const { chunks } = shelves;
    // The last one of a position wins.
    const byPosition = new Map(added.map((chunk, index) => [chunk.position, { chunk, index }]));
    this.#takeOut(shelves, chunks.termsIn(version.number, [...byPosition.keys()], byPosition.size));
    let { title } = version;
    const first = byPosition.get(0)?.chunk;
    if (first !== undefined) {
      title = titleOf(first);
      chunks.setTitle(version.number, title);
    }
    const slots = chunks.takeSlots(byPosition.size);
    const rows = [...byPosition.values()].map(({ chunk, index }, place) => {
      const slot = slots[place] ?? 0;
      const { counts, ...lengths } = countTerms(chunk, title, version.filename);
      chunks.put(version.number, chunk, { slot, terms: counts });
      return { slot, index, document: version.number, ...lengths };
    });
    chunks.assign(rows);
    // Many at once: a word is written once for all chunks that hold it.
    if (version.state === "found" || chunks.countWaiting(version.number) >= mostIndexed)
      this.#index(shelves, version, byPosition.size + mostIndexed);
    if (vectors === undefined) return;
    const given = rows.map(({ slot, index }) => ({ slot, values: vectors.values[index] ?? [] }));
    shelves.vectors.put(vectors.model, given);
  }

  /** Brings chunks that wait into the index. */
  #index({ chunks, words }: Shelves, version: Version, most: number): void {
    words.add(chunks.takeWaiting(version.number, most));
  }

  #takeOut({ chunks, words, vectors }: Shelves, gone: readonly { slot: number; terms: readonly string[] }[]): void {
    if (gone.length === 0) return;
    words.remove(gone);
    vectors.remove(gone.map(({ slot }) => slot));
    chunks.assign(gone.map(({ slot }) => ({ slot, document: 0, inText: 0, inHeadings: 0 })));
    for (const { slot } of gone) chunks.delete(slot);
  }

  /** Takes out what is on its way out, a part at a time; an alarm goes on where it is killed between. */
  async #eraseLeaving(): Promise<void> {
    const shelves = this.#open();
    for (;;) {
      const version = shelves.chunks.versionsIn("leaving")[0];
      if (version === undefined) return;
      const gone = shelves.chunks.termsIn(version.number, undefined, mostErased);
      if (gone.length === mostErased) await this.ctx.storage.setAlarm(Date.now() + eraseAgainMs);
      this.#change(() => {
        this.#takeOut(shelves, gone);
        if (gone.length < mostErased) shelves.chunks.drop(version.number);
      });
      if (gone.length === mostErased) await scheduler.wait(0);
    }
  }
}
