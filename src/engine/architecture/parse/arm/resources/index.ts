import { snakeCase } from "../../cloudformation/names.ts";
import { analyticsMappings } from "./analytics.ts";
import { computeMappings } from "./compute.ts";
import { containerMappings } from "./containers.ts";
import { databaseMappings } from "./databases.ts";
import { edgeMappings } from "./edge.ts";
import type { ArmMapping, ArmMappings, InlineParts } from "./mapping.ts";
import { messagingMappings } from "./messaging.ts";
import { networkMappings } from "./network.ts";
import { operationsMappings } from "./operations.ts";
import { securityMappings } from "./security.ts";
import { sqlMappings } from "./sql.ts";
import { storageMappings } from "./storage.ts";
import { webMappings } from "./web.ts";

const mappings: ArmMappings = {
  ...analyticsMappings,
  ...computeMappings,
  ...containerMappings,
  ...databaseMappings,
  ...edgeMappings,
  ...messagingMappings,
  ...networkMappings,
  ...operationsMappings,
  ...securityMappings,
  ...sqlMappings,
  ...storageMappings,
  ...webMappings,
};

/** Lists of a resource whose members are resources of their own in Terraform. */
const inlineParts: ReadonlyMap<string, InlineParts> = new Map([
  ["microsoft.network/virtualnetworks", [{ path: "properties.subnets", type: "subnets" }]],
  [
    "microsoft.network/loadbalancers",
    [
      { path: "properties.backendAddressPools", type: "backendAddressPools" },
      { path: "properties.probes", type: "probes" },
      { path: "properties.loadBalancingRules", type: "loadBalancingRules" },
    ],
  ],
  ["microsoft.compute/virtualmachines", [{ path: "properties.storageProfile.dataDisks", type: "dataDisks" }]],
]);

/** The lists of a type that hold resources. */
export const partsInside = (type: string): InlineParts => inlineParts.get(type.toLowerCase()) ?? [];

/** `Microsoft.Foo/barBazes` → `azurerm_foo_bar_bazes`. */
const guessedType = (type: string): string | undefined => {
  const parts = type.replace(/^Microsoft\./i, "").split("/");
  if (parts.length < 2 || !parts.every((part) => /^[A-Za-z][\w.]{0,60}$/.test(part))) return undefined;
  return `azurerm_${parts.map((part) => snakeCase(part.replaceAll(".", "_"))).join("_")}`;
};

/** How a type is written; one that no table holds, under its own name with what it says. */
export const mappingOf = (type: string): ArmMapping | undefined => {
  const key = type.toLowerCase();
  if (Object.hasOwn(mappings, key)) return mappings[key];
  const guessed = guessedType(type);
  return guessed === undefined ? undefined : { type: guessed, fields: {}, isGuessed: true };
};
