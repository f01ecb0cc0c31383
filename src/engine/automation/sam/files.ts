import type { Plan } from "../plan/plan.ts";
import { generateModule } from "../python/generate.ts";
import { resolveWorkflow, settingsOf } from "../python/workflow.ts";
import type { Workflow } from "../python/workflow.ts";
import { readme } from "./readme.ts";
import { sampleEvent } from "./sample-event.ts";
import { asksForToken, samTemplate } from "./template.ts";

/** Compatible releases of what the module imports; boto3 comes with the runtime. */
const RELEASES: Readonly<Record<string, string>> = {
  pg8000: "pg8000~=1.31",
  pymysql: "PyMySQL~=1.1",
  pymongo: "pymongo~=4.10",
  google: "google-auth~=2.38",
};

/** `requirements.txt`: what the runtime does not have. */
const requirements = (workflow: Workflow): string => {
  const needed = new Set<string>();
  for (const { action } of workflow.steps) {
    const { call } = action;
    if (call.kind === "sql") needed.add(call.driver);
    if (call.kind === "mongodb") needed.add("pymongo");
    if (call.kind === "http" && call.auth.kind === "google-service-account") needed.add("google");
  }
  const lines = [...needed].toSorted().flatMap((name) => RELEASES[name] ?? []);
  return lines.length === 0
    ? "# Nothing: the standard library, and boto3 of the Lambda runtime.\n"
    : `${lines.join("\n")}\n`;
};

const envExample = (workflow: Workflow): string => {
  const quoted = (value: string): string => (/^[\w./:@+-]*$/.test(value) ? value : `'${value.replaceAll("'", "")}'`);
  const line = (value: string): string => value.replaceAll(/\s+/g, " ");
  return [
    ...workflow.credentials.map(
      ({ credential }) =>
        `# ${line(credential.name)}: ${credential.help_url}\n${credential.key}=${credential.required ? `PLACEHOLDER_${credential.key}` : ""}\n`,
    ),
    ...(asksForToken(workflow) ? ["# What the sender repeats in the header X-Webhook-Token\nWEBHOOK_TOKEN=\n"] : []),
    ...settingsOf(workflow).map(({ name, example }) => `${name}=${quoted(line(example))}\n`),
    "# DEBUG, INFO, WARNING or ERROR\nLOG_LEVEL=INFO\n",
  ].join("\n");
};

/** Everything that a workflow is deployed with, by file name. */
export const workflowFiles = (plan: Plan): Record<string, string> => {
  const workflow = resolveWorkflow(plan);
  return {
    "handler.py": generateModule(plan),
    "requirements.txt": requirements(workflow),
    "template.yaml": samTemplate(workflow),
    "README.md": readme(workflow),
    ".env.example": envExample(workflow),
    "sample-event.json": `${JSON.stringify(sampleEvent(workflow), null, 2)}\n`,
  };
};
