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

interface Section {
  /** The line that begins it; the text before the first has none. */
  marker: string;
  name: string;
  text: string;
}

// A byte order mark would end up in the middle of the joined files, where Terraform refuses it.
const withoutMarks = (pasted: string): string => pasted.replaceAll("\uFEFF", "");

const sectionsOf = (text: string, fallback: string): Section[] => {
  if (!text.includes("File:")) return [{ marker: "", name: fallback, text }];
  const sections: { marker: string; name: string; lines: string[] }[] = [{ marker: "", name: fallback, lines: [] }];
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const name = marker.exec(line.trimEnd())?.[1];
    if (name === undefined) sections.at(-1)?.lines.push(line);
    else sections.push({ marker: line, name: safeName(name), lines: [] });
  }
  return sections.map(({ lines, ...section }) => ({ ...section, text: lines.join("") }));
};

const isBlank = ({ text }: Section): boolean => text.trim() === "";

/** One pasted text as files: lines such as `--- File: network.tf ---` begin a new one. Text before the first is `fallback`. */
export const splitFiles = (pasted: string, fallback = "main.tf"): SourceFile[] =>
  uniqueNames(
    sectionsOf(withoutMarks(pasted), fallback)
      .filter((section) => !isBlank(section))
      .map(({ name, text }) => ({ name, text })),
  );

/** A pasted text with other texts in place of those that `splitFiles` made of it, in the same order; all else stays. */
export const rejoinFiles = (pasted: string, files: readonly SourceFile[]): string => {
  const texts = files.map(({ text }) => text).values();
  return sectionsOf(withoutMarks(pasted), "")
    .map((section) => section.marker + (isBlank(section) ? section.text : (texts.next().value ?? section.text)))
    .join("");
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
