import type { Cfn } from "./cfn.ts";
import { at, entries } from "./template-fixture.ts";

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
interface ResourceSpecification {
  properties: PropertyTypes;
  attributes: Readonly<Record<string, unknown>>;
}

/** Where AWS says what there is: the library that holds it is for tests to load. */
interface SpecificationSource {
  resource: (type: string) => ResourceSpecification | undefined;
  definition: (id: string) => { properties: PropertyTypes };
}

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

/** The resource specification, as far as templates are held against it. */
export class Specification {
  private readonly source: SpecificationSource;

  constructor(source: SpecificationSource) {
    this.source = source;
  }

  /** What AWS says of a resource type; `undefined` for one that does not exist. */
  resource(type: string): ResourceSpecification | undefined {
    return this.source.resource(type);
  }

  /** Members of a type that is a structure; `undefined` for any other. */
  members({ reference }: ValueType): PropertyTypes | undefined {
    return reference === undefined ? undefined : this.source.definition(reference.$ref).properties;
  }

  /** Whatever of a template the specification does not allow, each with the place where it stands. */
  faultsIn(template: Cfn): string[] {
    const resources = entries(at(template, "Resources"));
    const types = new Map(resources.map(([id, resource]) => [id, typeOf(resource)] as const));
    const wrong = resources.flatMap(([id, resource]) => {
      const type = typeOf(resource);
      const known = this.resource(type);
      if (known === undefined) return [`${id}: ${type} does not exist`];
      const properties = Object.fromEntries(entries(at(resource, "Properties")));
      return this.ofProperties(properties, known.properties, "").map((fault) => `${id} (${type}): ${fault}`);
    });
    const wanted = [at(template, "Resources"), at(template, "Outputs")].flatMap((part) => attributesWanted(part ?? ""));
    const unknown = wanted.flatMap(([id, attribute]) => {
      const known = this.resource(types.get(id) ?? "");
      const isThere = known === undefined || Object.hasOwn(known.attributes, attribute);
      return isThere ? [] : [`${id} (${types.get(id) ?? ""}): has no attribute ${attribute}`];
    });
    return [...wrong, ...unknown];
  }

  private ofValue(value: Cfn, type: ValueType, path: string): string[] {
    if (isFunction(value)) return [];
    const all = choicesOf(type).map((choice) => this.ofChoice(value, choice, path));
    return all.find((faults) => faults.length === 0) ?? all[0] ?? [];
  }

  private ofChoice(value: Cfn, type: ValueType, path: string): string[] {
    const { element } = type;
    if (type.type === "array" && element !== undefined)
      return Array.isArray(value)
        ? value.flatMap((item: Cfn, index) => this.ofValue(item, element, `${path}[${index}]`))
        : [`${path} is no list`];
    if (type.type === "map" && element !== undefined)
      return isObject(value)
        ? Object.entries(value).flatMap(([key, item]) => this.ofValue(item, element, `${path}.${key}`))
        : [`${path} is no map`];
    const members = type.type === "tag" ? tagProperties : this.members(type);
    if (members !== undefined)
      return isObject(value) ? this.ofProperties(value, members, path) : [`${path} is no map of properties`];
    const isRight = scalars[type.type];
    if (isRight === undefined) return [`${path} has a type that is not looked at: ${type.type}`];
    return isRight(value) ? [] : [`${path} is no ${type.type}`];
  }

  private ofProperties(properties: Readonly<Record<string, Cfn>>, known: PropertyTypes, path: string): string[] {
    const placeOf = (name: string): string => (path === "" ? name : `${path}.${name}`);
    const said = Object.entries(properties).flatMap(([name, value]) => {
      const property = Object.hasOwn(known, name) ? known[name] : undefined;
      return property === undefined
        ? [`${placeOf(name)} does not exist`]
        : this.ofValue(value, property.type, placeOf(name));
    });
    const missing = Object.entries(known)
      .filter(([name, { required }]) => required === true && !Object.hasOwn(properties, name))
      .map(([name]) => `${placeOf(name)} is missing`);
    return [...said, ...missing];
  }
}

const typeOf = (resource: Cfn): string => {
  const type = at(resource, "Type");
  return typeof type === "string" ? type : "";
};
