// What a bundle of wrangler's holds: bytes, and bytes compressed, by module.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";

/** Raw and compressed bytes of something. */
export interface Size {
  raw: number;
  gzip: number;
}

const sizeOf = (bytes: Uint8Array): Size => ({ raw: bytes.length, gzip: gzipSync(bytes).length });

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const digitOf = Int8Array.from({ length: 128 }, (_, code) => digits.indexOf(String.fromCharCode(code)));

/** The numbers of one segment of a source map, base 64 with five bits a digit: https://tc39.es/ecma426/ */
const readSegment = (segment: string): number[] => {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (let at = 0; at < segment.length; at++) {
    const digit = digitOf[segment.charCodeAt(at)] ?? 0;
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
};

interface SourceMap {
  sources: string[];
  mappings: string;
}

/** The pieces of `code` that come of each source; what comes of none is the bundler's own. */
const splitBySource = (code: string, { sources, mappings }: SourceMap): Map<string, string> => {
  const pieces = new Map<string, string[]>();
  const lines = code.split("\n");
  let source = 0;
  for (const [index, line] of mappings.split(";").entries()) {
    const text = lines[index] ?? "";
    let [column, owner, from] = [0, "", 0];
    const keep = (to: number): void => {
      const kept = pieces.get(owner);
      if (kept === undefined) pieces.set(owner, [text.slice(from, to)]);
      else kept.push(text.slice(from, to));
      from = to;
    };
    for (const segment of line === "" ? [] : line.split(",")) {
      const [columns = 0, ofSource] = readSegment(segment);
      keep((column += columns));
      if (ofSource !== undefined) source += ofSource;
      owner = ofSource === undefined ? "" : (sources[source] ?? "");
    }
    keep(text.length);
  }
  return new Map([...pieces].map(([name, parts]) => [name, parts.join("")]));
};

/** A package by its name, a part of our own code by its folder. */
const groupOf = (source: string): string => {
  if (source === "") return "bundler";
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
  if (name !== undefined) return name;
  const [, folder = source] = /((?:src|assets)\/.*)/.exec(source) ?? [];
  const kind = source.endsWith(".json") ? " (data)" : "";
  const depth = folder.startsWith("assets/") || folder.startsWith("src/engine/") ? 3 : 2;
  return `${folder.split("/").slice(0, depth).join("/")}${kind}`;
};

/** Everything in the folder that would be uploaded, by group, the largest first, and all of it together as Cloudflare counts it. */
export const measureBundle = (folder: string): { groups: [string, Size][]; total: Size } => {
  const read = (name: string): Buffer => readFileSync(resolve(folder, name));
  const entry = read("index.js");
  const files = readdirSync(folder).filter((name) => name.endsWith(".wasm") || name.endsWith(".ttf"));
  const map: SourceMap = JSON.parse(read("index.js.map").toString());
  const texts = new Map<string, string>();
  for (const [source, text] of splitBySource(entry.toString(), map)) {
    const group = groupOf(source);
    texts.set(group, (texts.get(group) ?? "") + text);
  }
  const fonts = files.filter((name) => name.endsWith(".ttf"));
  const groups: [string, Size][] = [
    ...[...texts].map(([name, text]): [string, Size] => [name, sizeOf(Buffer.from(text))]),
    ["fonts", sizeOf(Buffer.concat(fonts.map(read)))],
    ...files
      .filter((name) => name.endsWith(".wasm"))
      .map((name): [string, Size] => [name.replace(/^[0-9a-f]{40}-/, ""), sizeOf(read(name))]),
  ];
  const total = sizeOf(Buffer.concat([entry, ...files.map(read)]));
  return { groups: groups.toSorted(([, a], [, b]) => b.gzip - a.gzip), total };
};
