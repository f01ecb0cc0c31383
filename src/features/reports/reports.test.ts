import { exports } from "cloudflare:workers";
import { PDFDocument } from "pdf-lib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { generateProject } from "../../../bench/generate.ts";
import { readBack } from "../../adapters/pdf/read-back-fixture.ts";
import { finding, priority, sampleAnalysis } from "./sample-analysis.ts";

afterEach(() => vi.restoreAllMocks());

const post = (path: string, body: unknown): Promise<Response> =>
  exports.default.fetch(`http://api${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

const exportPdf = (body: unknown): Promise<Response> => post("/api/export/pdf", body);

const pagesOf = async (bytes: ArrayBuffer | Uint8Array): Promise<number> =>
  (await PDFDocument.load(bytes)).getPageCount();

test("an analysis becomes a PDF to download", async () => {
  const answer = await exportPdf(sampleAnalysis);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/pdf");
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="stackstage-an_0123.pdf"');
  expect(await pagesOf(await answer.arrayBuffer())).toBeGreaterThan(5);
});

describe("a stored analysis is printed by its id", () => {
  const analyze = async (): Promise<{ analysis_id: string }> => {
    const answer = await post("/api/analyze?diagram=none", {
      content: 'resource "aws_s3_bucket" "assets" {\n  bucket = "assets"\n}\n',
    });
    return answer.json();
  };

  test("as a file", async () => {
    const { analysis_id } = await analyze();
    const answer = await exportPdf({ analysis_id });
    expect(answer.headers.get("content-disposition")).toContain(`stackstage-${analysis_id}.pdf`);
    expect(await pagesOf(await answer.arrayBuffer())).toBeGreaterThan(3);
  });

  test("inside JSON for the frontend that asks with analysisId", async () => {
    const { analysis_id } = await analyze();
    const answer = await exportPdf({ analysisId: analysis_id });
    const { success, pdf, filename } = await answer.json<{ success: boolean; pdf: string; filename: string }>();
    expect(success).toBe(true);
    expect(filename).toBe(`stackstage-${analysis_id}.pdf`);
    expect(await pagesOf(Buffer.from(pdf, "base64"))).toBeGreaterThan(3);
  });

  test("and an unknown id is a 404", async () => {
    const answer = await exportPdf({ analysis_id: "an_unknown" });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "not_found" });
  });
});

test("sixty resources make a report of bounded size, with all code in it", async () => {
  const analyzed = await post("/api/analyze?diagram=none", { content: generateProject(60) });
  const { analysis_id } = await analyzed.json<{ analysis_id: string }>();
  const answer = await exportPdf({ analysis_id });
  const bytes = await answer.arrayBuffer();
  expect(bytes.byteLength).toBeLessThan(200_000);
  const pages = await pagesOf(bytes);
  expect(pages).toBeGreaterThan(12);
  expect(pages).toBeLessThan(75);
});

test("what is asked to be done first is printed with its effect", async () => {
  const answer = await exportPdf({ ...sampleAnalysis, priorities: [priority({ title: "Do this first" })] });
  const { pages } = await readBack(new Uint8Array(await answer.arrayBuffer()));
  expect(pages.join("\n")).toMatch(/Do this first\n/);
  expect(pages.join("\n")).toContain("82.4");
});

test("Korean, Japanese and Chinese are written with the fonts that the Worker serves", async () => {
  const title = "결제 · 注文データ · 订单数据库";
  const answer = await exportPdf({ ...sampleAnalysis, title });
  const { pages, blank } = await readBack(new Uint8Array(await answer.arrayBuffer()));
  expect(pages[0]).toContain(title);
  expect(blank).toBe("");
});

describe("what is in the body can do no harm", () => {
  test("no address in it is fetched, no picture in it is used", async () => {
    const fetched = vi.spyOn(globalThis, "fetch");
    const address = "http://127.0.0.1:9/picture.png";
    const answer = await exportPdf({
      ...sampleAnalysis,
      title: address,
      diagram_image: { not: "even a string" },
      diagram_svg: '<svg onload="alert(1)">',
      comparison: {
        ...sampleAnalysis.comparison,
        suggested: { ...sampleAnalysis.comparison.suggested, diagram_image: address },
      },
    });
    expect(answer.status).toBe(200);
    expect(fetched).not.toHaveBeenCalled();
  });

  test.each([
    ["quotes and line ends", '../a"\r\nX: y', "stackstage-aXy.pdf"],
    ["nothing usable", "..//", "stackstage-report.pdf"],
  ])("the file name is made of an id with %s", async (_name, analysis_id, filename) => {
    const answer = await exportPdf({ ...sampleAnalysis, analysis_id });
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${filename}"`);
  });

  test("a thousand findings in any script make a report of bounded length", async () => {
    const text = `→ 🚀 ภาษาไทย 云架构 العربية ${"x".repeat(1500)}`;
    const findings = Array.from({ length: 1000 }, (_, index) => finding({ rule: `r${index}`, title: text, why: text }));
    const answer = await exportPdf({ ...sampleAnalysis, findings });
    expect(answer.status).toBe(200);
    expect(await pagesOf(await answer.arrayBuffer())).toBeLessThan(120);
  });

  test("null means not given", async () => {
    const components = sampleAnalysis.architecture.components.map((component) => ({
      ...component,
      detail: null,
      count: null,
    }));
    const architecture = { ...sampleAnalysis.architecture, components };
    const answer = await exportPdf({ ...sampleAnalysis, architecture, diagram_image: null });
    expect(answer.status).toBe(200);
  });
});

describe("a refusal names the field", () => {
  test.each([
    ["a wrong type", { ...sampleAnalysis, score: "high" }, "score"],
    [
      "a wrong type deep inside",
      { ...sampleAnalysis, cost: { ...sampleAnalysis.cost, monthly: null } },
      "cost.monthly",
    ],
    ["a missing part", { ...sampleAnalysis, comparison: undefined }, "comparison"],
    ["too many findings", { ...sampleAnalysis, findings: Array.from({ length: 1001 }, () => finding()) }, "findings"],
    [
      "a score that is none",
      { ...sampleAnalysis, priorities: [{ ...priority(), score_after: null }] },
      "priorities.0.score_after",
    ],
    ["an id that is no text", { analysis_id: 7 }, "analysis_id"],
    ["nothing at all", {}, "analysis_id"],
  ])("%s", async (_name, body, path) => {
    const answer = await exportPdf(body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: "invalid_request", errors: [{ path }] });
  });

  test("a body over 5 MB is a 413", async () => {
    const answer = await exportPdf({ ...sampleAnalysis, summary: "x".repeat(5_000_001) });
    expect(answer.status).toBe(413);
  });
});
