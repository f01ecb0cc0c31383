import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Component, Value } from "../model/index.ts";
import { companionsOf } from "./companions.ts";
import { component, modelOf } from "./rules-fixture.ts";

const bucket = (name: string, value?: Value): Component =>
  component("aws_s3_bucket", name, value === undefined ? {} : { bucket: value });
const versioning = (name: string, value: Value, to?: string): Component =>
  component(
    "aws_s3_bucket_versioning",
    name,
    { bucket: value },
    { references: to === undefined ? [] : [{ path: "bucket", to }] },
  );

const found = (subject: Component, ...others: Component[]): string[] | undefined =>
  companionsOf(subject, modelOf(subject, ...others), "aws_s3_bucket_versioning", "bucket")?.map(({ name }) => name);

describe("companions of a resource", () => {
  it("are those that refer to it", () => {
    const own = versioning("own", new Unknown(["aws_s3_bucket.a"]), "aws_s3_bucket.a");
    const other = versioning("other", new Unknown(["aws_s3_bucket.b"]), "aws_s3_bucket.b");
    expect(found(bucket("a"), bucket("b"), own, other)).toEqual(["own"]);
  });

  it("are those that give its name", () => {
    expect(found(bucket("a", "assets"), versioning("own", "assets"), versioning("other", "logs"))).toEqual(["own"]);
  });

  it("are those that give the same unknown name", () => {
    const name = new Unknown(["var.name"]);
    expect(found(bucket("a", name), versioning("own", new Unknown(["var.name"])))).toEqual(["own"]);
  });

  it("are in doubt while one of the kind has an unknown name", () => {
    expect(found(bucket("a", "assets"), versioning("own", new Unknown(["aws_s3_bucket.undeclared"])))).toBeUndefined();
  });

  it("are not in doubt when the one with an unknown name rather belongs to another", () => {
    const unnamed = bucket("b", new Unknown());
    expect(found(bucket("a", "assets"), unnamed, versioning("own", new Unknown()))).toEqual([]);
    expect(found(unnamed, bucket("a", "assets"), versioning("own", new Unknown()))).toBeUndefined();
  });

  it("are not those of a module or of something that exists already", () => {
    expect(
      found(bucket("a", "assets"), versioning("own", new Unknown(["module.site", "data.aws_s3_bucket.x"]))),
    ).toEqual([]);
  });
});
