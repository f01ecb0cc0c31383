// What lies in the state of an API that runs.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const mostTries = 50;

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

const readAll = async (folder: string): Promise<Map<string, Buffer>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const read = async (path: string): Promise<[string, Buffer]> => [path, await readFile(path)];
  return new Map(await Promise.all(paths.map(read)));
};

/** Every file by its path. What one that goes meanwhile has held is in another one by then: all are read again. */
export const readStored = async (stateDir: string): Promise<Map<string, Buffer>> => {
  for (let tries = 1; ; tries++)
    try {
      return await readAll(stateDir);
    } catch (error) {
      if (!isMissing(error) || tries === mostTries) throw error;
    }
};

/** The files that hold one of these. */
export const filesWith = async (stateDir: string, needles: readonly (string | Buffer)[]): Promise<string[]> =>
  [...(await readStored(stateDir))].flatMap(([path, bytes]) =>
    needles.some((needle) => bytes.includes(needle)) ? [path] : [],
  );
