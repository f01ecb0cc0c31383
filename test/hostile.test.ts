// What an attacker sends, over HTTP. The ids are rows of the security checklist: F bodies, G uploads, H code, I pictures and reports.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parse as parseTerraform } from "@cdktn/hcl2json";
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import { filesWith } from "./stored-state.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let api: RunningApi;
let fetched: string[];
const listener = createServer((request, answer) => {
  fetched.push(request.url ?? "");
  answer.end();
});
let outside: string;

beforeAll(async () => {
  fetched = [];
  await new Promise<void>((ready) => listener.listen(0, "127.0.0.1", ready));
  // It listens on a port, so this is no pipe's name.
  outside = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  api = await startApi();
});
afterAll(async () => {
  listener.close();
  await api.stop();
});

interface Answer {
  status: number;
  type: string;
  text: string;
}

const ask = async (path: string, body: BodyInit, type = "application/json"): Promise<Answer> => {
  const response = await fetch(`${api.url}${path}`, { method: "POST", headers: { "Content-Type": type }, body });
  return { status: response.status, type: response.headers.get("content-type") ?? "", text: await response.text() };
};

const analyze = (content: string, diagram = "none"): Promise<Answer> =>
  ask(`/api/analyze?diagram=${diagram}`, JSON.stringify({ content }));

/** A refusal says what is wrong in the agreed form, and nothing of the request. */
const refusalOf = ({ status, type, text }: Answer) => {
  const { status: stated, code, detail } = JSON.parse(text) as Record<string, unknown>;
  const isNamed = typeof code === "string" && typeof detail === "string";
  return { status, type, stated, isNamed, tells: /canary|node_modules|\.ts:\d/i.exec(text)?.[0] };
};
const refused = (status: number) => ({
  status,
  type: "application/problem+json",
  stated: status,
  isNamed: true,
  tells: undefined,
});

const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");
const bucket = 'resource "aws_s3_bucket" "b" {\n}\n';
const inBucket = (body: string): string => `resource "aws_s3_bucket" "b" {\n${body}\n}\n`;
const megabyte = 1_000_000;

describe("bodies", () => {
  const spaces = " ".repeat(60);
  test.each<[id: string, body: BodyInit, type: string, status: number]>([
    ["F3 brackets 10,000 deep", "[".repeat(10_000) + "]".repeat(10_000), "application/json", 422],
    ["F4 twenty megabytes", "[".repeat(20 * megabyte), "application/json", 413],
    [
      "F5 __proto__ far from its colon",
      `{"content":"a shop","__proto__"${spaces}:{"canary":1}}`,
      "application/json",
      422,
    ],
    [
      "F6 a key given twice, far from its colon",
      `{"content":"a shop","a"${spaces}:1,"a":"canary"}`,
      "application/json",
      422,
    ],
    ["F6 UTF-16", new Uint8Array([0x7b, 0, 0x7d, 0]), "application/json", 400],
    ["F6 half a surrogate pair", String.raw`{"content":"canary\ud800"}`, "application/json", 422],
    ["F7 another type", "canary", "application/x-www-form-urlencoded", 415],
    ["F8 an infinite share", '{"content":"a shop","users":[{"share":1e999}]}', "application/json", 422],
    ["F8 a list for a text", '{"content":["canary"]}', "application/json", 422],
  ])("%s", async (_, body, type, status) => {
    expect(refusalOf(await ask("/api/analyze", body, type))).toEqual(refused(status));
  });

  test.each([
    ["F11 a setting given twice", "?diagram=none&diagram=url"],
    ["F11 a NUL in a setting", "?diagram=none%00"],
  ])("%s", async (_, query) => {
    expect(refusalOf(await ask(`/api/analyze${query}`, JSON.stringify({ content: bucket })))).toEqual(refused(422));
  });

  test.each([
    ["F9 an id that closes a string", "/api/v1/analyses/an_' OR 1=1 --", 404],
    ["F11 an id that climbs", "/api/v1/analyses/..%2f..%2fdb", 404],
    ["E5 a picture's key without a signature", `/api/artifacts/art_${"0".repeat(32)}.png`, 403],
    ["E5 a signature that lasts for ever", `/api/artifacts/art_${"0".repeat(32)}.png?expires=1e99&signature=x`, 403],
  ])("%s", async (_, path, status) => {
    const response = await fetch(`${api.url}${path}`);
    expect(
      refusalOf({
        status: response.status,
        type: response.headers.get("content-type") ?? "",
        text: await response.text(),
      }),
    ).toEqual(refused(status));
  });
});

