import type { Workflow } from "../python/workflow.ts";
import { settingsOf } from "../python/workflow.ts";
import { parameterName } from "./names.ts";
import { asksForToken } from "./template.ts";

/** Text of a user in a fence that it cannot end. */
const fenced = (words: string): string => {
  const longest = Math.max(2, ...Array.from(words.matchAll(/`+/g), (match) => match[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${visible(words).trim()}\n${fence}`;
};

/** Without what cannot be seen, or would turn a line around. */
const visible = (words: string): string => words.replaceAll(/[^\n\P{C}]/gu, "\ufffd");

/** One line of Markdown: what has a meaning in it is escaped. */
const inline = (words: string): string =>
  visible(words.replaceAll(/\s+/g, " ")).replaceAll(/[\\`*_{}[\]<>#|]/g, (mark) => `\\${mark}`);

const cell = (words: string): string => inline(words).trim();

const NEXT: Readonly<Record<string, string>> = {
  webhook: "Give the `Url` of the outputs to the sender as the address of its webhook.",
  api: 'Requests to the `Url` of the outputs are signed: `curl --aws-sigv4 "aws:amz:REGION:execute-api" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" -X POST -d @body.json URL`.',
  schedule: "It runs by itself. A run that fails three times is put into the dead-letter queue.",
  s3: "Put files into the bucket of the outputs. The stack's name has to be in lower case: the bucket is called after it.",
  sqs: "Send messages to the queue of the outputs. A message that fails five times is put into the dead-letter queue.",
  sns: "Publish to the topic of the outputs, or subscribe the function to a topic of yours.",
  dynamodb:
    "`StreamArn` is the stream of the table that is watched. It is turned on, and its ARN shown, by:\n\n```sh\naws dynamodb update-table --table-name TABLE --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES\naws dynamodb describe-table --table-name TABLE --query Table.LatestStreamArn --output text\n```\n\nWhere a stream is on already, only the second is needed. Left empty, the stack makes a table with a stream (`id` is its key), which stays when the stack goes.",
  eventbridge: "It runs when an event matches the pattern in `template.yaml`.",
  email:
    "Verify the domain of the address in SES in a region that receives mail, point its MX record there, and activate the rule set of the outputs: `aws ses set-active-receipt-rule-set --rule-set-name NAME`. Gmail forwards to the address.",
  manual: "Run it: `aws lambda invoke --function-name NAME --payload fileb://sample-event.json out.json`.",
};

/** What a step that writes to the table is told as. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  put_item: ["INSERT", "MODIFY"],
  update_item: ["MODIFY"],
  delete_item: ["REMOVE"],
};

/** Whether a step may be what starts the workflow again, and again. */
const mayLoop = ({ trigger: { event }, steps }: Workflow): boolean =>
  steps.some(
    ({ tool, action }) =>
      tool.id === "aws-dynamodb" && WRITES[action.id]?.some((change) => event?.changes?.some((one) => one === change)),
  );

/** The README of a workflow. */
export const readme = (workflow: Workflow): string => {
  const { plan } = workflow;
  const settings = settingsOf(workflow);
  const steps = workflow.steps.map((step, at) => {
    const notes = [
      ...((step.plan.when?.length ?? 0) > 0 ? ["under a condition"] : []),
      ...(step.plan.for_each === undefined ? [] : ["for each item, 100 at most (`MAX_LOOP_ITEMS`)"]),
    ];
    return `${String(at + 1)}. \`${step.id}\`: ${inline(step.action.title)} with ${inline(step.tool.name)}${notes.length === 0 ? "" : ` (${notes.join(", ")})`}`;
  });
  const keys = [
    ...workflow.credentials.map(
      ({ credential }) =>
        `| \`${credential.key}\` | ${cell(credential.name)}${credential.required ? "" : " (optional)"} | [where to find it](${credential.help_url}) |`,
    ),
    ...(asksForToken(workflow)
      ? [
          "| `WEBHOOK_TOKEN` | A random text of 16 characters or more, which the sender repeats in the header `X-Webhook-Token` or as `?token=` | `openssl rand -hex 24` |",
        ]
      : []),
  ];
  const first = workflow.credentials[0]?.credential.key;
  const sections = [
    `# ${inline(plan.name.replaceAll("_", " "))}`,
    "What it was asked to do:",
    fenced(plan.description),
    `**Starts**: ${inline(plan.trigger.description)}${plan.trigger.schedule === undefined ? "" : ` (\`${plan.trigger.schedule}\`, ${plan.trigger.timezone ?? "UTC"})`}`,
    steps.join("\n"),
    ...(plan.open.length === 0 ? [] : ["**Not done by it**", plan.open.map((each) => `- ${inline(each)}`).join("\n")]),
    "## Deploy",
    "With the [AWS SAM CLI](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/install-sam-cli.html):",
    "```sh\nsam build\nsam deploy --guided\n```",
    "It asks for what follows. A parameter that says so may be left empty: the stack then makes what it names.",
    (NEXT[plan.trigger.type] ?? "").replaceAll("--table-name TABLE", `--table-name ${plan.trigger.table ?? "TABLE"}`),
    ...(keys.length === 0
      ? []
      : ["## Credentials", `| variable | what | where |\n| --- | --- | --- |\n${keys.join("\n")}`]),
    ...(first === undefined
      ? []
      : [
          `They are parameters that CloudFormation does not show, and environment variables of the function. To keep one in Secrets Manager instead, write a dynamic reference in \`template.yaml\`: \`${first}: "{{resolve:secretsmanager:NAME:SecretString:${first}}}"\` in place of \`!Ref ${parameterName(first)}\`.`,
        ]),
    ...(settings.length === 0
      ? []
      : [
          "## Settings",
          `| variable | example |\n| --- | --- |\n${settings.map(({ name, example }) => `| \`${name}\` | ${cell(example)} |`).join("\n")}`,
        ]),
    "## Try it on your machine",
    "```sh\npip install -r requirements.txt boto3\nset -a; . ./.env; set +a   # a copy of .env.example with your values\npython -c 'import json, handler; print(handler.lambda_handler(json.load(open(\"sample-event.json\")), None))'\n```",
    ...(workflow.trigger.event?.secret === undefined
      ? []
      : [
          "The sample event is not signed, so that `lambda_handler` answers 401. The steps alone run with `handler.run_workflow(payload)`, the payload being the event's `body`.",
        ]),
    "## How it behaves",
    [
      "- A call that fails by the network, with status 429 or 5xx is made again after 0.5, 1 and 2 seconds (`RETRY_DELAYS`), or after what `Retry-After` asks for; each has a timeout of 10 seconds (`TIMEOUT_SECONDS`).",
      ...(plan.trigger.type === "webhook"
        ? [
            "- An event is handled once: its id is kept for a day in the table that `IDEMPOTENCY_TABLE` names. Without a table only the warm environment remembers, which is no guarantee.",
            "- A run that fails answers 500 with an id that stands in the log, so that the sender tries again.",
          ]
        : []),
      ...(plan.trigger.type === "dynamodb"
        ? [
            "- Changes are handled in their order. One that fails ends the batch: Lambda sends it and what follows again, five times at most, then tells the dead-letter queue which sequence numbers were left out. The stream keeps them for 24 hours.",
            "- A change is handled once: its id is kept for a day in the table that `IDEMPOTENCY_TABLE` names. Without a table only the warm environment remembers, which is no guarantee.",
            ...(mayLoop(workflow)
              ? [
                  "- **A step writes to DynamoDB.** If that is the table that is watched, what it writes is a change too and starts the workflow again, without end unless a condition stops it.",
                ]
              : []),
          ]
        : []),
      "- Logs are lines of JSON: what happened, in which step, how long it took. Neither credentials nor contents are in them" +
        (workflow.steps.some((step) => step.tool.id === "logic" && step.action.id === "log")
          ? ", but for the text that the workflow was asked to log."
          : "."),
    ].join("\n"),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
};
