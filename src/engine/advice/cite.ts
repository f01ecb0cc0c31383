import type { Citation } from "./advice.ts";
import type { Entry } from "./entry.ts";
import type { Rule } from "../architecture/rules/index.ts";

/** An entry, with the first of its sources to read on. */
export const citeEntry = ({ id, title, sources }: Entry): Citation => {
  const url = sources[0]?.url;
  return { id, title, ...(url !== undefined && { url }) };
};

export const citeRule = ({ id, title }: Rule): Citation => ({ id: `rule:${id}`, title });
