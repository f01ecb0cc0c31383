import type { DocumentNode, ListNode, MapNode } from "../document/node.ts";
import type { Hcl } from "../translate/terraform-writer.ts";
import { functions } from "./functions.ts";
import type { Intrinsic } from "./intrinsics.ts";
import { argumentsOf, intrinsicOf, isNoValue, plainText } from "./intrinsics.ts";
import { referenceCode } from "./references.ts";
import type { Scope } from "./scope.ts";
import { resolveDynamic } from "./dynamic-references.ts";
import type { Part } from "./text-parts.ts";
import { expressionOf, onOneLine, partsOfSub, resolveReferences } from "./text-parts.ts";

/** Turns the template's values into Terraform expressions. */
export class Expressions {
  readonly scope: Scope;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** A value with its intrinsic functions translated. */
  hcl(node: DocumentNode): Hcl {
    const intrinsic = intrinsicOf(node);
    if (intrinsic !== undefined) return this.apply(intrinsic);
    if (node.kind === "list") return this.list(node);
    if (node.kind === "map") return this.object(node);
    return typeof node.value === "string" ? this.text([{ text: node.value }], node.line) : String(node.value);
  }

  /** The same as code on one line, to stand inside other code. */
  code(node: DocumentNode): string {
    return onOneLine(this.hcl(node));
  }

  /** Pieces of a text, as `Fn::Join` and `Fn::Sub` put them together. */
  parts(node: DocumentNode): Part[] {
    const intrinsic = intrinsicOf(node);
    if (intrinsic?.name === "Sub") return this.partsOfSub(intrinsic);
    if (intrinsic?.name === "Join") return this.partsOfJoin(intrinsic) ?? [{ code: this.code(node) }];
    if (intrinsic !== undefined || node.kind !== "scalar") return [{ code: this.code(node) }];
    return [{ text: plainText(node) ?? "" }];
  }

  /** Text pieces as one expression; references to secrets and parameters become data sources. */
  text(parts: readonly Part[], line: number): string {
    return expressionOf(resolveReferences(parts, (found) => resolveDynamic(found, this.scope, line)));
  }

  /** A choice between two values; a value that is left out is null. */
  choice({ argument, line }: Intrinsic, translate: (node: DocumentNode) => Hcl): Hcl {
    const [name, yes, no] = argument.kind === "list" ? argument.items : [];
    const condition = plainText(name);
    if (condition === undefined || yes === undefined || no === undefined) {
      this.scope.report(line, "Fn::If takes the name of a condition and two values");
      return "null";
    }
    const chosen = translate(yes);
    return {
      condition: this.scope.conditionCode(condition, line),
      yes: typeof chosen !== "string" && "condition" in chosen ? onOneLine(chosen) : chosen,
      no: translate(no),
    };
  }

  private apply(intrinsic: Intrinsic): Hcl {
    const { name, argument, line } = intrinsic;
    if (name === "If") return this.choice(intrinsic, (node) => this.hcl(node));
    if (name === "Sub") return this.text(this.partsOfSub(intrinsic), line);
    if (name === "Join") {
      const parts = this.partsOfJoin(intrinsic);
      if (parts !== undefined) return this.text(parts, line);
    }
    if (name === "Ref")
      return plainText(argument) === "AWS::NoValue" ? "null" : this.reference(plainText(argument) ?? "", line);
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    const value = known?.(intrinsic, this);
    if (value !== undefined) return value;
    this.scope.report(line, known === undefined ? "this function is not known" : "this function lacks an argument");
    return this.scope.placeholder("unknown_value", "A value that only CloudFormation can make", line);
  }

  private reference(id: string, line: number): string {
    return referenceCode(id, this.scope, line);
  }

  private list(node: ListNode): Hcl {
    const segments: Hcl[] = [];
    let run: { value: Hcl; line: number }[] = [];
    const closeRun = (): void => {
      if (run.length > 0) segments.push({ list: run });
      run = [];
    };
    for (const item of node.items) {
      if (isNoValue(item)) continue;
      const intrinsic = intrinsicOf(item);
      if (intrinsic?.name === "If" && argumentsOf(intrinsic).slice(1).some(isNoValue)) {
        closeRun();
        const asList = (inner: DocumentNode): Hcl =>
          isNoValue(inner) ? "[]" : { list: [{ value: this.hcl(inner), line: inner.line }] };
        segments.push(this.choice(intrinsic, asList));
      } else run.push({ value: this.hcl(item), line: item.line });
    }
    closeRun();
    const [only] = segments;
    if (only === undefined) return "[]";
    return segments.length === 1 ? only : { call: "concat", args: segments };
  }

  private object(node: MapNode): Hcl {
    const entries = node.entries.filter(({ value }) => !isNoValue(value));
    return { object: entries.map(({ key, keyLine, value }) => ({ key, value: this.hcl(value), line: keyLine })) };
  }

  private partsOfSub({ argument, line }: Intrinsic): Part[] {
    const [template, variables] = argument.kind === "list" ? argument.items : [argument];
    const own = variables?.kind === "map" ? variables.entries : [];
    return partsOfSub(plainText(template) ?? "", (name) => {
      const variable = own.find(({ key }) => key === name);
      if (variable !== undefined) return this.parts(variable.value);
      return [{ code: this.reference(name, line) }];
    });
  }

  /** Pieces of a join whose elements are all written out; `undefined` where their number is only known later. */
  private partsOfJoin({ argument }: Intrinsic): Part[] | undefined {
    const [delimiter, list] = argument.kind === "list" ? argument.items : [];
    const between = plainText(delimiter);
    if (between === undefined || list?.kind !== "list" || list.tag !== undefined) return undefined;
    const mayBeMissing = (item: DocumentNode): boolean => intrinsicOf(item)?.name === "If";
    if (list.items.some(mayBeMissing)) return undefined;
    const items = list.items.filter((item) => !isNoValue(item));
    return items.flatMap((item, index) => [...(index === 0 ? [] : [{ text: between }]), ...this.parts(item)]);
  }
}
