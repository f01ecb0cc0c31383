import { isLiteralSecret, isSecretName } from "./names.ts";
import { secretPatterns } from "./patterns.ts";

/** Stands in code, pictures, reports and storage where a literal secret stood. */
export const maskMarker = "***MASKED***";

export interface Masked {
  text: string;
  /** Line of every masked value, from 1, in order, each once; of very many the first. */
  lines: number[];
}

/** A stretch of text to be masked. */
export interface Region {
  start: number;
  end: number;
  /** It stands in code without quotes, and the marker needs them. */
  unquoted?: true;
}

/** A longer line is searched for names and values in pieces of this length … */
const longestPiece = 4_000;
/** … each of which begins this much before the end of the one before: a name is not torn from its value. */
const overlap = 500;

/**
 * Replaces literal secrets by `maskMarker`, line by line, so that every later step (parser, answer, picture, PDF, storage, log) never sees them.
 * Lines keep their number; what stands around the value stays. A value that is a reference (`var.x`, `${…}`) is no secret.
 */
export const maskSecrets = (text: string): Masked =>
  maskRegions(text, [...knownTokens(text), ...namedValues(text), ...entryValues(text), ...encodedSecrets(text)]);

/** Lines told of: each becomes a finding, and after some hundred the next says nothing new. */
const mostLines = 200;

/** Puts the marker in place of each region; regions may overlap. */
export const maskRegions = (text: string, found: Region[]): Masked => {
  const regions = mergeRegions(found);
  if (regions.length === 0) return { text, lines: [] };
  const lines = new Set<number>();
  const pieces: string[] = [];
  let from = 0;
  let line = 1;
  for (const { start, end, unquoted } of regions) {
    const before = text.slice(from, start);
    line += count(before, "\n");
    lines.add(line);
    // A key over several lines keeps its line breaks: all that follows keeps its line number.
    const breaks = count(text.slice(start, end), "\n");
    pieces.push(before, unquoted ? `"${maskMarker}"` : maskMarker, "\n".repeat(breaks));
    line += breaks;
    from = end;
  }
  pieces.push(text.slice(from));
  return { text: pieces.join(""), lines: [...lines].slice(0, mostLines) };
};

const count = (text: string, char: string): number => {
  let found = 0;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) found++;
  return found;
};

/** A start script in base64: it is masked whole when what it says holds a secret. */
const encodedScript = /\buser_data\w{0,20}\s{0,60}=\s{0,60}"([A-Za-z0-9+/]{16,24000}={0,2})"/g;

const encodedSecrets = (text: string): Region[] =>
  Array.from(text.matchAll(encodedScript)).flatMap((match) => {
    const encoded = match[1] ?? "";
    const start = match.index + match[0].length - encoded.length - 1;
    return hidesSecret(encoded) ? [{ start, end: start + encoded.length }] : [];
  });

const hidesSecret = (encoded: string): boolean => {
  try {
    const text = atob(encoded);
    return knownTokens(text).length > 0 || namedValues(text).length > 0;
  } catch {
    return false;
  }
};

const keyHeader = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----/g;

/** Private keys from their first to their last line; one that never ends takes the rest of the text with it. */
const privateKeys = (text: string): Region[] => {
  const regions: Region[] = [];
  let from = 0;
  for (const { index, 0: header } of text.matchAll(keyHeader)) {
    if (index < from) continue;
    const end = text.indexOf("-----END ", index + header.length);
    const close = end < 0 ? -1 : text.indexOf("-----", end + 9);
    from = close < 0 ? text.length : close + 5;
    regions.push({ start: index, end: from });
  }
  return regions;
};

const knownTokens = (text: string): Region[] => [...privateKeys(text), ...patternedTokens(text)];

const patternedTokens = (text: string): Region[] =>
  secretPatterns
    .filter(({ signs }) => signs.some((sign) => text.includes(sign)))
    .flatMap(({ pattern }) =>
      Array.from(text.matchAll(pattern), (match) => {
        const value = match[1] ?? match[0];
        const start = match.index + match[0].lastIndexOf(value);
        return { start, end: start + value.length };
      }),
    );

