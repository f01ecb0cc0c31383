import type { Pricers } from "../charge.ts";
import { computePricers } from "./compute.ts";
import { dataPricers } from "./data.ts";
import { networkPricers } from "./network.ts";
import { servicePricers } from "./services.ts";

export const azurePricers: Pricers = { ...computePricers, ...dataPricers, ...networkPricers, ...servicePricers };
