import { parseHcl } from "../parse/hcl/index.ts";
import { secretLiterals } from "./literals.ts";
import { maskRegions, maskSecrets } from "./mask.ts";
import type { Masked } from "./mask.ts";

export interface MaskedCode extends Masked {
  /** The masked text as parsed, where masking did not need another look: to save reading it again. */
  parsed?: ReturnType<typeof parseHcl>;
}

/** Masks Terraform: line by line first, then by what its syntax says. What cannot be parsed has had the first of the two. */
export const maskCode = (source: string): MaskedCode => {
  const first = maskSecrets(source);
  const parsed = parseHcl(first.text);
  const regions = secretLiterals(first.text, parsed.body);
  if (regions.length === 0) return { ...first, parsed };
  const { text, lines } = maskRegions(first.text, regions);
  return { text, lines: [...new Set([...first.lines, ...lines])].toSorted((a, b) => a - b) };
};