/** `name` and `value` of one entry, on one line or several, in either order: how containers and manifests are given settings. */
const entries = [
  /\bname\\?["']?\s{0,60}[:=]\s{0,60}\\?["']?([A-Za-z_][\w.-]{0,80})\\?["']?\s{0,60},?\s{0,60}\\?["']?value\\?["']?\s{0,60}[:=]\s{0,60}\\?["']?([^\s"'\\,}$]{3,400})/gi,
  /\bvalue\\?["']?\s{0,60}[:=]\s{0,60}\\?["']([^\s"'\\,}$]{3,400})\\?["']\s{0,60},?\s{0,60}\\?["']?name\\?["']?\s{0,60}[:=]\s{0,60}\\?["']?([A-Za-z_][\w.-]{0,80})/gi,
] as const;

const entryValues = (text: string): Region[] =>
  entries.flatMap((pattern, index) =>
    Array.from(text.matchAll(pattern)).flatMap((match) => {
      const [name = "", value = ""] = index === 0 ? [match[1], match[2]] : [match[2], match[1]];
      if (!isSecretName(name) || !isLiteralSecret(value)) return [];
      const start = match.index + (index === 0 ? match[0].length - value.length : match[0].indexOf(value));
      return [{ start, end: start + value.length }];
    }),
  );

const namedValues = (text: string): Region[] => {
  const regions: Region[] = [];
  const context: VariableContext = { secret: false };
  let start = 0;
  while (start < text.length) {
    const next = text.indexOf("\n", start);
    const end = next < 0 ? text.length : next;
    const line = text.slice(start, end);
    if (context.secret || tellingWord.test(line))
      for (let at = 0; at < line.length; at += longestPiece - overlap)
        for (const region of valuesOfLine(line.slice(at, at + longestPiece), start + at, context)) regions.push(region);
    start = end + 1;
  }
  return regions;
};

/** No line without one of these can name a secret: most lines are done with after this. */
const tellingWord = /pass|pwd|pswd|pw\b|secret|token|key|credential|creds|connection|jwt|psk|salt|pat\b/i;

/** Inside `variable "db_password" { … }` the value stands under `default`. */
interface VariableContext {
  secret: boolean;
}

const variableHeader = /^\s*variable\s+"?([\w-]+)"?\s*\{/;
const anyBlockEnd = /^\}/;
const defaultValue = /\bdefault\s*=\s*"/;
/** `name = "value"`, `"name": "value"`, `name: value`, `export NAME=value`: the name, then where its value begins. */
const assignment = /(?<![\w.-])([A-Za-z_][\w.-]{0,80})\\?["']?\s{0,60}(?:=>|[:=])\s{0,60}\\?/g;
const environmentPair =
  /\bname"?\s{0,60}[:=]\s{0,60}"([A-Za-z_]\w{0,80})"\s{0,60},?\s{0,60}"?value"?\s{0,60}[:=]\s{0,60}"/g;

const valuesOfLine = (line: string, offset: number, context: VariableContext): Region[] => {
  const header = variableHeader.exec(line);
  if (header !== null) context.secret = isSecretName(header[1] ?? "");
  else if (anyBlockEnd.test(line)) context.secret = false;

  const regions: Region[] = [];
  const take = (at: number, name: string): void => {
    const region = literalAt(line, at, name);
    if (region !== undefined) regions.push({ start: offset + region.start, end: offset + region.end });
  };
  for (const { index, 0: whole, 1: name = "" } of line.matchAll(assignment))
    if (isSecretName(name)) take(index + whole.length, name);
  for (const { index, 0: whole, 1: name = "" } of line.matchAll(environmentPair))
    if (isSecretName(name)) take(index + whole.length - 1, name);
  if (context.secret) {
    const match = defaultValue.exec(line);
    if (match !== null) take(match.index + match[0].length - 1, "default");
  }
  return regions;
};

/** `vault_generic_secret.db.data`: what a value without quotes is in Terraform. */
const resourceAttribute = /^[a-z]+_\w*\.\w+\.[\w.]+$/;

const literalAt = (line: string, at: number, name: string): Region | undefined => {
  const quote = line[at];
  if (quote === '"' || quote === "'") {
    const end = line[at - 1] === "\\" ? escapedEnd(line, at + 1) : closingQuote(line, at + 1, quote);
    const value = line.slice(at + 1, end);
    // In `[concat('…;AccountKey=', listKeys(…)]` the quote ends a text of a template of Azure's.
    if (quote === "'" && /^\s*[,)]/.test(value)) return undefined;
    return isLiteralSecret(value, name) ? { start: at + 1, end } : undefined;
  }
  // Without quotes only the shell's and YAML's way of writing counts: in Terraform it is a reference or a number.
  const bare = /^[^\s"'`,;{}()[\]]{6,200}/.exec(line.slice(at, at + 200))?.[0];
  // Without blanks around `=`, as in a shell or a connection string, a word of letters is a value too.
  const isTight = line[at - 1] === "=" && /\w/.test(line[at - 2] ?? "");
  if (bare === undefined || !/[A-Za-z]/.test(bare) || !(isTight || /\d/.test(bare))) return undefined;
  if (/[$]/.test(bare) || /^(?:var|local|data|module|each|self)\./.test(bare) || (!isTight && bare.includes(".")))
    return undefined;
  if (!isLiteralSecret(bare) || "([".includes(line[at + bare.length] ?? " ") || resourceAttribute.test(bare))
    return undefined;
  return { start: at, end: at + bare.length };
};

const closingQuote = (line: string, from: number, quote: string): number => {
  for (let at = from; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (line[at] === quote) return at;
  }
  return line.length;
};

/** JSON in a string: its quotes are written with a backslash before them. */
const escapedEnd = (line: string, from: number): number => {
  const end = line.indexOf("\\", from);
  return end < 0 ? line.length : end;
};

const mergeRegions = (regions: Region[]): Region[] => {
  const merged: Region[] = [];
  for (const region of regions.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last !== undefined && region.start < last.end) last.end = Math.max(last.end, region.end);
    else merged.push({ ...region });
  }
  return merged;
};
