import { describe, expect, it } from "vitest";
import { inspect } from "../../parse/index.ts";
import { at, entries } from "./template-fixture.ts";
import { composeTemplate } from "./template.ts";

const idsOf = (text: string): string[] =>
  entries(at(composeTemplate(inspect([{ name: "main.tf", text }]).model), "Resources")).map(([id]) => id);

const queue = (name: string, more = ""): string => `resource "aws_sqs_queue" "${name}" {\n  ${more}\n}\n`;

describe("logical ids", () => {
  it.each([
    ["are kept as the design has them from a template", queue("JobQueue") + queue("Jobs"), ["JobQueue", "Jobs"]],
    ["are kept with a small letter first", queue("jobQueue"), ["jobQueue"]],
    ["are made of Terraform's names with what it is behind", queue("jobs"), ["JobsQueue"]],
    ["are kept before any is made", queue("jobs") + queue("JobsQueue"), ["JobsQueue2", "JobsQueue"]],
    ["are kept once", `${queue("Jobs")}resource "aws_sns_topic" "Jobs" {}\n`, ["Jobs", "JobsTopic"]],
    ["are numbered where a block stands for several", queue("Jobs", "count = 2"), ["JobsQueue0", "JobsQueue1"]],
    ["are kept where a block may be left out", queue("Jobs", "count = 1"), ["Jobs"]],
  ])("%s", (_, text, ids) => {
    expect(idsOf(text)).toEqual(ids);
  });

  it("of what merges into its owner are not needed", () => {
    const bucket = `resource "aws_s3_bucket" "Assets" {}
resource "aws_s3_bucket_versioning" "Assets" {
  bucket = aws_s3_bucket.Assets.id
  versioning_configuration { status = "Enabled" }
}
`;
    expect(idsOf(bucket)).toEqual(["Assets"]);
  });
});
