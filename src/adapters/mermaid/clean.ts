import type { Source } from "./source.ts";

/** Statements that make a picture act: a click, a link, a callback, a menu. */
const acting =
  /^\s*(?:(?:click|link|callback)\s+\S.*|href\s.*|links?\s+[^:]+:.*|properties\s+[^:]+:.*|details\s+[^:]+:.*)$/;

/** Elements that only say how words look. */
const harmless = /^<\/?(?:br|b|i|u|em|strong|small|sub|sup)\s*\/?>$/i;

const withoutTags = (line: string): string =>
  line.includes("<") ? line.replaceAll(/<\/?[a-z][\w-]*(?:\s[^<>]*|\/)?>/gi, (tag) => keepTag(tag)) : line;

/** What is in angle brackets and has no attribute is a generic, a stereotype or plain formatting, unless it is an active element. */
const keepTag = (tag: string): string => {
  const isBare = /^<\/?[\w-]+\s*\/?>$/.test(tag);
  const isActive = /^<\/?(?:script|style|iframe|object|embed|svg|img|form|input|link|meta|base|a)\b/i.test(tag);
  return harmless.test(tag) || (isBare && !isActive) ? tag : "";
};

const withoutActs = (line: string): string =>
  withoutTags(line)
    .replaceAll(/;\s*click\s[^;]*/g, "")
    .replaceAll(/,\s*\$link\s*=\s*"[^"]*"/g, "")
    .replaceAll(/\bimg\s*:\s*(["']?)(?:https?:|data:|\/\/)[^\s,}"']*\1\s*,?/gi, "")
    .replaceAll(/\burl\s*\([^)]*\)?/gi, "")
    .replaceAll(/\b(?:javascript|vbscript)\s*:|\bdata:text\/html/gi, "")
    .trimEnd();

/** Where nothing is left of the words after a colon, a mark stands for them: the grammar wants some. */
const cleanLine = (line: string): string => {
  const clean = withoutActs(line);
  return clean.endsWith(":") && !line.trimEnd().endsWith(":") ? `${clean} …` : clean;
};

/** The diagram's text without settings, comments and whatever acts; of its front matter the title stays. */
export const cleanSource = ({ lines }: Source, title: string | undefined): string => {
  const kept = lines.filter((line) => !acting.test(line)).map((line) => cleanLine(line));
  const head = title === undefined ? [] : ["---", `title: ${JSON.stringify(title)}`, "---"];
  return `${[...head, ...kept].join("\n").trimEnd()}\n`;
};
