import { chargesFrom } from "../charge.ts";
import file from "../prices/azure.json" with { type: "json" };

/** Charges at Azure list prices of East US. */
export const charge = chargesFrom(file, ["cdn.", "frontdoor.", "frontdoor_waf.", "dns.", "trafficmanager."]);
