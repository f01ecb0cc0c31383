import { maskMarker } from "../../../secrets/mask.ts";
import { isLiteralSecret, isSecretName } from "../../../secrets/names.ts";
import type { DocumentNode, MapNode } from "../../document/node.ts";
import { hclString } from "../../translate/terraform-writer.ts";
import type { Hcl, TerraformWriter } from "../../translate/terraform-writer.ts";
import { isIdentifier } from "../identifier.ts";
import { isBlockName, isComputed } from "../provider-names.ts";
import { constantOf, isLeaf, writtenBlock } from "./configuration.ts";
import { standIns } from "./expressions.ts";
import type { ReferencePrinter } from "./expressions.ts";
import type { Identities } from "./identities.ts";
import { entriesOf } from "./instance.ts";
import type { Instance } from "./instance.ts";
import { stemOf } from "./references.ts";
import type { ReferenceResolver, Target } from "./references.ts";

/** One value with all that a plan says of it in other places; all but `written` mirror the value's own structure. */
interface Planned {
  value: DocumentNode | undefined;
  unknown: DocumentNode | undefined;
  sensitive: DocumentNode | undefined;
  /** What the code says, where it says the value itself. */
  constant: DocumentNode | undefined;
  /** The expression that it is part of; `undefined` when the code does not set it, or is not there. */
  written: DocumentNode | undefined;
}

/** What the values of one plan are written with. */
export interface Plan {
  writer: TerraformWriter;
  resolver: ReferenceResolver;
  identities: Identities;
  printer: ReferencePrinter;
}

type Entries = ReadonlyMap<string, MapNode["entries"][number]>;

/** Looks up members by name; a container that is marked whole has marked members. */
const memberOf = (node: DocumentNode | undefined): ((key: string) => DocumentNode | undefined) => {
  if (node?.kind === "scalar") return () => node;
  const entries = entriesOf(node);
  return (key) => entries.get(key)?.value;
};

const elementOf = (node: DocumentNode | undefined, index: number): DocumentNode | undefined =>
  node?.kind === "list" ? node.items[index] : node?.kind === "scalar" ? node : undefined;

const isText = (node: DocumentNode | undefined): boolean =>
  node?.kind === "scalar" && typeof node.value === "string" && node.value !== "";

const isTrue = (node: DocumentNode | undefined): boolean => node?.kind === "scalar" && node.value === true;

const hasUnknown = (node: DocumentNode | undefined): boolean => {
  if (node === undefined || node.kind === "scalar") return isTrue(node);
  return node.kind === "list" ? node.items.some(hasUnknown) : node.entries.some(({ value }) => hasUnknown(value));
};

/** Providers say "not set" as null, as empty text and as an empty list. */
const isUnset = ({ value, unknown }: Planned): boolean => {
  if (hasUnknown(unknown)) return false;
  if (value === undefined) return true;
  if (value.kind === "scalar") return value.value === null || value.value === "";
  return value.kind === "list" ? value.items.length === 0 : value.entries.length === 0;
};

/** Members of a map or a block, those that are not known yet among them. */
const membersOf = (node: DocumentNode, planned: Planned): [name: string, line: number, planned: Planned][] => {
  const values: Entries = entriesOf(node);
  const unknown = memberOf(planned.unknown);
  const sensitive = memberOf(planned.sensitive);
  const constant = memberOf(planned.constant);
  const names = new Set([...values.keys(), ...entriesOf(planned.unknown).keys()]);
  return [...names].map((name) => {
    const entry = values.get(name);
    const marks = { unknown: unknown(name), sensitive: sensitive(name), constant: constant(name) };
    return [name, entry?.keyLine ?? node.line, { value: entry?.value, ...marks, written: planned.written }];
  });
};

const itemOf = (node: DocumentNode, planned: Planned, index: number): Planned => ({
  value: node,
  unknown: elementOf(planned.unknown, index),
  sensitive: elementOf(planned.sensitive, index),
  constant: elementOf(planned.constant, index),
  written: planned.written,
});

