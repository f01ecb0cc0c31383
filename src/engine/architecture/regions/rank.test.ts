import { describe, expect, it } from "vitest";
import { findRegion, rankRegions, regionsOf } from "./index.ts";
import { partnerOfAws } from "./partners.ts";
import { distanceKm, findCountry } from "./place.ts";

const brazil = [{ country: "BR", share: 1 }];

describe("ranking regions", () => {
  it.each([
    ["aws", "BR", "sa-east-1"],
    ["aws", "US", "us-east-1"],
    ["aws", "Germany", "eu-central-1"],
    ["gcp", "IN", "asia-south1"],
    ["azure", "AU", "australiaeast"],
  ] as const)("on %s users in %s get %s", (cloud, country, region) => {
    expect(rankRegions({ cloud, users: [{ country, share: 1 }] })[0]?.region).toBe(region);
  });

  it("takes the measured round trip between two measured places", () => {
    const virginia = rankRegions({ cloud: "azure", users: [{ region: "brazilsouth", share: 1 }] }).find(
      ({ region }) => region === "eastus",
    );
    expect(virginia?.latency_ms).toBe(120);
    expect(virginia?.why).toContain("measured");
  });

  it("says that a latency from the distance is approximate", () => {
    const santiago = rankRegions({ cloud: "gcp", users: [{ country: "CL", share: 1 }] })[0];
    expect(santiago).toMatchObject({ region: "southamerica-west1" });
    expect(santiago?.why).toContain("approximate");
  });

  it("weighs several places by their share", () => {
    const mean = (us: number, de: number) =>
      rankRegions({
        cloud: "aws",
        users: [
          { country: "US", share: us },
          { country: "DE", share: de },
        ],
      }).find(({ region }) => region === "us-east-1")?.latency_ms ?? 0;
    expect(mean(9, 1)).toBeLessThan(mean(1, 9));
  });

  it("keeps only EU regions when data has to stay in the EU", () => {
    const ranked = rankRegions({ cloud: "aws", users: brazil, residency: "EU" });
    expect(ranked.length).toBeGreaterThan(4);
    expect(ranked.every(({ residency }) => residency.includes("EU"))).toBe(true);
    expect(ranked.map(({ region }) => region)).not.toContain("eu-west-2");
  });

  it("counts Norway as EEA but not as EU", () => {
    const regions = (residency: string) =>
      rankRegions({ cloud: "azure", users: [], residency }).map(({ region }) => region);
    expect(regions("EEA")).toContain("norwayeast");
    expect(regions("EU")).not.toContain("norwayeast");
  });

  it("understands a country as residency", () => {
    const ranked = rankRegions({ cloud: "aws", users: brazil, residency: "Germany" });
    expect(ranked.map(({ region }) => region)).toEqual(["eu-central-1"]);
    expect(rankRegions({ cloud: "aws", users: brazil, residency: "PT" })).toEqual([]);
  });

  it("offers government regions to nobody, and Chinese ones only for data that must stay in China", () => {
    const open = rankRegions({ cloud: "aws", users: brazil }).map(({ region }) => region);
    expect(open.some((region) => region.startsWith("us-gov") || region.startsWith("cn-"))).toBe(false);
    expect(rankRegions({ cloud: "aws", users: [], residency: "CN" }).map(({ region }) => region)).toContain(
      "cn-north-1",
    );
  });

  it("follows the weights asked for", () => {
    const greenest = rankRegions({ cloud: "aws", users: brazil, weights: { latency: 0, cost: 0, carbon: 1 } })[0];
    expect(greenest?.region).toBe("eu-north-1");
  });

  it("ranks by price and carbon when no place of users is known", () => {
    const [first] = rankRegions({ cloud: "aws", users: [{ country: "Atlantis", share: 1 }] });
    expect(first).toMatchObject({ latency_ms: 0, cost_index: 1 });
    expect(first?.why).toContain("latency does not count");
  });

  it("scores from 0 to 100, the best first", () => {
    const scores = rankRegions({ cloud: "gcp", users: brazil }).map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores.every((score) => score >= 0 && score <= 100)).toBe(true);
  });
});

describe("places", () => {
  it("measures great-circle distances", () => {
    expect(distanceKm({ lat: 48.86, lon: 2.35 }, { lat: 40.71, lon: -74.01 })).toBeCloseTo(5837, -1);
  });

  it("knows a region by Azure's display name", () => {
    expect(findRegion("azure", "West Europe")?.code).toBe("westeurope");
    expect(findRegion("aws", "mars-1")).toBeUndefined();
  });

  it("has a place for every country that has a region", () => {
    const clouds = ["aws", "azure", "gcp"] as const;
    const missing = clouds.flatMap(regionsOf).filter(({ country }) => findCountry(country) === undefined);
    expect(missing).toEqual([]);
  });
});

describe("copies of an AWS region's data", () => {
  it.each([
    ["us-east-1", "us-west-2"],
    ["eu-central-2", "eu-central-1"],
    ["ca-west-1", "ca-central-1"],
    ["us-gov-west-1", "us-gov-east-1"],
    ["cn-north-1", "cn-northwest-1"],
    ["af-south-1", "us-east-1"],
    ["constructor", "us-east-1"],
  ])("of %s go to %s", (region, partner) => {
    expect(partnerOfAws(region)).toBe(partner);
  });
});
