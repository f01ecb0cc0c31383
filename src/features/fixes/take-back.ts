import type { StructuredPatch } from "diff";

type Hunk = StructuredPatch["hunks"][number];

/** Lines with the line break that ends them; the last may have none. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** What stood on one side of a hunk: the lines that stay, and those that it took out or put in. */
const sideOf = ({ lines }: Hunk, own: "-" | "+"): string[] =>
  lines.flatMap((line, index) => {
    if (!line.startsWith(" ") && !line.startsWith(own)) return [];
    // The mark "\ No newline at end of file" belongs to the line above it.
    const isUnended = lines[index + 1]?.startsWith("\\") ?? false;
    return [line.slice(1) + (isUnended ? "" : "\n")];
  });

/**
 * The text before a patch was made to it; nothing where it is not, line by line, what the patch left behind. A hunk is
 * looked for where it says that it is and nowhere else: a search would cost the length of the text for each of them.
 */
export const takeBack = (text: string, { hunks }: StructuredPatch): string | undefined => {
  const lines = linesOf(text);
  const restored: string[] = [];
  let from = 0;
  for (const hunk of hunks) {
    const at = hunk.newStart - 1;
    const after = sideOf(hunk, "+");
    if (!(at >= from && at <= lines.length) || after.some((line, index) => lines[at + index] !== line))
      return undefined;
    restored.push(lines.slice(from, at).join(""), sideOf(hunk, "-").join(""));
    from = at + after.length;
  }
  restored.push(lines.slice(from).join(""));
  return restored.join("");
};
