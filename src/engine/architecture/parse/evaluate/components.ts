import { catalogue } from "../../model/index.ts";
import type { Component, Value } from "../../model/index.ts";
import type { Body, Range } from "../hcl/ast.ts";
import { evaluateItems } from "./blocks.ts";
import type { Declared } from "./declarations.ts";
import type { ModuleEnvironment } from "./environment.ts";
import type { Expansion, Instance } from "./instances.ts";
import { markBody } from "./lines.ts";
import type { ReferenceFinder } from "./references.ts";
import { objectOf } from "./values.ts";
import { lifecycleWithNames, writtenName } from "./written-names.ts";

/** Arguments that Terraform keeps to itself: they are no part of what is built. */
const metaArguments = new Set(["count", "for_each", "depends_on", "provisioner", "connection", "providers"]);

type Lines = Component["lines"];
type Details = Pick<Component, "attributes" | "references" | "lines">;

/** Makes components of the instances of a block. */
export class ComponentMaker {
  private readonly environment: ModuleEnvironment;
  private readonly references: ReferenceFinder;

  constructor(environment: ModuleEnvironment, references: ReferenceFinder) {
    this.environment = environment;
    this.references = references;
  }

  /** Components of the first `limit` instances. */
  make(expansion: Expansion, limit: number): Component[] {
    const { declared, instances, items } = expansion;
    const { block, file } = declared;
    const address = `${this.environment.prefix.address}${declared.address}`;
    const [label = "", name = label] = block.labels;
    const type = typeOf(block.type, label);
    const { id: service, kind } = catalogue(type);
    const source = { file: file.name, ...this.spanOf(declared, block) };
    // Only dynamic blocks stand in different lines from one instance to the next.
    const sharesLines = !hasDynamic(block.body);
    let last: Details | undefined;
    return instances.slice(0, limit).map((instance) => {
      const isAffordable = this.environment.budget.spend(items.size);
      // Once the budget is used up every further instance would be the same: all unknown.
      const details =
        isAffordable || last === undefined
          ? this.detailsOf(instance, expansion, sharesLines ? last?.lines : undefined)
          : last;
      last = details;
      return { id: instance.id, address, type, service, kind, name, source, ...details };
    });
  }

  private detailsOf(instance: Instance, expansion: Expansion, lines: Lines | undefined): Details {
    const values = this.valuesOf(instance, expansion);
    const attributes = objectOf(values);
    return {
      attributes,
      references: this.references.find(instance, expansion, values),
      lines: lines ?? this.linesOf(expansion.declared, attributes),
    };
  }

  private valuesOf(instance: Instance, expansion: Expansion): Map<string, Value> {
    const values = new Map<string, Value>();
    for (const [name, items] of expansion.items) {
      if (metaArguments.has(name)) continue;
      values.set(name, this.valueOf(name, items, instance, expansion));
    }
    const inherited = values.has("provider") ? undefined : this.inheritedProvider(expansion);
    if (inherited !== undefined) values.set("provider", inherited);
    return values;
  }

  private valueOf(name: string, items: Body, instance: Instance, expansion: Expansion): Value {
    const [first] = items;
    if (name === "provider" && first?.kind === "attribute") {
      const written = writtenName(first.value);
      return written === undefined ? null : this.environment.provider(written);
    }
    if (name === "lifecycle") return evaluateItems(lifecycleWithNames(items), instance.scope, this.environment.origins);
    return this.environment.ownValue(instance, expansion, name) ?? null;
  }

  /** The provider that a module's caller has it use, where that is another than its type's default one. */
  private inheritedProvider({ declared }: Expansion): string | undefined {
    const { block } = declared;
    if (block.type !== "resource" || this.environment.call === undefined) return undefined;
    const own = (block.labels[0] ?? "").replace(/_.*$/, "");
    const provider = this.environment.provider(own);
    return provider === own ? undefined : provider;
  }

  private linesOf(declared: Declared, attributes: Component["attributes"]): Lines {
    const lines = new Map<string, { line: number; end_line: number }>();
    const introduced = declared.file.bodies?.get(this.spanOf(declared, declared.block).line);
    if (introduced !== undefined) lines.set("", { line: introduced, end_line: introduced });
    const { budget, origins } = this.environment;
    markBody(declared.block.body, attributes, origins, (path, range) => {
      if (budget.spend(0.05)) lines.set(path, this.spanOf(declared, range));
    });
    return lines;
  }

  private spanOf({ file }: Declared, { start, end }: Range): { line: number; end_line: number } {
    const { positionIn } = this.environment.declarations;
    return { line: positionIn(file, start).line, end_line: positionIn(file, Math.max(start, end - 1)).line };
  }
}

/** `aws_s3_bucket`, `data.aws_ami`, `provider.aws`, `module`. */
const typeOf = (block: string, label: string): string =>
  block === "resource" ? label : block === "module" ? block : `${block}.${label}`;

const hasDynamic = (body: Body): boolean =>
  body.some((item) => item.kind === "block" && (item.type === "dynamic" || hasDynamic(item.body)));
