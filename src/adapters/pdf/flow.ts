import type { Book } from "./book.ts";
import type { Canvas } from "./canvas.ts";
import { page } from "./style.ts";

/** Where a row is drawn: its left upper corner and the width it may take. */
export interface Place {
  canvas: Canvas;
  x: number;
  y: number;
  width: number;
}

/** A piece of the report that is never split over two pages. */
export interface Row {
  height: number;
  /** Blank space has none; it is dropped at the top and the bottom of a page. */
  draw?: (place: Place) => void;
  /** Stands on the page of the row after it: a heading, the first lines of an entry. */
  keep?: boolean;
  /** Drawn again when its page ends before this row: a table's head. */
  head?: Row;
  /** Makes an entry in the outline, and at level 1 in the contents. */
  mark?: { title: string; level: 1 | 2 | 3 };
}

export const gap = (height: number): Row => ({ height });

/** The same rows, kept on one page where a page holds them. */
export const keepTogether = (rows: readonly Row[]): Row[] =>
  rows.map((row, index) => (index < rows.length - 1 ? { ...row, keep: true } : row));

/** Part of a page that may be taken when one more section begins on it. */
const mostUsed = 0.42;
const bottom = page.long - page.bottom;
const width = page.short - 2 * page.margin;

/** Sets rows on portrait pages, one below the other. */
export class Flow {
  readonly #book: Book;
  #canvas: Canvas | undefined;
  #y = 0;

  constructor(book: Book) {
    this.#book = book;
  }

  /** What comes next begins on a page of its own. */
  breakPage(): void {
    this.#canvas = undefined;
  }

  /** A section begins a page, unless it would leave most of this one empty. */
  beginSection(): void {
    if (this.#y > page.top + mostUsed * (bottom - page.top)) this.breakPage();
  }

  add(rows: readonly Row[]): void {
    let settled = 0;
    for (const [index, row] of rows.entries()) {
      if (index >= settled) {
        const chain = chainFrom(rows, index);
        settled = index + chain.length;
        this.#makeRoom(chain);
      }
      this.#place(row);
    }
  }

  /** A new page when rows that belong together do not fit on this one but would fit on an empty one. */
  #makeRoom(chain: readonly Row[]): void {
    const height = chain.reduce((sum, row) => sum + row.height, 0);
    const whole = bottom - page.top - (chain[0]?.head?.height ?? 0);
    if (this.#canvas && this.#y + height > bottom && height <= whole && chain.some((row) => row.draw)) this.breakPage();
  }

  #place(row: Row): void {
    if (!row.draw) return this.#leaveBlank(row.height);
    if (!this.#canvas || this.#y + row.height > bottom) this.#begin(row.head);
    const canvas = this.#canvas;
    if (!canvas) return;
    if (row.mark) this.#book.mark({ ...row.mark, page: canvas.page.ref, y: canvas.height - this.#y + 8 });
    row.draw({ canvas, x: page.margin, y: this.#y, width });
    this.#y += row.height;
  }

  #leaveBlank(height: number): void {
    if (this.#canvas && this.#y > page.top) this.#y += height;
  }

  #begin(head: Row | undefined): void {
    this.#canvas = this.#book.addPage("portrait");
    this.#y = page.top;
    if (!head) return;
    head.draw?.({ canvas: this.#canvas, x: page.margin, y: this.#y, width });
    this.#y += head.height;
  }
}

/** From `index` up to the first row that need not stay with the next. */
const chainFrom = (rows: readonly Row[], index: number): readonly Row[] => {
  let end = index;
  while (rows[end]?.keep && end < rows.length - 1) end += 1;
  return rows.slice(index, end + 1);
};
