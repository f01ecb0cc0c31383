import { beforeAll, describe, expect, test } from "vitest";
import { Book } from "./book.ts";
import type { Row } from "./flow.ts";
import { Flow, gap, keepTogether } from "./flow.ts";

// The frame of a page is 729.89 points high: seven rows of 100.
let book: Book;

beforeAll(async () => {
  const report = {
    title: "Flow",
    subject: "",
    facts: [],
    madeAt: new Date(0),
    score: 0,
    reachable: null,
    summary: "",
    figures: [],
    pillars: [],
    risks: [],
    sections: [],
  };
  book = await Book.open(report, () => Promise.resolve(undefined));
});

/** Sets rows and answers what stands on each page. */
const pagesOf = (make: (row: (name: string, rest?: Partial<Row>) => Row) => Row[]): string[] => {
  const pages = new Map<unknown, string[]>();
  const row = (name: string, rest: Partial<Row> = {}): Row => ({
    height: 100,
    draw: ({ canvas }) => pages.set(canvas, [...(pages.get(canvas) ?? []), name]),
    ...rest,
  });
  new Flow(book).add(make(row));
  return Array.from(pages.values(), (names) => names.join(" "));
};

const letters = (row: (name: string) => Row, names: string): Row[] => names.split("").map((name) => row(name));

describe("rows fill page after page", () => {
  test("a row that does not fit begins the next page", () => {
    expect(pagesOf((row) => letters(row, "abcdefghi"))).toEqual(["a b c d e f g", "h i"]);
  });

  test("a heading is never the last on its page", () => {
    const pages = pagesOf((row) => [...letters(row, "abcdef"), row("heading", { keep: true }), row("text")]);
    expect(pages).toEqual(["a b c d e f", "heading text"]);
  });

  test("rows that belong together stay together", () => {
    expect(pagesOf((row) => [...letters(row, "abcde"), ...keepTogether(letters(row, "123"))])).toEqual([
      "a b c d e",
      "1 2 3",
    ]);
  });

  test("unless no page could hold them", () => {
    expect(pagesOf((row) => [row("a"), ...keepTogether(letters(row, "12345678"))])).toEqual(["a 1 2 3 4 5 6", "7 8"]);
  });

  test("the head of a table is drawn again", () => {
    const pages = pagesOf((row) => {
      const head = row("head", { keep: true });
      return [head, ...letters(row, "abcdefgh").map((one) => ({ ...one, head }))];
    });
    expect(pages).toEqual(["head a b c d e f", "head g h"]);
  });

  test("blank space makes no page of its own", () => {
    expect(pagesOf((row) => [gap(50), ...letters(row, "abcdefg"), gap(500)])).toEqual(["a b c d e f g"]);
  });
});
