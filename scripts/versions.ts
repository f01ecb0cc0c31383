import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The version of a package that is installed. */
export const versionOf = (name: string): string => {
  const file = resolve(import.meta.dirname, `../node_modules/${name}/package.json`);
  const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
  return version;
};
