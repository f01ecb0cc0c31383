// The typed client: paths, bodies and answers are checked by the compiler, with no code generated.
// node examples/clients/typed-client.ts [address]
import { hc } from "hono/client";
import type { AppType } from "../../src/app.ts";

const api = hc<AppType>(process.argv[2] ?? "http://localhost:8000");

const terraform = 'resource "aws_s3_bucket" "photos" {\n  bucket = "photos"\n  acl    = "public-read"\n}\n';

// An analysis, without pictures. Its answer may be events as well, so that its type is said here; kept, it is typed.
const analyzed = await api.api.analyze.$post({ query: { diagram: "none" }, json: { content: terraform } });
const { analysis_id: id }: { analysis_id: string } = JSON.parse(await analyzed.text());
const kept = await api.api.v1.analyses[":id"].$get({ param: { id } });
if (!kept.ok) throw new Error((await kept.json()).detail);
const { score, findings, comparison } = await kept.json();
console.log(`Score ${score}; ${comparison.suggested.score} with the suggested changes.`);
for (const { severity, title, line } of findings.slice(0, 3)) console.log(`  ${severity}: ${title} (line ${line})`);

// Where it should run, for users in two countries.
const ranked = await api.api.regions.$post({
  json: { cloud: "aws", users: [{ country: "DE", share: 2 }, { country: "FR" }], content: terraform },
});
if (!ranked.ok) throw new Error((await ranked.json()).detail);
const { regions } = await ranked.json();
console.log(`Best region: ${regions[0]?.region} (${regions[0]?.latency_ms} ms)`);

// An account, and a workflow of its own.
const joined = await api.api.v1.auth.register.$post({
  json: { email: `visitor-${Date.now()}@example.com`, password: "a long one, please" },
});
if (!joined.ok) throw new Error((await joined.json()).detail);
const { access_token: token, user } = await joined.json();
const mine = hc<AppType>(process.argv[2] ?? "http://localhost:8000", { headers: { Authorization: `Bearer ${token}` } });

const generated = await mine.workflows.generate.$post({
  json: { prompt: "Every Monday at 9am post a message to Slack." },
});
if (!generated.ok) throw new Error((await generated.json()).detail);
const workflow = await generated.json();
console.log(`${user.email} has a workflow with the steps ${workflow.steps.map(({ title }) => title).join(", ")}.`);

// A failure is a problem document with a stable code; which one, `status` and `ok` tell the compiler too.
const missing = await mine.workflows[":id"].$get({ param: { id: `wf_${"0".repeat(32)}` } });
if (!missing.ok) console.log(`A workflow that is not there: ${missing.status} ${(await missing.json()).code}`);
