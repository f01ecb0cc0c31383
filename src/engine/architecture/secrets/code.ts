import { parseHcl } from "../parse/hcl/index.ts";
import { secretLiterals } from "./literals.ts";
import { maskRegions, maskSecrets } from "./mask.ts";
import type { Masked } from "./mask.ts";

/** Masks Terraform: line by line first, then by what its syntax says. What cannot be parsed has had the first of the two. */
export const maskCode = (source: string): Masked => {
  const first = maskSecrets(source);
  const { body } = parseHcl(first.text);
  const { text, lines } = maskRegions(first.text, secretLiterals(first.text, body));
  return { text, lines: [...new Set([...first.lines, ...lines])].toSorted((a, b) => a - b) };
};
