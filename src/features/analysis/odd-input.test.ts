// What people paste and upload beside plain Terraform, and what a kept analysis of an older form still answers.
import { call, read, signUp, toRequest } from "../../../test/caller.ts";
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { createApp } from "../../app.ts";
import type { Analysis } from "./schema.ts";
import { sweepExpired } from "./kept.ts";
import { unzip } from "./unzip.ts";

const bucket = 'resource "aws_s3_bucket" "b" {\n  acl = "public-read"\n}\n';
const post = async (json: object, query = "diagram=none") => call(`/api/analyze?${query}`, { json });
const analyze = async (json: object): Promise<Analysis> => {
  const { status, body } = await post(json);
  expect([status, body]).toEqual([200, expect.anything()]);
  return body as Analysis;
};
const postForm = async (form: FormData) => {
  const request = new Request("http://api/api/analyze?diagram=none", { method: "POST", body: form });
  return read(await exports.default.fetch(request));
};
const formOf = (...parts: readonly (readonly [name: string, value: string | File])[]): FormData => {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  return form;
};

const template = {
  AWSTemplateFormatVersion: "2010-09-09",
  Resources: { B: { Type: "AWS::S3::Bucket", Properties: { AccessControl: "PublicRead" } } },
};

describe("what is pasted without a name gets one that suits it", () => {
  test.each([
    ["a template in JSON", JSON.stringify(template, null, 2), "template.json", "AWS architecture"],
    [
      "a template in YAML",
      "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n",
      "template.yaml",
      "AWS architecture",
    ],
    [
      "manifests",
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n    - name: c\n      image: nginx\n      securityContext:\n        privileged: true\n",
      "manifests.yaml",
      "Kubernetes architecture",
    ],
    ["services", "services:\n  web:\n    image: nginx\n    privileged: true\n", "compose.yaml", "Docker architecture"],
    [
      "Terraform in JSON",
      JSON.stringify({ resource: { aws_s3_bucket: { b: { acl: "public-read" } } } }, null, 2),
      "main.tf.json",
      "AWS architecture",
    ],
  ])("%s", async (_name, content, file, title) => {
    const analysis = await analyze({ content });
    expect(analysis.title).toBe(title);
    expect(new Set(analysis.findings.map((finding) => finding.file))).toContain(file);
  });

  test("one that has a name of its own is called by it", async () => {
    expect((await analyze({ content: `--- File: infra/shop.tf ---\n${bucket}` })).title).toBe("shop");
  });

  test("and what is no code among it is told", async () => {
    const content = `--- File: notes.txt ---\nBuy milk.\n--- File: package.json ---\n{"name": "x", "version": "1"}\n--- File: main.tf ---\n${bucket}`;
    const { warnings } = await analyze({ content });
    expect(warnings.find(({ file }) => file === "package.json")?.message).toMatch(/^Looks like JSON; Terraform/);
  });

  test("more files than are taken are refused", async () => {
    const content = Array.from(
      { length: 501 },
      (_, n) => `--- File: f${n}.tf ---\n${bucket.replace('"b"', `"b${n}"`)}`,
    );
    expect(await post({ content: content.join("") })).toMatchObject({ status: 413, body: { code: "too_large" } });
  });
});

describe("a form", () => {
  test("takes text among its files, wishes in words and figures of usage", async () => {
    const form = formOf(
      ["file", bucket],
      ["requirements", "high availability, low cost"],
      ["project_type", "web shop"],
      ["region", "eu-west-1"],
      ["usage", '{"profile": "medium"}'],
    );
    const { status, body } = await postForm(form);
    expect([status, (body as Analysis).architecture.region]).toEqual([200, "eu-west-1"]);
    expect((body as Analysis).title).toContain("web shop");
  });

  test.each([
    [
      "a field that is a file",
      formOf(["region", new File(["x"], "x")], ["requirements", new File(["x"], "x")], ["file", bucket]),
      200,
    ],
    ["a file that is too large", formOf(["file", new File(["#".repeat(1_000_001)], "a.tf")]), 413],
    [
      "files past counting",
      formOf(...Array.from({ length: 500 }, (): [string, File] => ["file", new File([bucket], "a.tf")])),
      413,
    ],
    ["usage that is no JSON", formOf(["file", bucket], ["usage", "{medium"]), 422],
    ["usage of the wrong kind", formOf(["file", bucket], ["usage", '{"profile": "huge"}']), 422],
  ])("with %s", async (_name, form, status) => {
    if (status === 413 && form.getAll("file").length > 1) form.append("files", new File([bucket], "b.tf"));
    expect((await postForm(form)).status).toBe(status);
  });

  const zip = (files: Record<string, Uint8Array>): File => new File([new Uint8Array(zipSync(files))], "project");

  test("reads an archive by its bytes, and tells what of it is too large or no text", async () => {
    const files = {
      "shop/main.tf": strToU8(bucket),
      "shop/big.tf": new Uint8Array(1_000_001).fill(35),
      "shop/odd.tf": Uint8Array.of(0xc3, 0x28),
      "shop/nul.tf": Uint8Array.of(35, 0, 35),
      "shop/package.json": strToU8('{"name": "x"}'),
    };
    const { status, body } = await postForm(formOf(["file", zip(files)]));
    expect(status).toBe(200);
    const { warnings, findings } = body as Analysis;
    expect(warnings.map(({ file, message }) => `${file}: ${message}`).toSorted()).toEqual([
      "big.tf: Larger than 1000000 bytes.",
      "nul.tf: Not text in UTF-8.",
      "odd.tf: Not text in UTF-8.",
    ]);
    expect(findings[0]).toMatchObject({ file: "main.tf", line: 2 });
  });

  test("G4: an archive of more entries than anybody has is refused", () => {
    const many = Object.fromEntries(Array.from({ length: 20_001 }, (_, n) => [`d/${n}`, new Uint8Array()]));
    expect(() => unzip(zipSync(many), () => false, { maxBytes: 1, maxFiles: 1 })).toThrow(/20000 entries/);
  });

  test("an archive whose packed bytes are broken is refused", () => {
    const archive = zipSync({ "main.tf": strToU8(bucket.repeat(50)) });
    archive.fill(0xff, 40, 60);
    expect(() => unzip(archive, () => true, { maxBytes: 1e6, maxFiles: 9 })).toThrow(/cannot be read/);
  });
});

