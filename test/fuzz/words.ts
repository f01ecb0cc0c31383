// What people really send, by the name of the field it is sent in: without it a request is valid and means nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { seeds } from "../../src/engine/architecture/fuzz-seeds-fixture.ts";

/** A thing that an earlier answer gave: an id, a token, a whole object. Looked up when the request is sent. */
export interface FromPool {
  $pool: string;
  pick: number;
  /** Whether it is taken from what the caller's own answers gave, or from everybody's. */
  whose: "own" | "any";
}

export const isFromPool = (value: unknown): value is FromPool =>
  typeof value === "object" && value !== null && "$pool" in value;

export const fromPool = ($pool: string, own = 6): fc.Arbitrary<FromPool> =>
  fc.record({
    $pool: fc.constant($pool),
    pick: fc.nat(1_000),
    whose: fc.oneof({ arbitrary: fc.constant("own" as const), weight: own }, fc.constant("any" as const)),
  });

/** Stands in texts; no answer that tells of a fault may repeat it. */
export const canary = "kanarienvogel-7f3a";

const root = join(import.meta.dirname, "../..");
const example = (name: string): string => readFileSync(join(root, "examples", name), "utf8");

const designs: readonly string[] = [
  ...seeds.map(({ text }) => text),
  example("static-site.tf"),
  example("data-pipeline.tf"),
  'resource "aws_s3_bucket" "b" {\n  acl = "public-read"\n}\n',
  'resource "aws_db_instance" "db" {\n  instance_class = "db.t3.medium"\n  publicly_accessible = true\n  password = "hunter2-hunter2"\n}\n',
  'resource "azurerm_storage_account" "s" {\n  name = "shop"\n  min_tls_version = "TLS1_0"\n}\n',
  'resource "google_compute_firewall" "f" {\n  source_ranges = ["0.0.0.0/0"]\n  allow {\n    protocol = "tcp"\n    ports = ["22"]\n  }\n}\n',
  '--- File: a.tf ---\nvariable "n" {}\n--- File: b.tf ---\nresource "aws_sqs_queue" "q" {\n  name = var.n\n}\n',
  "A chat on Azure with PostgreSQL and Redis that survives a zone outage",
  "an online shop on AWS with a load balancer, three web servers and a database",
];

const mermaid: readonly string[] = [
  "flowchart LR\n  A[Web] --> B{Cache?} --> C[(Store)]",
  "graph TD; a-->b; b-->c; subgraph s; d; end; c-->d",
  "sequenceDiagram\n  participant A\n  A->>B: hello\n  alt yes\n  B-->>A: hi\n  end",
  "classDiagram\n  Animal <|-- Duck\n  Animal : +int age\n  Duck : +swim()",
  "stateDiagram-v2\n  [*] --> Still\n  Still --> Moving\n  Moving --> [*]",
  "erDiagram\n  CUSTOMER ||--o{ ORDER : places",
  "architecture-beta\n  group api(cloud)[API]\n  service db(database)[Database] in api",
  'C4Context\n  Person(a, "A")\n  System(b, "B")\n  Rel(a, b, "uses")',
  "pie title none of ours\n  a: 1",
  "flowchart LR\n  A[",
];

const python: readonly string[] = [
  "import json\n\ndef handler(event, context):\n    return json.dumps(event)\n",
  "def f(:\n  pass",
  "import os\nprint(os.environ['KEY'])\n",
  "x = 1\ny = undefined_name\n",
  "# nothing\n",
  "",
];

const questions: readonly string[] = [
  "What does a Multi-AZ Postgres cost in Frankfurt?",
  "How do I make this highly available?",
  "draw a diagram of a shop on AWS",
  "How much is the matriculation fee?",
  "เบอร์โทรวิทยาเขตหัวหมาก",
  "Which region is the greenest?",
  "How long do inverters last?",
  "hello",
  "make it shorter and change the title to Solar power",
  "undo that; add a conclusion",
  `Tell me of ${canary}`,
  "' OR 1=1; DROP TABLE users; --",
];

