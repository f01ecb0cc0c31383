import { describe, expect, it } from "vitest";
import { splitWords } from "../../architecture/parse/form/words.ts";
import { isPriced, priceThing } from "../priced.ts";
import { clouds, findProduct, findThings, kindIds } from "./index.ts";

const products = kindIds.flatMap((kind) =>
  clouds.flatMap((cloud) => {
    const product = findProduct(kind, cloud);
    return product === undefined ? [] : [{ kind, cloud, name: product.name }];
  }),
);

describe("things that can be priced", () => {
  it.each(products)("$name has a price for all of it", ({ kind, cloud }) => {
    const priced = priceThing(kind, cloud, {});
    expect(priced && isPriced(priced)).toBe(true);
    expect(priced?.cost.monthly).toBeGreaterThan(0);
    expect(priced?.cost.items.filter(({ assumption }) => assumption.includes("(small usage profile)")).length).toBe(
      kind === "container" && cloud === "azure" ? 1 : 0,
    );
  });

  it.each(products.filter(({ kind, cloud }) => findProduct(kind, cloud)?.usual.gb !== undefined))(
    "$name costs more with four times the data",
    ({ kind, cloud }) => {
      const gb = findProduct(kind, cloud)?.usual.gb ?? 0;
      const more = priceThing(kind, cloud, { gb: gb * 4 })?.cost.monthly ?? 0;
      expect(more).toBeGreaterThan(priceThing(kind, cloud, {})?.cost.monthly ?? 0);
    },
  );

  it.each(products)("two of $name cost twice as much", ({ kind, cloud }) => {
    const one = priceThing(kind, cloud, {})?.cost.monthly ?? 0;
    const two = priceThing(kind, cloud, { count: 2 })?.cost.monthly ?? 0;
    expect(two).toBeGreaterThan(one);
  });
});

describe("names of things", () => {
  it.each([
    ["a Multi-AZ Postgres", ["postgres@"]],
    ["Amazon RDS for PostgreSQL", ["postgres@aws", "postgres@"]],
    ["Lambda and Fargate", ["function@aws", "container@aws"]],
    ["Cloud SQL for MySQL", ["mysql@gcp"]],
    ["an elephant", []],
  ])("in %j are %j", (text, found) => {
    expect(findThings(splitWords(text)).map(({ kind, cloud }) => `${kind}@${cloud ?? ""}`)).toEqual(found);
  });
});
