import type { Component } from "../model/index.ts";
import { rules } from "./index.ts";
import { later } from "./rule-table-fixture.ts";
import { component, toldOf } from "./rules-fixture.ts";

export const named = (type: string, attributes = {}): Component => component(type, "one", { ...attributes });

/** What a rule says of a resource alone, beside a companion that is its own, and beside one that may be anybody's. */
export type CompanionCase = readonly [
  id: string,
  subject: Component,
  companion: string,
  via: string,
  answers: readonly [alone: string, own: string, anybodys: string],
];

/** The same as the rules have it: alone, beside its own, beside anybody's. */
export const saidBeside = ([id, subject, type, via]: CompanionCase): string[] => {
  const own = component(type, "own", {}, { references: [{ path: via, to: subject.id }] });
  const anybodys = component(type, "anybodys", { [via]: later });
  return [[], [own], [anybodys]].map((others) => toldOf(rules, [id, subject, "", ...others]));
};
