import type { Cloud, Component, Model } from "../model/index.ts";
import { findRegion, isApart } from "../regions/index.ts";
import { regionOf } from "../topology/regions.ts";

/** Where a component is billed. */
export interface Place {
  region: string;
  /** Ratio of its prices to those of the cloud's reference region; `undefined` where no list was found. */
  index: number | undefined;
  /** Has price lists of its own: China, governments. */
  apart: boolean;
}

const referenceRegions: Readonly<Record<Cloud, string>> = { aws: "us-east-1", azure: "eastus", gcp: "us-central1" };

const placeOf = (cloud: Cloud, region: string): Place => ({
  region,
  index: findRegion(cloud, region)?.priceIndex,
  apart: isApart(cloud, region),
});

/**
 * Finds the place of a component: that which its own code says, else that of the design. With `moveTo`, what stands in the
 * design's main region is taken to stand there instead.
 */
export const placeFinder = (model: Model, moveTo = model.region): ((component: Component, cloud: Cloud) => Place) => {
  const known = new Map<string, Place>();
  return (component, cloud) => {
    const said = regionOf(component, model) ?? model.region;
    const isElsewhere = said !== model.region && (findRegion(cloud, said) !== undefined || isApart(cloud, said));
    const region = isElsewhere ? said : moveTo;
    const key = `${cloud} ${region}`;
    const place = known.get(key) ?? placeOf(cloud, region);
    known.set(key, place);
    return place;
  };
};

/** No price of the table holds there, and none is near it. */
export const hasOwnLists = ({ index, apart }: Place): boolean => apart && index === undefined;

/** Says whose price it is where a place has no index. */
export const referenceNote = (cloud: Cloud, region: string): string =>
  `price of ${referenceRegions[cloud]}: no list of ${region} here`;
