import { AppError } from "#http/errors";

const maxDepth = 64;
const quote = 0x22;
const backslash = 0x5c;

const endOfString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quote) return at;
  }
  return text.length;
};

const colonNext = /\s*:/y;

const isKey = (text: string, end: number): boolean => {
  colonNext.lastIndex = end + 1;
  return colonNext.test(text);
};

const readKey = (raw: string): string => {
  if (!raw.includes("\\")) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw;
  }
};

const noteKey = (keys: Set<string>, key: string): void => {
  if (key === "__proto__") throw new AppError("invalid_request", "The JSON has a key that is not allowed: __proto__.");
  if (keys.has(key)) throw new AppError("invalid_request", "The JSON has the same key twice in one object.");
  keys.add(key);
};

/**
 * Refuses what JSON.parse lets through and later code would trip over: deep nesting, a key given twice, `__proto__`.
 * It reads the text before anything is built from it.
 */
const inspect = (text: string): void => {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys && isKey(text, end)) noteKey(keys, readKey(text.slice(at + 1, end)));
      at = end;
    } else if (char === "{" || char === "[") {
      open.push(char === "{" ? new Set() : undefined);
      if (open.length > maxDepth)
        throw new AppError("invalid_request", `The JSON is nested more than ${maxDepth} levels deep.`);
    } else if (char === "}" || char === "]") open.pop();
  }
};

/** Refuses text that no store or picture can hold: a NUL, or half of a surrogate pair. */
export const refuseBrokenText = (text: string): void => {
  if (text.includes("\0") || !text.isWellFormed())
    throw new AppError("invalid_request", "Text may not hold NUL characters or unpaired surrogates.");
};

const mayHideBrokenText = /\\u(?:0000|d[89a-f])/i;

const checkStrings = (key: string, value: unknown): unknown => {
  refuseBrokenText(key);
  if (typeof value === "string") refuseBrokenText(value);
  return value;
};

/** JSON text → value, or a 400 for what is not JSON and a 422 for JSON that we do not take. */
export const parseJson = (text: string): unknown => {
  inspect(text);
  try {
    return mayHideBrokenText.test(text) ? JSON.parse(text, checkStrings) : JSON.parse(text);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("malformed_body", "The body is not valid JSON.");
  }
};
