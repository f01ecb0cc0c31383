/** Stands for a line that is left out. */
const nothing = "\u0000";

type Part = string | number | false | undefined;

/** Terraform text from a template; a line that holds nothing but a false part is left out. Lay it out with `layOut`. */
export const hcl = (strings: TemplateStringsArray, ...parts: readonly Part[]): string =>
  String.raw(
    { raw: strings },
    ...parts.map((part) => (part === false || part === undefined || part === "" ? nothing : part)),
  );

/** Several parts, each on lines of its own; a false one is left out, an empty one is a blank line. */
export const lines = (parts: readonly Part[]): Part => {
  const kept = parts.filter((part) => part !== false && part !== undefined);
  return kept.length > 0 && kept.join("\n");
};

const openings = (line: string): number => line.match(/[{[(]/g)?.length ?? 0;
const closings = (line: string): number => line.match(/[}\])]/g)?.length ?? 0;
const leadingClosings = (line: string): number => /^[}\])]+/.exec(line)?.[0].length ?? 0;

const indent = (text: string): string[] => {
  let depth = 0;
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== nothing)
    .map((line) => {
      const outer = depth - (leadingClosings(line) > 0 ? 1 : 0);
      depth += Math.sign(openings(line) - closings(line));
      return line === "" ? "" : `${"  ".repeat(Math.max(0, outer))}${line.replaceAll(nothing, "")}`;
    });
};

const assignment = /^(\s*(?:[\w-]+|"[^"]*")) *= (.*)$/;

/** Brings the equals signs of neighbouring one-line assignments under each other, as `terraform fmt` does. */
const align = (rows: readonly string[]): string[] => {
  const aligned: string[] = [];
  let run: [key: string, value: string][] = [];
  const flush = (): void => {
    const width = Math.max(0, ...run.map(([key]) => key.length));
    for (const [key, value] of run) aligned.push(`${key.padEnd(width)} = ${value}`);
    run = [];
  };
  for (const row of rows) {
    const [, key, value] = assignment.exec(row) ?? [];
    if (key !== undefined && value !== undefined && openings(value) === closings(value)) run.push([key, value]);
    else {
      flush();
      aligned.push(row);
    }
  }
  flush();
  return aligned;
};

/** Takes out blank lines at the edges of blocks and doubled ones. */
const tidy = (rows: readonly string[]): string[] =>
  rows.filter((row, index) => {
    if (row !== "") return true;
    const before = rows[index - 1] ?? "";
    const after = rows.slice(index + 1).find((next) => next !== "") ?? "}";
    return before !== "" && !/[{[(]$/.test(before) && !/^\s*[}\])]/.test(after);
  });

/** Terraform text laid out like `terraform fmt`: two spaces a level, equals signs aligned, no stray blank lines. */
export const layOut = (text: string): string =>
  `${align(tidy(indent(text)))
    .join("\n")
    .trim()}\n`;
