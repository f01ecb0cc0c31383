// Valid requests made invalid: one value, key or byte at a time.
import fc from "fast-check";
import { canary, isFromPool } from "./words.ts";

type Json = Record<string, unknown> | unknown[];

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !isFromPool(value);

/** Values that no schema of ours wants, or wants only in one place. */
const oddValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  0.1,
  "",
  " ",
  canary,
  `${canary}'"; DROP TABLE users; --`,
  "\u202e\u0000",
  "\ud800",
  "😀".repeat(200),
  "x".repeat(30_000),
  [],
  [[]],
  {},
  { [canary]: canary },
  { constructor: { prototype: 1 } },
];

export interface Spoil {
  how: "replace" | "drop" | "add" | "wrap";
  /** Which of the places of the value. */
  at: number;
  odd: number;
}

export const spoils: fc.Arbitrary<Spoil> = fc.record({
  how: fc.constantFrom("replace", "replace", "drop", "add", "wrap"),
  at: fc.nat(1_000),
  odd: fc.nat(oddValues.length - 1),
});

type Place = [holder: Json, key: string];

const placesOf = (value: unknown): Place[] =>
  isJson(value) ? Object.entries(value).flatMap(([key, inner]): Place[] => [[value, key], ...placesOf(inner)]) : [];

const put = (holder: Json, key: string, value: unknown): void => {
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else holder[key] = value;
};

/** The value with one thing in it that is wrong. */
export const spoil = (value: unknown, { how, at, odd }: Spoil): unknown => {
  const copy: unknown = structuredClone(value);
  const places = placesOf(copy);
  const wrong = oddValues[odd];
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined || how === "wrap") return at % 2 === 0 ? wrong : [copy];
  const [holder, key] = place;
  if (how === "replace") put(holder, key, wrong);
  else if (how === "add") put(holder, Array.isArray(holder) ? String(holder.length) : "extra", wrong);
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
  return copy;
};

/** What happens to the text of a body on its way. */
export type Damage = "cut" | "twice" | "utf16" | "latin1" | "proto" | "deep" | "empty" | "bom" | "nul";

export const damages: readonly Damage[] = ["cut", "twice", "utf16", "latin1", "proto", "deep", "empty", "bom", "nul"];

/** The bytes of a text that was damaged. */
export const damage = (text: string, how: Damage): Buffer => {
  if (how === "cut") return Buffer.from(text.slice(0, text.length >> 1));
  if (how === "twice") return Buffer.from(text.replace("{", '{"a":1,"a":2,'));
  if (how === "utf16") return Buffer.from(text, "utf16le");
  if (how === "latin1") return Buffer.from(`${text}\u00e9`, "latin1");
  if (how === "proto") return Buffer.from(text.replace("{", '{"__proto__":{"isAdmin":true},'));
  if (how === "deep") return Buffer.from("[".repeat(5_000) + "]".repeat(5_000));
  if (how === "bom") return Buffer.from(`\ufeff${text}`);
  return Buffer.from(how === "nul" ? `${text}\0` : "");
};