const wishes: readonly string[] = [
  "When a payment fails in Stripe, post to Slack and add a row to Google Sheets",
  "Every Monday at 9 send the week's sales by e-mail with SendGrid",
  "When a file lands in S3, summarise it with OpenAI and store it in Airtable",
  "do something",
  "Jeden Montag eine Mail schicken",
];

const markdown: readonly string[] = [
  "# Solar power\n\nInverters last 10 to 15 years.\n\n## Costs\n\n- panels\n- labour\n",
  "---\ntitle: x\ntags: [a]\n---\nText with `code`, **bold** and [a link](https://example.com).\n",
  "<h1>Editor</h1><p>Some <b>HTML</b><script>alert(1)</script></p>",
  "| a | b |\n|---|---|\n| 1 | 2 |\n",
  `A paragraph of ${canary}.`,
];

/** A password that every account of a run has. */
export const password = "violet-otter-42-lamp";
/** The token that the stand-in for GitHub takes. */
const gitHubToken = "ghp_a-token-that-may-write";

const one = (words: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...words);

const email = fc.nat(1e9).map((number) => `fuzz-${number}@example.com`);

/** Word lists by `<path> <name of the field>`; the first that fits is taken. */
const byField: readonly (readonly [RegExp, fc.Arbitrary<unknown>])[] = [
  [/analysis_?id$|previous$/i, fromPool("an")],
  // A draft is written from what the account has, in a session of its own.
  [/blog\/generate (document_ids|session_id)$/, fc.constant(null)],
  [/workflows\/user.* id$/, fromPool("usr")],
  [/session_?id$/i, fromPool("chat")],
  [/auth\/(login|signup) email$/, fc.oneof(fromPool("email"), email)],
  [/ email$/, email],
  [/password$/, fc.oneof({ arbitrary: fc.constant(password), weight: 9 }, one(["password1", "ünïcode-päss-wörd"]))],
  [/refresh_token$/, fromPool("refresh_token")],
  [/exchange code$/, fromPool("exchange_code")],
  [/ ticket$/, fromPool("ticket")],
  [/ cursor$/, fromPool("next_cursor")],
  [/versions cursor$/, fc.integer({ min: 1, max: 9 })],
  [/ after$/, fc.integer({ min: 0, max: 9 })],
  [/ limit$/, fc.integer({ min: 1, max: 100 })],
  [/version$/, fc.integer({ min: 1, max: 5 })],
  [/redirect_uri$/, one(["http://localhost:5173", "http://localhost:3002", "https://evil.example"])],
  [/ architecture$/, fromPool("architecture")],
  [/export\/pdf $/, fromPool("Analysis", 30)],
  [/rollback-fix $/, fromPool("fixed", 30)],
  [/diagram prompt$/, one(designs.slice(-2))],
  [/mermaid$/, one(mermaid)],
  [
    /(analyze|compare|regions|apply-fix|rollback-fix|diagram) (content|code|text|file_content|architecture_text)$/,
    one(designs),
  ],
  [/apply-fix rules$/, fc.oneof(fc.constant("all"), fc.constant(["aws-s3-public-read", "aws-s3-versioning"]))],
  [/fixId$/, one(["aws-s3-public-read", "aws-s3-versioning", "none-such"])],
  [/validate (code|code_to_validate)$|workflows.* (code|generatedCode)$/, one(python)],
  [/workflows.* (prompt|description)$/, one(wishes)],
  [/blog.* content$/, one(markdown)],
  [/blog.* (instructions|description|feedback)$/, one([...questions, "A post on how long inverters last"])],
  [/ (message|content|question|query|q|prompt|text)$/, one(questions)],
  [/document_ids \[\]$/, fromPool("doc")],
  [/repo$/, one(["octo/blog", "octo/notes", "octo/gone", "octo/limited", "octo/flaky", "not-a-repo"])],
  [/publish token$/, one([gitHubToken, gitHubToken, gitHubToken, "ghp_wrong"])],
  [/publish path$/, one(["_posts/2026-11-22-post.md", "posts/a.md", "../../etc/passwd"])],
  [/publish branch$/, one(["main", "feature/x"])],
  [/requirements \[\]$/, one(["high availability", "backups", "security", "cost", "low latency", "gdpr", canary])],
  [/ requirements$/, one(["high availability, backups", "gdpr"])],
  [/ usage$/, one(["small", "medium", "large"])],
  [/services \[\]$/, one(["aws.apprunner", "aws.s3", "availability-zones", "azure.aks", canary])],
  [/residency( \[\])?$/, one(["EU", "EEA", "Germany", "DE", "TH", "Nowhere"])],
  [/country$/, one(["DE", "Germany", "US", "TH", "Brazil", "Atlantis"])],
  [/region$|userRegion$/, one(["eu-west-1", "us-east-1", "westeurope", "europe-west1", "Frankfurt", "mars-1"])],
  [/project_type$/, one(["ecommerce", "blog", "iot", "ml"])],
  [/analysisMode$/, one(["comprehensive", "quick"])],
  [
    /resources$/,
    fc.constant({ "aws_s3_bucket.b": { monthly_storage_gb: 100 }, aws_lambda_function: { requests: 5e6 } }),
  ],
  [/auth\/api-keys name$|title$|name$/, one(["A name", "Über größe", "名前", canary, "x"])],
  [/expires_at$/, one(["2027-06-01T00:00:00Z", "2030-01-01T12:00:00+02:00", "2001-01-01T00:00:00Z"])],
  [/client_message_id$/, one(["m-1", "m-2", "m-3"])],
  [/credentials $/, fromPool("credentials", 30)],
  [/ file$/, one(["main.tf", "template.yaml", "a b/ü.tf"])],
];

