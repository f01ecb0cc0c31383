// What the outputs were made from, so that a test can tell when they are stale.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

export interface Sources {
  /** SHA-256 over the build's own files and the lock. */
  hash: string;
  packages: Record<string, string>;
}

interface Lock {
  packages: Record<string, { version?: string }>;
}

const folder = import.meta.dirname;

/** The present state of what assets/out is made from: hash of the build files and versions in the lock. */
export const readSources = (): Sources => {
  const files = readdirSync(folder).filter((name) => /^build.*\.ts$/.test(name) || name === "package-lock.json");
  const hash = createHash("sha256");
  for (const name of files.toSorted()) hash.update(`${name}\n`).update(readFileSync(`${folder}/${name}`));
  // Parse boundary: npm's own format.
  const lock = JSON.parse(readFileSync(`${folder}/package-lock.json`, "utf8")) as Lock;
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as { devDependencies: object };
  const packages = Object.keys(manifest.devDependencies).toSorted();
  return {
    hash: hash.digest("hex"),
    packages: Object.fromEntries(packages.map((name) => [name, lock.packages[`node_modules/${name}`]?.version ?? ""])),
  };
};
