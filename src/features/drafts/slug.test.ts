import { expect, test } from "vitest";
import { slugOf } from "./slug.ts";

test.each([
  ["결제 시스템 이야기", "결제-시스템-이야기"],
  ["결제".normalize("NFD"), "결제"],
  ["ภาษาไทยที่นี่", "ภาษาไทยที่นี่"],
  ["日本語のタイトル", "日本語のタイトル"],
  ["Café: déjà vu!", "café-déjà-vu"],
  ["Don't panic", "dont-panic"],
  ["🚀 Launch 🎉 day", "launch-day"],
  ["../../etc/passwd", "etc-passwd"],
  ["a\\b/c%2e%2e", "a-b-c-2e-2e"],
  ["🎉🎉", "draft-0f"],
  ["", "draft-0f"],
  ["\u0301\u0301", "draft-0f"],
  ["line\nbreak\u0000\u202Ehidden\ud800", "line-break-hidden"],
])("%j", (title, slug) => {
  expect(slugOf(title, "draft_0f")).toBe(slug);
});

test.each(["결제 ".repeat(80), "word ".repeat(80), "𠀀".repeat(300), "ที่".repeat(300), `a${"\u0301".repeat(300)}`])(
  "a long title ends within 80 letters, between letters: %j",
  (title) => {
    const slug = slugOf(title, "draft_0f");
    expect(slug.length).toBeLessThanOrEqual(80);
    expect(slug).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*$/u);
    expect(slug.isWellFormed()).toBe(true);
    expect(slug).not.toMatch(/-$/);
  },
);
