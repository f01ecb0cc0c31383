import type { Component, Model } from "../model/index.ts";
import type { Edit } from "../design/edit.ts";

export type Severity = "critical" | "high" | "medium" | "low";
export type Pillar = "security" | "reliability" | "performance" | "cost" | "operations" | "sustainability";

/** `unknown` means: it depends on a value that only exists after apply. It counts neither for nor against the design. */
export type Verdict =
  | { outcome: "pass" }
  | { outcome: "unknown" }
  /** The rule has nothing to say of this one: counted nowhere. */
  | { outcome: "skip" }
  /**
   * `path`: the attribute at fault (`ingress[0].cidr_blocks`); without one, or when it is not written, the block itself.
   * `also`: further places of the same fault, e.g. in a pod's other containers.
   * `of`: the companion that the paths are in, when the fault stands there; the finding stays the component's.
   */
  | { outcome: "fail"; path?: string; also?: readonly string[]; of?: Component };

export interface Rule {
  /** Kebab-case, cloud first: `aws-s3-public-read`. */
  id: string;
  severity: Severity;
  pillar: Pillar;
  /** Component types that it judges. */
  types: readonly string[];
  /** What is wrong, without the resource's name: "Bucket is readable by anyone". */
  title: string;
  /** What can happen because of it. */
  why: string;
  /** What to do, in one sentence, naming the attribute. */
  fix: string;
  /** Ids of the same check elsewhere, e.g. `{checkov: ["CKV_AWS_20"], cis: ["6.0:3.1.4"], fsbp: ["S3.8"]}`. */
  refs: Readonly<Record<string, readonly string[]>>;
  check: (component: Component, model: Model) => Verdict;
  /** The change that makes it pass, where it is safe to make unasked. */
  remedy?: (component: Component, model: Model) => readonly Edit[];
}

export const rule = (definition: Rule): Rule => definition;
