import type { Model } from "../../model/index.ts";

export const toCloudFormation = (model: Model): string => model.region;
