type Bracket = "object" | "other" | "string";

const closing = new Set([")", "]", "}"]);

/** Whether the brace at `at` opens a template: `${` or `%{`, and not `$${`. */
const opensTemplate = (code: string, at: number): boolean => {
  const mark = code[at - 1] ?? "";
  return code[at] === "{" && mark !== "" && "$%".includes(mark) && code[at - 2] !== mark;
};

/** A `for` in braces, and what stands in brackets, goes on over a line break; members of an object end there. */
const bracketAt = (code: string, at: number): Bracket =>
  code[at] !== "{" || opensTemplate(code, at) || /^\{\s{0,40}for\s/.test(code.slice(at, at + 48)) ? "other" : "object";

/** Whether a break between these characters ends a member: not after the opening brace or a comma, not before a closing one. */
const endsMember = (before: string, after: string): boolean => !"{,".includes(before) && !"},".includes(after);

/** Code of several lines on one: a comma separates members of an object as a line break does. */
export const onOneLine = (code: string): string => {
  if (!/[\r\n]/.test(code)) return code;
  const open: Bracket[] = [];
  let line = "";
  let last = "{";
  for (let at = 0; at < code.length; at++) {
    const character = code.charAt(at);
    if (open.at(-1) === "string") {
      if (character === "\\") line += code.charAt(at++);
      else if (character === '"') open.pop();
      else if (opensTemplate(code, at)) open.push("other");
    } else if (character === "\n" || character === "\r") {
      let next = at;
      while (/^\s$/.test(code[next] ?? "")) next++;
      line += open.at(-1) === "object" && endsMember(last, code[next] ?? "}") ? ", " : " ";
      at = next - 1;
      continue;
    } else if (character === '"') open.push("string");
    else if ("([{".includes(character)) open.push(bracketAt(code, at));
    else if (closing.has(character)) open.pop();
    if (character !== " " && character !== "\t") last = character;
    line += code.charAt(at);
  }
  return line;
};
