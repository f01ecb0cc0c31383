import type { Rule } from "./rule.ts";

export type { Pillar, Rule, Severity, Verdict } from "./rule.ts";

export const rules: readonly Rule[] = [];
