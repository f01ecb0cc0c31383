const tables = `
  CREATE TABLE IF NOT EXISTS vectors (
    page INTEGER NOT NULL, model TEXT NOT NULL, dimension INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (page, model, dimension)
  );
`;

/** With 4,096 dimensions half a megabyte: a row holds two at most. */
const slotsOfPage = 128;
/** What is kept in memory of the vectors that were compared: some ten thousand of a large model. */
const mostKept = 16_000_000;
/** Before a vector stands one through its length, 0 where there is no vector. */
const bytesOfHead = 4;

interface PageRow {
  [column: string]: SqlStorageValue;
  page: number;
  model: string;
  dimension: number;
  data: ArrayBuffer;
}

/** A vector in whole numbers up to 127: a quarter of the room, and the angles stay within a hundredth. */
const quantise = (values: readonly number[]): { bytes: Int8Array; inverseLength: number } => {
  const highest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = highest > 0 && Number.isFinite(highest) ? 127 / highest : 0;
  const bytes = Int8Array.from(values, (value) => Math.round(value * scale));
  let squares = 0;
  for (const value of bytes) squares += value * value;
  return { bytes, inverseLength: squares === 0 ? 0 : 1 / Math.sqrt(squares) };
};

/** A page's bytes, as lengths and as numbers. */
interface Views {
  heads: DataView;
  values: Int8Array;
}

const viewsOf = (data: ArrayBuffer): Views => ({ heads: new DataView(data), values: new Int8Array(data) });

const likenessIn = (page: Views, at: number, asked: Float32Array, dimension: number): number => {
  const inverseLength = page.heads.getFloat32(at, true);
  if (inverseLength === 0) return Number.NaN;
  const { values } = page;
  const start = at + bytesOfHead;
  // Four sums, so that no addition waits for the one before.
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let index = 0; index < dimension; index += 4) {
    const here = start + index;
    first += (values[here] ?? 0) * (asked[index] ?? 0);
    second += (values[here + 1] ?? 0) * (asked[index + 1] ?? 0);
    third += (values[here + 2] ?? 0) * (asked[index + 2] ?? 0);
    fourth += (values[here + 3] ?? 0) * (asked[index + 3] ?? 0);
  }
  return (first + second + third + fourth) * inverseLength;
};

/** A question's vector of length 1. */
const unitOf = (values: readonly number[]): Float32Array => {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return Float32Array.from(values, (value) => (length === 0 ? 0 : value / length));
};

/** What a question is compared with. */
export interface AskedVector {
  model: string;
  values: readonly number[];
}

/** The chunks' vectors, packed in pages, each page of one model and dimension. */
export class LibraryVectors {
  readonly #sql: SqlStorage;
  /** All pages of one model, as the last search read them. */
  #kept: { model: string; dimension: number; rows: PageRow[] } | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(tables);
  }

  /** Forgets what is in memory, which a failed transaction has made wrong. */
  reset(): void {
    this.#kept = undefined;
  }

  put(model: string, vectors: readonly { slot: number; values: readonly number[] }[]): void {
    for (const [dimension, alike] of Map.groupBy(vectors, ({ values }) => values.length)) {
      if (dimension === 0) continue;
      const size = bytesOfHead + dimension;
      for (const [page, group] of Map.groupBy(alike, ({ slot }) => Math.floor(slot / slotsOfPage))) {
        const data = this.#read(page, model, dimension) ?? new ArrayBuffer(slotsOfPage * size);
        for (const { slot, values } of group) {
          const { bytes, inverseLength } = quantise(values);
          const at = (slot % slotsOfPage) * size;
          new DataView(data).setFloat32(at, inverseLength, true);
          new Int8Array(data, at + bytesOfHead, dimension).set(bytes);
        }
        this.#write(page, model, dimension, data);
      }
    }
  }

  remove(slots: readonly number[]): void {
    for (const [page, inPage] of Map.groupBy(slots, (slot) => Math.floor(slot / slotsOfPage))) {
      const rows = this.#sql.exec<PageRow>("SELECT * FROM vectors WHERE page = ?", page).toArray();
      for (const { model, dimension, data } of rows) {
        const size = bytesOfHead + dimension;
        for (const slot of inPage) new Uint8Array(data, (slot % slotsOfPage) * size, size).fill(0);
        this.#write(page, model, dimension, data);
      }
    }
  }

  /** Likeness (cosine) to the question, by slot; NaN where a chunk has no vector of this model. */
  compareAll({ model, values }: AskedVector, size: number): Float64Array {
    const likeness = new Float64Array(size).fill(Number.NaN);
    const asked = unitOf(values);
    const dimension = values.length;
    for (const { page, data } of this.#pagesOf(model, dimension)) {
      const views = viewsOf(data);
      for (let index = 0; index < slotsOfPage; index++) {
        const slot = page * slotsOfPage + index;
        if (slot < size) likeness[slot] = likenessIn(views, index * (bytesOfHead + dimension), asked, dimension);
      }
    }
    return likeness;
  }

  /** The same of some slots only. */
  compareSome({ model, values }: AskedVector, size: number, slots: readonly number[]): Float64Array {
    const likeness = new Float64Array(size).fill(Number.NaN);
    const asked = unitOf(values);
    const dimension = values.length;
    for (const slot of slots) {
      const at = (slot % slotsOfPage) * (bytesOfHead + dimension);
      const row = this.#sql
        .exec<{ data: ArrayBuffer }>(
          "SELECT substr(data, ?, ?) AS data FROM vectors WHERE page = ? AND model = ? AND dimension = ?",
          at + 1,
          bytesOfHead + dimension,
          Math.floor(slot / slotsOfPage),
          model,
          dimension,
        )
        .toArray()[0];
      if (row !== undefined) likeness[slot] = likenessIn(viewsOf(row.data), 0, asked, dimension);
    }
    return likeness;
  }

  #pagesOf(model: string, dimension: number): Iterable<PageRow> {
    if (this.#kept?.model === model && this.#kept.dimension === dimension) return this.#kept.rows;
    const query = "FROM vectors WHERE model = ? AND dimension = ?";
    const { bytes } = this.#sql
      .exec<{ bytes: number }>(`SELECT coalesce(sum(length(data)), 0) AS bytes ${query}`, model, dimension)
      .one();
    const rows = this.#sql.exec<PageRow>(`SELECT * ${query}`, model, dimension);
    // More than that is read page by page.
    if (bytes > mostKept) return rows;
    this.#kept = { model, dimension, rows: rows.toArray() };
    return this.#kept.rows;
  }

  #read(page: number, model: string, dimension: number): ArrayBuffer | undefined {
    const rows = this.#sql
      .exec<PageRow>("SELECT * FROM vectors WHERE page = ? AND model = ? AND dimension = ?", page, model, dimension)
      .toArray();
    return rows[0]?.data;
  }

  #write(page: number, model: string, dimension: number, data: ArrayBuffer): void {
    this.reset();
    const isEmpty = new Uint8Array(data).every((byte) => byte === 0);
    if (isEmpty) {
      this.#sql.exec("DELETE FROM vectors WHERE page = ? AND model = ? AND dimension = ?", page, model, dimension);
      return;
    }
    this.#sql.exec(
      "INSERT OR REPLACE INTO vectors (page, model, dimension, data) VALUES (?, ?, ?, ?)",
      page,
      model,
      dimension,
      data,
    );
  }
}