/** Writes the body of one resource: what is known as it is, what is not as the references that it will come from. */
export class BodyWriter {
  private readonly plan: Plan;
  private readonly instance: Instance;
  private readonly configured: DocumentNode | undefined;
  private readonly targets = new Map<DocumentNode, readonly Target[]>();
  private readonly codes = new Map<DocumentNode, ReadonlyMap<string, string>>();

  constructor(plan: Plan, instance: Instance) {
    this.plan = plan;
    this.instance = instance;
    this.configured = plan.resolver.written(instance);
  }

  /** Writes all attributes and blocks, without those to be left out where the code does not set them. */
  write(isLeftOut: (name: string) => boolean): void {
    const { type, body, unknown, sensitive, place } = this.instance;
    const expressions = memberOf(memberOf(this.configured)("expressions"));
    const whole: Planned = { value: body, unknown, sensitive, constant: undefined, written: undefined };
    for (const [name, line, planned] of membersOf(body, whole)) {
      const written = expressions(name);
      if (written === undefined && (isLeftOut(name) || isComputed(type, name))) continue;
      const isKnown = planned.value !== undefined;
      this.writeMember(
        name,
        { ...planned, written, constant: constantOf(written) },
        isKnown ? line : place.line,
        this.configured !== undefined,
      );
    }
  }

  /** `isConfigured`: the code of the surrounding body is there, so what it does not set was not set by anyone. */
  private writeMember(name: string, planned: Planned, line: number, isConfigured: boolean): void {
    const { writer } = this.plan;
    if (isUnset(planned)) return;
    if (!isIdentifier(name)) {
      writer.problem(line, "expected the name of an argument: it is left out");
      return;
    }
    if (isTrue(planned.unknown) && planned.written === undefined && isConfigured) return;
    const { value } = planned;
    const isBlock = isBlockName(this.instance.type, name);
    if (isTrue(planned.sensitive)) writer.attribute(name, this.secret(name, planned), line);
    else if (isBlock && value?.kind === "map") this.writeBlock(name, value, planned, line, 0);
    else if (isBlock && value?.kind === "list" && value.items.every(({ kind }) => kind === "map"))
      for (const [index, block] of value.items.entries()) {
        // A single one is known by its name, of several each begins where it is.
        const at = value.items.length === 1 ? line : block.line;
        this.writeBlock(name, block, itemOf(block, planned, index), at, index);
      }
    else writer.attribute(name, this.hcl(name, planned), line);
  }

  private writeBlock(name: string, block: DocumentNode, planned: Planned, line: number, index: number): void {
    // A block that is written as a list has one expression for all that is in it.
    const isOne = planned.written !== undefined && isLeaf(planned.written);
    const written = isOne ? planned.written : writtenBlock(planned.written, block, index);
    const expressions = memberOf(written);
    this.plan.writer.block(name, [], { line, endLine: block.endLine }, () => {
      for (const [inner, at, member] of membersOf(block, planned)) {
        const expression = isOne ? written : expressions(inner);
        const constant = isOne ? member.constant : constantOf(expression);
        this.writeMember(inner, { ...member, written: expression, constant }, at, written !== undefined && !isOne);
      }
    });
  }

  /** What stands in for a whole attribute that is secret: where it comes from, if that is a resource. */
  private secret(name: string, planned: Planned): string {
    const targets = isText(planned.constant) ? [] : this.targetsOf(planned.written);
    return targets.length > 0 ? this.plan.printer.unknown(name, targets) : secretCode(planned);
  }

