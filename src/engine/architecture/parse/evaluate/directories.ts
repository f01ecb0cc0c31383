import type { Project, TerraformFile } from "../project.ts";

/** Files of one folder: Terraform takes each folder as one module. */
export type Directories = ReadonlyMap<string, readonly TerraformFile[]>;

/** Folder of a file by its name; "" for a file without one. */
export const directoryOf = (fileName: string): string => fileName.slice(0, Math.max(0, fileName.lastIndexOf("/")));

/** The folders of a project that hold code, in the order in which they come. One with nothing but values for variables is none. */
export const directoriesOf = ({ files }: Project): Directories => {
  const directories = new Map<string, TerraformFile[]>();
  for (const file of files) {
    const directory = directoryOf(file.name);
    const known = directories.get(directory);
    if (known === undefined) directories.set(directory, [file]);
    else known.push(file);
  }
  for (const [directory, contents] of directories)
    if (!contents.some(({ body }) => body.some(({ kind }) => kind === "block"))) directories.delete(directory);
  return directories;
};

const isLocal = (source: string): boolean => /^\.{1,2}(?:\/|$)/.test(source);

/** What the `source` of a module call means. */
export type Source =
  | { kind: "local"; directory: string }
  /** A path that leads above everything that was uploaded. */
  | { kind: "outside" }
  /** A registry, a repository or an expression: nothing that an upload could hold. */
  | { kind: "remote" };

/** Where `source` leads from a module's own folder. */
export const resolveSource = (from: string, source: string | undefined): Source => {
  if (source === undefined || !isLocal(source)) return { kind: "remote" };
  const path = from === "" ? [] : from.split("/");
  for (const step of source.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") path.push(step);
    else if (path.pop() === undefined) return { kind: "outside" };
  }
  return { kind: "local", directory: path.join("/") };
};

/** Folder → folders that its module calls lead to, itself left out. */
export type Calls = ReadonlyMap<string, ReadonlySet<string>>;

const reach = (from: string, calls: Calls, reached: Set<string>): void => {
  const waiting = [from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    for (const called of calls.get(next) ?? []) waiting.push(called);
  }
};

/**
 * Folders that no other module calls: what `terraform apply` runs in. Of folders that only call each other in a circle
 * the first one counts.
 */
export const findRoots = (directories: readonly string[], calls: Calls): string[] => {
  const called = new Set([...calls.values()].flatMap((targets) => [...targets]));
  const roots = directories.filter((directory) => !called.has(directory));
  const reached = new Set<string>();
  for (const root of roots) reach(root, calls, reached);
  for (const directory of directories)
    if (!reached.has(directory)) {
      roots.push(directory);
      reach(directory, calls, reached);
    }
  return roots;
};

const isWithin = (directory: string, outer: string): boolean => outer === "" || directory.startsWith(`${outer}/`);

/** The one root that all others lie below. */
const mainRoot = (roots: readonly string[]): string | undefined => {
  const [shortest] = roots.toSorted((a, b) => a.length - b.length);
  const isMain = shortest !== undefined && roots.every((root) => root === shortest || isWithin(root, shortest));
  return isMain ? shortest : undefined;
};

/**
 * Root → what tells its components from those of the others: its folder. The main root needs none. Signs that ids give
 * a meaning to are replaced.
 */
export const labelRoots = (roots: readonly string[]): ReadonlyMap<string, string> => {
  const main = mainRoot(roots);
  const taken = new Set<string>();
  return new Map(
    roots.map((root) => {
      if (root === main) return [root, ""] as const;
      const label = root === "" ? "." : root.replaceAll(/[:"[\]\s]/g, "_");
      let free = label;
      for (let number = 2; taken.has(free); number++) free = `${label}-${number}`;
      taken.add(free);
      return [root, free] as const;
    }),
  );
};

/** A folder of modules that nothing calls: kept for others to use, and never applied itself while something else is. */
export const isLibrary = (directory: string, roots: readonly string[]): boolean => {
  const isShelved = (path: string): boolean => /(?:^|\/)modules?(?:\/|$)/.test(path);
  return isShelved(directory) && roots.some((root) => !isShelved(root));
};
