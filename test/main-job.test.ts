import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import { readStored } from "./stored-state.ts";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);

interface Answer {
  analysis_id: string;
  score: number;
  findings: { rule: string; resource: string; file: string; line: number }[];
  cost: { monthly: number };
  comparison: { suggested: { score: number; diagram_image: string } };
  infrastructure_code: { terraform: string; cloudformation: string };
  diagram_image: string;
}

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const shopFiles = async (): Promise<{ name: string; text: string }[]> => {
  const names = (await readdir("examples/shop")).filter((name) => name.endsWith(".tf"));
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join("examples/shop", name), "utf8") })));
};

const analyze = async (
  files: readonly { name: string; text: string }[],
  query = "",
): Promise<{ status: number; answer: Answer; raw: string }> => {
  const form = new FormData();
  for (const { name, text } of files) form.append("file", new File([text], name));
  const response = await fetch(`${api.url}/api/analyze${query}`, { method: "POST", body: form });
  const raw = await response.text();
  // Our own answer in its documented shape; every field that a test uses is asserted.
  return { status: response.status, answer: JSON.parse(raw) as Answer, raw };
};

const exportPdf = async (body: string): Promise<Uint8Array> => {
  const response = await fetch(`${api.url}/api/export/pdf`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
  });
  expect(response.headers.get("content-type")).toBe("application/pdf");
  return new Uint8Array(await response.arrayBuffer());
};

const textOfPdf = async (bytes: Uint8Array): Promise<string> => {
  const path = join(api.stateDir, "report.pdf");
  await writeFile(path, bytes);
  const { stdout } = await run("pdftotext", ["-layout", path, "-"], { maxBuffer: 50_000_000 });
  return stdout;
};

test("the example is judged, priced, drawn, rewritten and reported in one call each", async () => {
  const files = await shopFiles();
  const { status, answer, raw } = await analyze(files);
  expect(status).toBe(200);
  expect(answer.comparison.suggested.score).toBeGreaterThan(answer.score);
  expect(answer.cost.monthly).toBeGreaterThan(100);

  const open = answer.findings.find(({ rule }) => rule === "aws-sg-open-database");
  const network = files.find(({ name }) => name === open?.file)?.text.split("\n") ?? [];
  expect(open?.resource).toBe("aws_security_group.data");
  expect(network[(open?.line ?? 0) - 1]).toContain("0.0.0.0/0");

  for (const url of [answer.diagram_image, answer.comparison.suggested.diagram_image]) {
    const picture = new Uint8Array(await (await fetch(url)).arrayBuffer());
    expect(new TextDecoder("latin1").decode(picture.slice(1, 4))).toBe("PNG");
  }

  const text = await textOfPdf(await exportPdf(raw));
  for (const { resource } of answer.findings) expect(text.replaceAll(/\s/g, "")).toContain(resource);
  expect(text).toContain("network.tf:");
  expect(text).not.toMatch(/correct-horse-battery|example-payment-key/);
});

test("a kept analysis is printed by its id", async () => {
  const { answer } = await analyze(await shopFiles(), "?diagram=none");
  const text = await textOfPdf(await exportPdf(JSON.stringify({ analysis_id: answer.analysis_id })));
  expect(text).toContain("aws_db_instance.orders");
});

test("a literal secret is on no disk and in no output, whether the code parses or not", async () => {
  const canary = "AKIAIOSFODNN7CANARY9";
  const secret = "hunter2-canary-9";
  const code = `resource "aws_db_instance" "db" {\n  password = "${secret}"\n}\n\nprovider "aws" {\n  access_key = "${canary}"\n}\n`;
  const good = await analyze([{ name: "good.tf", text: code }]);
  expect(good.status).toBe(200);
  const broken = await analyze([
    { name: "bad.tf", text: `${code}resource "x" {\n  password = "${secret}" "${canary}"\n` },
  ]);
  expect(good.raw + broken.raw + api.said()).not.toMatch(/CANARY9|canary-9/);
  const kept = await readStored(api.stateDir);
  expect(kept.size).toBeGreaterThan(0);
  for (const bytes of kept.values()) expect(bytes.toString("latin1")).not.toMatch(/CANARY9|canary-9/);
});

test("the worker answers health checks while it draws", async () => {
  const drawing = analyze(await shopFiles());
  const probes = await Promise.all(
    Array.from({ length: 20 }, () => fetch(`${api.url}/health`).then(({ status }) => status)),
  );
  expect(new Set(probes)).toEqual(new Set([200]));
  expect((await drawing).status).toBe(200);
});
