import { describe, expect, it } from "vitest";
import { revise } from "./revise.ts";

const feed = (feedback: string, markdown: string, title = "Bees") =>
  revise({ title, markdown, lastSource: 0 }, feedback, new Map());

const headings = (markdown: string): string[] =>
  [...markdown.matchAll(/^(#+ .+)$/gm)].map(([, text = ""]) => text.replace(/^## /, ""));

/** A title of its own, two levels, contents and sources. */
const book = `---
title: Bees
---

# Bees

Bees are kept for their honey.

## Contents

- [Overview](#overview)

## Overview

Bees live in colonies of many thousands.

## The hive

A hive is a box with frames.

### Frames

Frames hold the combs of the bees.

### Smoke

Smoke calms the bees in the hive.

## Why

Honey keeps for years.

## Summary

Bees reward patience.

## Sources

1. guide.md
`;

const tops = ["Contents", "Overview", "The hive", "### Frames", "### Smoke", "Why", "Summary", "Sources"];
const all = ["# Bees", ...tops];
const without = (...gone: string[]): string[] => all.filter((heading) => !gone.includes(heading));

type Row = readonly [feedback: string, headings: readonly string[]];

const removed: Row[] = [
  ["remove section 2", without("The hive", "### Frames", "### Smoke")],
  ["remove the second section", without("The hive", "### Frames", "### Smoke")],
  ["remove the last section", without("Summary")],
  ["remove the second-to-last section", without("Why")],
  ["remove the introduction", without("Overview")],
  ["remove the conclusion", without("Summary")],
  ["remove the table of contents", without("Contents")],
  ["목차 삭제해줘", without("Contents")],
  ["remove the source list", without("Sources")],
  ["remove Smoke", without("### Smoke")],
  ["remove the part about frames", without("### Frames")],
  ['remove the section "Smoke"', without("### Smoke")],
];

const moved: Row[] = [
  [
    "move Why to the top",
    ["# Bees", "Contents", "Why", "Overview", "The hive", "### Frames", "### Smoke", "Summary", "Sources"],
  ],
  [
    "move Overview to the end",
    ["# Bees", "Contents", "The hive", "### Frames", "### Smoke", "Why", "Summary", "Overview", "Sources"],
  ],
  [
    "move Overview after the sources",
    ["# Bees", "Contents", "The hive", "### Frames", "### Smoke", "Why", "Summary", "Overview", "Sources"],
  ],
  ["move Why after The hive", all],
  [
    "swap Overview and Why",
    ["# Bees", "Contents", "Why", "The hive", "### Frames", "### Smoke", "Overview", "Summary", "Sources"],
  ],
  [
    "swap Frames and Smoke",
    ["# Bees", "Contents", "Overview", "The hive", "### Smoke", "### Frames", "Why", "Summary", "Sources"],
  ],
  [
    "reverse the order of the sections",
    ["# Bees", "Summary", "Why", "The hive", "### Frames", "### Smoke", "Overview", "Contents", "Sources"],
  ],
  ["rename Why to Patience", all.map((heading) => (heading === "Why" ? "Patience" : heading))],
  ['change the title to "Honey"', ["# Honey", ...tops]],
];

const refused: (readonly [feedback: string, why: string])[] = [
  ["remove section 9", "There is no section “section 9” in the draft."],
  ["rename Wasps to Hornets", "There is no section “Wasps” in the draft."],
  ["move Wasps to the top", "There is no section “Wasps” in the draft."],
  ["move Why after Wasps", "There is no section “Wasps” in the draft."],
  ["swap Why and Wasps", "There is no section “Wasps” in the draft."],
  ["swap The hive and Smoke", "A section cannot change places with itself or with one that stands in it."],
  ["order of the sections: Why, Wasps", "There is no section “Wasps” in the draft."],
  ["order of the sections: Why, Smoke", "There is no section “Smoke” in the draft."],
  ["make Wasps a list", "There is no section “Wasps” in the draft."],
  ["remove the section “The”", "There is no section “The” in the draft."],
  ["add a conclusion", "The draft has a conclusion already."],
  ["delete the fifth paragraph of Why", "There is no such paragraph in the draft."],
  ["delete the fifth sentence of Why", "There is no such sentence in the draft."],
  ["remove the emojis", "There is no emoji in the draft."],
  ["split the paragraphs", "No paragraph is longer than three sentences."],
];

describe("the sections of a draft", () => {
  it.each([...removed, ...moved])("%s", (feedback, expected) => {
    const { markdown, open } = feed(feedback, book);
    expect([headings(markdown), open]).toEqual([expected, []]);
  });

  it.each(refused)("%s is answered with what is not there", (feedback, why) => {
    const { markdown, open } = feed(feedback, book);
    expect([markdown, open]).toEqual([book, [why]]);
  });
});
