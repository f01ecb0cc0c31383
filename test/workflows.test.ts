// Credentials over a real `npm start`: what is given is in one answer, exactly, and nowhere else.
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import { python } from "./python/python-process.ts";
import { filesWith } from "./stored-state.ts";

let api: RunningApi;
let authorization = "";
beforeAll(async () => {
  api = await startApi();
  const { access_token: token } = await ask<{ access_token: string }>("/api/v1/auth/register", {
    email: "cue@example.com",
    password: "violet-otter-42-lamp",
  });
  authorization = `Bearer ${token}`;
});
afterAll(async () => api.stop());

const send = (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${api.url}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { ...(authorization && { Authorization: authorization }), "Content-Type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const ask = async <T>(path: string, body?: unknown, headers?: Record<string, string>): Promise<T> => {
  const answer = await send(path, body, headers);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
};

interface Credential {
  id: string;
  validationPattern: string;
}
interface Made {
  workflow_id: string;
  code: string;
  nodes: { requiredCredentials: Credential[] }[];
}
const generate = (prompt: string, headers?: Record<string, string>) =>
  ask<Made>("/workflows/generate", { prompt }, headers);

/** A word as text, as UTF-16 and in base64. */
const formsOf = (word: string): Buffer[] => [Buffer.from(word), Buffer.from(word, "utf16le"), Buffer.from(btoa(word))];

/** A module's syntax tree says what `os.getenv` falls back to for each name, and what is called at all. */
const READ_BACK = String.raw`
import ast, json, sys
tree = ast.parse(sys.stdin.buffer.read())
values = {}
for node in ast.walk(tree):
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.getenv" and len(node.args) == 2:
        values[ast.literal_eval(node.args[0])] = ast.literal_eval(node.args[1])
json.dump({"values": values, "imports": sorted({alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names})}, sys.stdout)
`;

const readBack = (code: string): { values: Record<string, string>; imports: string[] } => {
  const { status, stdout, stderr } = spawnSync(python ?? "", ["-c", READ_BACK], { input: code, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as { values: Record<string, string>; imports: string[] };
};

test("P12, O1: a credential is in the answer to it and in nothing that stays", async () => {
  const canary = "SG.canary0b7e1canary0b7e1.canary0b7e1canary0b7e1canary0b7e1canary0b7e1abc";
  const refused = "canary-that-is-refused-5511";
  const made = await generate("Every Monday at 9am send a SendGrid email to the team", { "Idempotency-Key": "one" });
  const path = `/workflows/${made.workflow_id}/credentials`;
  const given = await send(path, { credentials: { SENDGRID_API_KEY: canary } }, { "Idempotency-Key": "two" });
  const body = (await given.json()) as { updated_code: string };
  expect([given.status, given.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(body.updated_code).toContain(canary);
  for (const credentials of [{ SENDGRID_API_KEY: refused }, { [refused]: "x" }]) {
    const answer = await send(path, { credentials });
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain(refused);
  }
  // Code that holds a credential is looked at, and not kept either.
  expect((await send("/code/validate", { code: body.updated_code })).status).toBe(200);
  const later = await Promise.all(
    ["", "/download"].map(async (more) => (await send(`/workflows/${made.workflow_id}${more}`)).text()),
  );
  const metrics = await (await fetch(`${api.url}/metrics`)).text();
  const everything = [api.said(), metrics, ...later].join("\n");
  for (const secret of [canary, refused]) expect(everything).not.toContain(secret);
  expect(await filesWith(api.stateDir, formsOf("Every Monday at 9am"))).not.toEqual([]);
  expect(await filesWith(api.stateDir, [canary, refused, "canary0b7e1"].flatMap(formsOf))).toEqual([]);
});

describe.skipIf(python === undefined)("P13: Python reads back", () => {
  const hostile = [
    "a \"quote\" and 'another'",
    'x"""\nimport antigravity\n"""',
    "'''; import antigravity; '''",
    "two\nlines\r\nand\ttabs",
    "{} {x} %s {{}} ${y} #{z}",
    "back\\slash \\n \\x41 \\u0041 trailing \\",
    "\\N{BULLET} \\N{LATIN SMALL LETTER A}",
    "emoji 😀👩‍🚀 and \u202e turned \u2028 \u0085 round",
    '") + __import__("antigravity") + ("',
    "PLACEHOLDER_",
  ];

  test("every value that its pattern takes, exactly, in our code and in the user's", async () => {
    // A password may be anything.
    const made = await generate("When a webhook arrives, insert a row into PostgreSQL and send an email over SMTP");
    const credentials = made.nodes.flatMap(({ requiredCredentials }) => requiredCredentials);
    const edited = `import os\n${credentials.map(({ id }) => `${id} = os.getenv('${id}', 'PLACEHOLDER_${id}')`).join("\n")}\n\n\ndef lambda_handler(event, context):\n    return event\n`;
    const own = await ask<Made>("/workflows", {
      prompt: "When a webhook arrives, insert a row into PostgreSQL and send an email over SMTP",
      code: edited,
    });
    const { imports } = readBack(made.code);
    let taken = 0;
    for (const value of hostile) {
      const fitting = credentials.filter(({ validationPattern: pattern }) =>
        new RegExp(`^(?:${pattern})$`, "su").test(value),
      );
      const values = Object.fromEntries(fitting.map(({ id }) => [id, value]));
      taken += fitting.length;
      for (const { workflow_id: id } of [made, own]) {
        const { updated_code: code } = await ask<{ updated_code: string }>(`/workflows/${id}/credentials`, values);
        const read = readBack(code);
        expect(read.values).toMatchObject(values);
        expect(read.imports).toEqual(id === made.workflow_id ? imports : ["os"]);
      }
    }
    expect(taken).toBeGreaterThanOrEqual(hostile.length - 1);
  });

  test("each of two names where one begins like the other", async () => {
    const code =
      'import os\nA = os.getenv("SMTP_USER", "PLACEHOLDER_SMTP_USER")\nB = os.getenv("SMTP_USERNAME", "PLACEHOLDER_SMTP_USERNAME")\n';
    const { workflow_id: id, nodes } = await ask<Made>("/workflows", {
      prompt: "Every day send an email over SMTP",
      code,
    });
    const known = nodes.flatMap(({ requiredCredentials }) => requiredCredentials.map((credential) => credential.id));
    expect(known).toContain("SMTP_USERNAME");
    const { updated_code: filled } = await ask<{ updated_code: string }>(`/workflows/${id}/credentials`, {
      SMTP_USERNAME: "ada@example.com",
    });
    expect(readBack(filled).values).toEqual({
      SMTP_USER: "PLACEHOLDER_SMTP_USER",
      SMTP_USERNAME: "ada@example.com",
    });
  });
});

test("the wasm is asked for with the first validation, and not when the module is loaded", async () => {
  const script = `
    import { registerHooks } from "node:module";
    registerHooks({ resolve: (name, context, next) => {
      if (name.startsWith("@astral-sh/")) console.log("asked");
      return next(name, context);
    } });
    const { lintPython } = await import("./src/adapters/python-lint/index.ts");
    console.log("loaded");
    await lintPython("", "3.13").catch(() => console.log("ended"));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  expect(stdout.trim().split("\n").slice(0, 2)).toEqual(["loaded", "asked"]);
});
