import { chargesFrom } from "../charge.ts";
import file from "../prices/aws.json" with { type: "json" };
import regional from "./regional.json" with { type: "json" };

/** Charges at AWS list prices of us-east-1. */
export const charge = chargesFrom(file, regional.flat, regional.ratios);
