// Workflows of words that say little, of code that says too much, and of nobody.
import type { SignedIn } from "../../../test/caller.ts";
import { call, signUp } from "../../../test/caller.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { validatePython } from "./validate.ts";

let ada: SignedIn;
beforeAll(async () => {
  ada = await signUp();
});
const send = (path: string, json?: object, method = json === undefined ? "GET" : "POST") =>
  call(path, { method, bearer: ada.access_token, ...(json !== undefined && { json }) });

describe("a workflow", () => {
  test.each([
    ["/workflows/generate", { prompt: "   " }, "prompt"],
    ["/workflows", { name: "x", description: " " }, "description"],
  ])("POST %s needs words", async (path, json, field) => {
    const { status, body } = await send(path, json);
    expect([status, (body as { errors: { path: string }[] }).errors[0]?.path]).toEqual([422, field]);
  });

  test("without credentials is complete at once; with other words it is planned anew, and its own code goes", async () => {
    const code = "def lambda_handler(event, context):\n    return {}\n";
    const made = await send("/workflows", { name: "Mine", description: "Every Monday send a Slack message", code });
    expect(made.body).toMatchObject({ name: "Mine", status: "draft", code });
    const { id } = made.body as { id: string };
    const renamed = await send(`/workflows/${id}`, { name: "Ours" }, "PUT");
    expect(renamed.body).toMatchObject({ name: "Ours", code });
    const other = await send(
      `/workflows/${id}`,
      { description: "Every day call https://example.com/ping with HTTP" },
      "PUT",
    );
    expect(other.status).toBe(200);
    expect((other.body as { code: string }).code).not.toBe(code);
    expect((await send(`/workflows/${id}`, undefined, "DELETE")).status).toBeLessThan(300);
    expect((await send(`/workflows/${id}`)).status).toBe(404);
  });

  test.each(["GET", "DELETE"])("that is no workflow's id is not there: %s", async (method) => {
    expect((await send("/workflows/not-an-id", undefined, method)).status).toBe(404);
  });
});

test("two findings at one place are in the order of their names, whatever found them", async () => {
  const code =
    "import requests, pandas\nimport os, sys\n\n\ndef lambda_handler(event, context):\n    return eval(event)\n";
  const { validation_errors: found } = await validatePython(code);
  const places = found.map(({ line, column, code: rule }) => [line, column, rule] as const);
  expect(places).toEqual(
    places.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0)),
  );
});

test("in its last stage a secret is told once", async () => {
  const code = 'PASSWORD = "hunter2-Tr0ub4dor"\n\n\ndef lambda_handler(event, context):\n    return {"ok": PASSWORD}\n';
  const [first, last] = [await validatePython(code), await validatePython(code, "final_with_credentials")];
  const secrets = (found: typeof first): number =>
    found.validation_errors.filter(({ code: rule }) => rule.startsWith("S10")).length;
  expect([secrets(first) > 0, secrets(last)]).toEqual([true, 0]);
});
