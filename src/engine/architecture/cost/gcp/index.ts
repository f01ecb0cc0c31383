import type { Pricers } from "../charge.ts";
import { computePricers } from "./compute.ts";
import { dataPricers } from "./data.ts";
import { networkPricers } from "./network.ts";
import { platformPricers } from "./platform.ts";
import { serverlessPricers } from "./serverless.ts";
import { servicePricers } from "./services.ts";

export const gcpPricers: Pricers = {
  ...computePricers,
  ...serverlessPricers,
  ...dataPricers,
  ...networkPricers,
  ...servicePricers,
  ...platformPricers,
};