  private hcl(name: string, planned: Planned): Hcl {
    const { value, unknown, sensitive, written } = planned;
    if (isTrue(sensitive)) return secretCode(planned);
    if (isTrue(unknown) || value === undefined) return this.plan.printer.unknown(name, this.meant(name, written));
    if (value.kind === "list") return this.list(name, value.items, planned);
    if (value.kind === "map")
      return {
        object: membersOf(value, planned).map(([key, line, member]) => ({ key, value: this.hcl(key, member), line })),
      };
    return typeof value.value === "string" ? this.text(name, value.value, planned) : String(value.value);
  }

  /** The references of a list are those of its elements: as many as are unknown, in their order. */
  private list(name: string, items: readonly DocumentNode[], planned: Planned): Hcl {
    const { printer } = this.plan;
    const targets = this.meant(name, planned.written);
    const isUnknown = (index: number): boolean => isTrue(elementOf(planned.unknown, index));
    const unknowns = items.flatMap((_, index) => (isUnknown(index) ? [index] : []));
    const isPaired = targets.length === unknowns.length;
    return {
      list: items.map((item, index) => {
        const own = isPaired ? targets.slice(unknowns.indexOf(index)).slice(0, 1) : targets;
        const value = isUnknown(index)
          ? printer.unknown(stemOf(name), own)
          : this.hcl(name, itemOf(item, planned, index));
        return { value, line: item.line };
      }),
    };
  }

  private text(name: string, text: string, planned: Planned): string {
    if (text === maskMarker || (isSecretName(name) && isLiteralSecret(text, name))) return secretCode(planned);
    const referred = this.codesOf(planned.written).get(text);
    if (referred !== undefined) return referred;
    const named = this.plan.identities.named(text, name, this.instance);
    if (named !== undefined) return this.plan.printer.code(named);
    return text.includes("arn:") ? this.withArns(text) : hclString(text);
  }

  /** A policy that is built already holds ARNs: those of resources in the plan are references again. */
  private withArns(text: string): string {
    let code = "";
    let from = 0;
    for (const { start, end, target } of this.plan.identities.arnsIn(text, this.instance)) {
      code += `${hclString(text.slice(from, start)).slice(1, -1)}\${${this.plan.printer.code(target)}}`;
      from = end;
    }
    return `"${code}${hclString(text.slice(from)).slice(1, -1)}"`;
  }

  private targetsOf(written: DocumentNode | undefined): readonly Target[] {
    if (written === undefined) return [];
    const known = this.targets.get(written);
    if (known !== undefined) return known;
    const { found } = this.plan.resolver.targetsOf(written, this.instance);
    this.targets.set(written, found);
    return found;
  }

  /** What an unknown attribute will come from: of several resources the one that it is named after. */
  private meant(name: string, written: DocumentNode | undefined): readonly Target[] {
    const targets = this.targetsOf(written);
    if (targets.length === 0 && written !== undefined) {
      const named = this.plan.resolver.throughLocal(written, name, this.instance);
      return named === undefined ? [] : [named];
    }
    const ending = `_${stemOf(name)}`;
    const named = targets.filter(({ instance }) => instance.type.endsWith(ending));
    return named.length > 0 ? named : targets;
  }

  /** Values that the references of an expression have, with the code of each. */
  private codesOf(written: DocumentNode | undefined): ReadonlyMap<string, string> {
    if (written === undefined) return none;
    const known = this.codes.get(written);
    if (known !== undefined) return known;
    const codes = new Map<string, string>();
    for (const target of this.targetsOf(written)) {
      const node = target.instance.values.get(target.attribute)?.value;
      if (node?.kind === "scalar" && typeof node.value === "string" && node.value !== "" && !codes.has(node.value))
        codes.set(node.value, this.plan.printer.code(target));
    }
    this.codes.set(written, codes);
    return codes;
  }
}

const none: ReadonlyMap<string, string> = new Map();

/** A secret that the code itself says is told of; of any other nothing is kept. */
const secretCode = ({ constant }: Planned): string =>
  isText(constant) ? hclString(maskMarker) : `var.${standIns.sensitive}`;
