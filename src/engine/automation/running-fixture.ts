import type { Job } from "../../../test/python/python-process.ts";
import { proofOf, SECRET } from "../../../test/python/sign.ts";
import type { ApiEvent } from "../../../test/python/sign.ts";
import type { Action } from "./catalogue/index.ts";
import type { Plan } from "./plan/index.ts";
import { generateModule } from "./python/generate.ts";
import { readsStoredFile } from "./python/values.ts";
import { resolveWorkflow } from "./python/workflow.ts";
import { sampleEvent } from "./sam/sample-event.ts";

/** The event of a plan's trigger, signed where its sender signs; `change` is what a test does to it before that. */
export const eventOf = (plan: Plan, change: (body: string) => string = (body) => body): Record<string, unknown> => {
  const workflow = resolveWorkflow(plan);
  const event = sampleEvent(workflow) as unknown as ApiEvent & Record<string, unknown>;
  if (plan.trigger.type !== "webhook") return event;
  const changed = { ...event, body: change(event.body) };
  return { ...changed, headers: { ...changed.headers, ...proofOf(workflow.trigger.event, changed) } };
};

/** The keys of a plan as a deployment would set them. */
export const environmentOf = (plan: Plan): Record<string, string> => {
  const workflow = resolveWorkflow(plan);
  return Object.fromEntries(
    workflow.credentials.map(({ credential }) => {
      if (credential.key === workflow.trigger.event?.secret) return [credential.key, SECRET];
      if (credential.key.includes("SERVICE_ACCOUNT")) {
        return [credential.key, JSON.stringify({ client_email: "robot@example.com", private_key: "key" })];
      }
      if (/MONGO/.test(credential.key)) return [credential.key, "mongodb://user:pass@db.example.com/shop"];
      if (/(POSTGRES|MYSQL).*URL/.test(credential.key))
        return [credential.key, "postgresql://u:p%40ss@db.example.com/shop"];
      if (credential.type === "url" || credential.placeholder.startsWith("https://")) {
        return [credential.key, `https://${credential.key.toLowerCase().replaceAll("_", "-")}.example.com`];
      }
      if (credential.key.endsWith("_PORT")) return [credential.key, "587"];
      return [credential.key, `key-of-${credential.key.toLowerCase()}`];
    }),
  );
};

type Keys = readonly (string | number)[];

const put = (tree: unknown, [key, ...rest]: Keys, value: unknown): unknown => {
  if (key === undefined) return tree ?? value;
  if (typeof key === "number") {
    const items: unknown[] = Array.isArray(tree) ? [...tree] : [];
    while (items.length <= key) items.push("cell");
    items[key] = put(rest.length === 0 ? undefined : items[key] === "cell" ? undefined : items[key], rest, value);
    return items;
  }
  const fields = typeof tree === "object" && tree !== null ? tree : {};
  return { ...fields, [key]: put((fields as Record<string, unknown>)[key], rest, value) };
};

const sampleOf = (name: string): string | number =>
  name.endsWith("email") ? "ada@example.com" : name === "number" ? 42 : `${name} 42`;

/** What an action's own API would answer: its outputs, at its result, twice where it is a list. */
const answerOf = (action: Action): unknown => {
  const { call } = action;
  let one: unknown = action.outputs.length === 0 ? {} : undefined;
  for (const field of action.outputs) {
    if (field.path.length > 0) one = put(one, field.path, sampleOf(field.name));
  }
  one ??=
    "lines" in call && call.lines !== undefined
      ? [{ [call.lines.key]: call.lines.value, [call.lines.text]: "text" }]
      : "text";
  const isHeaded = call.kind === "http" && call.header_row === true;
  const rows =
    isHeaded && typeof one === "object"
      ? [Object.keys(one ?? {}), Object.values(one ?? {}), Object.values(one ?? {})]
      : [one, one];
  const whole = action.many === true ? rows : one;
  return "result" in call && call.result !== undefined ? put(undefined, call.result, whole) : whole;
};

const attribute = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(attribute)
    : Object.fromEntries(
        Object.entries(value as Record<string, unknown>).map(([name, each]) => [name, { S: String(each) }]),
      );

/** A job that runs a plan once, with the answers that its APIs would give. */
export const jobOf = (plan: Plan, name = plan.name): Job => {
  const workflow = resolveWorkflow(plan);
  const job: Job = {
    name,
    code: generateModule(plan),
    env: environmentOf(plan),
    events: [eventOf(plan)],
    // First: an API whose address is all that is known of it answers every path.
    answers: [{ path: ".*/(token|access_token)", body: { access_token: "access-token", expires_in: 3600 } }],
    aws: {},
    rows: [],
  };
  if (readsStoredFile(workflow) && job.aws !== undefined)
    job.aws["s3.get_object"] = { stream: { Body: "text of the file" } };
  for (const { action } of workflow.steps) {
    const { call } = action;
    const answer = answerOf(action);
    if (call.kind === "http") {
      if (call.auth.kind === "session")
        job.answers?.push({ path: new URL(call.auth.url).pathname, body: { [call.auth.token]: "access-token" } });
      const path = call.path.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{\{?[A-Za-z0-9_]+\}?\}/g, ".+");
      job.answers?.push({ method: call.method, path: `.*${path}`, body: answer });
    }
    if (call.kind === "boto3" && job.aws !== undefined) {
      const [first] = call.result ?? [];
      const value = call.stream !== undefined ? { stream: { [String(first)]: '{"text": "text"}' } } : answer;
      const typed =
        call.service === "dynamodb" && typeof first === "string"
          ? { [first]: attribute((answer as Record<string, unknown>)[first]) }
          : value;
      job.aws[`${call.service}.${call.operation}`] = typed;
    }
    if (call.kind === "sql" || call.kind === "mongodb") job.rows = [answer].flat();
  }
  job.answers?.push({
    path: ".*/(token|access_token|o/token|oauth.*|.*token.*)",
    body: { access_token: "access-token", expires_in: 3600 },
  });
  // Answers any address: after all that have one.
  if (workflow.steps.some(({ action }) => action.call.kind === "rss"))
    job.answers?.push({
      body: "<rss><channel><item><title>News</title><link>https://example.com/1</link><description>Something happened</description><guid>1</guid></item></channel></rss>",
    });
  return job;
};
