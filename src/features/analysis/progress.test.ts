import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { Analysis } from "./schema.ts";

const ask = (body: unknown, accept = "text/event-stream"): Promise<Response> =>
  exports.default.fetch("http://api/api/analyze", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: accept },
    body: JSON.stringify(body),
  });

const eventsOf = (text: string): { event: string; data: unknown }[] =>
  text
    .split("\n\n")
    .filter((part) => part !== "")
    .map((part) => ({
      event: /^event: (.*)$/m.exec(part)?.[1] ?? "",
      data: JSON.parse(/^data: (.*)$/m.exec(part)?.[1] ?? "null") as unknown,
    }));

const bucket = 'resource "aws_s3_bucket" "assets" {\n  acl = "public-read"\n}\n';

test("the steps come as events, the whole answer last", async () => {
  const answer = await ask({ content: bucket });
  expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const events = eventsOf(await answer.text());
  expect(events.map(({ event }) => event)).toEqual(["parsed", "checked", "priced", "designed", "drawn", "done"]);
  const analysis = Analysis.parse(events.at(-1)?.data);
  expect(events[0]?.data).toEqual({ resources: 1, warnings: [] });
  expect(events[1]?.data).toMatchObject({ score: analysis.score, findings: analysis.findings.length });
  expect(events[2]?.data).toMatchObject({ monthly: analysis.cost.monthly });
  expect(events[3]?.data).toMatchObject({ score: analysis.comparison.suggested.score });
  const kept = await exports.default.fetch(`http://api/api/v1/analyses/${analysis.analysis_id}`);
  expect(kept.status).toBe(200);
});

test("what cannot be read is a problem with its status, not a stream", async () => {
  const answer = await ask({ content: 'resource "aws_s3_bucket" {\n' });
  expect(answer.status).toBe(422);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
});

test("without asking for events the answer is JSON", async () => {
  const answer = await ask({ content: bucket }, "*/*");
  expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
});

test("code that only calls modules or reads data is judged by what it says", async () => {
  const module = 'module "x" {\n  source = "git::https://example.com/x.git?ref=main"\n}\n';
  const answer = await ask({ content: module }, "application/json");
  expect(answer.status).toBe(200);
  const { findings } = Analysis.parse(await answer.json());
  expect(findings.map(({ rule, line }) => [rule, line])).toContainEqual(["module-source-not-pinned", 2]);
});
