// What the published StackStage UI sends and reads, recorded in a browser.
import { exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { DialectAnalysis } from "./dialect.ts";

const origin = "http://localhost:5173";

const call = (method: string, path: string, body?: unknown): Promise<Response> =>
  exports.default.fetch(`http://api${path}`, {
    method,
    headers: { Accept: "*/*", Origin: origin, ...(body !== undefined && { "Content-Type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

/** The recorded upload: line ends of Windows, every resource declared twice, variables that nobody sets. */
const half = `resource "aws_s3_bucket" "my_bucket" {
  bucket = var.bucket_name
}

resource "aws_iam_role" "lambda_role" {
  name = var.iam_role_name

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Action    = "sts:AssumeRole"
        Effect    = "Allow"
        Principal = {
          Service = "lambda.amazonaws.com"
        }
      },
    ]
  })
}

resource "aws_lambda_function" "my_lambda" {
  function_name = var.lambda_function_name
  role          = aws_iam_role.lambda_role.arn
  handler       = "index.handler"
  runtime       = "python3.8"

  s3_bucket = aws_s3_bucket.my_bucket.bucket
  s3_key    = "lambda.zip" # You can upload your Lambda zip to S3 manually or with Terraform.

  environment {
    variables = {
      BUCKET_NAME = aws_s3_bucket.my_bucket.bucket
    }
  }
}

`;
const content = `--- File: Exercise_1_1755837896726.tf ---\n${`${half}${half}`.replaceAll("\n", "\r\n")}`;
const request = {
  content,
  analysisMode: "comprehensive",
  cloudProvider: "",
  userRegion: "us-east-1",
  regionalImpact: true,
};

const analyze = async (fields: Record<string, unknown> = {}) => {
  const answer = await call("POST", "/api/analyze", { ...request, ...fields });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
  const body: { success: boolean; analysisId: string; result: unknown } = await answer.json();
  expect(body.success).toBe(true);
  return { id: body.analysisId, result: DialectAnalysis.parse(body.result) };
};

describe("POST /api/analyze with an analysisMode", () => {
  test("answers the id and what the dashboard shows", async () => {
    const { id, result } = await analyze();
    expect(result.id).toBe(id);
    expect(result.score).toBeTypeOf("number");
    expect(result.cost).toMatch(/^\$\d[\d,.]*$/);
    for (const part of Object.values(result.cost_breakdown)) expect(part).toMatch(/^\$\d+\.\d\d$/);
    expect(result.location).toBe("N. Virginia");
    expect(result.analysis_method).toBe("builtin");
    expect(result.diagram).toMatch(/^flowchart /);
    const old = result.issues.find(({ detail }) => detail === "aws_lambda_function.my_lambda");
    expect(old?.evidence).toMatch(/^Exercise_1_1755837896726\.tf:\d+$/);
  });

  test("the parts of the bill are the bill", async () => {
    const { result } = await analyze({
      content: 'resource "aws_instance" "web" {\n  instance_type = "m5.large"\n}\nresource "aws_nat_gateway" "n" {}\n',
    });
    const { compute, network } = result.cost_breakdown;
    expect(Number(compute.slice(1))).toBeGreaterThan(50);
    expect(Number(network.slice(1))).toBeGreaterThan(20);
    const sum = Object.values(result.cost_breakdown).reduce((all, part) => all + Number(part.slice(1)), 0);
    expect(Math.abs(sum - Number(result.cost.slice(1).replaceAll(",", "")))).toBeLessThan(1);
  });

  test("every finding is advice, with the code that mends it", async () => {
    const { result } = await analyze({ content: 'resource "aws_s3_bucket" "b" {\n  acl = "public-read"\n}\n' });
    const first = result.recommendations.find(({ description }) =>
      description.startsWith("Bucket is readable by anyone"),
    );
    expect(first?.iac_fix).toContain('resource "aws_s3_bucket" "b" {');
    expect(first?.iac_fix).not.toContain("public-read");
    expect(first?.implementation_steps[0]).toMatch(/^main\.tf:2: /);
    expect(first?.impact.risk_reduction).toBeGreaterThan(0);
  });

  test("what nothing could be decided of is absent, never made up", async () => {
    const { result } = await analyze({ content: 'resource "aws_sns_topic" "t" {}\n' });
    expect("performance_score" in result).toBe(false);
  });

  test.each([
    ["an unknown cloud", { cloudProvider: "digitalocean" }],
    ["a cloud in capitals", { cloudProvider: "AWS" }],
    ["a place that is no region", { userRegion: "Northern Europe" }],
    ["fields that are objects", { regionalImpact: { enabled: true }, userRegion: { name: "x" } }],
  ])("%s is a hint, not a fault", async (_name, fields) => {
    expect((await analyze(fields)).result.region).toBe("us-east-1");
  });

  test("content that is no text is named", async () => {
    const answer = await call("POST", "/api/analyze", { ...request, content: 7 });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ path: "content" }] });
  });
});

test("GET /api/analysis/{id} answers the same analysis", async () => {
  const { id, result } = await analyze();
  const answer = await call("GET", `/api/analysis/${id}`);
  expect(answer.status).toBe(200);
  const { success, analysis }: { success: boolean; analysis: unknown } = await answer.json();
  expect(success).toBe(true);
  const again = DialectAnalysis.parse(analysis);
  const withoutPictures = ({ diagram_image: _image, diagram_svg: _svg, ...rest }: DialectAnalysis) => rest;
  expect(withoutPictures(again)).toEqual(withoutPictures(result));
});

test("GET /api/analysis of an unknown id is 404 with the error that the UI shows", async () => {
  const answer = await call("GET", "/api/analysis/analysis_1");
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ error: expect.any(String) });
});

test("POST /api/export/pdf with analysisId answers the file inside JSON", async () => {
  const { id } = await analyze();
  const answer = await call("POST", "/api/export/pdf", { analysisId: id });
  expect(answer.status).toBe(200);
  const { success, pdf, filename }: { success: boolean; pdf: string; filename: string } = await answer.json();
  expect(success).toBe(true);
  expect(filename).toMatch(/\.pdf$/);
  expect(atob(pdf.slice(0, 8))).toMatch(/^%PDF-/);
});

test("POST /api/cloud/connect takes no credentials and says what to do", async () => {
  const secret = "AKIAIOSFODNN7EXAMPLE";
  const body = { provider: "aws", credentials: { accessKeyId: secret }, region: "us-east-1" };
  const answer = await call("POST", "/api/cloud/connect", body);
  expect(answer.status).toBe(501);
  const text = await answer.text();
  expect(text).toContain("terraform show -json");
  expect(text).not.toContain(secret);
});
