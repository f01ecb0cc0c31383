import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { Analysis } from "./schema.ts";
import { sweepExpired } from "./kept.ts";

const fetchApi = (path: string, init?: RequestInit): Promise<Response> =>
  exports.default.fetch(`http://api${path}`, init);

const postJson = (path: string, body: unknown): Promise<Response> =>
  fetchApi(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

const postFiles = (
  files: Record<string, string | Uint8Array<ArrayBuffer>>,
  fields: Record<string, string> = {},
): Promise<Response> => {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append("file", new File([content], name));
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return fetchApi("/api/analyze?diagram=none", { method: "POST", body: form });
};

const bucket = 'resource "aws_s3_bucket" "assets" {\n  acl = "public-read"\n}\n';
const server = 'resource "aws_instance" "web" {\n  instance_type = "t2.micro"\n}\n';

const readAnswer = async (answer: Response): Promise<Analysis> => {
  expect(answer.status).toBe(200);
  return Analysis.parse(await answer.json());
};

const withoutNames = (analysis: Analysis): string =>
  JSON.stringify({ ...analysis, analysis_id: "", created_at: "" }).replaceAll(/\/api\/artifacts\/[^"]*/g, "");

describe("every form of input is analysed", () => {
  test("Terraform in JSON", async () => {
    const analysis = await readAnswer(await postJson("/api/analyze?diagram=none", { content: bucket }));
    expect(analysis.findings[0]).toMatchObject({
      rule: "aws-s3-public-read",
      resource: "aws_s3_bucket.assets",
      file: "main.tf",
      line: 2,
    });
    expect(analysis.issues[0]).toBe("Bucket is readable by anyone: aws_s3_bucket.assets (main.tf:2)");
    expect(analysis.comparison.suggested.score).toBeGreaterThan(analysis.score);
  });

  test("Terraform as text", async () => {
    const answer = await fetchApi("/api/analyze?diagram=none", {
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body: bucket,
    });
    expect((await readAnswer(answer)).architecture.components.map(({ id }) => id)).toEqual(["aws_s3_bucket.assets"]);
  });

  test("several files, and what cannot be read among them is told", async () => {
    const analysis = await readAnswer(
      await postFiles({
        "a.tf": bucket,
        "b.tf": server,
        "bad.tf": 'resource "aws_vpc" "v" {\n  cidr_block =\n}\n',
        "package.json": '{"name": "x"}',
        "x.bin": new Uint8Array([255, 254, 0]),
      }),
    );
    expect(analysis.architecture.components.map(({ id }) => id)).toEqual(["aws_s3_bucket.assets", "aws_instance.web"]);
    expect(new Set(analysis.warnings.map(({ file }) => file))).toEqual(new Set(["bad.tf", "package.json", "x.bin"]));
    expect(analysis.warnings.find(({ file }) => file === "bad.tf")).toMatchObject({ line: 2 });
  });

  test("files joined by marker lines, as a frontend sends them", async () => {
    const content = `--- File: a.tf ---\r\n${bucket.replaceAll("\n", "\r\n")}--- File: b.tf ---\r\n${server}`;
    const { findings } = await readAnswer(
      await postJson("/api/analyze?diagram=none", { content, cloudProvider: "", region: null }),
    );
    expect(findings.find(({ rule }) => rule === "aws-s3-public-read")).toMatchObject({ file: "a.tf", line: 2 });
    expect(findings.some(({ file }) => file === "b.tf")).toBe(true);
  });

  test("the form", async () => {
    const analysis = await readAnswer(
      await postJson("/api/analyze?diagram=none", {
        project_type: "ecommerce",
        cloud: "azure",
        requirements: ["high availability"],
        region: "westeurope",
        architecture_text: null,
      }),
    );
    expect(analysis.architecture).toMatchObject({ cloud: "azure", region: "westeurope" });
    expect(analysis.infrastructure_code.cloudformation).toBeNull();
    expect(analysis.findings.every(({ file, line }) => file === null && line === null)).toBe(true);
  });

  test("a few words", async () => {
    const analysis = await readAnswer(
      await postJson("/api/analyze?diagram=none", { text: "a serverless API on AWS with DynamoDB" }),
    );
    const types = analysis.architecture.components.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["aws_lambda_function", "aws_dynamodb_table"]));
    expect(analysis.infrastructure_code.cloudformation).toContain("AWS::Lambda::Function");
  });

  test("where the users are ranks the regions", async () => {
    const { regions } = await readAnswer(
      await postJson("/api/analyze?diagram=none", { content: bucket, users: [{ country: "BR", share: 1 }] }),
    );
    expect(regions[0]?.region).toBe("sa-east-1");
  });
});

describe("pictures", () => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await readAnswer(await postJson("/api/analyze", { content: bucket + server }));
  });

  test("come as signed URLs and are at least 2,400 px wide", async () => {
    const answer = await exports.default.fetch(analysis.diagram_image ?? "");
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(answer.headers.get("cache-control")).toContain("private");
    const header = new DataView(await answer.arrayBuffer());
    expect(header.getUint32(0)).toBe(0x89504e47);
    expect(header.getUint32(16)).toBeGreaterThanOrEqual(2_400);
  });

  test("as SVG hold shapes and text, and nothing active", async () => {
    const svg = await (await exports.default.fetch(analysis.comparison.suggested.diagram_svg ?? "")).text();
    const tags = new Set(Array.from(svg.matchAll(/<([a-zA-Z]+)/g), ([, tag]) => tag));
    const allowed = new Set([
      "svg",
      "defs",
      "g",
      "rect",
      "path",
      "text",
      "use",
      "linearGradient",
      "radialGradient",
      "stop",
      "title",
      "desc",
    ]);
    expect([...tags].filter((tag) => !allowed.has(tag ?? ""))).toEqual([]);
    expect(svg).not.toMatch(/\son\w+=|javascript:|https?:\/\/(?!www\.w3\.org)/);
  });

  test("differ for another design", async () => {
    const other = await readAnswer(await postJson("/api/analyze", { content: server }));
    const bytes = (url: string | undefined) => exports.default.fetch(url ?? "").then((answer) => answer.text());
    expect(await bytes(other.diagram_svg)).not.toBe(await bytes(analysis.diagram_svg));
  });

  test.each([
    ["without a signature", (url: URL) => url.searchParams.delete("signature"), 403],
    [
      "with one character of the signature changed",
      (url: URL) => {
        const [first, ...others] = url.searchParams.get("signature") ?? "";
        url.searchParams.set("signature", [first === "0" ? "1" : "0", ...others].join(""));
      },
      403,
    ],
    ["with a later expiry", (url: URL) => url.searchParams.set("expires", "99999999999"), 403],
    [
      "of another picture",
      (url: URL) => (url.pathname = url.pathname.replace(/art_./, (start) => (start === "art_f" ? "art_0" : "art_f"))),
      403,
    ],
    ["with a key that is none", (url: URL) => (url.pathname = "/api/artifacts/..%2f..%2fanalyses"), 404],
  ])("are refused %s", async (_, change, status) => {
    const url = new URL(analysis.diagram_image ?? "");
    change(url);
    const answer = await exports.default.fetch(url.href);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  });

  test("stand in the answer when asked for inline, and are left out when not wanted", async () => {
    const inline = await readAnswer(await postJson("/api/analyze?diagram=inline", { content: bucket }));
    expect(inline.diagram_image).toMatch(/^data:image\/png;base64,iVBOR/);
    expect(inline.comparison.suggested.diagram_svg).toMatch(/^data:image\/svg\+xml;base64,/);
    const none = await readAnswer(await postJson("/api/analyze?diagram=none", { content: bucket }));
    expect(none.diagram_image).toBeUndefined();
  });
});

