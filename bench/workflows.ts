// How long a Python module is validated, by its size, through the API in workerd. Asserts nothing.
import { generateModule, planWorkflow } from "../src/engine/automation/index.ts";
import type { Scope } from "./tables.ts";
import { printTable, quantile, round } from "./tables.ts";
import { register, withWorker } from "./worker.ts";

const sizes = [20_000, 50_000, 100_000, 190_000];
const warmUps = 10;

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

const measure = async (url: string, rounds: number) => {
  const headers = { "Content-Type": "application/json", ...(await register(url)) };
  const time = async (code: string): Promise<number> => {
    const start = performance.now();
    const answer = await fetch(`${url}/code/validate`, { method: "POST", headers, body: JSON.stringify({ code }) });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`validate answered ${answer.status}`);
    return performance.now() - start;
  };
  const first = await time("");
  const rows = [];
  for (const size of sizes) {
    const code = moduleOf(size);
    for (let count = 0; count < warmUps; count++) await time(code);
    const [walls, empty]: [number[], number[]] = [[], []];
    for (let count = 0; count < rounds; count++) {
      empty.push(await time(""));
      walls.push(await time(code));
    }
    rows.push({
      characters: code.length,
      "ms, median": round(quantile(walls, 0.5)),
      "ms, 95 %": round(quantile(walls, 0.95)),
      "of an empty module": round(quantile(empty, 0.5)),
    });
  }
  return { first, rows };
};

export const workflows = ({ short }: Scope): Promise<void> =>
  withWorker("workflows", {}, async ({ url }) => {
    const rounds = short ? 10 : 40;
    const { first, rows } = await measure(url, rounds);
    printTable(
      `Validation over HTTP in workerd, ${rounds} of each; the first of all, with the wasm: ${Math.round(first)} ms`,
      rows,
    );
  });
