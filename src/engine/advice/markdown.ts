/** Text from somebody else's file or question, fit to stand in a sentence: no markup, no line breaks, not long. */
export const plain = (text: string, most = 80): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}`*[\]<>|#!\\]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, most);

/** A name from somebody's code as a code span. */
export const code = (text: string): string => `\`${text.replaceAll(/[\p{Cc}\p{Cf}`|]+/gu, " ").slice(0, 200)}\``;

/** A block of code. */
export const codeBlock = (language: string, text: string): string =>
  `\`\`\`${language}\n${text.trim().replaceAll("```", "` ` `")}\n\`\`\``;

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");

/** A table; the first column is to the left, so are all. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");

export const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");

export const numbered = (items: readonly string[]): string =>
  items.map((item, index) => `${index + 1}. ${item}`).join("\n");

/** Parts of an answer, one below the other; empty ones are left out. */
export const paragraphs = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => typeof part === "string" && part.trim() !== "").join("\n\n");

/** "a, b and c". */
export const listOf = (items: readonly string[], last = "and"): string =>
  items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1) ?? ""}`;

const grouped = (digits: string): string => digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");

/** "$1,234.50"; cents only below a thousand dollars. */
export const money = (dollars: number): string => {
  const size = Math.abs(dollars);
  const [whole = "0", cents = "00"] = size.toFixed(size < 1000 ? 2 : 0).split(".");
  return `${dollars < 0 ? "-" : ""}$${grouped(whole)}${size < 1000 ? `.${cents}` : ""}`;
};

/** "10 million", "2,500". */
export const amount = (value: number): string => {
  if (value >= 1e9 && value % 1e8 === 0) return `${value / 1e9} billion`;
  if (value >= 1e6 && value % 1e5 === 0) return `${value / 1e6} million`;
  const [whole = "0", part] = String(Math.round(value * 100) / 100).split(".");
  return part === undefined ? grouped(whole) : `${grouped(whole)}.${part}`;
};

/** "a queue", "an object storage", and by how it is spelt out "an SSD disk", but "a NAT gateway". */
export const withArticle = (name: string): string =>
  `${/^(?:[aeiouAEIO]|[FHLMNRSX][B-DF-HJ-NP-TV-Z])/.test(name) ? "an" : "a"} ${name}`;
