import { Unknown } from "../../model/index.ts";
import type { Value } from "../../model/index.ts";

// Limits of evaluation: no input, however it multiplies itself, takes more than some 50 ms or a few megabytes.
const maxSteps = 200_000;
/** Nested evaluations: a chain of locals through expressions; the call stack ends near 3,000. */
const maxDepth = 400;
/** Values in a value, counted as a tree: shared parts count each time that they occur. */
export const maxWeight = 20_000;
const maxHeight = 64;
/** Longest text that evaluation may make, in UTF-16 units. */
export const maxTextLength = 100_000;
/** Most elements that a function, a loop or an expansion may make. */
export const maxElements = 1_000;

/** Text that every store and picture can hold: no NUL, no half of a surrogate pair. */
export const isWhole = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

interface Size {
  weight: number;
  height: number;
}

const flat: Size = { weight: 1, height: 1 };

/** Counts the work of one project's evaluation and refuses what would grow without bound. */
export class Budget {
  private steps = 0;
  private depth = 0;
  private readonly sizes = new Map<object, Size>();

  get isExhausted(): boolean {
    return this.steps > maxSteps;
  }

  get limit(): number {
    return maxSteps;
  }

  /** Takes `steps` from the budget; false when it is used up. */
  spend(steps: number): boolean {
    this.steps += steps;
    return !this.isExhausted;
  }

  /** Begins one evaluation; false when it may not be done. Each true needs a `leave`. */
  enter(): boolean {
    if (this.depth >= maxDepth || !this.spend(1)) return false;
    this.depth++;
    return true;
  }

  leave(): void {
    this.depth--;
  }

  /** The value itself, charged by its size, or an unknown in place of one that is too large. */
  admit(value: Value): Value {
    if (typeof value === "string") {
      this.steps += value.length >> 8;
      return value.length > maxTextLength || !isWhole(value) ? new Unknown() : value;
    }
    if (typeof value !== "object" || value === null) return value;
    const { weight, height } = this.sizeOf(value);
    this.steps += weight / 20;
    if (weight <= maxWeight && height <= maxHeight) return value;
    return new Unknown(value instanceof Unknown ? value.refs : []);
  }

  private sizeOf(value: Value): Size {
    if (typeof value === "string") return { weight: 1 + (value.length >> 6), height: 1 };
    if (typeof value !== "object" || value === null) return flat;
    const known = this.sizes.get(value);
    if (known !== undefined) return known;
    let weight = 1;
    let height = 0;
    for (const part of partsOf(value)) {
      const size = this.sizeOf(part);
      weight += size.weight;
      height = Math.max(height, size.height);
    }
    const size = { weight, height: height + 1 };
    this.sizes.set(value, size);
    return size;
  }
}

const partsOf = (value: Value & object): readonly Value[] => {
  if (value instanceof Unknown) return [value.shape, value.encoded].filter((part) => part !== undefined);
  return Array.isArray(value) ? value : Object.values(value);
};
