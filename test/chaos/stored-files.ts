// What lies on disk when nothing runs: every database is sound, and every object of KV and R2 has its bytes.
import { copyFile, mkdtemp, readdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { removeDir } from "./state-dir.ts";

/** The tables in which Miniflare keeps what KV and R2 hold; bytes are files named by `blob_id`. */
const objectTables = ["_mf_entries", "_mf_objects"];

// A copy with its log: opening the database itself would take away what the runtime has to recover.
const copyOf = async (file: string, copy: string): Promise<string> => {
  for (const ending of ["", "-wal"])
    if (existsSync(`${file}${ending}`)) await copyFile(`${file}${ending}`, `${copy}${ending}`);
  return copy;
};

const missingBlobs = (database: DatabaseSync, blobs: ReadonlySet<string>): string[] => {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  return tables.flatMap(({ name }) => {
    if (typeof name !== "string" || !objectTables.includes(name)) return [];
    const rows = database.prepare(`SELECT key, blob_id FROM ${name} WHERE blob_id IS NOT NULL`).all();
    return rows.flatMap(({ key, blob_id: blob }) =>
      blobs.has(String(blob)) ? [] : [`${String(key)} has no bytes on disk`],
    );
  });
};

interface Stored {
  databases: number;
  violations: string[];
}

/** Looks at every database under the state of an API that does not run. */
export const checkFiles = async (stateDir: string): Promise<Stored> => {
  const entries = await readdir(stateDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".sqlite"));
  const blobs = new Set(entries.filter(({ parentPath }) => parentPath.endsWith("blobs")).map(({ name }) => name));
  const scratch = await mkdtemp(join(tmpdir(), "chaos-copy-"));
  const violations: string[] = [];
  try {
    for (const [index, { parentPath, name }] of files.entries()) {
      const database = new DatabaseSync(await copyOf(join(parentPath, name), join(scratch, `${index}.sqlite`)));
      try {
        const found = database
          .prepare("PRAGMA integrity_check")
          .all()
          .map((row) => Object.values(row).join());
        if (found.join() !== "ok") violations.push(`${basename(parentPath)}: ${found.join("; ").slice(0, 200)}`);
        violations.push(...missingBlobs(database, blobs));
      } catch (error) {
        violations.push(`${name} does not open: ${String(error)}`);
      } finally {
        database.close();
      }
    }
  } finally {
    await removeDir(scratch);
  }
  return { databases: files.length, violations };
};
