import { asText, isUnknown, read } from "../model/index.ts";
import type { Attributes, Component, Model } from "../model/index.ts";

/** Text at a path; `fallback` when it is not set, `undefined` when it is only known after apply. */
export const textIn = (attributes: Attributes, path: string, fallback?: string): string | undefined => {
  const value = read(attributes, path);
  if (value === undefined) return fallback;
  return isUnknown(value) ? undefined : asText(value);
};

/** Number at a path; `fallback` when it is not set, `undefined` when it is not known or not a number. */
export const numberIn = (attributes: Attributes, path: string, fallback?: number): number | undefined => {
  const value = read(attributes, path);
  if (value === undefined) return fallback;
  const text = isUnknown(value) ? undefined : asText(value);
  const number = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
};

export const textAt = (component: Component, path: string, fallback?: string): string | undefined =>
  textIn(component.attributes, path, fallback);

export const numberAt = (component: Component, path: string, fallback?: number): number | undefined =>
  numberIn(component.attributes, path, fallback);

/** Whether a switch is on; not set counts as off, `undefined` when it is only known after apply. */
export const flagAt = (component: Component, path: string): boolean | undefined => {
  const text = textAt(component, path, "false");
  return text === undefined ? undefined : text === "true";
};

/** Whether an attribute or block is written at all, even with an unknown value. */
export const isSet = (component: Component, path: string): boolean => {
  const value = read(component.attributes, path);
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
};

/** Length of the list at a path; 0 when it is not set, `undefined` when it is not known. */
export const lengthAt = (component: Component, path: string): number | undefined => {
  const value = read(component.attributes, path);
  if (value === undefined) return 0;
  return Array.isArray(value) ? value.length : undefined;
};

/** Product of what is known; `undefined` as soon as one factor is not. */
export const times = (...factors: (number | undefined)[]): number | undefined =>
  factors.reduce<number | undefined>(
    (product, factor) => (product === undefined || factor === undefined ? undefined : product * factor),
    1,
  );

/** The first component of one of `types` that attribute or block `via` points at. */
export const targetOf = (
  model: Model,
  component: Component,
  via: string,
  ...types: readonly string[]
): Component | undefined => {
  for (const { path, to } of component.references) {
    const target = path === via ? model.find(to) : undefined;
    if (target !== undefined && types.includes(target.type)) return target;
  }
  return undefined;
};
