import { exports } from "cloudflare:workers";
import { applyPatch } from "diff";
import { describe, expect, test } from "vitest";
import { FixAnswer } from "./schema.ts";

const post = (path: string, body: unknown): Promise<Response> =>
  exports.default.fetch(`http://api${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

const content = `# Assets of the shop
resource "aws_s3_bucket" "assets" {
  acl = "public-read" # for now
}

resource "aws_db_instance" "main" {
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  allocated_storage = 20
  password          = "correct-horse-battery"
}
`;

const fix = async (body: unknown): Promise<FixAnswer> => {
  const answer = await post("/api/apply-fix", body);
  expect(answer.status).toBe(200);
  return FixAnswer.parse(await answer.json());
};

describe("POST /api/apply-fix", () => {
  test("one rule is mended where it failed, and nothing else moves", async () => {
    const answer = await fix({ content, rules: ["aws-s3-public-read"] });
    expect(answer.changes).toMatchObject([
      { rule: "aws-s3-public-read", resource: "aws_s3_bucket.assets", file: "main.tf", line: 3 },
    ]);
    expect(answer.changes[0]?.diff.filter((line) => /^[-+]/.test(line))).toEqual([
      '-  acl = "public-read" # for now',
      '+  acl = "private" # for now',
    ]);
    expect(answer.content).toBe(content.replace("public-read", "private"));
    expect(applyPatch(content, answer.patch)).toBe(answer.content);
  });

  test("the code is judged again, before and after", async () => {
    // A critical finding that is left, such as the password, would hold the score down all the same.
    const open = content.replace(/password .*/, "manage_master_user_password = true");
    const { rescan } = await fix({ content: open, rules: ["aws-s3-public-read"] });
    const rules = ({ findings }: typeof rescan.before): string[] => findings.map(({ rule }) => rule);
    expect(rules(rescan.before)).toContain("aws-s3-public-read");
    expect(rules(rescan.after)).not.toContain("aws-s3-public-read");
    expect(rescan.after.score).toBeGreaterThan(rescan.before.score);
  });

  test("all rules at once; what no change is safe for is named", async () => {
    const answer = await fix({ content, rules: "all" });
    expect(answer.changes.length).toBeGreaterThan(5);
    expect(answer.content).toContain("# Assets of the shop");
    expect(answer.rescan.after.findings.length).toBeLessThan(answer.rescan.before.findings.length / 2);
    expect(applyPatch(content, answer.patch)).toBe(answer.content);
  });

  test("a password stays what it was in the code that goes back to its owner, and is in no other field", async () => {
    const { content: mended, rescan } = await fix({ content, rules: ["aws-s3-public-read"] });
    expect(mended).toContain("correct-horse-battery");
    expect(JSON.stringify(rescan)).not.toContain("correct-horse-battery");
  });

  test("several files keep their names and line ends", async () => {
    const files = `--- File: a.tf ---\r\nlocals {}\r\n--- File: b.tf ---\r\n${content.replaceAll("\n", "\r\n")}`;
    const answer = await fix({ content: files, rules: ["aws-s3-public-read"], resource: "aws_s3_bucket.assets" });
    expect(answer.changes[0]?.file).toBe("b.tf");
    expect(answer.content).toContain("--- File: b.tf ---");
    expect(answer.content).toContain('  acl = "private" # for now\r\n');
  });

  test("what a module's resource lacks is written into the module's own file", async () => {
    const main = 'module "site" {\n  source = "./site" # ours\n}\n';
    const module = 'resource "aws_s3_bucket" "a" {\n  acl = "public-read" # open\n}\n';
    const joined = `--- File: main.tf ---\n${main}--- File: site/main.tf ---\n${module}`;
    const answer = await fix({ content: joined, rules: ["aws-s3-public-read"] });
    expect(answer.changes).toMatchObject([{ resource: "module.site.aws_s3_bucket.a", file: "site/main.tf", line: 2 }]);
    expect(answer.content).toBe(joined.replace("public-read", "private"));
    expect(answer.patch).toContain("--- site/main.tf");
    const back = await post("/api/rollback-fix", { content: answer.content, patch: answer.patch });
    expect(await back.json()).toEqual({ content: joined });
  });

  test.each([
    [
      "CloudFormation",
      "template.yaml",
      "Resources:\n  A: # assets\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead # now\n",
      ["aws-s3-public-read"],
      "AccessControl: Private # now",
    ],
    [
      "Kubernetes",
      "manifests.yaml",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: true # debug\n  containers: [{name: a, image: 'a:1'}]\n",
      ["kubernetes-host-pid"],
      "hostPID: false # debug",
    ],
    [
      "docker-compose",
      "compose.yaml",
      "services:\n  web:\n    image: nginx:1.25\n    privileged: true # test\n",
      ["docker-privileged-container"],
      "privileged: false # test",
    ],
    [
      "ARM",
      "template.json",
      '{"resources": [{"type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01", "name": "a", "properties": {"allowBlobPublicAccess": true}}]}',
      ["azure-storage-public-blobs"],
      '"allowBlobPublicAccess": false',
    ],
  ])("%s is mended in its own language, and the patch is taken back out", async (_format, file, text, rules, line) => {
    const answer = await fix({ content: text, rules });
    expect(answer.changes.map(({ rule }) => rule)).toEqual(rules);
    expect(answer.changes[0]?.file).toBe(file);
    expect(answer.content).toContain(line);
    expect(applyPatch(text, answer.patch)).toBe(answer.content);
    expect(answer.rescan.after.findings.map(({ rule }) => rule)).not.toContain(rules[0]);
    const back = await post("/api/rollback-fix", { content: answer.content, patch: answer.patch });
    expect(await back.json()).toEqual({ content: text });
  });

  test("of several files in a text only the one concerned is changed", async () => {
    const template = "Resources:\n  Q:\n    Type: AWS::SNS::Topic # news\n";
    const joined = `--- File: a.yaml ---\n${template}--- File: main.tf ---\n${content}`;
    const answer = await fix({ content: joined, rules: ["aws-sns-encryption"] });
    expect(answer.changes.map(({ file }) => file)).toEqual(["a.yaml"]);
    expect(answer.content.endsWith(`--- File: main.tf ---\n${content}`)).toBe(true);
  });

  test("what a comment accepts is left alone", async () => {
    const accepted = content.replace("# for now", "# checkov:skip=CKV_AWS_20:for now");
    expect(await fix({ content: accepted, rules: ["aws-s3-public-read"] })).toMatchObject({ changes: [], open: [] });
  });

  test("a rule that nothing fails changes nothing", async () => {
    const answer = await fix({ content, rules: ["no-such-rule"] });
    expect(answer).toMatchObject({ patch: "", changes: [], open: [], content });
  });

  test.each([
    ["no rules", { content }, "rules"],
    ["no content", { rules: "all" }, "content"],
    [
      "a plan",
      { content: '{"format_version": "1.2", "planned_values": {"root_module": {}}}', rules: "all" },
      "content",
    ],
    ["no code", { content: "a shop with a database", rules: "all" }, "content"],
  ])("%s is a 422 that names the field", async (_name, body, path) => {
    const answer = await post("/api/apply-fix", body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ path }] });
  });
});

describe("as the published StackStage UI asks", () => {
  test("a fix by the id of an issue", async () => {
    const analysis = await post("/api/analyze?diagram=none", { content, analysisMode: "quick" });
    const { analysisId, result }: { analysisId: string; result: { issues: { id: string; type: string }[] } } =
      await analysis.json();
    const [issue] = result.issues.filter(({ id }) => id.startsWith("aws-s3-public-read@"));
    for (const request of [{ code: content }, { analysisId }]) {
      const answer = await post("/api/apply-fix", { fixId: issue?.id, fixType: "iac", ...request });
      expect(await answer.json()).toMatchObject({
        success: true,
        details: {
          changes: { changeId: issue?.id, type: "iac", diff: expect.arrayContaining(['+  acl = "private" # for now']) },
        },
        rescan: { before: {}, after: {} },
      });
    }
  });

  test("an id that names nothing is told, not claimed done", async () => {
    const answer = await post("/api/apply-fix", { fixId: "fix-1", fixType: "iac", code: content });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ success: false, suggestions: [expect.any(String)] });
  });

  test("a rollback without code says that nothing was changed", async () => {
    const answer = await post("/api/rollback-fix", { fixId: "fix-1", reason: "too dear" });
    expect(await answer.json()).toMatchObject({ success: false, error: expect.any(String) });
  });
});

describe("POST /api/rollback-fix", () => {
  test("takes a patch back out", async () => {
    const { patch, content: mended } = await fix({ content, rules: "all" });
    const answer = await post("/api/rollback-fix", { content: mended, patch });
    expect(await answer.json()).toEqual({ content });
  });

  test("code that is no longer what the patch made of it is a 409", async () => {
    const { patch } = await fix({ content, rules: ["aws-s3-public-read"] });
    expect((await post("/api/rollback-fix", { content, patch })).status).toBe(409);
  });

  test.each(["", "hello", "@@ -1 +1 @@\nx"])("%j is no patch", async (patch) => {
    expect((await post("/api/rollback-fix", { content, patch })).status).toBe(422);
  });
});
