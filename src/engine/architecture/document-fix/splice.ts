import type { DocumentNode, ListNode, MapNode } from "../parse/document/node.ts";
import { isMap, valueOfPart } from "./change.ts";
import type { Branch, DocumentMap, DocumentValue, Leaf } from "./change.ts";
import { flowInsertion, flowRemoval } from "./flow.ts";
import { printFlow, printItems, printJson, printMembers, printValue } from "./print.ts";
import { columnAt, dashBefore, isFlow, ownEntries } from "./style.ts";
import type { Style } from "./style.ts";

/** A piece of a text that is replaced. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** Why a change cannot be made to a text: for whoever asked for it. */
export class Refusal extends Error {}

/** A text with the documents in it. */
export interface Written {
  text: string;
  documents: readonly DocumentNode[];
  style: Style;
}

type Entry = MapNode["entries"][number];

const isScalarNull = (node: DocumentNode): boolean => node.kind === "scalar" && node.value === null;

/** The pieces of a text that make these changes. Throws `Refusal` where one cannot be made in one place. */
export const splicesFor = (written: Written, { parts }: Branch): Splice[] =>
  [...parts]
    // New documents come after all that is added to those before.
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .flatMap(([step, part]) => {
      const document = written.documents[Number(step)];
      if (document !== undefined && part.kind === "branch") return new Splicer(written).inside(document, part);
      const value = valueOfPart(part);
      if (document !== undefined || !isMap(value)) throw new Refusal("There is no such document in the file.");
      return [newDocument(written, value)];
    });

/** A further document at the end of the file. */
const newDocument = ({ text, style }: Written, value: DocumentMap): Splice => {
  if (style.isJson) throw new Refusal("A JSON file holds one object, and this needs one more.");
  const lines = ["---", ...printMembers(value, "", style)];
  const at = text.length;
  const isEnded = text.endsWith("\n");
  const written = lines.map((line) => (isEnded ? line + style.lineBreak : style.lineBreak + line));
  return { start: at, end: at, text: written.join("") };
};

class Splicer {
  private readonly text: string;
  private readonly style: Style;

  constructor({ text, style }: Written) {
    this.text = text;
    this.style = style;
  }

  inside(node: DocumentNode, branch: Branch): Splice[] {
    if (node.tag !== undefined) throw new Refusal("A function decides what stands there.");
    if (node.kind === "map") return this.insideMap(node, branch);
    if (node.kind === "list") return this.insideList(node, branch);
    throw new Refusal("What stands there is a text, not a group of settings.");
  }

  private insideMap(map: MapNode, { parts }: Branch): Splice[] {
    const splices: Splice[] = [];
    const added = new Map<string, DocumentValue>();
    const removed = new Set<Entry>();
    const known = new Map(map.entries.map((entry) => [entry.key, entry]));
    for (const [step, part] of parts) {
      const entry = known.get(String(step));
      if (entry === undefined) {
        const value = valueOfPart(part);
        if (value !== undefined) added.set(String(step), value);
      } else {
        if (part.kind === "leaf" && part.value === undefined) removed.add(entry);
        splices.push(...this.atEntry(map, entry, part));
      }
    }
    if (added.size > 0) splices.push(...this.addEntries(map, removed, Object.fromEntries(added)));
    return splices;
  }

  private atEntry(map: MapNode, entry: Entry, part: Branch | Leaf): Splice[] {
    this.refuseShared(map, entry);
    const { value } = entry;
    if (part.kind === "leaf")
      return [part.value === undefined ? this.removal(map, entry) : this.replaced(map, entry, part.value)];
    const isEmptyBlock = value.kind === "map" && value.entries.length === 0 && !this.style.isJson;
    const made = isScalarNull(value) || (isEmptyBlock && !isFlow(this.text, map)) ? valueOfPart(part) : undefined;
    return made === undefined ? this.inside(value, part) : [this.replaced(map, entry, made)];
  }

