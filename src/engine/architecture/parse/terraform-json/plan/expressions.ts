import { isIdentifier } from "../identifier.ts";
import type { Instance } from "./instance.ts";
import type { Target } from "./references.ts";

/** Variables without a value: what is only known after apply, and what a plan calls sensitive. */
export const standIns = { unknown: "known_after_apply", sensitive: "sensitive_value" } as const;

const unknownCode = `var.${standIns.unknown}`;

/** Names of attributes that hold one thing although they end in s, and of maps. */
const singular = /(?:status|dns|kms|alias|https|aws|gcs|address|access|class|bus|tags|labels|variables|parameters)$/;

/** Whether the value of an attribute is a list, told by its name. */
const isPlural = (name: string): boolean =>
  name === "vpc_zone_identifier" || (name.endsWith("s") && !singular.test(name));

/** Prints references under the labels that the resources got. */
export class ReferencePrinter {
  private readonly labels: ReadonlyMap<Instance, string>;

  constructor(labels: ReadonlyMap<Instance, string>) {
    this.labels = labels;
  }

  /** `aws_subnet.vpc_private_0.id`. */
  code({ instance, attribute }: Target): string {
    const address = `${instance.mode === "data" ? "data." : ""}${instance.type}.${this.labels.get(instance) ?? ""}`;
    return `${address}.${isIdentifier(attribute) ? attribute : "id"}`;
  }

  /** A value that is not known, made of what it refers to. */
  unknown(name: string, targets: readonly Target[]): string {
    const codes = [...new Set(targets.map((target) => this.code(target)))];
    const [only] = codes;
    if (only === undefined) return unknownCode;
    if (isPlural(name)) return `[${codes.join(", ")}]`;
    return codes.length === 1 ? only : `"${codes.map((code) => `\${${code}}`).join("")}"`;
  }
}
