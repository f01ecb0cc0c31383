import { chargesFrom } from "../charge.ts";
import file from "../prices/azure.json" with { type: "json" };
import regional from "./regional.json" with { type: "json" };

/** Charges at Azure list prices of East US. */
export const charge = chargesFrom(file, regional.flat, regional.ratios);
