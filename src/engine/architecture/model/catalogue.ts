import type { Kind, Role } from "./kinds.ts";
import { services } from "./services.ts";
import { awsTypes } from "./types-aws.ts";
import { azureTypes } from "./types-azure.ts";
import { gcpTypes } from "./types-gcp.ts";

export interface Service {
  id: string;
  label: string;
  kind: Kind;
  role: Role;
  /** For a part: the attribute that names what it belongs to. */
  via?: string;
}

const cloudOf = (type: string): string =>
  type.startsWith("aws_")
    ? "aws"
    : type.startsWith("azurerm_")
      ? "azure"
      : type.startsWith("google_")
        ? "gcp"
        : "generic";

/** What is known of a Terraform type. A cloud's type that the catalogue does not hold is drawn as a neutral box under its own name. */
export const catalogue = (type: string): Service => {
  const known = described.get(type);
  if (known !== undefined) return known;
  const service = describe(type);
  if (described.size < mostDescribed) described.set(type, service);
  return service;
};

// Asked for many times per resource. Bounded, since a caller may invent types.
const described = new Map<string, Service>();
const mostDescribed = 2_000;

const describe = (type: string): Service => {
  const table = [awsTypes, azureTypes, gcpTypes].find((types) => Object.hasOwn(types, type));
  const [id, role, via] = table?.[type] ?? [];
  if (id === undefined || role === undefined)
    return {
      id: `${cloudOf(type)}.${type.replace(/^[a-z]+_/, "").replaceAll("_", "-")}`,
      label: type,
      kind: "other",
      role: cloudOf(type) === "generic" ? "hidden" : "node",
    };
  return { ...serviceOf(id), role, ...(via !== undefined && { via }) };
};

/** A service by its catalogue id. */
export const serviceOf = (id: string): Omit<Service, "role" | "via"> => {
  const [label, kind] = (Object.hasOwn(services, id) ? services[id] : undefined) ?? [id, "other"];
  return { id, label, kind };
};
