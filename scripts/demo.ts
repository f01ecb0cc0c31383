// `npm run demo`: the main job on examples/shop against a real Worker on this machine; leaves a report, a picture and code in out/.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { styleText } from "node:util";
import { startWorker } from "./local-worker.ts";

const root = resolve(import.meta.dirname, "..");
const example = resolve(root, "examples/shop");
const out = resolve(root, "out");

interface Answer {
  title: string;
  score: number;
  scores: Record<string, number | null>;
  summary: string;
  findings: {
    rule: string;
    severity: string;
    title: string;
    resource: string;
    file: string | null;
    line: number | null;
  }[];
  passed: number;
  unknown: number;
  cost: {
    monthly: number;
    as_of: string;
    items: { resource: string; unit: string; quantity: number; unit_price: number; monthly: number }[];
    unpriced: string[];
  };
  comparison: {
    suggested: { score: number; monthly: number; findings: number };
    changes: { kind: string; component: string; reason: string; monthly_delta: number }[];
  };
  infrastructure_code: { terraform: string; cloudformation: string | null };
  diagram_image: string;
  diagram_svg: string;
}

const say = (text = ""): void => console.log(text);
const bold = (text: string): string => styleText("bold", text);
const dim = (text: string): string => styleText("dim", text);
const heading = (text: string): void => say(`\n${bold(text)}`);

const severityColour = { critical: "red", high: "yellow", medium: "cyan", low: "gray" } as const;
const colourOf = (severity: string): "red" | "yellow" | "cyan" | "gray" =>
  severity === "critical" || severity === "high" || severity === "medium" ? severityColour[severity] : "gray";

const money = (amount: number): string => `$${amount.toFixed(2)}`;
const fit = (text: string, width: number): string =>
  text.length <= width ? text.padEnd(width) : `${text.slice(0, width - 1)}…`;

const analyse = async (url: string): Promise<{ answer: Answer; raw: string }> => {
  const form = new FormData();
  for (const name of readdirSync(example).filter((file) => file.endsWith(".tf")))
    form.append("file", new File([readFileSync(resolve(example, name))], name));
  const response = await fetch(`${url}/api/analyze`, { method: "POST", body: form });
  const raw = await response.text();
  if (!response.ok) throw new Error(`The analysis failed with ${response.status}:\n${raw}`);
  // Our own API's answer, in its documented shape.
  return { answer: JSON.parse(raw) as Answer, raw };
};

const save = (name: string, bytes: string | Uint8Array): void => {
  writeFileSync(resolve(out, name), bytes);
  say(`  out/${fit(name, 22)} ${dim(`${Math.ceil(bytes.length / 1024)} KB`)}`);
};

const fetchBytes = async (url: string, init?: RequestInit): Promise<Uint8Array> => {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
};

const printFindings = ({ findings, passed, unknown }: Answer): void => {
  heading(`Findings: ${findings.length}`);
  for (const { severity, title, resource, file, line } of findings)
    say(
      `  ${styleText(colourOf(severity), severity.padEnd(8))} ${fit(title, 52)} ${fit(resource, 40)} ${dim(`${file ?? ""}:${line ?? ""}`)}`,
    );
  say(dim(`  ${passed} checks passed, ${unknown} depend on values that only exist after apply`));
};

const printCost = ({ cost }: Answer): void => {
  heading(`Cost: ${money(cost.monthly)} a month ${dim(`(list prices as of ${cost.as_of})`)}`);
  for (const item of cost.items.toSorted((a, b) => b.monthly - a.monthly))
    say(
      `  ${fit(item.resource, 42)} ${String(item.quantity).padStart(10)} ${fit(item.unit, 22)} × ${String(item.unit_price).padEnd(11)} ${money(item.monthly).padStart(9)}`,
    );
  if (cost.unpriced.length > 0) say(dim(`  without a price: ${cost.unpriced.join(", ")}`));
};

const printChanges = ({ comparison, score, cost }: Answer): void => {
  const { suggested, changes } = comparison;
  heading(
    `Suggested design: score ${score} → ${suggested.score}, ${money(cost.monthly)} → ${money(suggested.monthly)} a month, ${suggested.findings} findings stay`,
  );
  for (const { kind, component, reason, monthly_delta } of changes) {
    const delta = monthly_delta === 0 ? "" : `${monthly_delta > 0 ? "+" : "-"}${money(Math.abs(monthly_delta))}`;
    say(
      `  ${kind === "added" ? "+" : kind === "removed" ? "-" : "~"} ${fit(component, 58)} ${fit(reason, 40)} ${delta.padStart(9)}`,
    );
  }
};

const main = async (): Promise<void> => {
  mkdirSync(out, { recursive: true });
  say("Starting the Worker with a local database …");
  const worker = await startWorker("demo");
  try {
    say(
      `Analysing examples/shop (${readdirSync(example).filter((file) => file.endsWith(".tf")).length} Terraform files) …`,
    );
    const { answer, raw } = await analyse(worker.url);
    heading(`Score: ${answer.score} of 100`);
    say(
      `  ${Object.entries(answer.scores)
        .map(([pillar, score]) => `${pillar} ${score ?? "n/a"}`)
        .join(" · ")}`,
    );
    say(`  ${answer.summary}`);
    printFindings(answer);
    printCost(answer);
    printChanges(answer);
    heading("Written");
    save("diagram.png", await fetchBytes(answer.diagram_image));
    save("diagram.svg", await fetchBytes(answer.diagram_svg));
    save("suggested.tf", answer.infrastructure_code.terraform);
    if (answer.infrastructure_code.cloudformation !== null)
      save("suggested.template.yaml", answer.infrastructure_code.cloudformation);
    save(
      "report.pdf",
      await fetchBytes(`${worker.url}/api/export/pdf`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: raw,
      }),
    );
    save("analysis.json", JSON.stringify(answer, undefined, 2));
  } finally {
    await worker.stop();
  }
};

await main();
