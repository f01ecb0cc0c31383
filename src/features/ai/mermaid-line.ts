import { nameHost } from "./known.ts";

const directive = /%%\{.*?(?:\}%%|$)/g;
const link = /^\s*(?:click\s|callback\s|links?\s+[^:]*:)/i;
const url = /(?:[a-z][a-z\d+.-]{0,20}:)?\/\/[^\s"'<>|)\]}]*|www\.[^\s"'<>|)\]}]*/gi;
const tag = /(<<\w+>>)|<(?!br ?\/?>)(?=[a-z/!?])[^>]*>?/gi;
const writtenTag = /[#&](?:lt|gt|#?x?0*(?:60|62|3c|3e));/gi;

/**
 * A line of a Mermaid diagram without what a reader's browser would run or fetch: directives, clicks, pictures and
 * addresses in labels. Undefined where nothing is left.
 */
export const cleanMermaid = (line: string): string | undefined => {
  if (link.test(line)) return undefined;
  const cleaned = line
    .replace(directive, "")
    .replace(writtenTag, "")
    .replace(tag, (_, annotation: string | undefined) => annotation ?? "")
    .replace(url, nameHost);
  return cleaned.trim() === "" && line.trim() !== "" ? undefined : cleaned;
};