test("the same input gives the same answer, ids, times and signatures aside", async () => {
  const [first, second] = await Promise.all(
    [1, 2].map(async () => readAnswer(await postJson("/api/analyze?diagram=inline", { content: bucket }))),
  );
  expect(first && withoutNames(first)).toBe(second && withoutNames(second));
});

describe("a kept analysis", () => {
  test("is read back whole, its pictures signed anew", async () => {
    const made = await readAnswer(await postJson("/api/analyze", { content: bucket }));
    const read = await readAnswer(await fetchApi(`/api/v1/analyses/${made.analysis_id}/`));
    expect(withoutNames(read)).toBe(withoutNames(made));
    expect((await exports.default.fetch(read.diagram_svg ?? "")).status).toBe(200);
  });

  test.each(["an_00000000000000000000000000000000", "an_x", "..%2f", "an_%00"])(
    "is a 404 under the unknown id %s",
    async (id) => {
      expect((await fetchApi(`/api/v1/analyses/${id}`)).status).toBe(404);
    },
  );

  test("is gone when it has expired: not read, and swept with its pictures", async () => {
    const made = await readAnswer(await postJson("/api/analyze", { content: bucket }));
    const kept = await readAnswer(await postJson("/api/analyze?diagram=none", { content: bucket }));
    await env.DB.prepare("update analyses set expires_at = '2020-01-01T00:00:00.000Z' where id = ?")
      .bind(made.analysis_id)
      .run();
    expect((await fetchApi(`/api/v1/analyses/${made.analysis_id}`)).status).toBe(404);
    await sweepExpired(env, new Date());
    expect((await exports.default.fetch(made.diagram_image ?? "")).status).toBe(404);
    expect(await env.BUCKET.head(`analyses/${made.analysis_id}.json`)).toBeNull();
    expect((await fetchApi(`/api/v1/analyses/${kept.analysis_id}`)).status).toBe(200);
  });
});

