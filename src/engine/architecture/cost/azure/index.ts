import type { Pricers } from "../charge.ts";
import { computePricers } from "./compute.ts";
import { dataPricers } from "./data.ts";
import { databasePricers } from "./databases.ts";
import { networkPricers } from "./network.ts";
import { platformPricers } from "./platform.ts";
import { servicePricers } from "./services.ts";

export const azurePricers: Pricers = {
  ...computePricers,
  ...dataPricers,
  ...databasePricers,
  ...networkPricers,
  ...servicePricers,
  ...platformPricers,
};
