import entityNames from "./entity-names.json" with { type: "json" };

const entities: ReadonlyMap<string, string> = new Map(Object.entries(entityNames));

/** What HTML calls an element: other words in angle brackets are text, like the `T` of `List<T>`. */
const element =
  /^(a|abbr|article|aside|audio|b|base|big|blockquote|body|button|canvas|center|cite|code|dd|del|details|dfn|div|dl|dt|em|embed|figure|font|footer|foreignobject|form|frame|g|h[1-6]|head|header|hr|html|i|iframe|image|img|input|ins|kbd|label|li|link|main|map|mark|math|meta|nav|noscript|object|ol|option|p|param|path|pre|q|rect|s|samp|section|select|set|small|source|span|strike|strong|sub|summary|sup|svg|table|tbody|td|template|text|textarea|tfoot|th|thead|title|tr|track|tspan|tt|u|ul|use|var|video|animate)$/i;

/** Cuts out everything from `<name` to `</name>`, or to the end: code and style sheets are not words. */
const withoutElement = (text: string, name: string): string => {
  const lower = text.toLowerCase();
  const parts: string[] = [];
  let at = 0;
  for (let open = lower.indexOf(`<${name}`); open >= 0; open = lower.indexOf(`<${name}`, at)) {
    parts.push(text.slice(at, open));
    const close = lower.indexOf(`</${name}`, open);
    const end = close < 0 ? -1 : lower.indexOf(">", close);
    at = end < 0 ? text.length : end + 1;
  }
  return parts.join("") + text.slice(at);
};

const withoutTags = (text: string): string => {
  if (!text.includes("<")) return text;
  return withoutElement(withoutElement(text, "script"), "style")
    .replaceAll(/<\/?br\s*\/?>/gi, "\n")
    .replaceAll(/<\/(p|div|li|tr|h[1-6])\s*>/gi, "\n")
    .replaceAll(/<\/?([a-z][a-z0-9]*)\b[^<>]*>/gi, (tag, name: string) => (element.test(name) ? "" : tag));
};

const fromCode = (digits: string, base: number): string => {
  const code = Number.parseInt(digits, base);
  const isCharacter = code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : "";
};

const decodeEntities = (text: string): string =>
  text
    .replaceAll("ﬂ°°", "&#")
    .replaceAll("ﬂ°", "&")
    .replaceAll("¶ß", ";")
    .replaceAll(
      /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,31}));/gi,
      (all, decimal?: string, hex?: string, name?: string) => {
        if (decimal !== undefined) return fromCode(decimal, 10);
        if (hex !== undefined) return fromCode(hex, 16);
        return entities.get(name ?? "") ?? all;
      },
    );

/** `**bold**`, `_italic_` and `` `code` `` without their marks. */
const withoutEmphasis = (text: string): string =>
  text
    .replaceAll(/\*\*([^*\n]+)\*\*/g, "$1")
    .replaceAll(/__([^_\n]+)__/g, "$1")
    .replaceAll(/\*([^*\n]+)\*/g, "$1")
    .replaceAll(/(?<![\w])_([^_\n]+)_(?![\w])/g, "$1")
    .replaceAll(/`([^`\n]+)`/g, "$1");

const fontAwesome = /\bfa[a-z]{0,2}:fa-([\w-]+)/g;

/** Icons in the text are dropped; one that is the whole label becomes its name. */
const withoutIcons = (text: string): string => {
  if (!text.includes(":fa-")) return text;
  const rest = text.replaceAll(fontAwesome, "");
  return rest.trim() === "" ? text.replaceAll(fontAwesome, (_, name: string) => name.replaceAll("-", " ")) : rest;
};

/** Lines without the room around them; bidirectional controls and other invisible ones go, as they would mix up a picture. */
const tidy = (text: string): string =>
  text
    .replaceAll(/[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .split("\n")
    .map((line) => line.replaceAll(/[ \t]+/g, " ").trim())
    .join("\n")
    .trim();

/** Characters of one label: a picture shows no more. */
const longestLabel = 2_000;

const clean = (text: string): string => {
  const plain = tidy(withoutIcons(decodeEntities(text.replaceAll("\\n", "\n"))));
  return plain.length > longestLabel ? `${plain.slice(0, longestLabel).toWellFormed()}…` : plain;
};

/** A label as mermaid's parser hands it over → plain text with line breaks; a Markdown string loses its marks. */
export const plainText = (label: unknown, type = "text"): string => {
  if (typeof label !== "string" && typeof label !== "number" && typeof label !== "boolean") return "";
  const text = String(label);
  const [, quoted] = /^\s*`([\s\S]*)`\s*$/.exec(text) ?? [];
  const isMarkdown = quoted !== undefined || type === "markdown";
  const words = withoutTags(quoted ?? text).replaceAll("$$", "");
  return clean(isMarkdown ? withoutEmphasis(words) : words);
};

/** A line of code, such as a method: angle brackets in it are generics, unless an HTML element with attributes stands in them. */
export const plainCode = (text: string): string =>
  clean(
    withoutElement(text, "script").replaceAll(/<([a-z][a-z0-9]*)\s[^<>]*>/gi, (tag, name: string) =>
      element.test(name) ? "" : tag,
    ),
  ).replaceAll("\n", " ");
