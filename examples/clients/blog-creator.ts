// The Blog Creator: documents become a draft that is refined, versioned, exported and published.
// node examples/clients/blog-creator.ts [address] [file]
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";

const url = process.argv[2] ?? "http://localhost:8000";
const file = process.argv[3] ?? "README.md";

interface Document {
  id: string;
  filename: string;
  status: string;
  progress: number;
  error_message: string | null;
}

interface Tokens {
  access_token: string;
  refresh_token: string;
}
let tokens: Tokens | undefined;

const send = (path: string, method: string, body?: unknown, accept = "application/json"): Promise<Response> =>
  fetch(url + path, {
    method,
    headers: {
      Accept: accept,
      ...(tokens && { Authorization: `Bearer ${tokens.access_token}` }),
      ...(body !== undefined && !(body instanceof FormData) && { "Content-Type": "application/json" }),
    },
    ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
  });

/** A call; an access token that has ended is swapped for a new pair once. */
const ask = async (path: string, method = "GET", body?: unknown, accept?: string): Promise<Response> => {
  let answer = await send(path, method, body, accept);
  if (answer.status === 401 && tokens) {
    tokens = await (await send("/api/v1/auth/refresh", "POST", { refresh_token: tokens.refresh_token })).json();
    answer = await send(path, method, body, accept);
  }
  if (answer.ok) return answer;
  const problem: { detail: string } = await answer.json();
  throw new Error(problem.detail);
};

const credentials = { email: `writer-${Date.now()}@example.com`, password: "a long one, please" };
await ask("/api/v1/auth/register", "POST", credentials);
tokens = await (await ask("/api/v1/auth/login", "POST", credentials)).json();
console.log(`Signed in as ${credentials.email}`);

// A document is read by itself; its progress is asked for.
const form = new FormData();
form.append("file", new Blob([await readFile(file)]), basename(file));
let document: Document = await (await ask("/api/v1/documents/upload", "POST", form)).json();
while (document.status === "pending" || document.status === "processing") {
  await new Promise((wake) => setTimeout(wake, 500));
  document = await (await ask(`/api/v1/documents/${document.id}`)).json();
  console.log(`… ${document.filename}: ${document.status}, ${Math.round(document.progress * 100)} %`);
}
if (document.status === "failed") throw new Error(document.error_message ?? "It could not be read.");

const question = { question: "How large may an uploaded file be?" };
const asked = await ask("/api/v1/documents/query", "POST", question);
const { answer, sources }: { answer: string; sources: { quote: string }[] } = await asked.json();
console.log(`\n> ${question.question}\n${answer}\n  ${sources.length} quotes\n`);

// The draft, as it is written.
const wish = { document_ids: [document.id], title: "What this is for", instructions: "about 200 words" };
const writing = await ask("/api/v1/blog/generate", "POST", wish, "text/event-stream");
let events = "";
for await (const chunk of writing.body?.pipeThrough(new TextDecoderStream()) ?? []) events += chunk;
console.log(`${events.split("event: token").length - 1} pieces of text came`);
const drafts: { id: string }[] = await (await ask("/api/v1/blog")).json();
const id = drafts[0]?.id ?? "";

const refined = await (await ask(`/api/v1/blog/${id}/refine`, "POST", { feedback: "Shorter" }, "*/*")).text();
console.log(`${refined.split(/\s+/).length} words after "Shorter"`);
const listed = await ask(`/api/v1/blog/${id}/versions`);
const { versions }: { versions: { version: number; author: string; reason: string }[] } = await listed.json();
for (const { version, author, reason } of versions) console.log(`  version ${version}, ${author}: ${reason}`);

// What a commit to GitHub would write; with a token of yours and without dry_run it is written.
const target = { repo: "me/me.github.io", token: "github_pat_yours", dry_run: true };
const { path }: { path: string } = await (await ask(`/api/v1/blog/${id}/publish`, "POST", target)).json();
console.log(`Would be published as ${path}`);

await mkdir("out", { recursive: true });
for (const format of ["markdown", "html", "pdf"]) {
  const exported = await ask(`/api/v1/blog/${id}/export`, "POST", { format }, "*/*");
  const name = `out/post.${format === "markdown" ? "md" : format}`;
  await writeFile(name, Buffer.from(await exported.arrayBuffer()));
  console.log(name);
}
