import { chargesFrom } from "../charge.ts";
import file from "../prices/gcp.json" with { type: "json" };

/** Charges at Google Cloud list prices of us-central1, before sustained-use discounts. */
export const charge = chargesFrom(file, ["dns.", "cdn.", "egress."]);
