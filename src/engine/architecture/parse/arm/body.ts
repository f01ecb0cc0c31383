import { Draft } from "../cloudformation/draft.ts";
import type { Hcl, TerraformWriter } from "../translate/terraform-writer.ts";

interface Span {
  line: number;
  endLine: number;
}

/** The first name of a path and what lies below it. */
const firstStep = (path: string): { name: string; below: string } => {
  const dot = path.indexOf(".");
  return dot < 0 ? { name: path, below: "" } : { name: path.slice(0, dot), below: path.slice(dot + 1) };
};

type Item = { name: string; value: Hcl; line: number } | { name: string; body: Body; span: Span };

/**
 * The body of a block that is filled in any order: Azure's properties are grouped in other ways than Terraform's
 * blocks, so that two of them may belong into one block, and one may fall apart into several.
 */
export class Body {
  private readonly items: Item[] = [];

  /** Sets `os_disk.caching`: blocks on the way are opened where they are not there yet. */
  attribute(path: string, value: Hcl, line: number): void {
    const { name, below } = firstStep(path);
    if (below !== "") this.open(name, line).attribute(below, value, line);
    else if (!this.has(name)) this.items.push({ name, value, line });
  }

  /** One more block of this name. */
  block(path: string, span: Span): Body {
    const { name, below } = firstStep(path);
    if (below !== "") return this.open(name, span.line).block(below, span);
    const body = new Body();
    this.items.push({ name, body, span });
    return body;
  }

  /** Is there something at this path? */
  has(path: string): boolean {
    const { name, below } = firstStep(path);
    return this.items.some((item) => item.name === name && (below === "" || ("body" in item && item.body.has(below))));
  }

  writeTo(out: TerraformWriter): void {
    const draft = new Draft();
    this.writeItems(draft);
    draft.writeTo(out);
  }

  private open(name: string, line: number): Body {
    const known = this.items.find((item) => item.name === name && "body" in item);
    if (known !== undefined && "body" in known) {
      known.span = { line: known.span.line, endLine: Math.max(known.span.endLine, line) };
      return known.body;
    }
    return this.block(name, { line, endLine: line });
  }

  private writeItems(draft: Draft): void {
    for (const item of this.items)
      if ("body" in item) draft.block(item.name, [], item.span, () => item.body.writeItems(draft));
      else draft.attribute(item.name, item.value, item.line);
  }
}
