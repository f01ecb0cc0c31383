import type { Component, Model } from "../model/index.ts";
import { addressOf } from "./address.ts";
import type { Usage } from "./charge.ts";
import { canonicalKeys, figuresOfType } from "./usage-keys.ts";
import type { Figures } from "./usage-keys.ts";
import file from "./usage.json" with { type: "json" };

export type Profile = "small" | "medium" | "large";

/** What is used in a month: a profile, and figures of one's own for some resources, by address, block or type. */
export interface UsageWish {
  profile?: Profile | undefined;
  resources?: Readonly<Record<string, Figures>> | undefined;
}

const columns: Readonly<Record<Profile, number>> = { small: 0, medium: 1, large: 2 };

const rows: Readonly<Record<string, readonly number[]>> = file.usage;

/** The monthly usage figures of a profile. A figure that the file does not hold is a mistake in a pricing function. */
export const usageOf =
  (profile: Profile): Usage =>
  (type, key) => {
    const row = rows[`${type}.${key}`];
    const figure = row?.[columns[profile]];
    if (figure === undefined) throw new Error(`No usage figure ${type}.${key}`);
    return figure;
  };

interface ReadWish {
  profile: Profile;
  resources: Readonly<Record<string, Figures>>;
}

/** A wish in one form, whichever way it was written. */
export const readWish = (usage: Profile | UsageWish | undefined): ReadWish =>
  typeof usage === "object"
    ? { profile: usage.profile ?? "small", resources: usage.resources ?? {} }
    : { profile: usage ?? "small", resources: {} };

/** What a component may be called in a wish, from what it shares with others to what is its own. */
const namesOf = ({ id, address, type, name }: Component): readonly string[] => [
  type,
  `${type}.*`,
  name,
  address,
  `${address}[*]`,
  ...(id === address ? [] : [id]),
];

/** The figures that a wish gives for a component: those of its type, then of its block, then its own, the nearest last. */
const givenFor = (component: Component, resources: Readonly<Record<string, Figures>>): Figures[] => {
  const given: Figures[] = [];
  for (const name of namesOf(component)) {
    const figures = Object.hasOwn(resources, name) ? resources[name] : undefined;
    if (figures !== undefined) given.push(figures);
  }
  return given;
};

/** Usage of one component: its own figures where a wish gives them, else those of the profile; `undefined` when it gives none. */
export const ownUsage = (component: Component, { resources }: ReadWish, base: Usage): Usage | undefined => {
  const given = givenFor(component, resources);
  if (given.length === 0) return undefined;
  const own = new Map<string, number>();
  for (const each of given) for (const [key, value] of canonicalKeys(component.type, each).known) own.set(key, value);
  return (type, key) => own.get(key) ?? base(type, key);
};

/** What of a wish says nothing about the design: resources that it does not hold, keys that their pricing does not ask for. */
export const unmatchedUsage = (model: Model, usage: Profile | UsageWish | undefined): string[] => {
  const wanted = Object.entries(readWish(usage).resources);
  if (wanted.length === 0) return [];
  const typesByName = new Map<string, string>();
  for (const component of model.components)
    for (const name of namesOf(component)) typesByName.set(name, component.type);
  return wanted.flatMap(([name, figures]) => {
    const type = typesByName.get(name) ?? typesByName.get(addressOf(name));
    if (type === undefined) return [`usage: the design holds no resource ${JSON.stringify(name)}`];
    const { unknown } = canonicalKeys(type, figures);
    if (unknown.length === 0) return [];
    const keys = figuresOfType(type);
    const known = keys.length === 0 ? "its price does not depend on usage" : `known are ${keys.join(", ")}`;
    return [`usage: ${name} takes no ${unknown.join(", ")}; ${known}`];
  });
};
