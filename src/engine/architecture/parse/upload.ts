import type { SourceFile } from "./project.ts";

const marker = /^(?:#\s*)?-{2,}\s*File:\s*(\S.{0,200}?)\s*-{2,}$/;

/** A name that is safe to show and to join: no folders that climb, no control characters. */
const safeName = (name: string): string =>
  name
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, "")
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .join("/")
    .slice(0, 200)
    .toWellFormed() || "main.tf";

/** One pasted text as files: lines such as `--- File: network.tf ---` begin a new one. Text before the first is `fallback`. */
export const splitFiles = (pasted: string, fallback = "main.tf"): SourceFile[] => {
  // A byte order mark would end up in the middle of the joined files, where Terraform refuses it.
  const text = pasted.replaceAll("\uFEFF", "");
  if (!text.includes("File:")) return text.trim() === "" ? [] : [{ name: fallback, text }];
  const files: { name: string; lines: string[] }[] = [{ name: fallback, lines: [] }];
  for (const line of text.split("\n")) {
    const name = marker.exec(line.trimEnd())?.[1];
    if (name === undefined) files.at(-1)?.lines.push(line);
    else files.push({ name: safeName(name), lines: [] });
  }
  const all = files
    // The line before a marker ended like any other.
    .map(({ name, lines }, index) => ({ name, text: lines.join("\n") + (index < files.length - 1 ? "\n" : "") }))
    .filter(({ text }) => text.trim() !== "");
  return uniqueNames(all);
};

/** Two files of one name would make a line number ambiguous: later ones get a number. */
export const uniqueNames = (files: readonly SourceFile[]): SourceFile[] => {
  const taken = new Set<string>();
  const times = new Map<string, number>();
  return files.map(({ name, text }) => {
    const safe = safeName(name);
    let free = safe;
    for (let number = times.get(safe) ?? 2; taken.has(free); number++) {
      free = safe.replace(/(\.[^.]*)?$/, `-${number}$1`);
      times.set(safe, number + 1);
    }
    taken.add(free);
    return { name: free, text };
  });
};
