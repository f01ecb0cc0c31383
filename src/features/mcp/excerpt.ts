/** What was shown of a list, and how many entries were left out. */
export interface Excerpt<T> {
  shown: T[];
  left: number;
}

/** The first entries, at most so many, that fit into so many characters of JSON. */
export const excerpt = <T>(entries: readonly T[], most: number, room = 30_000): Excerpt<T> => {
  const shown: T[] = [];
  let used = 0;
  for (const entry of entries) {
    used += JSON.stringify(entry).length;
    if (shown.length === most || used > room) break;
    shown.push(entry);
  }
  return { shown, left: entries.length - shown.length };
};

/** A text with no more than so many characters, never half of one. */
export const clip = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;

/** What cannot be seen, or would turn a line around: an instruction to a model can be hidden in it. */
const unseen = /[^\t\n\P{C}]/gu;

const visible = (text: string): string => text.replaceAll(unseen, "\ufffd");

/** A text as one line in which everything can be seen. */
export const plain = (text: string, most = 400): string => clip(visible(text).replaceAll(/\s+/g, " "), most);

/** Somebody's own words inside a line of ours: one line, marked as code, which they cannot end. */
export const inline = (text: string, most = 200): string => `\`${plain(text, most).replaceAll("`", "'")}\``;

/** Somebody's own text as a block that it cannot end. */
export const fenced = (text: string, language = "text"): string => {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${visible(text).trimEnd()}\n${fence}`;
};