test("a literal secret reaches neither the answer nor storage", async () => {
  const canary = "hunter2canary77";
  const content = `resource "aws_db_instance" "db" {\n  password = "${canary}"\n}\n# AKIAIOSFODNN7CANARY7\n`;
  const answer = await postJson("/api/analyze", { content });
  expect(await answer.clone().text()).not.toMatch(/hunter2canary77|CANARY7/);
  const { findings } = await readAnswer(answer);
  expect(findings.filter(({ rule }) => /secret|password/.test(rule)).map(({ line }) => line)).toEqual([2, 4]);
  for (const { key } of (await env.BUCKET.list()).objects)
    expect(await (await env.BUCKET.get(key))?.text()).not.toMatch(/hunter2canary77|CANARY7/);
});

const nested = (depth: number): string =>
  `resource "aws_s3_bucket" "b" {\n  x = ${"[".repeat(depth)}${"]".repeat(depth)}\n}\n`;

test.each<[name: string, body: unknown, status: number, told: RegExp]>([
  ["nothing", {}, 422, /project_type/],
  ["only empty fields", { content: "", text: null, project_type: "" }, 422, /project_type/],
  ["a field of the wrong type", { content: 5 }, 422, /"path":"content"/],
  ["an unknown cloud", { content: bucket, cloud: "oracle" }, 422, /"path":"cloud"/],
  ["an unknown usage", { content: bucket, usage: "huge" }, 422, /"path":"usage"/],
  ["code that does not parse", { content: 'resource "aws_s3_bucket" "b" {\n  acl = \n}\n' }, 422, /"line":2/],
  ["code without a resource", { content: 'variable "x" {\n}\n' }, 422, /no resource/],
  ["another format", { content: '{"a": 1}' }, 422, /JSON/],
  ["an unclosed heredoc", { content: 'resource "aws_s3_bucket" "b" {\n  x = <<EOT\n' }, 422, /"line":/],
  ["nesting beyond the limit", { content: nested(5_000) }, 422, /64/],
  ["a share that is no number", { content: bucket, users: [{ country: "DE", share: "x" }] }, 422, /users\.0\.share/],
])("%s is refused with the place", async (_, body, status, told) => {
  const answer = await postJson("/api/analyze?diagram=none", body);
  expect(answer.status).toBe(status);
  expect(await answer.text()).toMatch(told);
});

test("an unknown kind of diagram is refused", async () => {
  expect((await postJson("/api/analyze?diagram=huge", { content: bucket })).status).toBe(422);
});

test.each([
  ["a count of a thousand million", 'resource "aws_s3_bucket" "b" {\n  count = 1000000000\n}\n', /at most/],
  [
    "three thousand resources",
    Array.from({ length: 3_000 }, (_, n) => `resource "aws_s3_bucket" "b${n}" {\n}\n`).join(""),
    /1000/,
  ],
  ["a module from elsewhere", `${bucket}module "x" {\n  source = "http://169.254.169.254/x"\n}\n`, /not followed/],
])("%s is bounded, and told as a warning", async (_, content, told) => {
  const { warnings, architecture } = await readAnswer(await postJson("/api/analyze?diagram=none", { content }));
  expect(warnings.map(({ message }) => message).join("\n")).toMatch(told);
  expect(architecture.components.length).toBeLessThanOrEqual(1_000);
});

test("a thousand resources are drawn all the same, collapsed", async () => {
  const content = Array.from({ length: 600 }, (_, n) => `resource "aws_sqs_queue" "q${n}" {\n}\n`).join("");
  const analysis = await readAnswer(await postJson("/api/analyze", { content }));
  const svg = await (await exports.default.fetch(analysis.diagram_svg ?? "")).text();
  expect(svg).toContain("600");
  expect(svg.length).toBeLessThan(3_000_000);
});

test("a store that fails is a 503 that says when to try again, and leaves nothing half stored", async () => {
  const before = (await env.BUCKET.list()).objects.length;
  await env.DB.exec("alter table analyses rename to analyses_away");
  const answer = await postJson("/api/analyze", { content: bucket });
  await env.DB.exec("alter table analyses_away rename to analyses");
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(await answer.json()).toMatchObject({ code: "unavailable" });
  await vi.waitFor(async () => expect((await env.BUCKET.list()).objects).toHaveLength(before), 15_000);
});
