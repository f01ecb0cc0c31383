import { Document, isMap, parseDocument, Scalar } from "yaml";

/** What a post says of itself before its text, as Jekyll and its Chirpy theme read it. */
export interface Matter {
  title: string;
  date: Date;
  categories: readonly string[];
  tags: readonly string[];
}

/** A file of a blog: its front matter and its text. */
interface Post {
  matter: Record<string, unknown>;
  body: string;
}

const fence = /^(?:\uFEFF)?---[ \t]*\n([\s\S]{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/;

/** Front matter that the content begins with, and the rest. What is no map of YAML is text. */
const splitMatter = (content: string): Post => {
  const found = fence.exec(content);
  const source = found?.[1];
  if (!found || source === undefined || /[&*][\w-]/.test(source)) return { matter: {}, body: content };
  const document = parseDocument(source, { schema: "core", uniqueKeys: false });
  if (document.errors.length > 0 || !isMap(document.contents)) return { matter: {}, body: content };
  // A map's plain value is a record.
  return {
    matter: document.toJS({ maxAliasCount: 0 }) as Record<string, unknown>,
    body: content.slice(found[0].length),
  };
};

const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();

const names = (list: readonly unknown[]): string[] =>
  [
    ...new Set(
      list.filter((name) => typeof name === "string" || typeof name === "number").map((name) => oneLine(String(name))),
    ),
  ].filter((name) => name !== "");

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** `2026-11-21 10:00:00 +0000`: the zone is part of it, or Jekyll takes the server's. */
const dateOf = (date: Date): string => `${date.toISOString().slice(0, 19).replace("T", " ")} +0000`;

/** The text line by line without fenced code. */
const proseOf = (body: string): string => {
  let open: string | undefined;
  return body
    .split("\n")
    .filter((line) => {
      const [, mark = "", rest = ""] = /^[ \t>]*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
      if (open === undefined && mark !== "") {
        open = mark;
        return false;
      }
      if (open === undefined) return true;
      if (mark.startsWith(open) && rest.trim() === "") open = undefined;
      return false;
    })
    .join("\n")
    .replace(/`[^`\n]*`/g, "");
};

const hasHeadings = (prose: string): boolean => (prose.match(/^ {0,3}#{1,6}[ \t]+\S/gm)?.length ?? 0) >= 3;
const hasMath = (prose: string): boolean => /\$\$[^$]{1,10000}\$\$/.test(prose) || /\\[([][^\n]{0,1000}/.test(prose);
const hasMermaid = (body: string): boolean => /^[ \t>]*(?:`{3,}|~{3,})[ \t]*mermaid\b/im.test(body);

/** Chirpy shows the title itself: a heading that says the same again is dropped. */
export const dropTitle = (body: string, title: string): string => {
  const [heading = "", text = ""] = /^\s*#[ \t]+([^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\n|$)/.exec(body) ?? [];
  const wordsOf = (words: string): string => oneLine(words.replace(/[*_`\\]/g, "")).normalize("NFC");
  return heading !== "" && wordsOf(text) === wordsOf(title) ? body.slice(heading.length) : body;
};

/** A date is the one text without quotes, as Jekyll's own posts have it. */
const plain = (text: string): Scalar => Object.assign(new Scalar(text), { type: Scalar.PLAIN });

/** The file of a post: front matter as YAML, and the text. Front matter that the text had is merged: the draft's own fields win. */
export const writePost = ({ title, date, categories, tags }: Matter, content: string): string => {
  const { matter, body } = splitMatter(content.replace(/\r\n?/g, "\n"));
  const text = dropTitle(body, title).trim();
  const prose = proseOf(text);
  const { title: _title, date: _date, categories: theirs, category, tags: theirTags, ...others } = matter;
  const merged = {
    title: oneLine(title),
    date: plain(dateOf(date)),
    categories: names([...categories, ...listOf(theirs), ...listOf(category)]),
    tags: names([...tags, ...listOf(theirTags)]),
    toc: hasHeadings(prose),
    math: hasMath(prose),
    mermaid: hasMermaid(text),
    ...others,
  };
  return `---\n${frontMatter(merged)}---\n\n${text}\n`;
};

/** A mapping as YAML that every reader takes for the same: text is quoted, for `yes`, `1e3` and `12:30` are not text to all of them. */
const frontMatter = (matter: Record<string, unknown>): string =>
  new Document(matter).toString({ lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" });
