import { isBundled } from "../typeface/index.ts";

const pictograph = /[\u{1F000}-\u{1FAFF}]|\u{20E3}|\p{Extended_Pictographic}/gu;

/** Emoji go, but signs that our typeface has too, such as © and ✔, stay. */
const withoutEmoji = (text: string): string =>
  text.replace(pictograph, (sign) => (isBundled(sign.codePointAt(0) ?? 0) ? sign : ""));

/** Letters and their marks are composed; line ends and tabs become spaces; control and format characters, half pairs, unassigned characters and emoji go. */
export const cleanText = (text: string): string =>
  withoutEmoji(
    text
      .normalize("NFC")
      .replace(/\s+/gu, " ")
      .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u{FE00}-\u{FE0F}]/gu, ""),
  )
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
