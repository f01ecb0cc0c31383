import { env, exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { sweepExpired } from "#features/analysis";
import { Comparison } from "./schema.ts";

const post = (path: string, body: unknown): Promise<Response> =>
  exports.default.fetch(`http://api${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

const small = `resource "aws_s3_bucket" "assets" {
  acl = "public-read"
}

resource "aws_db_instance" "main" {
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  allocated_storage = 20
}
`;
const better = `resource "aws_s3_bucket" "assets" {
  acl = "private"
}

resource "aws_db_instance" "main" {
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  allocated_storage = 20
  multi_az          = true
}

resource "aws_sqs_queue" "jobs" {}
`;

const compare = async (body: unknown, query = "?diagram=none"): Promise<Comparison> => {
  const answer = await post(`/api/compare${query}`, body);
  expect(answer.status).toBe(200);
  return Comparison.parse(await answer.json());
};

describe("POST /api/compare", () => {
  test("tells what the second has, scores and costs more", async () => {
    const { a, b, deltas, findings, components } = await compare({ a: small, b: { content: better } });
    expect(deltas.score).toBe(b.score - a.score);
    expect(deltas.score).toBeGreaterThan(0);
    expect(deltas.monthly).toBeCloseTo(b.monthly - a.monthly, 2);
    expect(deltas.monthly).toBeGreaterThan(0);
    expect([a.availability?.percent, b.availability?.percent]).toEqual([99.4005, 99.7502]);
    expect(findings.only_a.map(({ rule }) => rule)).toContain("aws-s3-public-read");
    expect(findings.both.length).toBeGreaterThan(1);
    expect(findings.only_a.length + findings.both.length).toBe(a.findings);
    expect(findings.only_b.length + findings.both.length).toBe(b.findings);
    expect(components.map(({ change, a: one, b: other }) => [change, one?.id, other?.id])).toEqual([
      ["changed", "aws_s3_bucket.assets", "aws_s3_bucket.assets"],
      ["changed", "aws_db_instance.main", "aws_db_instance.main"],
      ["added", undefined, "aws_sqs_queue.jobs"],
    ]);
  });

  test("takes a kept analysis, by its id alone or in a field", async () => {
    const kept = await (await post("/api/analyze?diagram=none", { content: small })).json<{ analysis_id: string }>();
    const id = kept.analysis_id;
    const answer = await compare({ a: id, b: { analysis_id: id } });
    expect([answer.a.analysis_id, answer.b.analysis_id]).toEqual([id, id]);
    expect(answer.deltas).toMatchObject({ score: 0, monthly: 0, findings: 0, availability_percent: 0 });
    expect(new Set(answer.components.map(({ change }) => change))).toEqual(new Set(["same"]));
    expect(answer.findings.only_a).toEqual([]);
    expect(answer.summary).toMatch(/^The two designs are the same: score \d+, \$\d+\.\d\d a month, \d+ findings\.$/);
  });

  test("takes a form and another cloud; what is alone of its kind is compared", async () => {
    const gcp = 'resource "google_sql_database_instance" "main" {\n  database_version = "POSTGRES_15"\n}\n';
    const answer = await compare({ a: { project_type: "static site", cloud: "aws" }, b: gcp });
    expect([answer.a.cloud, answer.b.cloud]).toEqual(["aws", "gcp"]);
    const { components, summary } = await compare({ a: small, b: gcp });
    expect(summary).toMatch(/^A is on AWS, B on Google Cloud\..* 1 of A's 2 resources has a counterpart among B's 1\./);
    expect(components.find(({ b }) => b?.id === "google_sql_database_instance.main")).toMatchObject({
      change: "changed",
      matched_by: "kind",
      a: { id: "aws_db_instance.main" },
    });
  });

  test("a renamed resource is the same, and so are its findings", async () => {
    const { components, findings } = await compare({ a: small, b: small.replace('"assets"', '"files"') });
    expect(components[0]).toMatchObject({
      matched_by: "type",
      a: { id: "aws_s3_bucket.assets" },
      b: { id: "aws_s3_bucket.files" },
    });
    expect([findings.only_a, findings.only_b]).toEqual([[], []]);
  });

  test.each([
    ["an unknown id", { a: `an_${"0".repeat(32)}`, b: small }, 404, "In a"],
    ["words that are no id", { a: small, b: { analysis_id: "an_1" } }, 404, "In b"],
    ["a side that is missing", { a: small }, 422, '"path":"b"'],
    ["a side of no use", { a: small, b: {} }, 422, '"path":"b.content"'],
    ["a list", { a: small, b: [1] }, 422, '"path":"b"'],
  ])("%s", async (_name, body, status, told) => {
    const answer = await post("/api/compare?diagram=none", body);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(told);
  });

  test("pictures are signed, kept for as long as an analysis, and then gone", async () => {
    const { a, b, comparison_id } = await compare({ a: small, b: better }, "");
    for (const url of [a.diagram_svg, a.diagram_image, b.diagram_svg, b.diagram_image])
      expect((await exports.default.fetch(url ?? "")).status).toBe(200);
    const svg = await (await exports.default.fetch(b.diagram_svg ?? "")).text();
    expect(svg).toContain("new");
    expect((await post("/api/compare", { a: { analysis_id: comparison_id }, b: small })).status).toBe(404);
    await sweepExpired(env, new Date(Date.now() + 8 * 86_400_000));
    expect((await exports.default.fetch(b.diagram_svg ?? "")).status).toBe(404);
  });

  test("pictures come in the answer where that is asked for, with what is gone marked in the first", async () => {
    const { a, b } = await compare({ a: better, b: small }, "?diagram=inline");
    expect(a.diagram_svg).toMatch(/^data:image\/svg\+xml;base64,/);
    expect(atob(a.diagram_svg?.split(",")[1] ?? "")).toContain("removed");
    expect(b.diagram_image).toMatch(/^data:image\/png;base64,/);
  });
});
