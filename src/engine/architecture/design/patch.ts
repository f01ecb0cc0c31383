import type { Block, Expression } from "../parse/hcl/ast.ts";
import type { Project, SourceFile, TerraformFile } from "../parse/project.ts";
import { additionOf, blockIn, emptyAddition, printAttributes, printBlocks } from "./addition.ts";
import type { Addition } from "./addition.ts";
import type { Edit, Literal } from "./edit.ts";
import { printLiteral, quote } from "./literal.ts";
import { locate } from "./locate.ts";
import type { Path, Place } from "./locate.ts";
import { isOfInstance, plainText, variableIn } from "./standing.ts";

export type Change = Exclude<Edit, { op: "add" }>;

interface Splice {
  start: number;
  end: number;
  text: string;
}

export interface Patched {
  files: SourceFile[];
  /** Whole blocks that were added, in order; they belong to no file of the user's. */
  added: { address: string; text: string }[];
  applied: Edit[];
}

/** Address of a top-level block: `aws_s3_bucket.assets`, `data.aws_ami.x`, `variable.region`. */
export const addressOf = ({ type, labels }: Block): string =>
  (type === "resource" ? labels : [type, ...labels]).join(".");

const blocksOf = (project: Project): Map<string, { block: Block; file: TerraformFile }> => {
  const blocks = new Map<string, { block: Block; file: TerraformFile }>();
  for (const file of project.files)
    for (const block of file.body) {
      const address = block.kind === "block" ? addressOf(block) : "";
      if (block.kind === "block" && !blocks.has(address)) blocks.set(address, { block, file });
    }
  return blocks;
};

/**
 * Where a change is made: a value that is made from another one there, or at the default of a variable that only it uses.
 * Nowhere, where something else stands.
 */
export const createAim = (project: Project): ((edit: Change) => Change[]) => {
  const blocks = blocksOf(project);
  const valueAt = (address: string, path: Path): Expression | undefined => {
    const found = blocks.get(address);
    const place = found && locate(found.block, path);
    if (place?.kind === "attribute") return place.attribute.value;
    return place?.kind === "value" ? place.value : undefined;
  };
  return (edit) => {
    if (edit.op !== "set" || edit.from === undefined) return [edit];
    const standing = valueAt(edit.address, edit.path);
    if (standing === undefined) return [];
    if (plainText(standing) === edit.from) return [edit];
    const name = variableIn(standing);
    const usual = name === undefined ? undefined : valueAt(`variable.${name}`, ["default"]);
    const isPlain = name !== undefined && usual !== undefined && plainText(usual) === edit.from;
    return isPlain && isUsedOnce(name, project.files)
      ? [{ ...edit, address: `variable.${name}`, path: ["default"] }]
      : [];
  };
};

/**
 * Writes edits into the user's own text: comments and layout stay. Where two edits set the same place the first one holds;
 * an edit that cannot be made with certainty is left out.
 */
export const applyEdits = (project: Project, edits: readonly Edit[]): Patched => {
  const blocks = blocksOf(project);
  const aim = createAim(project);
  const patches = new Map(project.files.map((file) => [file, createPatch(file.text)]));
  const added = new Map<string, string>();
  const applied = edits.filter((edit) => {
    if (edit.op === "add") {
      if (blocks.has(edit.address)) return false;
      const text = edit.text.trimEnd();
      if (!added.has(edit.address)) added.set(edit.address, text);
      return added.get(edit.address) === text;
    }
    return aim(edit).some((aimed) => {
      const target = blocks.get(aimed.address);
      return target !== undefined && patches.get(target.file)?.apply(target.block, aimed) === true;
    });
  });
  return {
    files: [...patches].map(([file, patch]) => ({ name: file.name, text: patch.finish() })),
    added: [...added].map(([address, text]) => ({ address, text })),
    applied,
  };
};

/** Also in its own checks, which may allow a few values alone. */
const isUsedOnce = (variable: string, files: readonly TerraformFile[]): boolean =>
  files.flatMap(({ text }) => text.match(new RegExp(`\\bvar\\.${variable}(?![\\w-])`, "g")) ?? []).length === 1;

