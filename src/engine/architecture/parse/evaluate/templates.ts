import { isUnknown, Unknown } from "../../model/index.ts";
import type { Value } from "../../model/index.ts";
import type { Expression, TemplatePart } from "../hcl/ast.ts";
import { maxTextLength } from "./budget.ts";
import { gap } from "./gap.ts";
import type { Evaluate, Scope } from "./scope.ts";
import { bindRound } from "./scope.ts";
import { elementsOf, invalid, refsIn, toBool, toText, unknownFrom } from "./values.ts";

/** Gaps of one text that are told apart: texts are put together of texts, and each repeats what it is made of. */
const maxGaps = 100;

/** Text under way: what is known of it, and what it is made of besides. */
class TextSoFar {
  private text = "";
  private readonly unknowns: Value[] = [];
  private readonly gaps: Unknown[] = [];
  private isOversized = false;

  add(text: string): void {
    if (this.text.length + text.length > maxTextLength) this.isOversized = true;
    else this.text += text;
  }

  addUnknown(value: Unknown): void {
    this.unknowns.push(value);
    const { shape } = value;
    if (typeof shape !== "string") this.gaps.push(value);
    else
      this.gaps.push(
        ...(value.gaps ??
          shape
            .split(gap)
            .slice(1)
            .map(() => new Unknown(value.refs))),
      );
    this.add(typeof shape === "string" ? shape : gap);
  }

  addValue(value: Value): void {
    const text = toText(value);
    if (text === undefined) this.addUnknown(isUnknown(value) ? value : invalid);
    else this.add(text);
  }

  get value(): Value {
    if (this.isOversized) return unknownFrom(this.unknowns);
    if (this.unknowns.length === 0) return this.text;
    const gaps = this.gaps.length > maxGaps ? undefined : this.gaps;
    return new Unknown(refsIn(this.unknowns), this.text, { gaps });
  }
}

/** Value of a template: a text, or an unknown whose shape is the text with gaps. */
export const evaluateTemplate = (
  template: Expression & { kind: "template" },
  scope: Scope,
  evaluate: Evaluate,
): Value => {
  const { parts } = template;
  const [only] = parts;
  // `"${value}"` is the value itself, of whatever type.
  if (parts.length === 1 && only?.kind === "interpolation" && !template.heredoc) return evaluate(only.value, scope);
  const text = new TextSoFar();
  render(parts, scope, evaluate, text);
  return text.value;
};

const render = (parts: readonly TemplatePart[], scope: Scope, evaluate: Evaluate, text: TextSoFar): void => {
  let rendered = -1;
  for (const [at, part] of parts.entries()) {
    if (at <= rendered) continue;
    if (part.kind === "literal") text.add(part.text);
    else if (part.kind === "interpolation") text.addValue(evaluate(part.value, scope));
    else {
      const { sections, end } = sectionsFrom(parts, at);
      if (part.keyword === "if") renderIf(part, sections, scope, evaluate, text);
      else renderFor(part, sections[0], scope, evaluate, text);
      rendered = end;
    }
  }
};

/** There is one at least. */
type Sections = [TemplatePart[], ...TemplatePart[][]];

/** The parts between a directive and its end, split at its own `else`; `end` is where the end stands. */
const sectionsFrom = (parts: readonly TemplatePart[], opening: number): { sections: Sections; end: number } => {
  const sections: Sections = [[]];
  let depth = 0;
  for (let at = opening + 1; at < parts.length; at++) {
    const part = parts[at];
    if (part === undefined) break;
    const keyword = part.kind === "directive" ? part.keyword : "";
    if (keyword === "if" || keyword === "for") depth++;
    else if (keyword === "endif" || keyword === "endfor") {
      if (depth-- === 0) return { sections, end: at };
    } else if (keyword === "else" && depth === 0) {
      sections.push([]);
      continue;
    }
    sections.at(-1)?.push(part);
  }
  return { sections, end: parts.length };
};

type Directive = TemplatePart & { kind: "directive" };

const renderIf = (
  directive: Directive,
  sections: readonly TemplatePart[][],
  scope: Scope,
  evaluate: Evaluate,
  text: TextSoFar,
): void => {
  const condition = directive.condition === undefined ? invalid : evaluate(directive.condition, scope);
  const holds = toBool(condition);
  if (holds === undefined) text.addUnknown(isUnknown(condition) ? unknownFrom([condition]) : invalid);
  else render(sections[holds ? 0 : 1] ?? [], scope, evaluate, text);
};

const renderFor = (
  directive: Directive,
  parts: readonly TemplatePart[],
  scope: Scope,
  evaluate: Evaluate,
  text: TextSoFar,
): void => {
  const collection = directive.collection === undefined ? invalid : evaluate(directive.collection, scope);
  const elements = elementsOf(collection);
  if (elements === undefined) text.addUnknown(unknownFrom([collection]));
  for (const [key, value] of elements ?? []) {
    if (!scope.environment.budget.spend(1 + parts.length)) return text.addUnknown(invalid);
    render(parts, bindRound(scope, directive.variables ?? [], key, value), evaluate, text);
  }
};
