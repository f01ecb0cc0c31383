import type { Block } from "../parse/hcl/ast.ts";
import { attributeNamed, textOf } from "../parse/evaluate/declarations.ts";
import { directoriesOf, isLibrary, resolveSource } from "../parse/evaluate/directories.ts";
import { ModuleTree } from "../parse/evaluate/module-tree.ts";
import type { Project, TerraformFile } from "../parse/project.ts";
import { namesDeclaredIn } from "./names-used.ts";
import { addressOf } from "./patch.ts";

/** A call of one folder's code to another folder of the project. */
export interface ModuleCall {
  from: string;
  to: string;
  block: Block;
}

/** The folders of a project as what its code is written into. */
export class Layout {
  readonly directories: ReadonlyMap<string, readonly TerraformFile[]>;
  /** Root folder → label of its components. */
  readonly roots: ReadonlyMap<string, string>;
  /** The roots that are applied themselves, rather than kept for others to use. */
  readonly applied: readonly string[];
  private known: readonly ModuleCall[] | undefined;
  private readonly names = new Map<string, ReadonlySet<string>>();
  private readonly blocks = new Map<string, ReadonlyMap<string, Block>>();

  constructor(project: Project) {
    this.directories = directoriesOf(project);
    this.roots = new ModuleTree(project).roots;
    const roots = [...this.roots.keys()];
    this.applied = roots.filter((root) => !isLibrary(root, roots));
  }

  /** Whether there is one folder alone, so that all code can see all other code. */
  get isFlat(): boolean {
    return this.directories.size < 2;
  }

  /** Names that code of the folder can refer to. */
  namesIn(directory: string): ReadonlySet<string> {
    const known =
      this.names.get(directory) ?? new Set(this.bodyOf(directory).flatMap((item) => namesDeclaredIn([item])));
    this.names.set(directory, known);
    return known;
  }

  blockAt(directory: string, address: string): Block | undefined {
    const known =
      this.blocks.get(directory) ?? new Map(this.blocksIn(directory).map((block) => [addressOf(block), block]));
    this.blocks.set(directory, known);
    return known.get(address);
  }

  /** Calls from one folder of the project to another that is no root itself. */
  calls(): readonly ModuleCall[] {
    this.known ??= [...this.directories.keys()].flatMap((from) => this.callsIn(from));
    return this.known;
  }

  private callsIn(from: string): ModuleCall[] {
    return this.blocksIn(from).flatMap((block) => {
      const source = block.type === "module" ? resolveSource(from, textOf(attributeNamed(block, "source"))) : undefined;
      const to = source?.kind === "local" ? source.directory : undefined;
      return to === undefined || this.roots.has(to) || !this.directories.has(to) ? [] : [{ from, to, block }];
    });
  }

  blocksIn(directory: string): Block[] {
    return this.bodyOf(directory).flatMap((item) => (item.kind === "block" ? [item] : []));
  }

  private bodyOf(directory: string): TerraformFile["body"] {
    return (this.directories.get(directory) ?? []).flatMap(({ body }) => body);
  }
}