  /** What an anchor stands for is used in other places too. */
  private refuseShared(map: MapNode, { keyStart, value }: Entry): void {
    const isElsewhere =
      keyStart < map.start ||
      keyStart >= map.end ||
      value.start < keyStart ||
      value.start > Math.max(map.end, keyStart);
    if (isElsewhere)
      throw new Refusal("An anchor of the file stands for this: a change to it would change other places too.");
    if (!this.style.isJson && /(?:^|\s)&\S/.test(this.text.slice(this.colonOf(keyStart), value.start)))
      throw new Refusal("This has an anchor, which other places of the file may use.");
  }

  /** Offset behind the colon of a key. */
  private colonOf(keyStart: number): number {
    const mark = this.text[keyStart];
    let at = keyStart;
    if (mark === '"' || mark === "'")
      for (at++; at < this.text.length && this.text[at] !== mark; at++)
        if (this.text[at] === "\\" && mark === '"') at++;
    const colon = this.text.indexOf(":", at);
    if (colon < 0) throw new Refusal("The key of this setting is written in an unusual way.");
    return colon + 1;
  }

  private replaced(map: MapNode, { keyStart, value: old }: Entry, value: DocumentValue): Splice {
    const { text, style } = this;
    if (style.isJson) return this.replacedJson(old, value);
    const start = this.colonOf(keyStart);
    const end = old.end > old.start ? Math.max(start, old.end) : start;
    if (isFlow(text, map)) return { start, end, text: ` ${printFlow(value, style)}` };
    const indent = " ".repeat(columnAt(text, keyStart));
    const lines = printValue(value, indent, style);
    // A comment behind the key or the value stays where it is.
    if (lines.length > 1 && isScalarNull(old)) {
      const lineEnd = this.lineEnd(start);
      return { start: lineEnd, end: lineEnd, text: lines.join(style.lineBreak) };
    }
    return { start, end, text: lines.join(style.lineBreak) };
  }

  private replacedJson({ start, end }: DocumentNode, value: DocumentValue): Splice {
    const { style } = this;
    return { start, end, text: printJson(value, this.indentAt(start), style).replaceAll("\n", style.lineBreak) };
  }

  private insideList(list: ListNode, { parts }: Branch): Splice[] {
    const splices: Splice[] = [];
    const added: DocumentValue[] = [];
    for (const [step, part] of parts) {
      const item = list.items[Number(step)];
      const value = part.kind === "leaf" ? part.value : undefined;
      if (item === undefined) added.push(...[valueOfPart(part)].filter((made) => made !== undefined));
      else if (item.start < list.start || item.start > list.end)
        throw new Refusal("An anchor of the file stands for this: a change to it would change other places too.");
      else if (part.kind === "branch") splices.push(...this.inside(item, part));
      else if (value === undefined) splices.push(this.itemRemoval(list, item));
      else splices.push(this.itemReplaced(list, item, value));
    }
    if (added.length > 0) splices.push(...this.addItems(list, added));
    return splices;
  }

  private itemReplaced(list: ListNode, item: DocumentNode, value: DocumentValue): Splice {
    const { text, style } = this;
    if (style.isJson) return this.replacedJson(item, value);
    const isInline = isFlow(text, list);
    const start = isInline ? item.start - this.propertiesBefore(item.start) : dashBefore(text, item);
    if (isInline) return { start, end: item.end, text: printFlow(value, style) };
    const indent = " ".repeat(columnAt(text, start));
    return {
      start,
      end: item.end,
      text: printItems([value], indent, style).join(style.lineBreak).slice(indent.length),
    };
  }

  /** Characters of a tag or an anchor before a value. */
  private propertiesBefore(start: number): number {
    return /(?:[!&][^\s,[\]{}]*[ \t]+)*$/.exec(this.text.slice(Math.max(0, start - 200), start))?.[0].length ?? 0;
  }

  private itemRemoval(list: ListNode, item: DocumentNode): Splice {
    if (list.items.length === 1) throw new Refusal("It is the only item of its list.");
    if (this.style.isJson || isFlow(this.text, list)) return flowRemoval(list.items, item);
    return this.wholeLines(dashBefore(this.text, item), item.end);
  }

