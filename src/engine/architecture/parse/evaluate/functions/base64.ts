import type { TerraformFunction } from "./signature.ts";
import { ofTexts } from "./signature.ts";
import { invalid } from "../values.ts";

const encode = (text: string): string => {
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
};

const decode = (text: string): string | undefined => {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** Base64 of UTF-8 text. */
export const base64Functions: ReadonlyMap<string, TerraformFunction> = new Map([
  ["base64encode", ofTexts(encode)],
  ["base64decode", ofTexts((text) => decode(text) ?? invalid)],
]);
