import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { readSources } from "../../../assets/build-sources.ts";
import { services } from "../architecture/model/services.ts";
import { hasIcon, iconOnDark, iconPaths } from "./icons.ts";

const out = new URL("../../../assets/out/", import.meta.url);
const read = (name: string): Buffer => readFileSync(new URL(name, out));

it("assets/out was made from the build as it is now (else: npm run assets)", () => {
  expect(JSON.parse(read("SOURCES.json").toString())).toEqual(readSources());
});

it("every service of the catalogue has its icon", () => {
  expect(Object.keys(services).filter((id) => !hasIcon(id))).toEqual([]);
});

it("icons are plain paths of absolute moves, lines and curves inside the common box", () => {
  const ids = Object.keys(JSON.parse(read("icons.json").toString()));
  const faults = ids.filter((id) =>
    iconPaths(id).paths.some(({ d, fill, stroke, gradient }) => {
      const numbers = (d.match(/-?[\d.]+/g) ?? []).map(Number);
      const isPlain = /^(M|L|C|Z|-?\d*\.?\d+| )+$/.test(d) && d.startsWith("M");
      const isNear = numbers.every((value) => value > -32 && value < 96);
      return !isPlain || !isNear || (fill ?? stroke) === undefined || (gradient !== undefined && fill === undefined);
    }),
  );
  expect(ids.length).toBeGreaterThan(150);
  expect(faults).toEqual([]);
});

it("an unknown icon is a neutral tile", () => {
  expect(iconPaths("nobody.zebra")).toEqual(iconPaths("generic.blank"));
  expect(iconPaths("nobody.zebra").paths.length).toBe(1);
});

it("line art, and nothing else, changes colour on a dark ground", () => {
  expect(iconPaths(iconOnDark("generic.users")).paths).not.toEqual(iconPaths("generic.users").paths);
  expect(iconOnDark("aws.s3")).toBe("aws.s3");
});

it("icons stay small, and every font is there", () => {
  expect(gzipSync(read("icons.json"), { level: 9 }).length).toBeLessThan(150_000);
  const fonts = readdirSync(new URL("fonts/", out)).filter((name) => name.endsWith(".ttf"));
  expect(fonts.toSorted()).toEqual([
    "inter-400.ttf",
    "inter-500.ttf",
    "inter-600.ttf",
    "inter-700.ttf",
    "jetbrains-mono-400.ttf",
    "noto-sans-thai-400.ttf",
    "noto-sans-thai-600.ttf",
  ]);
});

it("mermaid's parsers are small, and neither make code from text nor hold a path of the machine they were made on", () => {
  const code = read("mermaid-parsers.js").toString();
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(300_000);
  expect(code).not.toMatch(/new Function\b|\beval\(/);
  expect(code).not.toContain(new URL("../../..", import.meta.url).pathname);
});
