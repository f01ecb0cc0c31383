import { dotted, functionOf, isList, isMap } from "./change.ts";
import type { DocumentMap, DocumentValue } from "./change.ts";
import type { Style } from "./style.ts";

/** Texts that need no quotes: they begin like a word and hold nothing that YAML reads as a sign. */
const plainText = /^[A-Za-z/][\w/.:*+@%-]*(?: [\w/.:*+@%()-]+)*$/;
/** Ranges of addresses, which are no numbers. */
const addressRange = /^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/;
const colonBeforeSpace = /:(?: |$)/;
/** Words of YAML 1.1 that are not texts. */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** What single quotes cannot hold on one line. */
const needsEscapes = /[\p{Cc}\u2028\u2029\uFEFF]/u;

const isPlain = (text: string): boolean =>
  addressRange.test(text) || (plainText.test(text) && !colonBeforeSpace.test(text) && !reserved.test(text));

const quoted = (text: string, { isJson, quote }: Style): string =>
  isJson || quote === '"' || needsEscapes.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;

export const printKey = (key: string, style: Style): string =>
  style.isJson || !isPlain(key) ? JSON.stringify(key) : key;

const printText = (text: string, style: Style): string => (style.isJson || !isPlain(text) ? quoted(text, style) : text);

const isEmpty = (value: DocumentValue): boolean =>
  isList(value) ? value.length === 0 : isMap(value) && Object.keys(value).length === 0;

/** `{"Fn::GetAtt": ["Key", "Arn"]}` → `!GetAtt Key.Arn`, where its argument is one text. */
const printTag = (value: DocumentValue, style: Style): string | undefined => {
  const used = style.hasTags ? functionOf(value) : undefined;
  if (used === undefined) return undefined;
  const argument = used.name === "Fn::GetAtt" && isList(used.argument) ? dotted(used.argument) : used.argument;
  return typeof argument === "string" ? `!${used.name.replace("Fn::", "")} ${printText(argument, style)}` : undefined;
};

/** A value on one line, as it stands within braces or alone; nothing where it takes lines of its own. */
const printShort = (value: DocumentValue, style: Style): string | undefined => {
  if (typeof value === "string") return printText(value, style);
  if (typeof value !== "object" || value === null) return String(value);
  if (isEmpty(value)) return isList(value) ? "[]" : "{}";
  return printTag(value, style);
};

/** Within braces a colon or a bracket would end a text. */
const printFlowText = (text: string, style: Style): string =>
  /^[\w./-]+$/.test(text) ? printText(text, style) : quoted(text, style);

/** A value on one line, whatever it is. */
export const printFlow = (value: DocumentValue, style: Style): string => {
  if (isList(value)) return `[${value.map((item) => printFlow(item, style)).join(", ")}]`;
  if (!isMap(value)) return typeof value === "string" ? printFlowText(value, style) : String(value);
  const tag = printTag(value, style);
  if (tag !== undefined) return tag;
  const members = Object.entries(value).map(([key, item]) => `${printKey(key, style)}: ${printFlow(item, style)}`);
  return style.isJson && members.length > 0 ? `{ ${members.join(", ")} }` : `{${members.join(", ")}}`;
};

/** Members of a map as lines of a block. */
export const printMembers = (members: DocumentMap, indent: string, style: Style): string[] =>
  Object.entries(members).flatMap(([key, value]) => printMember(key, value, indent, style));

/** `key: value` as lines; the first begins with `indent`. */
const printMember = (key: string, value: DocumentValue, indent: string, style: Style): string[] => {
  const [first, ...rest] = printValue(value, indent, style);
  return [`${indent}${printKey(key, style)}:${first ?? ""}`, ...rest];
};

/** What stands behind a key: the rest of its line, and the lines below it. `indent` is the key's own. */
export const printValue = (value: DocumentValue, indent: string, style: Style): string[] => {
  const short = printShort(value, style);
  if (short !== undefined) return [` ${short}`];
  if (isList(value)) return ["", ...printItems(value, indent + style.dashes, style)];
  if (!isMap(value)) return [` ${String(value)}`];
  const used = style.hasTags ? functionOf(value) : undefined;
  if (used === undefined) return ["", ...printMembers(value, indent + style.unit, style)];
  const [first, ...rest] = printValue(used.argument, indent, style);
  return [` !${used.name.replace("Fn::", "")}${first ?? ""}`, ...rest];
};

/** Items of a list as lines of a block; the dashes stand at `indent`. */
export const printItems = (items: readonly DocumentValue[], indent: string, style: Style): string[] =>
  items.flatMap((item) => {
    if (isMap(item) && printShort(item, style) === undefined && (functionOf(item) === undefined || !style.hasTags)) {
      const [first = "", ...rest] = printMembers(item, `${indent}  `, style);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    }
    if (isList(item) && item.length > 0) return [`${indent}- ${printFlow(item, style)}`];
    const [first = "", ...rest] = printValue(item, indent, style);
    return [`${indent}-${first}`, ...rest];
  });

const widestLine = 80;

const isPlainOrFunction = (value: DocumentValue): boolean =>
  isMap(value) ? functionOf(value) !== undefined : !isList(value);

/** A value as JSON; short lists and uses of a function stand on one line. `indent` is that of the line on which it begins. */
export const printJson = (value: DocumentValue, indent: string, style: Style): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isEmpty(value)) return isList(value) ? "[]" : "{}";
  const isShort = isList(value) ? value.every(isPlainOrFunction) : isPlainOrFunction(value);
  const flow = isShort ? printFlow(value, style) : "";
  if (flow !== "" && indent.length + flow.length <= widestLine) return flow;
  const inner = indent + style.unit;
  const parts = isList(value)
    ? value.map((item) => printJson(item, inner, style))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${printJson(item, inner, style)}`);
  const [open, close] = isList(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${close}`;
};
