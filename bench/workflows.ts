// How long a Python module is validated, by its size, through the API in workerd. Prints a table; asserts nothing.
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { startWorker } from "../scripts/local-worker.ts";
import { generateModule, planWorkflow } from "../src/engine/automation/index.ts";

const sizes = [20_000, 50_000, 100_000, 190_000];
const rounds = 40;
const warmUps = 10;
const name = "bench-workflows";

const sentence = "When a Stripe payment succeeds, save it to DynamoDB and send a SendGrid email to the customer.";

/** Our own module again and again, each time under other names, until it is that long. */
const moduleOf = (size: number): string => {
  const planned = planWorkflow(sentence);
  if (planned.kind !== "plan") throw new Error(planned.message);
  const one = generateModule(planned.plan);
  let text = one;
  for (let copy = 1; text.length + one.length <= size + one.length / 2; copy++)
    text += `\n\n${one.replaceAll(/^(def|class) (\w+)/gm, `$1 $2_${copy}`)}`;
  return text;
};

const percentile = (values: readonly number[], part: number): number =>
  Math.round((values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN) * 10) / 10;

const measure = async (url: string) => {
  const send = (path: string, body: unknown, token = ""): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(token !== "" && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
  const account = { email: "bench@example.com", password: "violet-otter-42-lamp" };
  const { access_token: token } = (await (await send("/api/v1/auth/register", account)).json()) as {
    access_token: string;
  };
  const time = async (code: string): Promise<number> => {
    const start = performance.now();
    const answer = await send("/code/validate", { code }, token);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`validate answered ${answer.status}`);
    return performance.now() - start;
  };
  const first = await time("");
  const rows = [];
  for (const size of sizes) {
    const code = moduleOf(size);
    for (let round = 0; round < warmUps; round++) await time(code);
    const [walls, empty]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      empty.push(await time(""));
      walls.push(await time(code));
    }
    rows.push({
      characters: code.length,
      "ms, median": percentile(walls, 0.5),
      "ms, 95 %": percentile(walls, 0.95),
      "of an empty module": percentile(empty, 0.5),
    });
  }
  return { first, rows };
};

const worker = await startWorker(name, { RATE_LIMIT_SCALE: "100000" });
try {
  const { first, rows } = await measure(worker.url);
  console.log(
    `Validation over HTTP in workerd, ${rounds} of each; the first of all, with the wasm: ${Math.round(first)} ms`,
  );
  console.table(rows);
} finally {
  await worker.stop();
  rmSync(resolve(import.meta.dirname, "..", ".wrangler", name), { recursive: true, force: true });
}
