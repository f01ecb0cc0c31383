import type { Plan } from "../plan/plan.ts";
import { LINE, print, text } from "./expression.ts";
import { handlerFunctions } from "./handler.ts";
import { docstringText, widthOf } from "./literal.ts";
import { Module } from "./module.ts";
import { helpersFor } from "./runtime/index.ts";
import { runFunction, stepFunction } from "./step.ts";
import { resolveWorkflow, settingsOf } from "./workflow.ts";
import type { Workflow } from "./workflow.ts";

const THIRD_PARTY = /^(?:import|from) (?:boto3|botocore|google|pg8000|pymongo|pymysql)\b/;

/** `from a import b` and `from a import c` as one line. */
const mergeNames = (lines: ReadonlySet<string>): string[] => {
  const names = new Map<string, Set<string>>();
  const whole: string[] = [];
  for (const line of lines) {
    if (!line.startsWith("from ")) {
      whole.push(line);
      continue;
    }
    const from = line.replace(/^from (\S+) .*$/, "$1");
    const known = names.get(from) ?? new Set();
    for (const name of line.replace(/^from \S+ import /, "").split(", ")) known.add(name);
    names.set(from, known);
  }
  // Constants, then classes, then functions, as ruff orders names.
  const rank = (name: string): string => `${/^[A-Z0-9_]+$/.test(name) ? 0 : /^[A-Z]/.test(name) ? 1 : 2}${name}`;
  for (const [from, imported] of names) {
    const sorted = [...imported].toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
    whole.push(`from ${from} import ${sorted.join(", ")}`);
  }
  return whole;
};

/** Import lines as ruff sorts them: modules before names of modules, the standard library before others. */
const importBlock = (lines: Iterable<string>): string => {
  const all = mergeNames(new Set(lines));
  const key = (line: string): string =>
    `${line.startsWith("from") ? "1" : "0"}${line.replace(/^\S+ (\S+).*$/, "$1")} ${line}`;
  const sorted = (group: string[]): string[] => group.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  const groups = [all.filter((line) => !THIRD_PARTY.test(line)), all.filter((line) => THIRD_PARTY.test(line))];
  return groups
    .filter((group) => group.length > 0)
    .map((group) => sorted(group).join("\n"))
    .join("\n\n");
};

/** Words over lines that fit, each with an indent of four. */
const wrap = (words: string): string[] => {
  const lines: string[] = [];
  for (const paragraph of words.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ").filter((each) => each !== "")) {
      for (const piece of cut(docstringText(word))) {
        if (line !== "" && widthOf(line) + 1 + widthOf(piece) > LINE - 8) {
          lines.push(`    ${line}`);
          line = "";
        }
        line += line === "" ? piece : ` ${piece}`;
      }
    }
    if (line !== "") lines.push(`    ${line}`);
  }
  return lines;
};

/** A word that is longer than a line, cut between its points and never in an escape. */
const cut = (word: string): string[] => {
  if (widthOf(word) <= LINE - 8) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const match of word.matchAll(/\\U[0-9a-f]{8}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\.|[^\\]/gu)) {
    if (widthOf(piece) + widthOf(match[0]) > LINE - 10) {
      pieces.push(piece);
      piece = "";
    }
    piece += match[0];
  }
  return [...pieces, piece];
};

const credentialConstants = (module: Module, workflow: Workflow, values: ReadonlyMap<string, string>): string[] =>
  workflow.credentials.map(({ credential }) => {
    module.import("import os");
    const fallback = credential.required ? `PLACEHOLDER_${credential.key}` : "";
    return print(
      `${credential.key} = `,
      {
        kind: "call",
        name: "os.getenv",
        args: [text(credential.key), text(values.get(credential.key) ?? fallback)],
        named: [],
      },
      "",
      0,
    );
  });

const settingConstants = (module: Module, workflow: Workflow): string[] =>
  settingsOf(workflow).map(({ name, example }) => {
    module.import("import os");
    return print(
      `${name} = `,
      { kind: "call", name: "os.getenv", args: [text(name), text(example)], named: [] },
      "",
      0,
    );
  });

const generate = (workflow: Workflow, values: ReadonlyMap<string, string>): string => {
  const module = new Module();
  const steps = workflow.steps.map((step) => stepFunction(module, workflow, step));
  const run = runFunction(module, workflow);
  const handler = handlerFunctions(module, workflow);
  const credentials = credentialConstants(module, workflow, values);
  const settings = settingConstants(module, workflow);
  const { constants, helpers, late } = helpersFor(module.helpers);
  const imports = [...constants, ...helpers, ...late].flatMap((helper) => helper.imports ?? []);
  const block = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : [lines.join("\n")]);
  const head = [
    `"""${docstringText(workflow.plan.name.replaceAll("_", " "))}: ${docstringText(workflow.plan.trigger.description.replaceAll(/\s+/g, " ").slice(0, 80))}.`,
    "",
    "Made of this description:",
    "",
    ...wrap(workflow.plan.description),
    '"""',
  ].join("\n");
  const top = [
    head,
    importBlock([...imports, ...module.imports]),
    ...block([
      `WORKFLOW = ${JSON.stringify(workflow.plan.name)}`,
      ...credentials,
      ...settings,
      ...module.constants.values(),
    ]),
    ...block(constants.map((constant) => constant.code)),
  ].join("\n\n");
  const lateBlock = late.map((each) => each.code);
  return `${[top, ...helpers.map((helper) => helper.code), ...lateBlock, ...steps, run, ...handler].join("\n\n\n")}\n`;
};

/** The Python module of a plan, with placeholders where its credentials go. */
export const generateModule = (plan: Plan): string => generate(resolveWorkflow(plan), new Map());

/** The module with the given credentials as the literals that the environment falls back to. They are kept nowhere. */
export const renderCredentials = (plan: Plan, values: Readonly<Record<string, string>>): string =>
  generate(resolveWorkflow(plan), new Map(Object.entries(values)));
