import { describe, expect, it } from "vitest";
import { createModel } from "../model/index.ts";
import type { Cloud, Component } from "../model/index.ts";
import { residencyRules } from "./residency.ts";
import { later } from "./rule-table-fixture.ts";
import { component } from "./rules-fixture.ts";
import { tagRules } from "./tags.ts";

const rules = [...residencyRules, ...tagRules];

const answer = (id: string, cloud: Cloud, region: string, ...components: Component[]): string | undefined => {
  const model = createModel({ cloud, region, components, groups: [], links: [] });
  const [subject] = components;
  return subject && rules.find((rule) => rule.id === id)?.check(subject, model).outcome;
};

const bucket = (attributes: object = {}) => component("aws_s3_bucket", "a", { ...attributes });
const american = component(
  "provider.aws",
  "us",
  { region: "us-east-1" },
  { id: "provider.aws.us", address: "provider.aws.us" },
);
const storage = (attributes: object = {}) => component("azurerm_storage_account", "a", { ...attributes });
const documents = (place: string) => component("google_firestore_database", "a", { location_id: place });
const dataset = (attributes: object = {}) => component("google_bigquery_dataset", "a", { ...attributes });

describe("residency", () => {
  it.each([
    ["a bucket beside the design", "aws-data-residency", "aws", "eu-west-1", [bucket()], "pass"],
    [
      "a bucket of a provider in America",
      "aws-data-residency",
      "aws",
      "eu-west-1",
      [bucket({ provider: "aws.us" }), american],
      "fail",
    ],
    [
      "the same under an American design",
      "aws-data-residency",
      "aws",
      "us-west-2",
      [bucket({ provider: "aws.us" }), american],
      "pass",
    ],
    [
      "a design whose tags say that it may not leave",
      "aws-data-residency",
      "aws",
      "us-west-2",
      [bucket({ tags: { DataResidency: "EU" } })],
      "fail",
    ],
    [
      "a duty to the GDPR",
      "aws-data-residency",
      "aws",
      "us-west-2",
      [bucket({ tags: { Compliance: "GDPR" } })],
      "fail",
    ],
    [
      "a region known only after apply",
      "aws-data-residency",
      "aws",
      "eu-west-1",
      [bucket({ region: later })],
      "unknown",
    ],
    [
      "a table with a copy in America",
      "aws-data-residency",
      "aws",
      "eu-central-1",
      [component("aws_dynamodb_table", "a", { replica: [{ region_name: "us-east-1" }] })],
      "fail",
    ],
    ["Azure in Europe", "azure-data-residency", "azure", "westeurope", [storage({ location: "North Europe" })], "pass"],
    ["Azure in two worlds", "azure-data-residency", "azure", "westeurope", [storage({ location: "eastus" })], "fail"],
    ["Google's wide Europe", "gcp-data-residency", "gcp", "europe-west1", [dataset({ location: "EU" })], "pass"],
    ["a dataset that says no place", "gcp-data-residency", "gcp", "europe-west1", [dataset()], "fail"],
    ["the same in America", "gcp-data-residency", "gcp", "us-central1", [dataset()], "pass"],
    [
      "a country in the block of a tag, beside tags without a key or a value",
      "aws-data-residency",
      "aws",
      "us-west-2",
      [
        bucket(),
        component("aws_autoscaling_group", "a", {
          tag: [{ value: "x" }, later, { key: "owner" }, { key: "Residency", value: "DE" }],
        }),
      ],
      "fail",
    ],
    ["documents in America", "gcp-data-residency", "gcp", "europe-west1", [documents("nam5")], "fail"],
    ["documents in Europe", "gcp-data-residency", "gcp", "europe-west1", [documents("eur3")], "pass"],
    [
      "a country that data has to stay in",
      "aws-data-residency",
      "aws",
      "us-west-2",
      [bucket({ tags: { Residency: "DE" } })],
      "fail",
    ],
    ["another duty", "aws-data-residency", "aws", "us-west-2", [bucket({ tags: { Compliance: "HIPAA" } })], "pass"],
    [
      "a word that is no country",
      "aws-data-residency",
      "aws",
      "us-west-2",
      [bucket({ tags: { Residency: "anywhere" } })],
      "pass",
    ],
  ] as const)("judges %s", (_, id, cloud, region, components, outcome) => {
    expect(answer(id, cloud, region, ...components)).toBe(outcome);
  });
});

const tagged = (name: string, ...keys: string[]) =>
  component("aws_s3_bucket", name, {
    tags: Object.fromEntries(keys.map((key) => [key, "x"])),
  });
const owned = ["b", "c", "d", "e"].map((name) => tagged(name, "owner"));

describe("tags", () => {
  it.each([
    ["a bucket without any", "aws-untagged", [bucket()], "fail"],
    ["a bucket with one", "aws-untagged", [bucket({ tags: { owner: "me" } })], "pass"],
    ["one whose tags are known after apply", "aws-untagged", [bucket({ tags: later })], "pass"],
    [
      "a provider that tags everything",
      "aws-untagged",
      [bucket(), component("provider.aws", "aws", { default_tags: [{ tags: { owner: "me" } }] })],
      "pass",
    ],
    [
      "the second that has none",
      "aws-untagged",
      [component("aws_s3_bucket", "second"), component("aws_lb", "first")],
      "fail",
    ],
    ["one that lacks what the others carry", "aws-tags-uneven", [tagged("a", "team"), ...owned], "fail"],
    ["one that writes it in another case", "aws-tags-uneven", [tagged("a", "Owner"), ...owned], "fail"],
    ["all alike", "aws-tags-uneven", [tagged("a", "owner"), ...owned], "pass"],
    ["too few to speak of a habit", "aws-tags-uneven", [tagged("a", "team"), tagged("b", "owner")], "pass"],
  ] as const)("judges %s", (_, id, components, outcome) => {
    expect(answer(id, "aws", "eu-west-1", ...components)).toBe(outcome);
  });

  it("asks Azure for tags and Google for labels", () => {
    expect(answer("azure-untagged", "azure", "westeurope", storage())).toBe("fail");
    expect(answer("azure-untagged", "azure", "westeurope", storage({ tags: { owner: "me" } }))).toBe("pass");
    expect(answer("gcp-untagged", "gcp", "europe-west1", dataset())).toBe("fail");
    expect(answer("gcp-untagged", "gcp", "europe-west1", dataset({ labels: { owner: "me" } }))).toBe("pass");
  });
});