  private removal(map: MapNode, entry: Entry): Splice {
    const own = ownEntries(map);
    if (own.length === 1) throw new Refusal("It is the only setting of its group.");
    const spans = own.map(({ keyStart, value }) => ({ start: keyStart, end: Math.max(keyStart, value.end) }));
    const span = spans[own.indexOf(entry)];
    if (span === undefined) throw new Refusal("An anchor of the file stands for this.");
    if (this.style.isJson || isFlow(this.text, map)) return flowRemoval(spans, span);
    const next = spans[own.indexOf(entry) + 1];
    const isFirstOfItem = this.text.slice(this.lineStart(span.start), span.start).trim() !== "";
    if (isFirstOfItem && next !== undefined) return { start: span.start, end: next.start, text: "" };
    return this.wholeLines(span.start, Math.max(span.end, this.colonOf(span.start)));
  }

  /** A block with the lines that it stands on, and the break before them: what is added below it keeps its place. */
  private wholeLines(start: number, end: number): Splice {
    const from = this.lineStart(start);
    const to = this.lineEnd(end);
    if (from === 0) return { start: 0, end: Math.min(this.text.length, to + this.style.lineBreak.length), text: "" };
    return { start: from - (this.text[from - 2] === "\r" ? 2 : 1), end: to, text: "" };
  }

  private addEntries(map: MapNode, removed: ReadonlySet<Entry>, members: DocumentMap): Splice[] {
    const { text, style } = this;
    const own = ownEntries(map);
    const spans = own.flatMap((entry) =>
      removed.has(entry) ? [] : [{ start: entry.keyStart, end: this.endOf(map, entry) }],
    );
    if (style.isJson || isFlow(text, map)) {
      const last = own.at(-1);
      const isLastGone = last !== undefined && removed.has(last);
      return flowInsertion({ text, around: map, known: spans, isLastGone, style }, members);
    }
    const first = own[0];
    const last = spans.at(-1);
    if (first === undefined || last === undefined)
      throw new Refusal("All of this group comes from an anchor, which other places use too.");
    const lines = printMembers(members, " ".repeat(columnAt(text, first.keyStart)), style);
    const before = spans.at(-2);
    const isSpaced =
      before !== undefined &&
      /\n[ \t]*\r?\n/.test(text.slice(before.end, last.start)) &&
      Object.values(members).some(isMap);
    return [this.linesBelow(last.end, isSpaced ? ["", ...lines] : lines)];
  }

  /** Where an entry ends; an alias ends on its line. */
  private endOf(map: MapNode, { keyStart, value }: Entry): number {
    const isHere = value.start >= keyStart && value.end <= map.end;
    if (!isHere) return this.lineEnd(keyStart);
    return isScalarNull(value) && value.end === value.start ? this.colonOf(keyStart) : value.end;
  }

  private addItems(list: ListNode, items: readonly DocumentValue[]): Splice[] {
    const { text, style } = this;
    if (style.isJson || isFlow(text, list))
      return flowInsertion({ text, around: list, known: list.items, isLastGone: false, style }, items);
    const last = list.items.at(-1);
    if (last === undefined || last.start < list.start) throw new Refusal("The list is written in an unusual way.");
    const indent = " ".repeat(columnAt(text, dashBefore(text, last)));
    return [this.linesBelow(last.end, printItems(items, indent, style))];
  }

  private linesBelow(offset: number, lines: readonly string[]): Splice {
    const end = this.lineEnd(offset);
    const { lineBreak } = this.style;
    return { start: end, end, text: lineBreak + lines.join(lineBreak) };
  }

  private lineStart(offset: number): number {
    return this.text.lastIndexOf("\n", offset - 1) + 1;
  }

  /** End of a line without its break. */
  private lineEnd(offset: number): number {
    const end = this.text.indexOf("\n", offset);
    if (end < 0) return this.text.length;
    return this.text[end - 1] === "\r" ? end - 1 : end;
  }

  private indentAt(offset: number): string {
    return /^[ \t]*/.exec(this.text.slice(this.lineStart(offset), offset))?.[0] ?? "";
  }
}

/** The text with its pieces replaced; nothing where two of them overlap. */
export const spliced = (text: string, splices: readonly Splice[]): string | undefined => {
  const pieces: string[] = [];
  let from = 0;
  // Of two at one place the one with the most in it goes deepest, so it comes first.
  for (const { start, end, text: put } of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < from) return undefined;
    pieces.push(text.slice(from, start), put);
    from = end;
  }
  return [...pieces, text.slice(from)].join("");
};
