import { isObject, isUnknown } from "../model/index.ts";
import type { Attributes, Value } from "../model/index.ts";
import { maskMarker, maskSecrets } from "../secrets/index.ts";

/** Attributes nest a few levels at most; deeper than this nothing is looked for. */
const deepest = 16;

const searchItems = (items: readonly (readonly [path: string, value: Value])[], depth: number): string | undefined => {
  for (const [path, value] of items) {
    const found = search(value, path, depth);
    if (found !== undefined) return found;
  }
  return undefined;
};

const search = (value: Value, path: string, depth: number): string | undefined => {
  if (depth > deepest) return undefined;
  if (typeof value === "string") return value.includes(maskMarker) ? path : undefined;
  if (isUnknown(value)) return value.shape === undefined ? undefined : search(value.shape, path, depth + 1);
  if (Array.isArray(value))
    return searchItems(
      value.map((item: Value, index) => [`${path}[${index}]`, item] as const),
      depth + 1,
    );
  if (!isObject(value)) return undefined;
  return searchItems(
    Object.entries(value).map(([name, item]) => [`${path}.${name}`, item] as const),
    depth + 1,
  );
};

/** Path of the first literal secret under the given attributes, or under all of them; they were masked before parsing. */
export const secretPath = (attributes: Attributes, ...names: string[]): string | undefined =>
  searchItems(
    Object.entries(attributes).filter(([name]) => names.length === 0 || names.includes(name)),
    0,
  );

/** Does base64 text hold a secret? Masking works on what can be read, so it leaves encoded text alone. */
export const hidesSecret = (encoded: string): boolean => {
  if (encoded.length < 16 || !/^[A-Za-z0-9+/\s]+=*\s*$/.test(encoded)) return false;
  try {
    const text = atob(encoded.replace(/\s/g, ""));
    return text.includes(maskMarker) || maskSecrets(text).lines.length > 0;
  } catch {
    return false;
  }
};
