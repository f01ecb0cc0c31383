import { Composer, isAlias, isMap, isPair, isScalar, isSeq } from "yaml";
import type { Alias, Document, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { lineIndex } from "../hcl/index.ts";
import type { Position } from "../hcl/index.ts";
import type { DocumentNode, DocumentProblem, DocumentReading, MapNode } from "./node.ts";
import { deepest, lexWithin, maxValues } from "./yaml-bounds.ts";

type YamlNode = Alias | Scalar | YAMLMap | YAMLSeq;

/** What an anchor stands for, and what it adds where it is used. */
interface Anchored {
  node: DocumentNode;
  values: number;
  height: number;
}

const maxProblems = 20;

/** The library's messages repeat input; these do not. */
const messages: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "tabs cannot indent YAML: use spaces",
  BAD_INDENT: "this line is not indented as its neighbours are",
  BAD_DQ_ESCAPE: "an escape in double quotes that YAML does not know",
  BAD_SCALAR_START: "a text that begins with this mark needs quotes",
  BLOCK_AS_IMPLICIT_KEY: "a mapping cannot begin here: a text with a colon needs quotes",
  BLOCK_IN_FLOW: "a block cannot stand inside brackets",
  KEY_OVER_1024_CHARS: "a key is longer than 1,024 characters",
  MISSING_CHAR: "a closing quote, bracket, comma or colon is missing",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line",
  UNEXPECTED_TOKEN: "this mark is not expected here",
  BAD_DIRECTIVE: "a directive that YAML does not know",
};

const messageOf = (code: string): string => messages[code] ?? code.replaceAll("_", " ").toLowerCase();

const answers: ReadonlyMap<string, boolean> = new Map([
  ["yes", true],
  ["no", false],
]);

/** A plain number as it is written: `1.10` is a version, `0123…` an account, and neither is to be rounded. */
const scalarValue = ({ value, source, type }: Scalar): string | number | boolean | null => {
  if (typeof value === "number") return source === undefined || String(value) === source ? value : source;
  if (typeof value === "string" || typeof value === "boolean") return value;
  return value === null || value === undefined || type === undefined || source === undefined ? null : source;
};

/** Where the text of a node begins and ends: every one that was read says so. */
const rangeOf = ({ range }: YamlNode): readonly [start: number, end: number, after: number] => range ?? [0, 0, 0];

/** Turns one document of the library into ours. Anchors are shared, never copied, and counted where they are used. */
class DocumentBuilder {
  readonly problems: DocumentProblem[] = [];
  private readonly text: string;
  private readonly shift: number;
  private readonly position: (offset: number) => Position;
  private readonly anchors = new Map<string, Anchored | "open">();
  private values = 0;

  constructor(text: string, shift: number, position: (offset: number) => Position) {
    this.text = text;
    this.shift = shift;
    this.position = position;
  }

  report(offset: number, message: string): void {
    if (this.problems.length < maxProblems) this.problems.push({ ...this.position(offset + this.shift), message });
  }

  build(node: unknown, depth: number): Anchored {
    if (isAlias(node)) return this.follow(node, depth);
    this.values++;
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return { node: this.missing(0), values: 1, height: 0 };
    const { anchor } = node;
    if (anchor !== undefined) this.anchors.set(anchor, "open");
    const built = this.buildPlain(node, depth);
    if (anchor !== undefined) this.anchors.set(anchor, built);
    return built;
  }

  private buildPlain(node: Exclude<YamlNode, Alias>, depth: number): Anchored {
    const placed = this.placeOf(node);
    if (isScalar(node)) return this.scalar(node, placed);
    const before = this.values;
    let height = 0;
    const child = (inner: unknown): DocumentNode => {
      const built = this.build(inner, depth + 1);
      height = Math.max(height, built.height + 1);
      return built.node;
    };
    const built: DocumentNode = isSeq(node)
      ? { kind: "list", ...placed, items: node.items.map(child) }
      : { kind: "map", ...placed, entries: this.entriesOf(node, child) };
    return { node: built, values: this.values - before + 1, height };
  }

  /** A long text counts for several values: an alias repeats it whole. */
  private scalar(node: Scalar, placed: Omit<MapNode, "kind" | "entries">): Anchored {
    const weight = Math.floor((placed.end - placed.start) / 16);
    this.values += weight;
    const value = scalarValue(node);
    const answer = node.type === "PLAIN" && typeof value === "string" ? answers.get(value.toLowerCase()) : undefined;
    const built: DocumentNode = { kind: "scalar", ...placed, value, ...(answer !== undefined && { answer }) };
    return { node: built, values: 1 + weight, height: 0 };
  }