describe("uploads", () => {
  const part = (disposition: string, body: string): string =>
    `--B\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${body}\r\n`;
  const file = (name: string, body: string): string => part(`name="file"; filename="${name}"`, body);
  const upload = (parts: string, end = "--B--\r\n"): Promise<Answer> =>
    ask("/api/analyze?diagram=none", parts + end, "multipart/form-data; boundary=B");

  test.each<[id: string, parts: string, end: string, status: number]>([
    ["G1 a zip called .tf", file("a.tf", `PK\u0003\u0004${bucket}`), "--B--\r\n", 422],
    ["G9 501 parts", many(501, () => part('name="x"', "1")), "--B--\r\n", 413],
    ["G9 501 files", many(501, (index) => file(`${index}.tf`, bucket)), "--B--\r\n", 413],
    ["G9 a form cut short", file("canary.tf", bucket), "", 400],
    ["G9 only empty files", many(100, (index) => file(`${index}.tf`, "")), "--B--\r\n", 422],
  ])("%s", async (_, parts, end, status) => {
    expect(refusalOf(await upload(parts, end))).toEqual(refused(status));
  });

  test.each([
    ["G3 a name that climbs", "../../etc/passwd.tf", "etc/passwd.tf"],
    ["G3 a name with a line break and direction marks", "\u202Ea%0D%0Ab.tf", "a%0D%0Ab.tf"],
    ["G3 no name worth it", "..", "main.tf"],
  ])("%s", async (_, name, shown) => {
    const { text } = await upload(file(name, bucket));
    expect(JSON.parse(text)).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ file: shown })]),
    });
  });

  test("G3 files of one name are told apart, whatever the others are called", async () => {
    const names = ["a.tf", "a-2.tf", "a.tf"];
    const { text } = await upload(many(3, (index) => file(names[index] ?? "", bucket.replace('"b"', `"b${index}"`))));
    const { findings } = JSON.parse(text) as { findings: { file: string }[] };
    expect(new Set(findings.map((finding) => finding.file))).toEqual(new Set(["a.tf", "a-2.tf", "a-3.tf"]));
  });

  test("H6 files by marker lines are as few as uploaded ones", async () => {
    expect(refusalOf(await analyze(many(501, (index) => `--- File: ${index}.tf ---\n${bucket}`)))).toEqual(
      refused(413),
    );
  });
});

