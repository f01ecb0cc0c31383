import { isObject } from "../../model/index.ts";
import type { Component, Value } from "../../model/index.ts";
import { isList } from "./values.ts";

/** Arguments of Terraform's own, which say nothing about what is built. */
const ofTerraform = new Set([
  "provider",
  "lifecycle",
  "timeouts",
  "tags",
  "tags_all",
  "force_destroy",
  "apply_immediately",
  "skip_destroy",
]);
/** Nested blocks deeper than this are not looked into. */
const deepest = 24;

/** Keeps account of which attributes were carried over, so that what was left out can be told. */
export class Reading {
  private readonly used = new Map<string, Set<string>>();
  private readonly opened = new Map<string, Set<string>>();
  private readonly missed = new Map<string, Set<string>>();

  use(component: Component, path: string): void {
    note(this.used, component.id, withoutIndexes(path));
  }

  open(component: Component, path: string): void {
    note(this.opened, component.id, withoutIndexes(path));
  }

  /** A value that is not known, and that the template does without. */
  miss(component: Component, path: string): void {
    note(this.missed, component.id, withoutIndexes(path));
  }

  /** Attributes of a component that the template does not say, e.g. `aws_instance.web: user_data`. */
  leftOut(component: Component): string[] {
    const used = this.used.get(component.id) ?? new Set();
    const opened = this.opened.get(component.id) ?? new Set();
    const found = new Set<string>(this.missed.get(component.id));
    const visit = (value: Value, path: string, depth: number): void => {
      const isUsed = used.has(path) || [...prefixesOf(path)].some((prefix) => used.has(prefix));
      if (isUsed || value === null || (isList(value) && value.length === 0)) return;
      if (!opened.has(path) || depth > deepest) found.add(path);
      else if (isList(value)) for (const item of value) visit(item, path, depth + 1);
      else if (isObject(value))
        for (const [name, item] of Object.entries(value)) visit(item, `${path}.${name}`, depth + 1);
    };
    for (const [name, value] of Object.entries(component.attributes)) if (!ofTerraform.has(name)) visit(value, name, 0);
    return [...found].map((path) => `${component.id}: ${path}`);
  }
}

const note = (book: Map<string, Set<string>>, id: string, path: string): void => {
  const known = book.get(id);
  if (known === undefined) book.set(id, new Set([path]));
  else known.add(path);
};

const withoutIndexes = (path: string): string => path.replaceAll(/\[\d+\]/g, "");

const prefixesOf = function* (path: string): Generator<string> {
  for (let at = path.indexOf("."); at >= 0; at = path.indexOf(".", at + 1)) yield path.slice(0, at);
};
