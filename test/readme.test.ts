// What the README shows in a shell is run: every `sh` block with curl in it, command by command, over a real `npm start`.
// What an example only names (an id, a file, a token) is put in its place first; nothing else of a command is changed.
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** The commands of the README's shell blocks, each with the lines that it goes on over. */
const commands = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(
  ([, block = ""]) => block.split(/(?<![\\|])\n/).filter((command) => /\bcurl\b/.test(command)),
);

const has = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;
const programs = ["bash", "curl", "jq", "git"];
const missing = (command: string): string[] =>
  programs.filter((program) => (program === "bash" || new RegExp(`\\b${program}\\b`).test(command)) && !has(program));

const template = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Photos:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: photos
`;

const zip = (files: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

/** A Word document of one paragraph, as small as one may be. */
const wordDocument = () => {
  const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const types = "http://schemas.openxmlformats.org/package/2006/content-types";
  const main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
  const relations = "http://schemas.openxmlformats.org/package/2006/relationships";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
  const words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  return zip({
    "[Content_Types].xml": `${xml}<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
    "_rels/.rels": `${xml}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `${xml}<w:document xmlns:w="${words}"><w:body><w:p><w:r><w:t>Inverters last 10 to 15 years and are the part that fails most often.</w:t></w:r></w:p></w:body></w:document>`,
  });
};

let api: RunningApi;
let folder: string;
/** What stands in the place of what the README only names. */
let real: [RegExp, string][];
let environment: Record<string, string>;

beforeAll(async () => {
  api = await startApi({ GITHUB_API_URL: "http://127.0.0.1:9" });
  folder = await mkdtemp(join(tmpdir(), "stackstage-readme-"));

  const ask = async (path: string, body: unknown, token?: string): Promise<Record<string, string>> => {
    const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
    const answer = await fetch(api.url + path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
    return (await answer.json()) as Record<string, string>;
  };
  const account = { email: "reader@example.com", password: "a long one, please" };
  const { access_token: token = "" } = await ask("/api/v1/auth/register", account);
  const { key = "" } = await ask("/api/v1/auth/api-keys", { name: "readme" }, token);
  const content = await readFile(join(root, "examples/three-tier.tf"), "utf8");
  const { analysis_id: analysis = "" } = await ask("/api/analyze?diagram=none", { content });
  const { id: workflow = "" } = await ask("/workflows", { prompt: "Every Monday post to Slack." }, token);

  const report = await fetch(`${api.url}/api/export/pdf`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ analysis_id: analysis }),
  });
  await writeFile(join(folder, "guide.pdf"), Buffer.from(await report.arrayBuffer()));
  await writeFile(join(folder, "notes.docx"), wordDocument());
  await writeFile(join(folder, "project.zip"), zip({ "main.tf": content }));
  await writeFile(join(folder, "template.yaml"), template);
  await cp(join(root, "examples"), join(folder, "examples"), { recursive: true });

  const form = new FormData();
  form.append("file", new Blob(["# Solar\n\nInverters last 10 to 15 years.\n\nPanels last 25 years.\n"]), "solar.md");
  const headers = { Authorization: `Bearer ${token}` };
  const uploaded = await fetch(`${api.url}/api/v1/documents/upload`, { method: "POST", headers, body: form });
  const { id: document = "" } = (await uploaded.json()) as Record<string, string>;
  const ended = (path: string) =>
    vi.waitFor(
      async () => {
        const found = (await (await fetch(api.url + path, { headers })).json()) as { status: string };
        expect(found.status).toBe("completed");
      },
      { timeout: 60_000, interval: 100 },
    );
  await ended(`/api/v1/documents/${document}`);
  const { id: draft = "" } = await ask("/api/v1/blog/generate", { document_ids: [document] }, token);
  await ended(`/api/v1/blog/${draft}`);

  real = [
    [/http:\/\/localhost:8000/g, api.url],
    [/an_…/g, analysis],
    [/doc_…/g, document],
    [/blog_…/g, draft],
    [/wf_…/g, workflow],
    [/github_pat_…/g, "github_pat_yours"],
  ];
  environment = { AUTH: `Authorization: Bearer ${token}`, KEY: key };
}, 300_000);
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

test("the README shows how to call it", () => {
  expect(commands.length).toBeGreaterThan(20);
});

describe("every command of the README succeeds", () => {
  test.each(commands.map((command) => [command]))("%s", async (command) => {
    const absent = missing(command);
    if (absent.length > 0) {
      console.warn(`Not run, as ${absent.join(" and ")} is not installed: ${command}`);
      return;
    }
    let script = command;
    for (const [written, meant] of real) script = script.replaceAll(written, meant);
    // A failure is an answer with a status: curl alone would call it a success.
    const prelude = 'set -euo pipefail\ncurl() { command curl --fail-with-body "$@"; }\n';
    const ran = await promisify(execFile)("bash", ["-c", prelude + script], {
      cwd: folder,
      env: { ...process.env, ...environment },
      encoding: "buffer",
      maxBuffer: 50_000_000,
    }).catch((error: unknown) => error as { stdout: Buffer; stderr: Buffer; code: number });
    expect({
      code: "code" in ran ? ran.code : 0,
      said: "code" in ran ? ran.stdout.toString() + ran.stderr.toString() : "",
    }).toEqual({
      code: 0,
      said: "",
    });
    // What is not written into a file, and not applied, is there to be read.
    expect(/ -o |git apply|^AUTH=/.test(script) || ran.stdout.length > 0).toBe(true);
  });
});