describe("code that is made to break something", () => {
  test.each([
    ["H6 a megabyte of brackets", bucket + "{".repeat(megabyte)],
    ["H6 a megabyte of quotes", bucket + '"'.repeat(megabyte)],
    ["H6 a megabyte of ${", `${bucket}locals {\n x = "${"${".repeat(megabyte / 2)}"\n}\n`],
    ["H6 a megabyte that might be tokens", `${bucket}# ${"eyJ-".repeat(megabyte / 4)}`],
    ["H6 40,000 literal secrets", bucket + '# password = "abcdefgh"\n'.repeat(40_000)],
    ["H6 40,000 arguments", inBucket(many(40_000, (index) => `a${index} = ${index}\n`))],
    ["H6 5,000 templates in each other", `${bucket}locals {\n x = ${'"${'.repeat(5_000)}1${'}"'.repeat(5_000)}\n}\n`],
    [
      // The place of a fault was looked for without end where a user's key closed a bracket.
      "H6 a key that is half an index",
      'resource "aws_lambda_function" "f" {\n environment {\n  variables = merge({}, zipmap(["password]"], ["Zq7Canary9x"]))\n }\n}\n',
    ],
    ["H6 20,000 open heredocs", bucket + many(20_000, (index) => `resource "a" "b${index}" {\n x = <<T\n`)],
    [
      "H6 locals that double",
      `locals {\n l0 = "x"\n${many(60, (n) => ` l${n + 1} = "\${local.l${n}}\${local.l${n}}"\n`)}}\n${inBucket("x = local.l60")}`,
    ],
    [
      "H6 dynamic blocks 20 deep",
      inBucket('dynamic "b" {\nfor_each = range(9)\ncontent {\n'.repeat(20) + "}\n}\n".repeat(20)),
    ],
    [
      "H8 a circle of everything",
      many(50, (n) => `resource "aws_vpc" "v${n}" {\n x = aws_vpc.v${(n + 1) % 50}.id\n}\n`),
    ],
    ["H9 a count of a thousand million", inBucket("count = 1000000000")],
    ["H9 a for_each of a thousand million", inBucket("for_each = toset([for n in range(1000000000) : tostring(n)])")],
    ["H9 numbers past all sense", 'resource "azurerm_cosmosdb_sql_database" "d" {\n throughput = 1e308\n}\n'],
    [
      "H11 names of every object's members",
      `provider "aws" {\n region = "constructor"\n}\n${bucket}resource "aws_db_instance" "toString" {\n engine = "__proto__"\n}\n`,
    ],
  ])("%s is analysed", async (_, content) => {
    const { status, text } = await analyze(content);
    expect(status).toBe(200);
    const { findings, cost } = JSON.parse(text) as { findings: object[]; cost: { monthly: number } };
    expect(findings.length).toBeLessThan(1_000);
    expect(cost.monthly).toBeGreaterThanOrEqual(0);
  });

  test("H6 resources that all name each other are drawn, and the answer is one that we take back", async () => {
    const all = many(20, (index) => `aws_lambda_function.f${index}.arn, `);
    const { status, text } = await analyze(
      many(20, (n) => `resource "aws_lambda_function" "f${n}" {\n x = [${all}]\n}\n`),
      "url",
    );
    expect(status).toBe(200);
    expect((await ask("/api/export/pdf", text)).type).toBe("application/pdf");
  });

  test("H6 of 3,000 resources the first thousand are analysed, and it is said", async () => {
    const { status, text } = await analyze(many(3_000, (index) => `resource "aws_eip" "e${index}" {\n}\n`));
    expect(status).toBe(200);
    const { architecture, warnings } = JSON.parse(text) as Record<"warnings", { message: string }[]> & {
      architecture: { components: object[] };
    };
    expect(architecture.components).toHaveLength(1_000);
    expect(warnings.map(({ message }) => message)).toEqual([
      "more than 1000 resources: from here on they are left out",
    ]);
  });

  test("H7 nothing is read or fetched", async () => {
    const code = `module "m" {\n source = "${outside}/module.zip"\n}\nresource "aws_instance" "w" {\n instance_type = file("/etc/passwd")\n user_data = templatefile("/etc/passwd", {})\n}\ndata "http" "h" {\n url = "${outside}/data"\n}\n`;
    const { status, text } = await analyze(code, "url");
    expect(status).toBe(200);
    expect(text).not.toContain("root:");
    expect(fetched).toEqual([]);
  });

  test("H10 a literal secret in any form is in no answer and on no disk", async () => {
    const secret = "Zq7Canary";
    const forms = [
      `password = <<EOT\n${secret}\nEOT`,
      `master_password = var.x ? "${secret}" : lookup(var.m, "db", "${secret}")`,
      `tokens = [\n"${secret}",\n]`,
      `env {\n value = "${secret}"\n name = "DB_PASSWORD"\n}`,
      `container_definitions = jsonencode([{ environment = [{ value = "${secret}", name = "API_KEY" }] }])`,
      `user_data = <<EOT\nexport PGPASSWORD=${secret}\nmysql -uroot -p'${secret}' x\nEOT`,
      `url = "mysql://app:a/${secret}@db/x"`,
      `x = "${"a ".repeat(2_500)}password=${secret}"`,
      `key = <<EOT\n-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----\nEOT`,
      `tags = { ("password") = "${secret}" } # password=${secret}`,
    ];
    const blocks = forms.map((form, index) => `resource "aws_instance" "i${index}" {\n${form}\n}\n`).join("");
    const rest = `variable "db_password" { default = "${secret}" }\nlocals {\n x = "${secret}"\n}\nresource "aws_db_instance" "d" {\n password = local.x\n}\n`;
    const { status, text } = await analyze(blocks + rest, "inline");
    expect(status).toBe(200);
    expect((JSON.parse(text) as { architecture: { components: object[] } }).architecture.components).toHaveLength(
      forms.length + 1,
    );
    expect(text + api.said()).not.toContain(secret);
    expect(await filesWith(api.stateDir, [secret])).toEqual([]);
  });
});

