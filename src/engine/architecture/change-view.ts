import { structuredPatch } from "diff";
import type { Edit } from "./design/edit.ts";
import { addressOf, applyEdits, createAim } from "./design/patch.ts";
import { lineIndex } from "./parse/hcl/index.ts";
import { parseTerraform } from "./parse/index.ts";
import type { Project, TerraformFile } from "./parse/index.ts";

/** A block of the user's text, by itself. */
interface Piece {
  file: TerraformFile;
  text: string;
  /** Line of the user's file on which it begins. */
  line: number;
}

const contextLines = 3;

/**
 * Shows what edits do, as lines of a unified diff. It looks at the blocks that they touch and at nothing else: there may
 * be thousands of changes, and each would otherwise cost the length of all files.
 */
export const createChangeView = (project: Project): ((edits: readonly Edit[], home: string) => string[]) => {
  const pieceOf = createPieces(project);
  const aim = createAim(project);
  const lengths = new Map(project.files.map(({ name, text }) => [name, text.trimEnd().split("\n").length]));
  return (asked, home) => {
    const edits = asked.flatMap((edit): Edit[] => (edit.op === "add" ? [edit] : aim(edit)));
    const pieces = new Map(
      edits.flatMap(({ address }) => {
        const piece = pieceOf(address);
        return piece === undefined ? [] : [[address, piece] as const];
      }),
    );
    const touched = [...new Set(pieces.values())];
    const files = touched.map(({ file }, index) => ({ ...file, name: String(index) }));
    const written = applyEdits({ ...project, files }, edits);
    return [
      ...touched.flatMap((piece, index) => hunksOf(piece, written.files[index]?.text ?? piece.text)),
      ...written.added.flatMap(({ text }) => additionOf(text, lengths.get(home) ?? 0)),
    ];
  };
};

const createPieces = (project: Project): ((address: string) => Piece | undefined) => {
  const places = new Map<string, { file: TerraformFile; start: number; end: number }>();
  for (const file of project.files)
    for (const item of file.body) {
      const address = item.kind === "block" ? addressOf(item) : "";
      if (item.kind === "block" && !places.has(address))
        places.set(address, { file, start: item.start, end: item.end });
    }
  const lines = new Map(project.files.map((file) => [file, lineIndex(file.text)]));
  const known = new Map<string, Piece | undefined>();
  const cut = (address: string): Piece | undefined => {
    const place = places.get(address);
    if (place === undefined) return undefined;
    const { file, start, end } = place;
    const from = file.text.lastIndexOf("\n", start - 1) + 1;
    const lineEnd = file.text.indexOf("\n", end);
    const text = file.text.slice(from, lineEnd < 0 ? file.text.length : lineEnd + 1);
    const [parsed] = parseTerraform([{ name: file.name, text }]).project.files;
    return parsed && { file: parsed, text, line: lines.get(file)?.(start).line ?? 1 };
  };
  return (address) => {
    if (!known.has(address)) known.set(address, cut(address));
    return known.get(address);
  };
};

const hunksOf = ({ text, line }: Piece, next: string): string[] =>
  text === next
    ? []
    : structuredPatch("", "", text, next, undefined, undefined, { context: contextLines }).hunks.flatMap(
        ({ oldStart, oldLines, newStart, newLines, lines }) => [
          `@@ -${oldStart + line - 1},${oldLines} +${newStart + line - 1},${newLines} @@`,
          ...lines,
        ],
      );

/** A new block below the last line of its file. */
const additionOf = (text: string, lastLine: number): string[] => {
  const lines = ["", ...text.trim().split(/\r?\n/)];
  return [`@@ -${lastLine},0 +${lastLine + 1},${lines.length} @@`, ...lines.map((line) => `+${line}`)];
};
