import type { Instance } from "./instance.ts";

/** Once built, some resources list what other resources added to them: the same rules would be there twice. */
const copies: Readonly<Record<string, { names: readonly string[]; parts: readonly string[]; via: string }>> = {
  aws_security_group: {
    names: ["ingress", "egress"],
    parts: ["aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"],
    via: "security_group_id",
  },
  aws_route_table: { names: ["route"], parts: ["aws_route"], via: "route_table_id" },
  aws_iam_role: {
    names: ["inline_policy", "managed_policy_arns"],
    parts: ["aws_iam_role_policy", "aws_iam_role_policy_attachment"],
    via: "role",
  },
  azurerm_network_security_group: {
    names: ["security_rule"],
    parts: ["azurerm_network_security_rule"],
    via: "network_security_group_name",
  },
  azurerm_virtual_network: { names: ["subnet"], parts: ["azurerm_subnet"], via: "virtual_network_name" },
  azurerm_route_table: { names: ["route"], parts: ["azurerm_route"], via: "route_table_name" },
};

const ownerOf: ReadonlyMap<string, readonly string[]> = new Map(
  [...new Set(Object.values(copies).flatMap(({ parts }) => parts))].map((part) => [
    part,
    Object.entries(copies).flatMap(([type, { parts }]) => (parts.includes(part) ? [type] : [])),
  ]),
);

const textAt = ({ values }: Instance, name: string): string | undefined => {
  const node = values.get(name)?.value;
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
};

const nothing: ReadonlySet<string> = new Set();

/** Names of the blocks of each instance that only repeat other resources. */
export const copiedBlocks = (instances: readonly Instance[]): ((instance: Instance) => ReadonlySet<string>) => {
  const owned = new Set<string>();
  for (const part of instances)
    for (const type of ownerOf.get(part.type) ?? []) {
      const owner = textAt(part, copies[type]?.via ?? "");
      if (owner !== undefined) owned.add(`${type} ${owner}`);
    }
  return (instance) => {
    const { type } = instance;
    const isOwned = ["id", "name"].some((attribute) => owned.has(`${type} ${textAt(instance, attribute) ?? ""}`));
    return isOwned ? new Set(copies[type]?.names) : nothing;
  };
};
