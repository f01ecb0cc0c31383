import { pythonLiteral } from "./literal.ts";

/** A key with its placeholder, or with nothing where the key is optional: the form in which every generated module reads one. */
const READ = /(\bos\.getenv\(\s*(["'])([A-Z][A-Z0-9_]{0,79})\2\s*,\s*)(["'])(?:PLACEHOLDER_\3)?\4/g;

/** Code that its owner has edited, with the given credentials where it reads them; a value is never read as code again. */
export const fillPlaceholders = (code: string, values: Readonly<Record<string, string>>): string =>
  code.replaceAll(READ, (whole, before: string, _quote: string, key: string) =>
    Object.hasOwn(values, key) ? `${before}${pythonLiteral(values[key] ?? "")}` : whole,
  );