describe("names and texts that are made to be read as something else", () => {
  /** Elements of plain shapes and text, attributes in quotes, and no bracket or ampersand besides. */
  const expectInert = (svg: string): void => {
    const tags = new Set(Array.from(svg.matchAll(/<\/?(\w+)/g), ([, tag]) => tag));
    const allowed = ["svg", "defs", "g", "rect", "path", "text", "use", "linearGradient", "radialGradient", "stop"];
    expect([...tags].filter((tag) => !allowed.includes(tag ?? ""))).toEqual([]);
    const left = svg.replaceAll(/<\/?\w+(?: [\w-]+="[^"<]*")*\/?>/g, "");
    expect(left).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/);
    expect(svg).not.toMatch(/ on\w+="|href="(?!#)/);
  };

  test.each([
    ["I1 a script", "<script>alert(1)</script>"],
    ["I1 an attribute", '\\"><img src=x onerror=alert(1)>'],
    ["I2 a directive of Mermaid", "%%{init: {}}%%"],
    ["I2 a click of Mermaid", 'x\\"]\\nclick a href \\"javascript:alert(1)\\"'],
    ["H11 a template", "$${x} %%{ if true }"],
    ["H11 a line break", "a\\nend\\n"],
    ["H11 a long name", "n".repeat(4_000)],
    ["H11 direction marks and emoji", "\u202Eevil \u2066😀 数据库 ทดสอบ"],
    ["H11 a member of every object", "constructor"],
    ["H11 YAML", "a: *b #c !!js/function"],
  ])("%s stays text", async (_, name) => {
    const named = `resource "aws_lambda_function" "${name}" {\n function_name = "${name}"\n runtime = "${name}"\n tags = { "${name}" = "${name}" }\n}\n`;
    const { status, text } = await analyze(
      `${named}resource "aws_vpc" "v" {\n tags = { Name = "${name}" }\n}\n`,
      "inline",
    );
    expect(status).toBe(200);
    // Our own answer in its documented shape.
    const answer = JSON.parse(text) as {
      diagram: string;
      diagram_svg: string;
      infrastructure_code: { terraform: string };
    };
    await parseTerraform("main.tf", answer.infrastructure_code.terraform);
    expectInert(Buffer.from(answer.diagram_svg.replace(/^[^,]*,/, ""), "base64").toString());
    expect(answer.diagram).not.toMatch(/^\s*(?:%%|click )/m);
  });
});

describe("reports of what a caller sends", () => {
  type Made = Record<string, unknown> & { architecture: Record<string, unknown> };
  let analysis: string;
  beforeAll(async () => {
    analysis = (await analyze(bucket)).text;
  });
  const exported = (change: (made: Made) => void): Promise<Answer> => {
    const made = JSON.parse(analysis) as Made;
    change(made);
    return ask("/api/export/pdf", JSON.stringify(made));
  };
  const node = (index: number, more: object = {}) => ({
    id: `n${index}`,
    type: "aws_lambda_function",
    service: "aws.lambda",
    kind: "compute",
    name: `n${index}`,
    ...more,
  });
  const list = <T>(length: number, make: (index: number) => T): T[] =>
    Array.from({ length }, (_, index) => make(index));

  test.each<[id: string, architecture: object]>([
    [
      "I4 everything linked to everything",
      {
        components: list(70, (n) => node(n)),
        groups: [],
        links: list(4_900, (n) => ({ from: `n${n % 70}`, to: `n${Math.floor(n / 70)}`, kind: "data" })),
      },
    ],
    [
      "I4 a star of 300",
      {
        components: list(300, (n) => node(n)),
        groups: [],
        links: list(299, (n) => ({ from: "n0", to: `n${n + 1}`, kind: "data", label: "x" })),
      },
    ],
    [
      "I4 a chain with a shortcut from each link",
      {
        components: list(40, (n) => node(n)),
        groups: [],
        links: list(79, (n) => ({ from: `n${n % 40}`, to: n < 39 ? `n${n + 1}` : "n39", kind: "data", label: "x" })),
      },
    ],
    [
      "I7 a thousand groups in each other",
      {
        components: list(300, (n) => node(n, { group: "g0" })),
        groups: list(1_000, (n) => ({ id: `g${n}`, kind: "network", label: "g", parent: `g${n + 1}` })),
        links: [],
      },
    ],
    [
      "I7 groups in a circle",
      {
        components: [node(0, { group: "g0" })],
        groups: list(9, (n) => ({ id: `g${n}`, kind: "zone", label: "g", parent: `g${(n + 1) % 9}` })),
        links: [],
      },
    ],
    [
      "I7 names of every object's members",
      {
        components: [node(0, { service: "constructor", type: "__proto__", kind: "toString" })],
        groups: [],
        links: [{ from: "n0", to: "nowhere", kind: "data" }],
      },
    ],
  ])("%s", async (_, drawn) => {
    const { status, type } = await exported((made) => Object.assign(made.architecture, drawn));
    expect({ status, type }).toEqual({ status: 200, type: "application/pdf" });
  });

  test.each<[id: string, status: number, change: (made: Made) => void]>([
    ["I7 ten megabytes", 413, (made) => (made["summary"] = "x".repeat(10 * megabyte))],
    ["I7 five thousand findings", 422, (made) => (made["findings"] = list(5_000, () => ({})))],
    ["I7 wrong types at depth", 422, (made) => (made.architecture["components"] = [{ id: { canary: 1 } }])],
    ["I7 a score past its range", 422, (made) => (made["score"] = -1)],
  ])("%s", async (_, status, change) => {
    expect(refusalOf(await exported(change))).toEqual(refused(status));
  });

  test("S1 no address in it is fetched", async () => {
    const answer = await exported((made) => {
      made["diagram_image"] = `${outside}/picture.png`;
      made["summary"] = `![x](${outside}/markdown.png) <img src="${outside}/tag.png">`;
    });
    expect(answer.type).toBe("application/pdf");
    expect(fetched).toEqual([]);
  });
});
