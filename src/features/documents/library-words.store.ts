import type { CountedChunk } from "./library-chunks.store.ts";
import { packPlaces, slotsOfPage, withoutSlots } from "./rank-lexical.ts";
import type { PostingPage } from "./rank-lexical.ts";
import { gramsOf, likenessOf } from "./rank-spelling.ts";

const tables = `
  CREATE TABLE IF NOT EXISTS postings (
    id INTEGER PRIMARY KEY, term TEXT NOT NULL, page INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (term, page)
  );
  CREATE TABLE IF NOT EXISTS grams (gram TEXT NOT NULL, term TEXT NOT NULL, PRIMARY KEY (gram, term)) WITHOUT ROWID;
`;

/** Known terms that share most with a misspelt one, looked at letter by letter. */
const mostLookedAt = 60;
/** Known terms that may stand for it. */
const mostMeant = 3;

/** What is kept in memory of the places of terms that were asked for. */
const mostKept = 8_000_000;
const bytesOfEntry = 200;

const sizeOf = (pages: readonly PostingPage[]): number =>
  pages.reduce((sum, { data }) => sum + data.length + bytesOfEntry, bytesOfEntry);

const byPage = <Chunk extends { slot: number }>(chunks: readonly Chunk[]): Map<number, Chunk[]> =>
  Map.groupBy(chunks, ({ slot }) => Math.floor(slot / slotsOfPage));

/**
 * Which chunks hold a term, packed in pages of 1,024 slots: a search reads a row per term and page instead of one per
 * chunk, and adding or removing a chunk rewrites at most 4 KB per term. And the spelling of all terms in runs of three.
 */
export class LibraryWords {
  readonly #sql: SqlStorage;
  /** Places of terms as they were read, the one asked for last at the end. */
  readonly #kept = new Map<string, PostingPage[]>();
  #keptBytes = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(tables);
  }

  /** Forgets what is in memory, which a failed transaction has made wrong. */
  reset(): void {
    this.#kept.clear();
    this.#keptBytes = 0;
  }

  /** Adds chunks whose slots the index does not know. */
  add(chunks: readonly CountedChunk[]): void {
    for (const [page, inPage] of byPage(chunks)) {
      const places = new Map<string, { slot: number; inText: number; inHeadings: number }[]>();
      for (const { slot, terms } of inPage)
        for (const [term, counts] of terms) {
          const known = places.get(term);
          if (known === undefined) places.set(term, [{ slot, ...counts }]);
          else known.push({ slot, ...counts });
        }
      const fresh = [...places].filter(([term, added]) => this.#append(term, page, packPlaces(added)));
      this.#addSpelling(fresh.map(([term]) => term));
    }
  }

  /** Takes chunks out again, with the very terms they were added with. */
  remove(chunks: readonly { slot: number; terms: readonly string[] }[]): void {
    for (const [page, inPage] of byPage(chunks)) {
      const gone = new Set(inPage.map(({ slot }) => slot));
      for (const term of new Set(inPage.flatMap(({ terms }) => terms))) this.#cut(term, page, gone);
    }
  }

  pagesOf(term: string): PostingPage[] {
    const known = this.#kept.get(term);
    if (known !== undefined) {
      this.#kept.delete(term);
      this.#kept.set(term, known);
      return known;
    }
    const pages = this.#sql
      .exec<{ page: number; data: ArrayBuffer }>("SELECT page, data FROM postings WHERE term = ?", term)
      .toArray()
      .map(({ page, data }) => ({ page, data: new Uint8Array(data) }));
    this.#kept.set(term, pages);
    this.#keptBytes += sizeOf(pages);
    for (const oldest of this.#kept.keys()) {
      if (this.#keptBytes <= mostKept) break;
      this.#forget(oldest);
    }
    return pages;
  }

  /** Terms that are spelt nearly as this one or hold it, with how likely they are meant; the likeliest first. */
  near(term: string): { term: string; likeness: number }[] {
    const grams = gramsOf(term);
    if (grams.length === 0) return [];
    return this.#sql
      .exec<{ term: string }>(
        `SELECT term, count(*) AS shared FROM grams WHERE gram IN (${grams.map(() => "?").join()})
         GROUP BY term HAVING shared > 1 ORDER BY shared DESC, length(term), term LIMIT ${mostLookedAt}`,
        ...grams,
      )
      .toArray()
      .map((row) => ({ term: row.term, likeness: likenessOf(term, row.term) }))
      .filter(({ likeness }) => likeness > 0)
      .toSorted((a, b) => b.likeness - a.likeness || (a.term < b.term ? -1 : 1))
      .filter(({ likeness }, _, all) => likeness === all[0]?.likeness)
      .slice(0, mostMeant);
  }

  #forget(term: string): void {
    const pages = this.#kept.get(term);
    if (pages === undefined) return;
    this.#kept.delete(term);
    this.#keptBytes -= sizeOf(pages);
  }

  /** Answers whether the term was not known before. */
  #append(term: string, page: number, data: Uint8Array): boolean {
    this.#forget(term);
    const { length } = this.#sql
      .exec<{ length: number }>(
        `INSERT INTO postings (term, page, data) VALUES (?, ?, ?)
         ON CONFLICT (term, page) DO UPDATE SET data = CAST(data || excluded.data AS BLOB) RETURNING length(data) AS length`,
        term,
        page,
        data,
      )
      .one();
    return length === data.length && !this.#isElsewhere(term, page);
  }

  #addSpelling(terms: readonly string[]): void {
    const rows = terms.flatMap((term) => gramsOf(term).map((gram) => [gram, term]));
    if (rows.length > 0)
      this.#sql.exec(
        `INSERT OR IGNORE INTO grams (gram, term)
         SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)`,
        JSON.stringify(rows),
      );
  }

  #cut(term: string, page: number, gone: ReadonlySet<number>): void {
    this.#forget(term);
    const row = this.#sql
      .exec<{ id: number; data: ArrayBuffer }>("SELECT id, data FROM postings WHERE term = ? AND page = ?", term, page)
      .toArray()[0];
    if (row === undefined) return;
    const kept = withoutSlots(new Uint8Array(row.data), page, gone);
    if (kept.length > 0) {
      this.#sql.exec("UPDATE postings SET data = ? WHERE id = ?", kept, row.id);
      return;
    }
    this.#sql.exec("DELETE FROM postings WHERE id = ?", row.id);
    if (this.#isElsewhere(term, page)) return;
    for (const gram of gramsOf(term)) this.#sql.exec("DELETE FROM grams WHERE gram = ? AND term = ?", gram, term);
  }

  #isElsewhere(term: string, page: number): boolean {
    const rows = this.#sql.exec("SELECT 1 AS found FROM postings WHERE term = ? AND page <> ? LIMIT 1", term, page);
    return rows.toArray().length > 0;
  }
}
