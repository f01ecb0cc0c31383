import { Unknown } from "../model/index.ts";
import type { Attributes, Component } from "../model/index.ts";
import type { Rule, Verdict } from "./rule.ts";
import { component } from "./rules-fixture.ts";

/** What a rule must answer to a resource with these attributes, alone in its design. `type`: when it is not the rule's first. */
export interface Expected {
  type?: string;
  fail: readonly Attributes[];
  pass: readonly Attributes[];
  unknown?: readonly Attributes[];
  skip?: readonly Attributes[];
}

export interface Case {
  id: string;
  outcome: Verdict["outcome"];
  /** The attributes, for the test's name. */
  given: string;
  rule: Rule;
  subject: Component;
}

const outcomes = ["fail", "pass", "unknown", "skip"] as const;

/** One case for each line of the table; a table that leaves a rule out, or names one that does not exist, is refused. */
export const casesOf = (rules: readonly Rule[], table: Readonly<Record<string, Expected>>): Case[] => {
  const ids = new Set(rules.map(({ id }) => id));
  const stray = Object.keys(table).filter((id) => !ids.has(id));
  if (stray.length > 0) throw new Error(`no such rule: ${stray.join(", ")}`);
  return rules.flatMap((rule) => {
    const expected = table[rule.id];
    if (expected === undefined) throw new Error(`no cases for ${rule.id}`);
    const type = expected.type ?? rule.types[0] ?? "";
    return outcomes.flatMap((outcome) =>
      (expected[outcome] ?? []).map((attributes) => ({
        id: rule.id,
        outcome,
        given: JSON.stringify(attributes),
        rule,
        subject: component(type, "subject", attributes),
      })),
    );
  });
};

/** A value that is only known after apply. */
export const later = new Unknown(["var.later"]);

type Plain = string | number | boolean;

/** Attributes with a value at a dotted path; what is on the way are nested blocks. */
export const at = (path: string, value: Attributes[string]): Attributes => {
  const [name = "", ...rest] = path.split(".");
  return { [name]: rest.length === 0 ? value : [at(rest.join("."), value)] };
};

/** What is expected of a rule that asks for one attribute to have one value. */
export const wants = (path: string, good: Plain, bad: Plain): Expected => ({
  fail: [{}, at(path, bad)],
  pass: [at(path, good)],
  unknown: [at(path, later)],
});

/** The same for an attribute that is good when nothing is said. */
export const refuses = (path: string, bad: Plain, good: Plain): Expected => ({
  fail: [at(path, bad)],
  pass: [{}, at(path, good)],
  unknown: [at(path, later)],
});