/** Words for a field of a request; none where nothing is known of it. */
export const wordsFor = (path: string, name: string): fc.Arbitrary<unknown> | undefined =>
  byField.find(([pattern]) => pattern.test(`${path} ${name}`))?.[1];

/** The bytes of a picture of one dot. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
/** The head of a recording in WAV, and a tenth of a second of silence. */
const wav = Buffer.concat([
  Buffer.from("524946466406000057415645666d74201000000001000100401f0000803e0000020010006461746140060000", "hex"),
  Buffer.alloc(1_600),
]);

export interface File {
  name: string;
  type: string;
  bytes: Buffer;
}

const text = (name: string, type: string, words: string): File => ({ name, type, bytes: Buffer.from(words) });

const documents: readonly File[] = [
  text("guide.md", "text/markdown", "# Inverters\n\nInverters last 10 to 15 years and fail most often.\n"),
  text("notes.txt", "text/plain", "Panels lose half a percent of their power each year.\nเบอร์โทร 02\n"),
  text("page.html", "text/html", "<h1>Costs</h1><p>A roof costs 12,000 euros.</p><script>x</script>"),
  text("script.py", "text/x-python", "def f():\n    return 1\n"),
  text("empty.txt", "text/plain", ""),
  text("fake.pdf", "application/pdf", "not a PDF at all"),
  text("broken.pdf", "application/pdf", "%PDF-1.7\n1 0 obj\n<<"),
  text(`${canary}.md`, "text/markdown", `A secret bird: ${canary}`),
  { name: "dot.png", type: "image/png", bytes: png },
  { name: "tone.wav", type: "audio/wav", bytes: wav },
];

/** A file as a part of a form, by the route it is sent to. */
export const filesFor = (path: string): fc.Arbitrary<File> => {
  const wanted = path.includes("analyze")
    ? designs.map((design, index) => text(`file-${index}.tf`, "text/plain", design))
    : path.includes("transcribe")
      ? documents.slice(-3)
      : documents;
  const odd = fc.record({
    name: fc.constantFrom("../../x.md", "ü ñ.md", "", "a".repeat(300), 'q"uote.md', "con\u202egnp.md"),
    type: fc.constantFrom("", "application/octet-stream", "text/plain; charset=utf-16", "x"),
    bytes: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  });
  return fc.oneof({ arbitrary: fc.constantFrom(...wanted), weight: 6 }, odd);
};

/** A whole body that is text. */
export const textsFor = (path: string): fc.Arbitrary<string> =>
  path.includes("knowledge") ? one(["# Parking\n\n- Main lot: 40 THB\n- Bicycles: free\n", ...markdown]) : one(designs);
