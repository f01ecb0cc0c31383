// The clients of examples/clients, each over a real `npm start` as a person would run it, and what a person then sees.
import type { RunningApi } from "./harness.ts";
import { startApi } from "./harness.ts";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const shop = join(root, "examples/three-tier.tf");
const readme = join(root, "README.md");
/** A client is run as a person would, but for that. */
const ownConnections = pathToFileURL(join(root, "test/own-connections.ts")).href;

let api: RunningApi;
let folder: string;
beforeAll(async () => {
  // A dry run of publishing asks what is there; nobody answers, and it says what it would write all the same.
  api = await startApi({ GITHUB_API_URL: "http://127.0.0.1:9" });
  folder = await mkdtemp(join(tmpdir(), "stackstage-clients-"));
});
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Client {
  /** What it is given after the address. */
  with?: string[];
  /** What it prints, among other things. */
  says: RegExp[];
  /** What it leaves, and how each begins. */
  leaves?: Record<string, string>;
}

const clients: Record<string, Client> = {
  "typed-client": {
    says: [
      /^Score \d+; \d+ with/m,
      /critical: .*\(line 3\)/,
      /Best region: [a-z]+-[a-z]+-\d/,
      /Slack/,
      /404 not_found/,
    ],
  },
  stackstage: {
    with: [shop],
    says: [
      /… parsed\n… checked\n… priced\n… designed\n… drawn/,
      /three-tier\.tf: score \d+, \$\d+\/month/,
      /Suggested design: score \d+/,
      /For users in Germany: eu-central-1/,
      /Advice: \S+/,
    ],
    leaves: { "diagram.png": "\u{89}PNG", "suggested.tf": "", "report.pdf": "%PDF" },
  },
  cue: {
    says: [
      /Trigger: .*stripe/i,
      /\(aws-dynamodb\)/,
      /valid: true/,
      /Still missing: SENDGRID_API_KEY/,
      /line 1, column 8: .*imp/,
    ],
    leaves: { "workflow.zip": "PK" },
  },
  "au-guru": {
    says: [/719 1919/, /23,500 baht/, /source: /, /I don't have that/, /6 messages are kept/],
  },
  "blog-creator": {
    with: [readme],
    says: [
      /README\.md: completed, 100 %/,
      /\d+ pieces of text came/,
      /version 2, assistant: Shorter\n {2}version 1, assistant/,
      /Would be published as _posts\/\d{4}-\d{2}-\d{2}-what-this-is-for\.md/,
    ],
    leaves: { "post.md": "---", "post.html": "<!", "post.pdf": "%PDF" },
  },
};

test.each(Object.keys(clients))("%s", async (name) => {
  const { with: more = [], says = [], leaves = {} } = clients[name] ?? {};
  const script = join(root, "examples/clients", `${name}.ts`);
  const args = ["--import", ownConnections, script, api.url, ...more];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  for (const line of says) expect(stdout).toMatch(line);
  for (const [file, beginning] of Object.entries(leaves)) {
    const bytes = await readFile(join(folder, "out", file));
    expect(bytes.length).toBeGreaterThan(100);
    expect(bytes.toString("latin1").startsWith(beginning)).toBe(true);
  }
});
