import type { PDFDocument, PDFRef } from "pdf-lib";
import { PDFHexString, PDFName } from "pdf-lib";

/** A place in the document that the outline and the contents name. */
export interface Mark {
  title: string;
  level: 1 | 2 | 3;
  page: PDFRef;
  /** In PDF's own coordinates, which grow upwards. */
  y: number;
}

interface Branch {
  mark: Mark;
  children: Branch[];
}

/** Gives the document its outline: sections, and folded inside them their headings, two levels deep. */
export const writeOutline = (document: PDFDocument, marks: readonly Mark[]): void => {
  const sections = nest(marks);
  if (sections.length === 0) return;
  const root = document.context.nextRef();
  const ends = writeBranches(document, sections, root);
  document.context.assign(root, document.context.obj({ Type: "Outlines", ...ends, Count: sections.length }));
  document.catalog.set(PDFName.of("Outlines"), root);
  document.catalog.set(PDFName.of("PageMode"), PDFName.of("UseOutlines"));
};

/** A heading without one of the level above it stands a level higher: none is lost. */
const nest = (marks: readonly Mark[]): Branch[] => {
  const sections: Branch[] = [];
  const open: Branch[] = [];
  for (const mark of marks) {
    while ((open.at(-1)?.mark.level ?? 0) >= mark.level) open.pop();
    const branch = { mark, children: [] };
    (open.at(-1)?.children ?? sections).push(branch);
    open.push(branch);
  }
  return sections;
};

/** Writes entries that know their neighbours, and answers the first and the last. */
const writeBranches = (document: PDFDocument, branches: readonly Branch[], parent: PDFRef): Record<string, PDFRef> => {
  const { context } = document;
  const entries = branches.map((branch) => ({ ...branch, ref: context.nextRef() }));
  for (const [index, { mark, children, ref }] of entries.entries()) {
    const before = entries[index - 1]?.ref;
    const after = entries[index + 1]?.ref;
    const entry = context.obj({
      Title: PDFHexString.fromText(mark.title),
      Parent: parent,
      Dest: [mark.page, "XYZ", null, mark.y, null],
      ...(before && { Prev: before }),
      ...(after && { Next: after }),
      ...writeBranches(document, children, ref),
      // A negative count keeps a branch folded.
      ...(children.length > 0 && { Count: -children.length }),
    });
    context.assign(ref, entry);
  }
  const [first, last] = [entries[0], entries.at(-1)];
  return first && last ? { First: first.ref, Last: last.ref } : {};
};
