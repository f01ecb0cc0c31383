// Cue: a sentence becomes a Python AWS Lambda, checked and ready to deploy.
// node examples/clients/cue.ts [address]
import { mkdir, writeFile } from "node:fs/promises";

interface Workflow {
  id: string;
  code: string;
  trigger: { description: string };
  steps: { title: string; tool: string }[];
  open: string[];
  nodes: { requiredCredentials: { id: string }[] }[];
  validation: { is_valid: boolean };
}

const url = process.argv[2] ?? "http://localhost:8000";

// A page signs in by a link (/auth/google) and sends its cookie with `credentials: "include"`; a script has no browser
// and takes a token instead.
const json = { "Content-Type": "application/json" };
const joined = await fetch(`${url}/api/v1/auth/register`, {
  method: "POST",
  headers: json,
  body: JSON.stringify({ email: `cue-${Date.now()}@example.com`, password: "a long one, please" }),
});
const { access_token: token }: { access_token: string } = await joined.json();
const headers = { ...json, Authorization: `Bearer ${token}` };

const ask = async (path: string, body?: unknown): Promise<Response> => {
  const answer = await fetch(url + path, {
    headers,
    ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
  });
  if (answer.ok) return answer;
  const problem: { detail: string } = await answer.json();
  throw new Error(problem.detail);
};

const me: { email: string } = await (await ask("/auth/users/me")).json();
console.log(`Signed in as ${me.email}`);

// The sentence, and what was understood: read the plan before you trust the code.
const description = "When a Stripe payment succeeds, save it to DynamoDB and send a SendGrid email to the customer.";
const workflow: Workflow = await (await ask("/workflows/generate", { description })).json();
console.log(`Trigger: ${workflow.trigger.description}`);
for (const { title, tool } of workflow.steps) console.log(`  ${title} (${tool})`);
for (const missing of workflow.open) console.log(`  not done: ${missing}`);
console.log(`${workflow.code.split("\n").length} lines of Python, valid: ${workflow.validation.is_valid}`);

// Credentials are held to their form, written into this one answer, and forgotten.
const needed = workflow.nodes.flatMap((node) => node.requiredCredentials.map(({ id }) => id));
console.log(`It needs ${needed.join(", ")}`);
const credentials = { STRIPE_WEBHOOK_SECRET: `whsec_${"a".repeat(32)}` };
const filled = await ask(`/workflows/${workflow.id}/credentials`, { credentials });
const rendered: { updated_code: string; missing: string[] } = await filled.json();
console.log(`Still missing: ${rendered.missing.join(", ") || "nothing"}`);

// Code of your own is checked the same way, and never run.
const checked = await ask("/code/validate", { code: "import imp\n" });
const found: { validation_errors: { line: number; column: number; message: string }[] } = await checked.json();
for (const { line, column, message } of found.validation_errors)
  console.log(`  line ${line}, column ${column}: ${message}`);

// Everything that a deployment needs.
const zip = await ask(`/workflows/${workflow.id}/download`);
await mkdir("out", { recursive: true });
await writeFile("out/workflow.zip", Buffer.from(await zip.arrayBuffer()));
console.log("out/workflow.zip");