test.each([
  [
    { resources: { "aws_lambda_function.f": { requests: -1 } } },
    "usage.resources.*.requests",
    "Too small: expected number to be >=0",
  ],
  [{ resources: { f: { requests: "many" } } }, "usage", "resources.f.requests: a number from 0 to 1e12"],
  [{ profile: "huge" }, "usage", expect.stringMatching(/^profile: /)],
  [5, "usage", "small, medium or large, or an object with profile and resources"],
])("usage %j is refused by its place", async (usage, path, message) => {
  expect(await post({ content: bucket, usage })).toMatchObject({ status: 422, body: { errors: [{ path, message }] } });
});

describe("the page that StackStage published", () => {
  const dialect = { analysisMode: "comprehensive", cloudProvider: "AWS", userRegion: "somewhere else!" };
  const ask = async (content: string) => {
    const { status, body } = await call("/api/analyze", { json: { ...dialect, content } });
    expect(status).toBe(200);
    return (body as { result: Record<string, unknown> }).result;
  };

  test("is told of a design in words without lines, and of one without a score what there is", async () => {
    const words = await ask("a web shop with a database and a queue");
    expect(words).toMatchObject({ region: expect.stringMatching(/^us-/), issues: expect.any(Array) });
    const unknown = await ask('resource "aws_made_up_thing" "u" {}\n');
    expect(unknown).toMatchObject({ cost: "$0", issues: [], recommendations: [] });
    expect(unknown).not.toHaveProperty("security_score");
  });

  test("gets the bill in four parts, and no snippet that is too long to show", async () => {
    const rules = Array.from(
      { length: 90 },
      (_, n) =>
        `  ingress {\n    from_port = ${n}\n    to_port = ${n}\n    protocol = "tcp"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n`,
    );
    const told = await ask(
      `resource "aws_security_group" "g" {\n  name = "g"\n${rules.join("")}}\nresource "aws_nat_gateway" "n" {}\nresource "aws_kms_key" "k" {}\nresource "aws_db_instance" "d" {\n  engine = "postgres"\n  instance_class = "db.t3.micro"\n  allocated_storage = 20\n}\n`,
    );
    const { cost_breakdown: bill } = told as { cost_breakdown: Record<string, string> };
    expect(bill).toMatchObject({ compute: "$0.00", services: "$1.00", network: expect.stringMatching(/^\$[1-9]/) });
    const { recommendations } = told as { recommendations: { iac_fix?: string }[] };
    for (const { iac_fix: snippet = "" } of recommendations) expect(snippet.length).toBeLessThanOrEqual(4_002);
  });
});

describe("an analysis", () => {
  test("whose content is lost is not there, and does not stop the next", async () => {
    const { access_token: bearer } = await signUp();
    const first = await call("/api/analyze?diagram=none", { bearer, json: { content: bucket } });
    const { analysis_id: id } = first.body as { analysis_id: string };
    await env.BUCKET.delete(`analyses/${id}.json`);
    expect((await call(`/api/v1/analyses/${id}`, { bearer })).status).toBe(404);
    const second = await call("/api/analyze?diagram=none", { bearer, json: { content: bucket } });
    expect([second.status, (second.body as Analysis).since_last]).toEqual([200, undefined]);
    await env.DB.prepare("UPDATE analyses SET expires_at = '2020-01-01' WHERE id = ?").bind(id).run();
    await sweepExpired(env, new Date());
    expect((await env.DB.prepare("SELECT 1 FROM analyses WHERE id = ?").bind(id).all()).results).toEqual([]);
  });

  test("that cannot be kept is not answered, nor are its pictures left", async () => {
    const full = {
      put: (key: string, ...rest: [never]) =>
        key.startsWith("analyses/") ? Promise.reject(new Error("full")) : env.BUCKET.put(key, ...rest),
      delete: (keys: string | string[]) => env.BUCKET.delete(keys),
    };
    const before = (await env.BUCKET.list()).objects.length;
    for (const query of ["diagram=none", "diagram=url"]) {
      const context = createExecutionContext();
      const app = createApp();
      const settings = { ...env, BUCKET: Object.assign(Object.create(env.BUCKET) as R2Bucket, full) };
      const answer = await app.request(
        toRequest(`/api/analyze?${query}`, { json: { content: bucket } }),
        {},
        settings,
        context,
      );
      expect(answer.status).toBe(503);
      await waitOnExecutionContext(context);
    }
    expect((await env.BUCKET.list()).objects.length).toBe(before);
  });
});
