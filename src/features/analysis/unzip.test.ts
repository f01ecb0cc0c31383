import { exports } from "cloudflare:workers";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { Analysis } from "./schema.ts";

const post = (archive: Uint8Array, name = "project.zip"): Promise<Response> => {
  const form = new FormData();
  form.append("file", new File([new Uint8Array(archive)], name));
  return exports.default.fetch("http://api/api/analyze?diagram=none", { method: "POST", body: form });
};

const zip = (files: Record<string, string>, level: 0 | 6 = 6): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), { level });

const analysisOf = async (answer: Response): Promise<Analysis> => {
  expect(answer.status).toBe(200);
  return Analysis.parse(await answer.json());
};

const bucket = 'resource "aws_s3_bucket" "assets" {\n  acl = "public-read"\n}\n';

test.each([0, 6] as const)("a repository's archive is read without its folder's name (level %i)", async (level) => {
  const files = {
    "shop-main/main.tf": bucket,
    "shop-main/README.md": "# shop",
    "shop-main/package.json": "{}",
    "shop-main/.terraform/modules/x/main.tf": 'resource "aws_vpc" "other" {}',
    "__MACOSX/shop-main/._main.tf": "x",
  };
  const { findings, architecture, warnings } = await analysisOf(await post(zip(files, level)));
  expect(architecture.components.map(({ id }) => id)).toEqual(["aws_s3_bucket.assets"]);
  expect(findings.find(({ rule }) => rule === "aws-s3-public-read")).toMatchObject({ file: "main.tf", line: 2 });
  expect(warnings).toEqual([]);
});

test("its modules are followed", async () => {
  const files = {
    "main.tf": 'module "store" {\n  source = "./modules/store"\n  acl    = "public-read"\n}\n',
    "modules/store/main.tf": 'variable "acl" {}\n\nresource "aws_s3_bucket" "assets" {\n  acl = var.acl\n}\n',
  };
  const { findings } = await analysisOf(await post(zip(files)));
  expect(findings.find(({ rule }) => rule === "aws-s3-public-read")).toMatchObject({
    resource: "module.store.aws_s3_bucket.assets",
    file: "modules/store/main.tf",
    line: 4,
  });
});

test("paths that climb out stay inside", async () => {
  const { findings } = await analysisOf(await post(zip({ "../../etc/main.tf": bucket, "a/b.tf": "locals {}" })));
  expect(findings[0]?.file).toBe("etc/main.tf");
});

test("code in other formats is read too, and what is not read is told", async () => {
  const files = {
    "main.tf": bucket,
    "queue.yaml": "Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n",
    "notes.yaml": "a: 1\n",
    "arm.json": '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"}',
  };
  const { architecture, warnings } = await analysisOf(await post(zip(files)));
  expect(architecture.components.map(({ id }) => id)).toEqual(["aws_s3_bucket.assets", "aws_sqs_queue.Jobs"]);
  expect(warnings.map(({ file }) => file)).toEqual(["arm.json"]);
});

test("a bomb is refused by what it unpacks to, not by what it says", async () => {
  const bomb = zip({ "a.tf": "#".repeat(60_000_000) });
  // The sizes in its headers, set to something harmless.
  const view = new DataView(bomb.buffer);
  for (let at = 0; at + 46 < bomb.length; at++) {
    if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, 100, true);
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 100, true);
  }
  const answer = await post(bomb);
  expect(answer.status).toBe(413);
});

test.each([
  ["text under the name", strToU8("resource")],
  ["an archive cut short", zip({ "main.tf": bucket.repeat(500) }).subarray(0, 60)],
  ["an empty archive", zip({})],
])("%s is a 422 that names the part", async (_name, bytes) => {
  const answer = await post(bytes);
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ errors: [{ path: "file" }] });
});

test("too many files are refused", async () => {
  const files = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`f${index}.tf`, "locals {}"]));
  expect((await post(zip(files))).status).toBe(413);
});
