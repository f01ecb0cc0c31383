import type { DocumentNode } from "../parse/document/node.ts";
import { entryOf, textOf } from "../parse/document/node.ts";
import type { DocumentPath } from "./change.ts";
import type { TranslatedFile } from "./translated-file.ts";

/** A resource of a template and where it stands. */
export interface TemplateResource {
  file: TranslatedFile;
  /** Number of its document in the file. */
  document: number;
  id: string;
  type: string;
  node: DocumentNode;
  line: number;
  endLine: number;
}

export const pathOf = ({ document, id }: TemplateResource): DocumentPath => [document, "Resources", id];

const resourcesIn = (file: TranslatedFile): TemplateResource[] =>
  file.documents.flatMap((root, document) => {
    const section = entryOf(root, "Resources");
    if (section?.kind !== "map") return [];
    return section.entries.map(({ key, keyLine, value }) => ({
      file,
      document,
      id: key,
      type: textOf(entryOf(value, "Type")) ?? "",
      node: value,
      line: keyLine,
      endLine: Math.max(keyLine, value.endLine),
    }));
  });

/** The resources of a file's templates, found by what they became in Terraform. */
export class TemplateResources {
  readonly all: readonly TemplateResource[];
  private readonly byId: ReadonlyMap<string, TemplateResource>;
  private readonly lines: ReadonlyMap<string, number>;
  private readonly known = new Map<string, TemplateResource | undefined>();

  constructor(file: TranslatedFile) {
    this.all = resourcesIn(file);
    this.byId = new Map(this.all.toReversed().map((resource) => [resource.id, resource]));
    this.lines = file.lines;
  }

  /** The resource that a block of the Terraform was written from. */
  ownerOf(address: string): TemplateResource | undefined {
    if (!this.known.has(address)) this.known.set(address, this.findOwner(address));
    return this.known.get(address);
  }

  private findOwner(address: string): TemplateResource | undefined {
    const line = this.lines.get(address);
    if (line === undefined) return undefined;
    const holds = (resource: TemplateResource): boolean => resource.line <= line && line <= resource.endLine;
    const named = this.byId.get(address.slice(address.lastIndexOf(".") + 1));
    if (named !== undefined && holds(named)) return named;
    const holders = this.all.filter(holds);
    return holders.length === 1 ? holders[0] : undefined;
  }
}
