// Archives that an attacker sends, over HTTP. The ids are rows of the security checklist.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import type { Answer } from "./refusal.ts";
import { refusalOf, refused } from "./refusal.ts";
import type { Entry } from "./zip.ts";
import { zip } from "./zip.ts";

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.stop();
});

const upload = async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Answer> => {
  const form = new FormData();
  form.append("file", new Blob([bytes]), name);
  const response = await fetch(`${api.url}/api/analyze?diagram=none`, { method: "POST", body: form });
  return { status: response.status, type: response.headers.get("content-type") ?? "", text: await response.text() };
};

const bucket = 'resource "aws_s3_bucket" "b" {\n}\n';
const template = 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  B:\n    Type: AWS::S3::Bucket\n';

describe("archives", () => {
  test.each<[id: string, entries: Entry[], status: number]>([
    ["G4 100 megabytes of blanks", [{ name: "a.tf", data: Buffer.alloc(100_000_000, 32) }], 413],
    [
      "G4 ten megabytes that say they are ten bytes",
      [{ name: "a.tf", data: Buffer.alloc(10_000_000, 32), size: 10 }],
      413,
    ],
    ["G5 an archive in an archive", [{ name: "inner.json", data: zip([{ name: "a.tf", data: bucket }]) }], 422],
    ["G5 501 files", Array.from({ length: 501 }, (_, n) => ({ name: `${n}.tf`, data: bucket })), 413],
    [
      "G5 30,000 entries",
      Array.from({ length: 30_000 }, (_, n) => ({ name: `${n}`, data: "", packed: new Uint8Array() })),
      413,
    ],
    ["G5 a broken entry", [{ name: "canary.tf", data: bucket, packed: new Uint8Array([255, 255, 255]) }], 422],
    ["G5 zeros that unpack to nothing", [{ name: "canary.tf", data: bucket, packed: new Uint8Array(5_000_000) }], 422],
  ])("%s", async (_, entries, status) => {
    expect(refusalOf(await upload("x.zip", zip(entries)))).toEqual(refused(status));
  });

  test.each([
    ["G5 a path that climbs", "../../../x.tf", "x.tf"],
    ["G5 an absolute path", "/etc/passwd.tf", "etc/passwd.tf"],
    ["G5 a path of Windows", String.raw`..\..\x.tf`, "x.tf"],
  ])("%s", async (_, name, shown) => {
    const { text } = await upload(
      "x.zip",
      zip([
        { name, data: bucket },
        { name: "z/z.json", data: "{}" },
      ]),
    );
    const { findings } = JSON.parse(text) as { findings: { file: string }[] };
    expect(new Set(findings.map(({ file }) => file))).toEqual(new Set([shown]));
  });

  test("H9 modules that call each other without end", async () => {
    const calls = (n: number): string =>
      `module "a" {\n source = "../m${n}"\n}\nmodule "__proto__" {\n source = "../m${n}"\n count = 1000000000\n}\n`;
    const files = Array.from({ length: 12 }, (_, n) => ({ name: `m${n}/main.tf`, data: calls((n + 1) % 12) + bucket }));
    const { status } = await upload(
      "x.zip",
      zip([...files, { name: "main.tf", data: calls(0).replaceAll("../", "./") }]),
    );
    expect(status).toBe(200);
  });
});

test("G5 an archive spoiled in any place is answered, and never with a fault of ours", async () => {
  const whole = zip([
    { name: "main.tf", data: bucket },
    { name: "k8s/app.yaml", data: "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n" },
    { name: "t/template.yaml", data: template },
  ]);
  const spoiled = (n: number): Uint8Array<ArrayBuffer> => {
    const at = Math.floor((whole.length * n) / 60);
    if (n % 3 === 0) return whole.slice(0, at);
    const bytes = whole.slice();
    if (n % 3 === 1) bytes[at] = 255 - (bytes[at] ?? 0);
    else bytes.fill(0, at, at + 8);
    return bytes;
  };
  const statuses = await Promise.all(
    Array.from({ length: 60 }, async (_, n) => {
      const { status } = await upload("x.zip", spoiled(n));
      return status;
    }),
  );
  expect(statuses.filter((status) => ![200, 413, 422].includes(status))).toEqual([]);
});
