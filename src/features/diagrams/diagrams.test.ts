import { exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";

const post = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  exports.default.fetch("http://api/api/diagram", {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

const flowchart = 'flowchart LR\n  A[Browser] -->|HTTPS| B[(Orders)]\n  click A "https://evil.example"\n';
const bucket = 'resource "aws_s3_bucket" "assets" {\n  acl = "private"\n}\n';

const readSvg = async (answer: Response): Promise<string> => {
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("image/svg+xml");
  return answer.text();
};

interface Problem {
  code: string;
  detail: string;
  errors?: { path?: string; file?: string; line?: number; column?: number; message: string }[];
}

const readProblem = async (answer: Response, status: number): Promise<Problem> => {
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  return answer.json();
};

const pngSize = async (answer: Response): Promise<{ width: number; height: number }> => {
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("image/png");
  const view = new DataView(await answer.arrayBuffer());
  expect(view.getUint32(0)).toBe(0x89504e47);
  return { width: view.getUint32(16), height: view.getUint32(20) };
};

describe("everything that may be drawn is drawn", () => {
  test("Mermaid", async () => {
    const svg = await readSvg(await post({ mermaid: flowchart }));
    for (const words of ["Browser", "HTTPS", "Orders"]) expect(svg).toContain(`>${words}</text>`);
    expect(svg).not.toContain("evil.example");
  });

  test("Mermaid sequences", async () => {
    const svg = await readSvg(await post({ mermaid: "sequenceDiagram\n  Alice->>Bob: Hello\n" }));
    for (const words of ["Alice", "Bob", "Hello"]) expect(svg).toContain(`>${words}</text>`);
  });

  test("infrastructure as code", async () => {
    expect(await readSvg(await post({ content: bucket }))).toContain(">assets</text>");
  });

  test("a few words", async () => {
    const svg = await readSvg(
      await post({ prompt: "An online shop on AWS with a load balancer and a Postgres database" }),
    );
    expect(svg).toMatch(/<text[^>]*>[^<]*(PostgreSQL|postgres|RDS)/i);
  });

  test("the architecture of an analysis", async () => {
    const architecture = {
      cloud: "aws",
      region: "eu-west-1",
      components: [
        { id: "aws_s3_bucket.a", type: "aws_s3_bucket", service: "aws.s3", kind: "storage", name: "photos" },
      ],
      groups: [],
      links: [],
    };
    expect(await readSvg(await post({ architecture, title: "My <own> title" }))).toContain("My &lt;own&gt; title");
  });
});

describe("the answer is the picture itself", () => {
  test("as SVG, which may not act and is not kept", async () => {
    const { headers } = await post({ mermaid: `---\ntitle: "Orders & co: ../x"\n---\n${flowchart}` });
    expect(headers.get("content-disposition")).toBe('inline; filename="orders-co-x.svg"');
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("as PNG, at the scale asked for and by default at 2", async () => {
    const svg = await readSvg(await post({ mermaid: flowchart }));
    const width = Number(/width="(\d+)"/.exec(svg)?.[1]);
    for (const scale of [1, 3, 4])
      expect((await pngSize(await post({ mermaid: flowchart, format: "png", scale }))).width).toBe(width * scale);
    const answer = await post({ mermaid: flowchart, format: "png" });
    expect(answer.headers.get("content-disposition")).toBe('inline; filename="diagram.png"');
    expect((await pngSize(answer)).width).toBe(width * 2);
  });

  test("as PNG of at most 40 million pixels", async () => {
    const steps = Array.from({ length: 400 }, (_, index) => `A->>P${index % 40}: message ${index}`).join("\n");
    const { width, height } = await pngSize(
      await post({ mermaid: `sequenceDiagram\n${steps}`, format: "png", scale: 4 }),
    );
    expect(width * height).toBeGreaterThan(30_000_000);
    expect(width * height).toBeLessThan(41_000_000);
  });

  test("as Mermaid: from code, and of Mermaid the same without what acts", async () => {
    const code = await post({ content: bucket, format: "mermaid" });
    expect(code.headers.get("content-type")).toBe("text/plain;charset=utf-8");
    expect(code.headers.get("content-disposition")).toMatch(/^inline; filename="[a-z0-9-]+\.mmd"$/);
    expect(await code.text()).toMatch(/^flowchart /);
    const text = `---\ntitle: T\nconfig:\n  theme: dark\n---\n%%{init: {"theme": "dark"}}%%\n${flowchart}`;
    expect(await (await post({ mermaid: text, format: "mermaid" })).text()).toBe(
      '---\ntitle: "T"\n---\nflowchart LR\n  A[Browser] -->|HTTPS| B[(Orders)]\n',
    );
  });

  test("dark when asked, and the same bytes for the same request", async () => {
    const [light, dark, again] = await Promise.all(
      ["light", "dark", "dark"].map(async (theme) => readSvg(await post({ mermaid: flowchart, theme }))),
    );
    expect(dark).not.toBe(light);
    expect(dark).toBe(again);
  });
});

describe("what cannot be drawn is told, never repeated", () => {
  test("faults of Mermaid by line and column", async () => {
    const problem = await readProblem(await post({ mermaid: "flowchart LR\n  secret --> other]\n" }), 422);
    expect(problem.code).toBe("invalid_request");
    expect(problem.errors).toEqual([
      { file: "mermaid", line: 2, column: 19, message: "The text does not follow Mermaid's grammar from here on." },
    ]);
    expect(JSON.stringify(problem)).not.toContain("secret");
  });

  test("kinds that are not drawn", async () => {
    const { detail } = await readProblem(await post({ mermaid: "gantt\n  title A\n" }), 422);
    expect(detail).toMatch(/flowchart, sequence, class, state/);
  });

  test.each([
    ["nothing", {}, ["mermaid"]],
    ["empty fields", { mermaid: "", content: null }, ["mermaid"]],
    ["two things", { mermaid: flowchart, prompt: "a shop" }, ["mermaid", "prompt"]],
    ["another format", { mermaid: flowchart, format: "gif" }, ["format"]],
    ["another theme", { mermaid: flowchart, theme: "pink" }, ["theme"]],
    ["too large a scale", { mermaid: flowchart, format: "png", scale: 5 }, ["scale"]],
    ["a number for text", { mermaid: 7 }, ["mermaid"]],
  ])("%s", async (_name, body, paths) => {
    const { errors = [] } = await readProblem(await post(body), 422);
    expect(errors.map(({ path }) => path)).toEqual(paths);
  });

  test("code without a resource", async () => {
    const { detail } = await readProblem(await post({ content: 'variable "x" {}\n' }), 422);
    expect(detail).toContain("no resource");
  });

  test.each([
    ["another media type", flowchart, "text/plain", 415],
    ["broken JSON", "{", "application/json", 400],
    ["a body that is too large", JSON.stringify({ content: "x".repeat(5_600_000) }), "application/json", 413],
  ])("%s", async (_name, body, type, status) => {
    expect(await readProblem(await post(body, { "Content-Type": type }), status)).toMatchObject({ status });
  });
});

test("the route is in the contract with its formats", async () => {
  const contract = await (
    await exports.default.fetch("http://api/openapi.json")
  ).json<{
    paths: Record<string, { post?: { responses: Record<string, { content?: object }> } }>;
  }>();
  expect(Object.keys(contract.paths["/api/diagram"]?.post?.responses["200"]?.content ?? {})).toEqual([
    "image/svg+xml",
    "image/png",
    "text/plain",
  ]);
});
