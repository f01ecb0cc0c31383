// `npm run backup -- --env production`: every row of D1 as SQL. `wrangler d1 export` refuses a database that holds FTS5
// tables, so tables are read page by page; the word indexes are left out and built anew when the backup is restored.
import { mkdirSync, openSync, closeSync, renameSync, writeSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { placeOf, queryAll, quoteName, quoteText } from "./database.ts";
import type { Place, Row, Value } from "./database.ts";

// D1 takes statements of at most 100,000 bytes: https://developers.cloudflare.com/d1/platform/limits/
const statementBytes = 90_000;
const pieceBytes = 60_000;
/** A page grows and shrinks so that what it holds is about this large. */
const pageBytes = 2_000_000;

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** `text` in pieces of at most `pieceBytes`, no character cut in two. */
const cutText = (text: string): string[] => {
  const pieces: string[] = [];
  let piece = "";
  let size = 0;
  for (const character of text) {
    // A quote is written twice.
    const bytes = character === "'" ? 2 : bytesOf(character);
    if (size + bytes > pieceBytes) {
      pieces.push(piece);
      [piece, size] = ["", 0];
    }
    piece += character;
    size += bytes;
  }
  return [...pieces, piece];
};

const literal = (value: Value): string => {
  if (value === null) return "NULL";
  return typeof value === "number" ? String(value) : quoteText(value);
};

const isTooLarge = (text: string): boolean => bytesOf(quoteText(text)) > pieceBytes;

/** The statements that make a row again: one, or more where a text is larger than a statement may be. */
export const writeRow = (table: string, rowid: number, row: Row): string[] => {
  const large = Object.entries(row).flatMap(([column, value]) => {
    const pieces = typeof value === "string" && isTooLarge(value) ? cutText(value) : [];
    return pieces.map((piece) => ({ column, piece }));
  });
  const isLarge = (column: string) => large.some((part) => part.column === column);
  const values = Object.entries(row).map(([column, value]) => (isLarge(column) ? "''" : literal(value)));
  const names = ["rowid", ...Object.keys(row)].map(quoteName).join(", ");
  const insert = `INSERT INTO ${quoteName(table)} (${names}) VALUES (${[rowid, ...values].join(", ")});`;
  if (bytesOf(insert) > statementBytes) throw new Error(`A row of ${table} is larger than D1 takes in one statement.`);
  const appended = large.map(
    ({ column, piece }) =>
      `UPDATE ${quoteName(table)} SET ${quoteName(column)} = ${quoteName(column)} || ${quoteText(piece)} WHERE rowid = ${rowid};`,
  );
  return [insert, ...appended];
};

const listMigrations = "SELECT name FROM d1_migrations ORDER BY id";
const listTables =
  "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name <> 'd1_migrations' ORDER BY rowid";

/** FTS5 indexes apart from the tables that hold rows; an index keeps tables of its own, named after it. */
const sortTables = (rows: readonly Row[]): { tables: string[]; indexes: string[] } => {
  const names = rows.map(({ name }) => String(name));
  const indexes = rows.filter(({ sql }) => /^CREATE VIRTUAL/i.test(String(sql))).map(({ name }) => String(name));
  const isOfIndex = (name: string) => indexes.some((index) => name === index || name.startsWith(`${index}_`));
  return { tables: names.filter((name) => !isOfIndex(name)), indexes };
};

/** The columns that are written: an INTEGER PRIMARY KEY is the rowid by another name. */
const pickColumns = (columns: readonly Row[]): string[] => {
  const keys = columns.filter(({ pk }) => pk !== 0);
  const isRowid = ({ pk, type }: Row) => pk !== 0 && keys.length === 1 && String(type).toUpperCase() === "INTEGER";
  return columns.filter((column) => !isRowid(column)).map(({ name }) => String(name));
};

interface Reading {
  table: string;
  columns: readonly string[];
  last: number;
  limit: number;
  count: number;
}

const toPage = ({ table, columns, last, limit }: Reading): string =>
  `SELECT rowid AS "the rowid", ${columns.map(quoteName).join(", ")} FROM ${quoteName(table)} WHERE rowid > ${last} ORDER BY rowid LIMIT ${limit}`;

/** Writes a page of a table and says whether there may be more. */
const writePage = (reading: Reading, page: readonly Row[], write: (line: string) => void): boolean => {
  let size = 0;
  for (const { "the rowid": rowid, ...row } of page) {
    reading.last = Number(rowid);
    for (const statement of writeRow(reading.table, reading.last, row)) {
      size += statement.length;
      write(statement);
    }
  }
  reading.count += page.length;
  const isFull = page.length === reading.limit;
  reading.limit = size > pageBytes ? Math.max(5, Math.floor(reading.limit / 2)) : Math.min(5_000, reading.limit * 2);
  return isFull;
};

const backUp = async (place: Place, file: string): Promise<void> => {
  const [migrations = [], all = []] = await queryAll(place, [listMigrations, listTables]);
  const { tables, indexes } = sortTables(all);
  const described = await queryAll(
    place,
    tables.map((table) => `SELECT name, type, pk FROM pragma_table_info(${quoteText(table)})`),
  );
  const readings = tables.map((table, index): Reading => ({
    table,
    columns: pickColumns(described[index] ?? []),
    last: -1,
    limit: 50,
    count: 0,
  }));

  mkdirSync(dirname(file), { recursive: true });
  // Under another name until it is whole.
  const unfinished = `${file}.part`;
  const handle = openSync(unfinished, "w", 0o600);
  const write = (line: string): void => void writeSync(handle, `${line}\n`);
  write("-- StackStage, all rows of D1. Restored by `npm run restore`, into a database that holds nothing.");
  for (const { name } of migrations) write(`-- migration ${String(name)}`);
  for (let open = readings; open.length > 0;) {
    const pages = await queryAll(place, open.map(toPage));
    open = open.filter((reading, index) => writePage(reading, pages[index] ?? [], write));
  }
  for (const name of indexes) write(`INSERT INTO ${quoteName(name)} (${quoteName(name)}) VALUES ('rebuild');`);
  closeSync(handle);
  renameSync(unfinished, file);

  for (const { table, count } of readings) console.log(`${String(count).padStart(8)}  ${table}`);
  console.log(`${file}: ${tables.length} tables; ${indexes.length} word indexes are built anew by restoring.`);
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: { env: { type: "string" }, local: { type: "string" }, out: { type: "string" } },
  });
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  await backUp(placeOf(values), resolve(values.out ?? `out/backups/d1-${values.env ?? "local"}-${stamp}.sql`));
}
