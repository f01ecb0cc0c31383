import type { TerraformWriter } from "../translate/terraform-writer.ts";
import { hclString } from "../translate/terraform-writer.ts";
import type { Names } from "../cloudformation/names.ts";

/** `$$`, `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:?what is said when it is missing}`. */
const reference = /\$(?:(\$)|([A-Za-z_]\w{0,100})|\{([A-Za-z_]\w{0,100})(?::?([-?+])([^{}]{0,500}))?\})/g;

/** What Compose takes from the caller's environment, as variables of Terraform. */
export class Interpolation {
  private readonly names: Names;
  private readonly variables = new Map<string, { label: string; line: number }>();

  constructor(names: Names) {
    this.names = names;
  }

  /** A text with its defaults in place; a name without one stays as it is written. */
  plain(text: string): string {
    return text.replaceAll(reference, (whole, dollar, _bare, _name, mark, fallback) =>
      dollar === "$" ? "$" : mark === "-" ? String(fallback) : whole,
    );
  }

  /** A text as code: a default stands for its name, and a name without one becomes a variable. */
  code(text: string, line: number): string {
    let code = "";
    let literal = "";
    let from = 0;
    for (const found of text.matchAll(reference)) {
      const [whole, dollar, bare, braced, mark, fallback = ""] = found;
      const name = bare ?? braced;
      literal += text.slice(from, found.index);
      from = found.index + whole.length;
      if (dollar === "$" || name === undefined) literal += "$";
      else if (mark === "-") literal += fallback;
      else if (mark !== "+") {
        code += `${beforeMark(literal)}\${var.${this.variable(name, line)}}`;
        literal = "";
      }
    }
    const all = `"${code}${inner(literal + text.slice(from))}"`;
    return /^"\$\{(var\.[\w-]+)\}"$/.exec(all)?.[1] ?? all;
  }

  private variable(name: string, line: number): string {
    const known = this.variables.get(name) ?? { label: this.names.claim("var", name.toLowerCase()), line };
    this.variables.set(name, known);
    return known.label;
  }

  /** Declares what the texts asked for. */
  declare(out: TerraformWriter): void {
    for (const { label, line } of this.variables.values())
      out.block("variable", [label], { line, endLine: line }, () => out.attribute("type", "string", line));
  }
}

/** A text as it stands inside a string of HCL. */
const inner = (text: string): string => hclString(text).slice(1, -1);

/** The same before an interpolation, whose mark a dollar or percent at the end would take away. */
const beforeMark = (text: string): string => {
  const last = text.at(-1) ?? "";
  return last === "$" || last === "%" ? `${inner(text.slice(0, -1))}\${"${last}"}` : inner(text);
};
