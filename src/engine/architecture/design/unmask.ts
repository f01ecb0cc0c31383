import type { Block, Body, Expression } from "../parse/hcl/ast.ts";
import type { Project, SourceFile } from "../parse/project.ts";
import { maskMarker } from "../secrets/index.ts";
import { remove, set } from "./edit.ts";
import type { Edit } from "./edit.ts";
import { attributeOf, keyText } from "./locate.ts";
import { addressOf, applyEdits } from "./patch.ts";

interface Slot {
  start: number;
  end: number;
  text: string;
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 48);

interface NamedText {
  name: string;
  /** A quoted string or a heredoc. */
  text: Expression;
}

/** Every quoted string and heredoc in a body with the name that it stands under. */
function* textsOf(body: Body): Generator<NamedText> {
  for (const item of body)
    if (item.kind === "block") yield* textsOf(item.body);
    else yield* textsIn(item.name, item.value);
}

function* textsIn(name: string, value: Expression): Generator<NamedText> {
  switch (value.kind) {
    case "literal":
    case "template":
      yield { name, text: value };
      break;
    case "object": {
      // `{ name = "API_KEY", value = "…" }`: the pair's own name says more than "value".
      const named = value.items.find(({ key }) => keyText(key) === "name")?.value;
      const pair = named?.kind === "literal" && typeof named.value === "string" ? named.value : undefined;
      for (const { key, value: item } of value.items) {
        const own = keyText(key) ?? name;
        yield* textsIn(own === "value" ? (pair ?? own) : own, item);
      }
      break;
    }
    case "list":
      for (const item of value.items) yield* textsIn(name, item);
      break;
    case "call":
      for (const arg of value.args) yield* textsIn(name, arg);
      break;
    case "conditional":
      yield* textsIn(name, value.yes);
      yield* textsIn(name, value.no);
      break;
    case "group":
      yield* textsIn(name, value.inner);
      break;
    case "attribute":
    case "binary":
    case "for":
    case "index":
    case "splat":
    case "unary":
    case "variable":
      break;
  }
}

const isWhole = (text: Expression): boolean => {
  if (text.kind === "literal") return text.value === maskMarker;
  const only = text.kind === "template" && !text.heredoc && text.parts.length === 1 ? text.parts[0] : undefined;
  return only?.kind === "literal" && only.text === maskMarker;
};

const declaration = (name: string): string =>
  `variable "${name}" {\n  description = "Was a literal in the code: give it at apply time, or read it from a secret store."\n  type        = string\n  sensitive   = true\n}`;

/** Puts a sensitive variable where a literal secret was masked, so that the code runs and holds none. */
const replaceSecrets = (project: Project): { files: SourceFile[]; edits: Edit[] } => {
  const taken = new Set(
    project.files.flatMap(({ body }) => body.flatMap((item) => (item.kind === "block" ? [addressOf(item)] : []))),
  );
  const edits: Edit[] = [];
  const declare = (block: Block, name: string): string => {
    const base = slug(`${block.labels.at(-1) ?? block.type} ${name}`) || "secret";
    let free = base;
    for (let number = 2; taken.has(`variable.${free}`); number++) free = `${base}_${number}`;
    taken.add(`variable.${free}`);
    edits.push({ op: "add", address: `variable.${free}`, text: declaration(free) });
    return free;
  };

  const files = project.files.map(({ name, text, body }) => {
    if (!text.includes(maskMarker)) return { name, text };
    const slots: Slot[] = [];
    for (const block of body) {
      if (block.kind !== "block") continue;
      if (block.type === "variable") {
        const fallback = attributeOf(block.body, "default")?.value;
        if (fallback !== undefined && text.slice(fallback.start, fallback.end).includes(maskMarker))
          edits.push(remove(addressOf(block), "default"), set(addressOf(block), "sensitive", true));
        continue;
      }
      for (const { name: under, text: value } of textsOf(block.body))
        slots.push(...slotsOf(text, value, () => declare(block, under)));
    }
    return { name, text: fill(text, slots) };
  });
  return { files, edits };
};

const slotsOf = (text: string, value: Expression, declare: () => string): Slot[] => {
  const { start, end } = value;
  // Of the value alone: the next marker of the file may be far away.
  const own = text.slice(start, end);
  const first = own.indexOf(maskMarker);
  if (first < 0) return [];
  const variable = declare();
  if (isWhole(value)) return [{ start, end, text: `var.${variable}` }];
  const slots: Slot[] = [];
  for (let at = first; at >= 0; at = own.indexOf(maskMarker, at + 1))
    slots.push({ start: start + at, end: start + at + maskMarker.length, text: `\${var.${variable}}` });
  return slots;
};

const fill = (text: string, slots: readonly Slot[]): string => {
  const pieces: string[] = [];
  let from = 0;
  for (const slot of slots.toSorted((a, b) => a.start - b.start)) {
    pieces.push(text.slice(from, slot.start), slot.text);
    from = slot.end;
  }
  pieces.push(text.slice(from));
  return pieces.join("");
};

/** Edits of `replaceSecrets` need the text that it answered; this applies both in one go. */
export const withoutSecrets = (
  project: Project,
  parse: (files: readonly SourceFile[]) => Project,
): { files: SourceFile[]; added: string[]; edits: Edit[] } => {
  const { files, edits } = replaceSecrets(project);
  if (edits.length === 0) return { files: project.files.map(({ name, text }) => ({ name, text })), added: [], edits };
  const patched = applyEdits(parse(files), edits);
  return { files: patched.files, added: patched.added.map(({ text }) => text), edits };
};
