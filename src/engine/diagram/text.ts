/** Line ends and tabs become spaces; control and format characters, half pairs, unassigned characters and emoji (no font of ours has them) go. */
export const cleanText = (text: string): string =>
  text
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u{FE00}-\u{FE0F}\u{1F000}-\u{1FAFF}]/gu, "")
    .replace(/ {2,}/g, " ")
    .trim();

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Makes text safe inside an XML element or attribute. */
export const escapeXml = (text: string): string => cleanText(text).replace(/[&<>"']/g, (char) => entities[char] ?? "");
