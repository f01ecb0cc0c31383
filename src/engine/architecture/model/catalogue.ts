import type { Kind, ResourceType, Role } from "./kinds.ts";
import { services } from "./services.ts";
import { awsTypes } from "./types-aws.ts";
import { azureTypes } from "./types-azure.ts";
import { gcpTypes } from "./types-gcp.ts";
import { kubernetesTypes, withoutApiVersion } from "./types-kubernetes.ts";

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

/** What is known of a Terraform type. A cloud's type that the catalogue does not hold is drawn as a neutral box under its own name, unless that name says that it only sets up another. */
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

const listed = (type: string): ResourceType | undefined =>
  [awsTypes, azureTypes, gcpTypes].find((types) => Object.hasOwn(types, type))?.[type] ?? listedAnywhere(type);

const listedAnywhere = (type: string): ResourceType | undefined => {
  const name = withoutApiVersion(type);
  return Object.hasOwn(kubernetesTypes, name) ? kubernetesTypes[name] : undefined;
};

/** Last words of types that only set up another resource. */
const helperWord =
  /_(?:policy|policies|attachment|association|permission|rule|rules|member|binding|setting|settings|configuration|config|assignment|lock|alias|certificate|validation|key|role|user|link|definition|connector|exclusion|activation|acceptor|accepter)$/;

/** Families of types that join what they name. */
const joining = /^azurerm_(?:data_factory_linked_service|stream_analytics_\w*(?:input|output))_/;

/** A type under the name of a listed one (`aws_lb_trust_store`) sets that one up. */
const extendsListed = (type: string): boolean => {
  for (let end = type.lastIndexOf("_"); end > 0; end = type.lastIndexOf("_", end - 1))
    if (listed(type.slice(0, end)) !== undefined) return true;
  return false;
};

const describe = (type: string): Service => {
  const [id, role, via] = listed(type) ?? [];
  if (id !== undefined && role !== undefined) return { ...serviceOf(id), role, ...(via !== undefined && { via }) };
  const cloud = cloudOf(type);
  const isHelper = cloud === "generic" || helperWord.test(type) || extendsListed(type);
  return {
    id: `${cloud}.${type.replace(/^[a-z]+_/, "").replaceAll("_", "-")}`,
    label: type,
    kind: "other",
    role: joining.test(type) ? "wire" : isHelper ? "hidden" : "node",
  };
};

/** `aws.kendra-index` → "Kendra index". */
const nameOf = (id: string): string => {
  const words = id.replace(/^[a-z]+\./, "").replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A service by its catalogue id. */
export const serviceOf = (id: string): Omit<Service, "role" | "via"> => {
  const [label, kind] = (Object.hasOwn(services, id) ? services[id] : undefined) ?? [nameOf(id), "other"];
  return { id, label, kind };
};
