import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import { describe, expect, it } from "vitest";
import { choicesOf, Specification } from "../../../emit/cloudformation/specification-fixture.ts";
import type { PropertyTypes, ValueType } from "../../../emit/cloudformation/specification-fixture.ts";
import { analyticsMappings } from "./analytics.ts";
import { apiMappings } from "./api.ts";
import { cacheMappings } from "./caches.ts";
import { containerMappings } from "./containers.ts";
import { edgeMappings } from "./edge.ts";
import { resourceMappings } from "./index.ts";
import { loadBalancingMappings } from "./load-balancing.ts";
import type { PropertyMapping, PropertyMappings } from "./mapping.ts";
import { messagingMappings } from "./messaging.ts";
import { operationsMappings } from "./operations.ts";
import { securityMappings } from "./security.ts";
import { storageMappings } from "./storage.ts";

const database = loadAwsServiceSpecSync();

const specification = new Specification({
  resource: (type) => database.lookup("resource", "cloudFormationType", "equals", type)[0],
  definition: (id) => database.get("typeDefinition", id),
});

/** Members of a map, or of the maps of a list. */
const membersOf = (type: ValueType): PropertyTypes | undefined =>
  choicesOf(type)
    .map((choice) => specification.members(choice) ?? (choice.element && membersOf(choice.element)))
    .find((members) => members !== undefined);

const tableBelow = (mapping: PropertyMapping): PropertyMappings | undefined => {
  if (typeof mapping === "string") return undefined;
  if ("inline" in mapping) return mapping.inline;
  return "properties" in mapping ? mapping.properties : undefined;
};

/** Names of a reshaped table are our own; they begin with a small letter, which no property does. */
const isOwn = (name: string): boolean => /^[a-z]/.test(name);

/** Names that a table has and its type has not. A table that holds itself is looked at once for each type. */
const strangersIn = (table: PropertyMappings, known: PropertyTypes, path: string): string[] => {
  const seen = new Map<PropertyMappings, Set<PropertyTypes>>();
  const visit = (names: PropertyMappings, members: PropertyTypes, at: string): string[] => {
    const before = seen.get(names) ?? new Set();
    if (before.has(members)) return [];
    seen.set(names, before.add(members));
    return Object.entries(names).flatMap(([name, mapping]) => {
      if (isOwn(name)) return [];
      const property = Object.hasOwn(members, name) ? members[name] : undefined;
      if (property === undefined) return [`${at}.${name}`];
      const below = tableBelow(mapping);
      const inner = membersOf(property.type);
      if (below === undefined || Object.keys(below).length === 0) return [];
      return inner === undefined ? [`${at}.${name} holds nothing`] : visit(below, inner, `${at}.${name}`);
    });
  };
  return visit(table, known, path);
};

/** Tables that say each type on its own. Those of the core services share what similar types have in common. */
const exactTables = {
  ...analyticsMappings,
  ...apiMappings,
  ...cacheMappings,
  ...containerMappings,
  ...edgeMappings,
  ...loadBalancingMappings,
  ...messagingMappings,
  ...operationsMappings,
  ...securityMappings,
  ...storageMappings,
};

describe("the tables of CloudFormation's types", () => {
  it("name types that exist", () => {
    const types = Object.keys(resourceMappings);
    expect(types.length).toBeGreaterThan(100);
    const own = types.filter((type) => !type.startsWith("Custom::"));
    expect(own.filter((type) => specification.resource(type) === undefined)).toEqual([]);
  });

  it("name properties that their types have", () => {
    const found = Object.entries(exactTables).flatMap(([type, mapping]) =>
      strangersIn(mapping.properties, specification.resource(type)?.properties ?? {}, type),
    );
    expect(found).toEqual([]);
  });

  it("name attributes that their types have", () => {
    const found = Object.entries(exactTables).flatMap(([type, { attributes = {} }]) => {
      const known = specification.resource(type)?.attributes ?? {};
      return Object.keys(attributes)
        .filter((name) => !Object.hasOwn(known, name))
        .map((name) => `${type}.${name}`);
    });
    expect(found).toEqual([]);
  });
});
