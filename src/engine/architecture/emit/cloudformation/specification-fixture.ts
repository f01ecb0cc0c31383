import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import type { Cfn } from "./cfn.ts";
import { at, entries } from "./template-fixture.ts";

const specification = loadAwsServiceSpecSync();

/** What AWS says of a value's type, as far as it is looked at here. */
export interface ValueType {
  type: string;
  element?: ValueType;
  types?: readonly ValueType[];
  reference?: { $ref: string };
}

interface Property {
  type: ValueType;
  required?: boolean;
}

export type PropertyTypes = Readonly<Record<string, Property>>;

/** A resource type of the specification, by the name that templates have for it. */
export interface ResourceSpecification {
  properties: PropertyTypes;
  attributes: Readonly<Record<string, unknown>>;
}

/** What AWS says of a resource type; `undefined` for one that does not exist. */
export const resourceSpecification = (type: string): ResourceSpecification | undefined => {
  const [found] = specification.lookup("resource", "cloudFormationType", "equals", type);
  // The library's own types are finer than what is asked of them.
  return found as ResourceSpecification | undefined;
};

/** Members of a type that is a structure; `undefined` for any other. */
export const membersOfType = ({ reference }: ValueType): PropertyTypes | undefined =>
  reference === undefined
    ? undefined
    : (specification.get("typeDefinition", reference.$ref).properties as PropertyTypes);

/** Each type that a value may have. */
export const choicesOf = (type: ValueType): readonly ValueType[] =>
  type.type === "union" ? (type.types ?? []).flatMap(choicesOf) : [type];

const isObject = (value: Cfn): value is Readonly<Record<string, Cfn>> =>
  typeof value === "object" && !Array.isArray(value);

const isFunction = (value: Cfn): boolean => {
  if (!isObject(value)) return false;
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && name !== undefined && (name === "Ref" || name.startsWith("Fn::"));
};

const scalars: Readonly<Record<string, (value: Cfn) => boolean>> = {
  string: (value) => typeof value === "string",
  "date-time": (value) => typeof value === "string",
  // CloudFormation itself reads text as a number or a switch; what we write is the thing itself.
  integer: (value) => typeof value === "number" && Number.isInteger(value),
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  json: (value) => typeof value === "object",
};

const tagProperties: PropertyTypes = {
  Key: { type: { type: "string" }, required: true },
  Value: { type: { type: "string" }, required: true },
};

const faultsOfValue = (value: Cfn, type: ValueType, path: string): string[] => {
  if (isFunction(value)) return [];
  const all = choicesOf(type).map((choice) => faultsOfChoice(value, choice, path));
  return all.find((faults) => faults.length === 0) ?? all[0] ?? [];
};

const faultsOfChoice = (value: Cfn, type: ValueType, path: string): string[] => {
  const { element } = type;
  if (type.type === "array" && element !== undefined)
    return Array.isArray(value)
      ? value.flatMap((item: Cfn, index) => faultsOfValue(item, element, `${path}[${index}]`))
      : [`${path} is no list`];
  if (type.type === "map" && element !== undefined)
    return isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => faultsOfValue(item, element, `${path}.${key}`))
      : [`${path} is no map`];
  if (type.type === "tag")
    return isObject(value) ? faultsOfProperties(value, tagProperties, path) : [`${path} is no tag`];
  const members = membersOfType(type);
  if (members !== undefined)
    return isObject(value) ? faultsOfProperties(value, members, path) : [`${path} is no map of properties`];
  const isRight = scalars[type.type];
  if (isRight === undefined) return [`${path} has a type that is not looked at: ${type.type}`];
  return isRight(value) ? [] : [`${path} is no ${type.type}`];
};

const faultsOfProperties = (
  properties: Readonly<Record<string, Cfn>>,
  known: PropertyTypes,
  path: string,
): string[] => [
  ...Object.entries(properties).flatMap(([name, value]) => {
    const property = Object.hasOwn(known, name) ? known[name] : undefined;
    const place = path === "" ? name : `${path}.${name}`;
    return property === undefined ? [`${place} does not exist`] : faultsOfValue(value, property.type, place);
  }),
  ...Object.entries(known)
    .filter(([name, { required }]) => required === true && !Object.hasOwn(properties, name))
    .map(([name]) => `${path === "" ? "" : `${path}.`}${name} is missing`),
];

/** All `Fn::GetAtt` of a value, also those within a `Fn::Sub`. */
const attributesWanted = (value: Cfn): (readonly [id: string, attribute: string])[] => {
  if (typeof value !== "object") return [];
  if (Array.isArray(value)) return value.flatMap((item: Cfn) => attributesWanted(item));
  return Object.entries(value).flatMap(([name, inner]): (readonly [string, string])[] => {
    if (name === "Fn::GetAtt" && Array.isArray(inner)) return [[String(inner[0]), String(inner[1])]];
    if (name === "Fn::Sub" && typeof inner === "string")
      return Array.from(inner.matchAll(/\$\{([A-Za-z0-9]+)\.([A-Za-z0-9.]+)\}/g), (match) => [
        match[1] ?? "",
        match[2] ?? "",
      ]);
    return attributesWanted(inner);
  });
};

/** Whatever of a template the resource specification does not allow, each with the place where it stands. */
export const faultsIn = (template: Cfn): string[] => {
  const resources = entries(at(template, "Resources"));
  const types = new Map(resources.map(([id, resource]) => [id, String(at(resource, "Type"))] as const));
  const wrong = resources.flatMap(([id, resource]) => {
    const type = types.get(id) ?? "";
    const known = resourceSpecification(type);
    if (known === undefined) return [`${id}: ${type} does not exist`];
    const properties = Object.fromEntries(entries(at(resource, "Properties")));
    return faultsOfProperties(properties, known.properties, "").map((fault) => `${id} (${type}): ${fault}`);
  });
  const unknown = [
    ...attributesWanted(at(template, "Resources") ?? ""),
    ...attributesWanted(at(template, "Outputs") ?? ""),
  ]
    .filter(([id, attribute]) => {
      const known = resourceSpecification(types.get(id) ?? "");
      return known !== undefined && !Object.hasOwn(known.attributes, attribute);
    })
    .map(([id, attribute]) => `${id} (${types.get(id) ?? ""}): has no attribute ${attribute}`);
  return [...wrong, ...unknown];
};
