import { MermaidError } from "./fault.ts";

/** Characters of a diagram, as many as mermaid itself draws. */
const mostCharacters = 50_000;
/** Characters of one line: some of mermaid's expressions take the square of it. */
const longestLine = 5_000;

export interface Source {
  /** What the grammars get: no front matter, directives, comments; entities marked as mermaid marks them. */
  text: string;
  /** Lines of the caller's text that are left, as written, for whoever wants the text and not the diagram. */
  lines: readonly string[];
  /** From the front matter. */
  title: string | undefined;
  /** Line of the prepared text → line of the caller's. */
  lineOf: (line: number) => number;
}

const refuseLarge = (text: string): void => {
  if (text.length > mostCharacters) throw new MermaidError(`The diagram is longer than ${mostCharacters} characters.`);
};

const refuseLongLines = (lines: readonly string[]): void => {
  const index = lines.findIndex((line) => line.length > longestLine);
  if (index >= 0) throw new MermaidError(`A line is longer than ${longestLine} characters.`, index + 1);
};

/** Index of the line after the front matter; 0 without one. */
const skipFrontMatter = (lines: readonly string[]): number => {
  const first = lines.findIndex((line) => line.trim() !== "");
  if (lines[first]?.trim() !== "---") return 0;
  const close = lines.findIndex((line, index) => index > first && line.trim() === "---");
  return close < 0 ? 0 : close + 1;
};

/** The one key of the front matter that is drawn; the rest configures mermaid's own renderer. */
const readTitle = (frontMatter: readonly string[]): string | undefined => {
  const line = frontMatter.map((candidate) => candidate.trim()).find((candidate) => /^title\s*:/.test(candidate));
  const value = line?.slice(line.indexOf(":") + 1).trim() ?? "";
  const quoted = /^(["'])(.*)\1$/.exec(value)?.[2];
  return (quoted ?? value) === "" ? undefined : (quoted ?? value);
};

/** `%%{ … }%%` blanked out, its line breaks kept. */
const blankDirectives = (text: string): string => {
  const parts: string[] = [];
  let at = 0;
  for (let open = text.indexOf("%%{"); open >= 0; open = text.indexOf("%%{", at)) {
    const close = text.indexOf("}%%", open);
    const end = close < 0 ? text.length : close + 3;
    parts.push(text.slice(at, open), text.slice(open, end).replaceAll(/[^\n]/g, ""));
    at = end;
  }
  return parts.join("") + text.slice(at);
};

const isComment = (line: string): boolean => line.trimStart().startsWith("%%");

/** Semicolons between the declarations of a style would end the statement: commas do not. */
const joinDeclarations = (line: string): string => line.replace(/;\s*$/, "").replaceAll(/;\s*(?=[a-z-]+:[^:])/g, ",");

/** `#quot;` and `#35;` hold a semicolon, which ends a statement: mermaid writes them in letters before it parses. */
const markEntities = (line: string): string =>
  line.replaceAll(/#(\w{1,32});/g, (_, name: string) => (/^\d+$/.test(name) ? `ﬂ°°${name}¶ß` : `ﬂ°${name}¶ß`));

const prepareLine = (line: string): string =>
  /^\s*(style|classDef|linkStyle)\s/.test(line) ? joinDeclarations(line) : markEntities(line);

/** Quotes inside a tag would end the label that it stands in. */
const softenTags = (line: string): string =>
  line.includes("<") ? line.replaceAll(/<\w+[^<>]*>/g, (tag) => tag.replaceAll(/="([^"]*)"/g, "='$1'")) : line;

/** The caller's text made ready for mermaid's grammars, as mermaid itself makes it ready. Throws past the limits. */
export const prepareSource = (written: string): Source => {
  refuseLarge(written);
  const whole = written.replaceAll(/\r\n?/g, "\n").split("\n");
  refuseLongLines(whole);
  const start = skipFrontMatter(whole);
  const rest = blankDirectives(whole.slice(start).join("\n")).split("\n");
  const kept: { text: string; line: number }[] = [];
  for (const [index, text] of rest.entries()) {
    const isLeading = kept.length === 0 && text.trim() === "";
    if (!isLeading && !isComment(text)) kept.push({ text, line: start + index + 1 });
  }
  return {
    text: `${kept.map(({ text }) => prepareLine(softenTags(text))).join("\n")}\n`,
    lines: kept.map(({ text }) => text),
    title: readTitle(whole.slice(0, start)),
    lineOf: (line) => kept[Math.min(line, kept.length) - 1]?.line ?? 1,
  };
};
