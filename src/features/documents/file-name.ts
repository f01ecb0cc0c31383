/** Longer names are cut: most file systems end here. */
const longest = 255;
const longestEnding = 20;

/** Controls, line separators, and the characters that make text run the other way: a name is shown as what it is. */
const deceptive = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

const cut = (name: string): string => {
  const dot = name.lastIndexOf(".");
  const ending = dot > 0 && name.length - dot <= longestEnding ? name.slice(dot) : "";
  return `${name.slice(0, longest - ending.length).toWellFormed()}${ending}`;
};

/** The name of an upload as it is shown, and nothing more: no path, nothing invisible, of bounded length. */
export const toDisplayName = (given: string): string => {
  const last = given.toWellFormed().replace(/^.*[/\\]/s, "");
  const name = last.replaceAll(deceptive, "").trim().normalize("NFC");
  if (name === "" || name === "." || name === "..") return "document";
  return name.length > longest ? cut(name) : name;
};

const encode = (name: string): string =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);

/** The header that makes a browser save a file under its name, in ASCII and as it is (RFC 6266, RFC 8187). */
export const toContentDisposition = (name: string): string =>
  `attachment; filename="${name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_")}"; filename*=UTF-8''${encode(name)}`;
