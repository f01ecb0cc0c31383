import type { Project, Warning } from "../project.ts";
import type { Declarations, Declared } from "./declarations.ts";
import { attributeNamed, collectDeclarations, textOf } from "./declarations.ts";
import type { Directories, Source } from "./directories.ts";
import { directoriesOf, findRoots, labelRoots, resolveSource } from "./directories.ts";

/** Modules in modules: code that goes deeper is no longer meant for people. */
export const maxModuleDepth = 10;
/** Modules of one evaluation, each instance counted. */
export const maxModules = 1_000;

const problems: Readonly<Record<Exclude<Source["kind"], "local">, string>> = {
  remote: "this module is not followed: only the files of this upload are read",
  outside: "this module's source leads out of the upload: its folder was not sent",
};

/** The folders of a project as modules: who calls whom, and what each declares. */
export class ModuleTree {
  /** Root folder → label of its components. */
  readonly roots: ReadonlyMap<string, string>;
  readonly warnings: Warning[] = [];
  private readonly directories: Directories;
  private readonly declared = new Map<string, Declarations>();
  private readonly refused = new Set<Declared>();

  constructor(project: Project) {
    this.directories = directoriesOf(project);
    this.roots = labelRoots(findRoots([...this.directories.keys()], callsBetween(this.directories)));
  }

  declarationsOf(directory: string): Declarations {
    const known = this.declared.get(directory);
    if (known !== undefined) return known;
    const declarations = collectDeclarations(this.directories.get(directory) ?? [], this.roots.has(directory));
    this.declared.set(directory, declarations);
    this.warnings.push(...declarations.warnings);
    return declarations;
  }

  /** Folder that a call in `from` leads to; `undefined`, with a warning, where it leads to none of the upload. */
  folderOf(call: Declared, from: string): string | undefined {
    const source = resolveSource(from, textOf(attributeNamed(call.block, "source")));
    if (source.kind !== "local") this.refuse(call, from, problems[source.kind]);
    else if (this.directories.has(source.directory)) return source.directory;
    else this.refuse(call, from, "this module's folder is not in the upload");
    return undefined;
  }

  /** Warns, once for each call, that its module is left out. */
  refuse(call: Declared, from: string, message: string): void {
    if (this.refused.has(call)) return;
    this.refused.add(call);
    this.warn(call, from, message);
  }

  warn({ file, block }: Declared, directory: string, message: string): void {
    this.warnings.push({
      file: file.name,
      ...this.declarationsOf(directory).positionIn(file, block.start),
      message,
    });
  }
}

const callsBetween = (directories: Directories): ReadonlyMap<string, ReadonlySet<string>> => {
  const calls = new Map<string, Set<string>>();
  for (const [directory, files] of directories)
    for (const item of files.flatMap(({ body }) => body)) {
      if (item.kind !== "block" || item.type !== "module") continue;
      const source = resolveSource(directory, textOf(attributeNamed(item, "source")));
      if (source.kind !== "local" || source.directory === directory) continue;
      const targets = calls.get(directory) ?? new Set<string>();
      calls.set(directory, targets.add(source.directory));
    }
  return calls;
};
