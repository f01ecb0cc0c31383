import type { Usage } from "./charge.ts";
import file from "./usage.json" with { type: "json" };

export type Profile = "small" | "medium" | "large";

const columns: Readonly<Record<Profile, number>> = { small: 0, medium: 1, large: 2 };

const figures: Readonly<Record<string, readonly number[]>> = file.usage;

/** The monthly usage figures of a profile. A figure that the file does not hold is a mistake in a pricing function. */
export const usageOf =
  (profile: Profile): Usage =>
  (type, key) => {
    const row = figures[`${type}.${key}`];
    const figure = row?.[columns[profile]];
    if (figure === undefined) throw new Error(`No usage figure ${type}.${key}`);
    return figure;
  };
