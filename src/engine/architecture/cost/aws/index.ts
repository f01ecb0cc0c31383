import type { Pricers } from "../charge.ts";
import { analyticsPricers } from "./analytics.ts";
import { computePricers } from "./compute.ts";
import { containerPricers } from "./containers.ts";
import { databasePricers } from "./databases.ts";
import { edgePricers } from "./edge.ts";
import { messagingPricers } from "./messaging.ts";
import { networkPricers } from "./network.ts";
import { platformPricers } from "./data-platforms.ts";
import { purposeDatabasePricers } from "./purpose-databases.ts";
import { operationsPricers } from "./operations.ts";
import { serverlessPricers } from "./serverless.ts";
import { storagePricers } from "./storage.ts";

export const awsPricers: Pricers = {
  ...computePricers,
  ...serverlessPricers,
  ...containerPricers,
  ...storagePricers,
  ...databasePricers,
  ...analyticsPricers,
  ...networkPricers,
  ...edgePricers,
  ...messagingPricers,
  ...operationsPricers,
  ...purposeDatabasePricers,
  ...platformPricers,
};
