import type { Model } from "../../model/index.ts";
import { findRegion } from "../../regions/index.ts";

/** Microsoft's cross-region replication pairs; geo-redundant copies go to the partner. Newer regions have none. */
const pairs: readonly (readonly [string, string])[] = [
  ["eastus", "westus"],
  ["eastus2", "centralus"],
  ["northcentralus", "southcentralus"],
  ["westus2", "westcentralus"],
  ["canadacentral", "canadaeast"],
  ["northeurope", "westeurope"],
  ["uksouth", "ukwest"],
  ["francecentral", "francesouth"],
  ["germanywestcentral", "germanynorth"],
  ["norwayeast", "norwaywest"],
  ["swedencentral", "swedensouth"],
  ["switzerlandnorth", "switzerlandwest"],
  ["australiaeast", "australiasoutheast"],
  ["australiacentral", "australiacentral2"],
  ["centralindia", "southindia"],
  ["eastasia", "southeastasia"],
  ["japaneast", "japanwest"],
  ["koreacentral", "koreasouth"],
  ["southafricanorth", "southafricawest"],
  ["uaenorth", "uaecentral"],
];

/** Regions whose copies go to a partner that does not copy back to them. */
const oneWay: Readonly<Record<string, string>> = {
  brazilsouth: "southcentralus",
  westus3: "eastus",
  westindia: "southindia",
};

/** `West Europe` → `westeurope`. */
const codeOf = ({ region }: Model): string => region.toLowerCase().replaceAll(" ", "");

/** The region that geo-redundant copies go to; `undefined` where Azure has none for it. */
export const partnerRegion = (model: Model): string | undefined => {
  const code = codeOf(model);
  const pair = pairs.find((names) => names.includes(code));
  return pair?.find((name) => name !== code) ?? oneWay[code];
};

/** Whether the region has availability zones; a region that is not known is taken to have them. */
export const hasZones = (model: Model): boolean => findRegion("azure", codeOf(model))?.zones !== 0;