/** Collects the changes to one text and writes them all at once, so that offsets stay true. */
const createPatch = (text: string) => {
  const splices = new Map<string, Splice>();
  const inserts: Splice[] = [];
  const additions = new Map<Block, Addition>();
  const items = new Map<number, Map<string, Literal>>();

  const additionTo = (block: Block): Addition => {
    const known = additions.get(block) ?? emptyAddition();
    additions.set(block, known);
    return known;
  };
  const splice = (start: number, end: number, replacement: string): boolean => {
    const key = `${start} ${end}`;
    if (splices.has(key)) return false;
    splices.set(key, { start, end, text: replacement });
    return true;
  };

  const replaceValue = (standing: Expression, value: Literal): boolean => {
    // A number is chosen with all instances in view.
    if (typeof value === "string" && isOfInstance(standing)) return false;
    return splice(standing.start, standing.end, printLiteral(value, indentAt(text, standing.start)));
  };

  const setAt = (place: Place, value: Literal): boolean => {
    switch (place.kind) {
      case "attribute":
        return replaceValue(place.attribute.value, value);
      case "value":
        return replaceValue(place.value, value);
      case "missing":
        return addAttribute(additionTo(place.block), place.rest, value);
      case "missing-item": {
        const known = items.get(place.object.end) ?? new Map<string, Literal>();
        if (known.has(place.name)) return false;
        items.set(place.object.end, known.set(place.name, value));
        return true;
      }
      case "block":
      case "out-of-reach":
        return false;
    }
  };

  const removeAt = (place: Place): boolean => {
    if (place.kind === "attribute") return splice(...wholeLines(text, place.attribute.start, place.attribute.end), "");
    if (place.kind === "block") return splice(...wholeLines(text, place.block.start, place.block.end), "");
    return false;
  };

  const apply = (block: Block, edit: Change): boolean => {
    if (edit.op === "set") return setAt(locate(block, edit.path), edit.value);
    if (edit.op === "remove") return removeAt(locate(block, edit.path));
    const name = edit.path.at(-1);
    const parent = edit.path.length > 1 ? locate(block, edit.path.slice(0, -1)) : undefined;
    const holder = parent === undefined ? block : parent.kind === "block" ? parent.block : undefined;
    if (typeof name !== "string" || holder === undefined) return false;
    additionTo(holder).blocks.push({ name, content: additionOf(edit.value) });
    return true;
  };

  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const inOwnLines = (written: string): string => written.replaceAll(/\r?\n/g, lineBreak);

  const finish = (): string => {
    for (const [block, addition] of additions) inserts.push(...insertions(text, block, addition));
    for (const [end, entries] of items) inserts.push(itemInsertion(text, end, entries));
    const pieces: string[] = [];
    let from = 0;
    for (const change of [...splices.values(), ...inserts].toSorted((a, b) => a.start - b.start || a.end - b.end)) {
      // What lies inside something that was taken out goes with it.
      if (change.start < from) continue;
      const before = text.slice(from, change.start);
      if (before !== "") pieces.push(before);
      // Where something was taken out just before there is no need of another blank line.
      const opens =
        change.start === change.end && change.text.startsWith("\n") && /(?:\n\r?\n|\{\r?\n)$/.test(pieces.at(-1) ?? "");
      if (change.text !== "") pieces.push(inOwnLines(opens ? change.text.slice(1) : change.text));
      from = change.end;
    }
    pieces.push(text.slice(from));
    return pieces.join("");
  };

  return { apply, finish };
};

const addAttribute = (addition: Addition, path: Path, value: Literal): boolean => {
  const [name, ...rest] = path;
  if (typeof name !== "string") return false;
  if (rest.length === 0) {
    if (addition.attributes.has(name)) return false;
    addition.attributes.set(name, value);
    return true;
  }
  const index = typeof rest[0] === "number" ? rest[0] : 0;
  return addAttribute(blockIn(addition, name, index), typeof rest[0] === "number" ? rest.slice(1) : rest, value);
};

const lineStart = (text: string, at: number): number => text.lastIndexOf("\n", at - 1) + 1;
const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
};
const indentAt = (text: string, at: number): string => /^[ \t]*/.exec(text.slice(lineStart(text, at), at))?.[0] ?? "";

/** From the first to the last line of a range when nothing else stands on them, else the range itself. */
const wholeLines = (text: string, start: number, end: number): [number, number] => {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  const alone = text.slice(from, start).trim() === "" && /^\s*(?:#.*|\/\/.*)?$/.test(text.slice(end, to));
  return alone ? [from, Math.min(to + 1, text.length)] : [start, end];
};

/** Where new attributes and nested blocks go: after the last attribute, and before the closing brace. */
const insertions = (text: string, block: Block, addition: Addition): Splice[] => {
  const indent = indentAt(text, block.start);
  const inner = `${indent}  `;
  const content = text.slice(block.inner.start, block.inner.end);
  const attributes = printAttributes(addition, inner);
  const blocks = printBlocks(addition, inner);
  if (!content.includes("\n")) {
    const kept = content.trim() === "" ? "" : `${inner}${content.trim()}\n`;
    const parts = [kept, attributes, blocks].filter((part) => part !== "").join("\n");
    return [{ start: block.inner.start, end: block.inner.end, text: `\n${parts}${indent}` }];
  }
  const changes: Splice[] = [];
  const last = block.body.findLast((item) => item.kind === "attribute");
  if (attributes !== "") {
    const at = lineEnd(text, last?.end ?? block.inner.start) + 1;
    const before = last === undefined ? "" : "\n";
    const runsOn = last === undefined ? block.body.length > 0 : /^[ \t]*[^\s}]/.test(text.slice(at, lineEnd(text, at)));
    const after = runsOn ? "\n" : "";
    changes.push({ start: at, end: at, text: `${before}${attributes}${after}` });
  }
  if (blocks !== "") {
    const at = lineStart(text, block.inner.end);
    changes.push({ start: at, end: at, text: `\n${blocks}` });
  }
  return changes;
};

const itemInsertion = (text: string, objectEnd: number, entries: Map<string, Literal>): Splice => {
  const brace = objectEnd - 1;
  const indent = indentAt(text, brace);
  const onOwnLine = text.slice(lineStart(text, brace), brace).trim() === "";
  const lines = [...entries].map(
    ([name, value]) => `${/^[A-Za-z_][\w-]*$/.test(name) ? name : quote(name)} = ${printLiteral(value, `${indent}  `)}`,
  );
  if (onOwnLine) {
    const at = lineStart(text, brace);
    return { start: at, end: at, text: lines.map((line) => `${indent}  ${line}\n`).join("") };
  }
  const before = text.slice(0, brace).trimEnd();
  const at = before.length;
  if (before.endsWith("{")) return { start: at, end: brace, text: ` ${lines.join(", ")} ` };
  return { start: at, end: at, text: `${before.endsWith(",") ? " " : ", "}${lines.join(", ")}` };
};
