import { teach } from "../../../test/ai-fixtures.ts";
import { read, toRequest } from "../../../test/caller.ts";
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, inject, test } from "vitest";
import { createApp } from "../../app.ts";

const app = createApp();
const withModel = { AI_BASE_URL: `${inject("ai")}/v1`, AI_API_KEY: "test", AI_MODEL: "wise-model" };

const analyze = async (name: string, settings: Partial<Cloudflare.Env> = withModel) => {
  const content = `resource "aws_db_instance" "${name}" {\n  engine = "postgres"\n  instance_class = "db.t3.medium"\n}\n`;
  const request = toRequest("/api/analyze?diagram=none", { json: { content } });
  const { status, body } = await read(
    await app.request(request, {}, { ...env, ...settings }, createExecutionContext()),
  );
  expect(status).toBe(200);
  return body as Record<string, unknown>;
};

/** What no wording may change. */
const figures = ({ score, scores, findings, cost, infrastructure_code: code, comparison }: Record<string, unknown>) =>
  JSON.stringify({ score, scores, findings, cost, code, comparison });

test("J1, J13: a model words the result, and what it makes up is dropped: resources, figures, lines, sources", async () => {
  const name = "worded_one";
  const said = {
    summary: "One database stands alone. It will cost $12,345 a month. See https://evil.example/x for more.",
    cost: "Right-size it. Save 4,321 hours. A replica is $9 more. It is 11 USD a day.",
    performance: "Nothing speaks against it.",
    security: "aws_s3_bucket.invented is open.",
    observations: [
      {
        resource: `aws_db_instance.${name}`,
        title: "No replica",
        why: "Reads share one machine.",
        fix: "Add a replica.",
      },
      { resource: "aws_s3_bucket.invented", title: "Open", why: "Invented.", fix: "None." },
    ],
  };
  await teach(name, { response: { content: JSON.stringify(said) } });
  const worded = await analyze(name);
  expect(worded).toMatchObject({
    engine: "wise-model",
    summary: "One database stands alone.",
    wording: {
      cost: "Right-size it.",
      performance: "Nothing speaks against it.",
      security: "",
      observations: [{ resource: `aws_db_instance.${name}`, file: "main.tf", line: 1, title: "No replica" }],
    },
  });
  expect(figures(worded)).toBe(figures(await analyze(name, {})));
});

test("J4: a model that answers something else changes nothing", async () => {
  const name = "worded_two";
  const nonsense = { response: { content: '{"score": 100, "summary": 7}' } };
  await teach(name, nonsense, nonsense, nonsense, nonsense);
  const answered = await analyze(name);
  expect(answered["engine"]).toBe("builtin");
  expect(answered["wording"]).toBeUndefined();
});