  private follow(alias: Alias, depth: number): Anchored {
    const [offset] = rangeOf(alias);
    const target = this.anchors.get(alias.source);
    const refuse = (message: string): Anchored => {
      this.report(offset, message);
      return { node: this.missing(offset), values: 1, height: 0 };
    };
    if (target === undefined) return refuse("no anchor of this name stands above");
    if (target === "open") return refuse("an anchor cannot hold itself");
    if (depth + target.height > deepest) return refuse(`nested deeper than ${deepest} levels`);
    if (this.values + target.values > maxValues) return refuse(`aliases make more than ${maxValues} values`);
    this.values += target.values;
    return target;
  }

  private entriesOf(map: YAMLMap, child: (node: unknown) => DocumentNode): MapNode["entries"] {
    const known = new Set<string>();
    const entries: MapNode["entries"] = [];
    const merged: DocumentNode[] = [];
    for (const pair of map.items) {
      const key = this.keyOf(pair);
      if (key === undefined) continue;
      if (key.isMerge) {
        merged.push(child(pair.value));
        continue;
      }
      if (known.has(key.name)) this.report(key.start, "this key is given twice: the first counts");
      else {
        known.add(key.name);
        const keyStart = key.start + this.shift;
        const value = pair.value === null ? this.missing(key.end) : child(pair.value);
        entries.push({ key: key.name, keyStart, keyLine: this.position(keyStart).line, value });
      }
    }
    for (const source of merged)
      for (const map of source.kind === "list" ? source.items : [source])
        if (map.kind === "map")
          for (const entry of map.entries)
            if (!known.has(entry.key)) {
              known.add(entry.key);
              entries.push(entry);
            }
    return entries;
  }

  private keyOf(pair: Pair): { name: string; start: number; end: number; isMerge: boolean } | undefined {
    if (!isPair(pair) || !isScalar(pair.key)) {
      this.report(this.startOf(pair.value), "only a text can be a key");
      return undefined;
    }
    const { value, source, type } = pair.key;
    const [start, end] = rangeOf(pair.key);
    const isPlain = type === "PLAIN";
    const name = typeof value === "string" ? value : (source ?? "");
    return { name, start, end, isMerge: isPlain && name === "<<" };
  }

  private startOf(node: unknown): number {
    return isScalar(node) || isMap(node) || isSeq(node) ? rangeOf(node)[0] : 0;
  }

  private missing(offset: number): DocumentNode {
    const at = offset + this.shift;
    const { line } = this.position(at);
    return { kind: "scalar", start: at, end: at, line, endLine: line, value: null };
  }

  private placeOf(node: Exclude<YamlNode, Alias>): Omit<MapNode, "kind" | "entries"> {
    const [from, to] = rangeOf(node);
    const start = from + this.shift;
    let end = to + this.shift;
    while (end > start && " \t\r\n".includes(this.text.charAt(end - 1))) end--;
    const tag = /^!([A-Za-z][\w:.-]*)$/.exec(node.tag ?? "")?.[1];
    return {
      start,
      end,
      line: this.position(start).line,
      endLine: this.position(Math.max(start, end - 1)).line,
      ...(tag !== undefined && { tag }),
    };
  }
}

const composed = (text: string, tokens: Parameters<Composer["compose"]>[0]): Document.Parsed[] => {
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: "silent", version: "1.2" });
  return [...composer.compose(tokens, false, text.length)].filter(
    (item): item is Document.Parsed => "contents" in item,
  );
};

/** YAML 1.2 with places; short tags are kept, anchors and merge keys resolved. Nothing past a limit is read: of several documents those before it are. */
export const readYaml = (text: string): DocumentReading => {
  const shift = text.startsWith("\uFEFF") ? 1 : 0;
  const body = text.slice(shift);
  const position = lineIndex(text);
  const { tokens, passed } = lexWithin(body);
  const documents: DocumentNode[] = [];
  const problems: DocumentProblem[] = [];
  if (passed !== undefined) problems.push({ ...position(passed.offset + shift), message: passed.limit });
  for (const document of composed(body, tokens)) {
    const builder = new DocumentBuilder(text, shift, position);
    for (const { code, pos } of document.errors.slice(0, maxProblems)) builder.report(pos[0], messageOf(code));
    if (document.contents !== null) documents.push(builder.build(document.contents, 0).node);
    problems.push(...builder.problems);
  }
  return { documents, problems: problems.slice(0, maxProblems) };
};
