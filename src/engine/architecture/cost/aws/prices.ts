import { chargesFrom } from "../charge.ts";
import file from "../prices/aws.json" with { type: "json" };

/** Charges at AWS list prices of us-east-1. */
export const charge = chargesFrom(file, ["cloudfront.", "route53.", "globalaccelerator.", "shield."]);
