import { referencedBy } from "./cfn.ts";
import type { Cfn } from "./cfn.ts";

const isObject = (value: Cfn | undefined): value is Readonly<Record<string, Cfn>> =>
  typeof value === "object" && !Array.isArray(value);

/** The part of a value at a path of names and positions. */
export const at = (value: Cfn | undefined, ...path: (string | number)[]): Cfn | undefined => {
  let part = value;
  for (const step of path) part = isObject(part) || Array.isArray(part) ? Reflect.get(part, step) : undefined;
  return part;
};

/** Names and values of an object; none of anything else. */
export const entries = (value: Cfn | undefined): [string, Cfn][] => (isObject(value) ? Object.entries(value) : []);
/** Everything that a template refers to and does not hold. */
export const missingIn = (template: Cfn): string[] => {
  const held = new Set(
    [...entries(at(template, "Resources")), ...entries(at(template, "Parameters"))].map(([id]) => id),
  );
  const wanted = [...referencedBy(at(template, "Resources")), ...referencedBy(at(template, "Outputs"))];
  const waited = entries(at(template, "Resources")).flatMap(([, resource]) => {
    const first = at(resource, "DependsOn");
    return Array.isArray(first) ? first.map(String) : [];
  });
  return [...wanted, ...waited].filter((id) => !held.has(id) && !id.startsWith("AWS::") && id !== "AWS");
};

/** Resources that come before themselves. */
export const circlesIn = (template: Cfn): string[] => {
  const resources = entries(at(template, "Resources"));
  const before = new Map(
    resources.map(([id, resource]) => {
      const first = at(resource, "DependsOn");
      return [id, new Set([...referencedBy(resource), ...(Array.isArray(first) ? first.map(String) : [])])] as const;
    }),
  );
  const settled = new Set<string>();
  for (let grown = -1; grown !== settled.size;) {
    grown = settled.size;
    for (const [id, earlier] of before)
      if ([...earlier].every((other) => settled.has(other) || !before.has(other))) settled.add(id);
  }
  return resources.map(([id]) => id).filter((id) => !settled.has(id));
};
