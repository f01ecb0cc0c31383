// What must hold of every answer, whatever was asked.
import type { Contract, Operation } from "./contract.ts";
import type { Answer, Sent } from "./send.ts";
import { canary } from "./words.ts";

/** One thing that is wrong with an answer. `kind` and `operation` make it the same fault as another. */
export interface Fault {
  kind: string;
  detail: string;
}

export interface Judged {
  operation: Operation;
  sent: Sent;
  answer: Answer;
  /** Whether the method is the operation's own: any other is judged as one that the address does not take. */
  isOwnMethod: boolean;
  /** Whether the address is the operation's own: one that leads to another is judged for what holds of every answer. */
  isOwnAddress: boolean;
  /** An id of somebody else that stands in the answer. */
  foreignId: string | undefined;
}

/** Which failures of ours may be answered at all, where the operation documents their status. */
const allowedFailures: Readonly<Record<number, readonly string[]>> = {
  501: ["not_offered"],
  502: ["upstream_failed"],
  503: ["not_configured"],
  504: ["upstream_timeout"],
};

const alwaysThere = [
  "x-content-type-options",
  "referrer-policy",
  "cache-control",
  "content-security-policy",
  "x-request-id",
];

/** A line of a stack, or the words of a store or a library about itself. */
const innards = /\n\s+at \S|node_modules|\.ts:\d+|SQLITE|D1_ERROR|TypeError|ReferenceError|ZodError|Cannot read prop/;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const mediaTypeOf = ({ headers }: Answer): string => (headers["content-type"] ?? "").split(";")[0]?.trim() ?? "";

const isJson = (mediaType: string): boolean => /[/+]json$/.test(mediaType);

type Problem = Record<string, unknown>;

const isProblem = (value: unknown): value is Problem => typeof value === "object" && value !== null && "code" in value;

/** The place of a fault, which may be a name of the caller's own where it is a plain word. */
const isPlace = (key: string, value: unknown): boolean =>
  (key === "path" || key === "param") && typeof value === "string" && /^[\w.*-]*$/.test(value);

/** What a problem tells, without the address and the places that it repeats. */
const toldBy = ({ instance: _instance, request_id: _request, ...told }: Problem): string =>
  JSON.stringify(told, (key, value: unknown) => (isPlace(key, value) ? "" : value));

const checkFailure = ({ operation, answer: { status, body } }: Judged, problem: unknown): Fault[] => {
  const code = isProblem(problem) ? String(problem["code"]) : "no code";
  const faults: Fault[] = [];
  if (isProblem(problem) && problem["status"] !== status)
    faults.push({ kind: "another status", detail: `the document says ${String(problem["status"])}` });
  if (isProblem(problem) && toldBy(problem).includes(canary))
    faults.push({ kind: "echo", detail: "a fault's words repeat what was sent" });
  if (innards.test(body.toString())) faults.push({ kind: "innards", detail: body.toString().slice(0, 300) });
  if (status < 500) return faults;
  const isAllowed = allowedFailures[status]?.includes(code) && operation.responses[status] !== undefined;
  return isAllowed ? faults : [...faults, { kind: `${status} ${code}`, detail: body.toString().slice(0, 300) }];
};

/** A failure in the middle of a stream is the same document as any other; a line of a log that tells of one is its own. */
const checkEvent = (contract: Contract, judged: Judged, name: string | undefined, value: unknown): Fault[] => {
  const { operation, answer } = judged;
  if (name !== "error" || !isProblem(value) || "seq" in value) {
    const fault = contract.faultOf(operation, String(answer.status), "text/event-stream", value);
    return fault === undefined ? [] : [{ kind: `event ${name ?? "without a name"}`, detail: fault }];
  }
  const fault = contract.faultOf(operation, "default", "application/problem+json", value);
  const status = Number(value["status"]);
  return [
    ...(fault === undefined ? [] : [{ kind: "event of a failure", detail: fault }]),
    ...checkFailure({ ...judged, answer: { ...answer, status, body: Buffer.from(toldBy(value)) } }, value),
  ];
};

/** Each line of data is JSON, as documented. */
const checkEvents = (contract: Contract, judged: Judged): Fault[] =>
  judged.answer.body
    .toString()
    .split("\n\n")
    .flatMap((event): Fault[] => {
      const lines = event.split("\n");
      const name = lines
        .find((line) => line.startsWith("event:"))
        ?.slice(6)
        .trim();
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5));
      // The end of a stream, as OpenAI says it.
      if (data.length === 0 || data.join().trim() === "[DONE]") return [];
      const value = parse(data.join("\n"));
      if (value === undefined) return [{ kind: "event", detail: `data is no JSON: ${event.slice(0, 200)}` }];
      return checkEvent(contract, judged, name, value);
    });

const checkHeaders = ({ answer: { headers, status } }: Judged): Fault[] => {
  const missing = status === 101 ? [] : alwaysThere.filter((name) => headers[name] === undefined);
  return missing.length === 0 ? [] : [{ kind: "headers", detail: `without ${missing.join(", ")}` }];
};

/** What answers when the address does not take the method: a preflight, or a problem. */
const checkOtherMethod = (contract: Contract, judged: Judged): Fault[] => {
  const { operation, sent, answer } = judged;
  if (sent.method === "HEAD") {
    const isDocumented = answer.status >= 400 || operation.responses[answer.status] !== undefined;
    const faults = isDocumented ? [] : [{ kind: "status of HEAD", detail: `${answer.status} is not documented` }];
    return answer.body.length === 0 ? faults : [...faults, { kind: "body of HEAD", detail: "there is one" }];
  }
  if (answer.status === 204 && sent.method === "OPTIONS") return [];
  const problem = parse(answer.body.toString());
  if (answer.status < 400) return [{ kind: `${sent.method} taken`, detail: `answered ${answer.status}` }];
  const fault = contract.faultOf(operation, "default", mediaTypeOf(answer), problem);
  const schema = fault === undefined ? [] : [{ kind: `problem for ${sent.method}`, detail: fault }];
  return [...schema, ...checkFailure(judged, problem)];
};

const checkBody = (contract: Contract, judged: Judged): Fault[] => {
  const { operation, answer } = judged;
  const { status, body } = answer;
  const mediaType = mediaTypeOf(answer);
  const documented = operation.responses[status];
  if (status < 400 && !documented) return [{ kind: `status ${status}`, detail: "is not documented" }];
  const isEmpty = documented !== undefined && documented.content === undefined;
  if (isEmpty)
    return body.length === 0 ? [] : [{ kind: `body of ${status}`, detail: `none is documented: ${mediaType}` }];
  if (mediaType === "text/event-stream" && documented?.content?.[mediaType]) return checkEvents(contract, judged);
  const value = isJson(mediaType) ? parse(body.toString()) : body.toString("latin1");
  const fault = contract.faultOf(operation, String(status), mediaType, value);
  return fault === undefined ? [] : [{ kind: `schema of ${status}`, detail: fault }];
};

/** All that is wrong with an answer. */
export const judge = (contract: Contract, judged: Judged): Fault[] => {
  const { answer, foreignId, isOwnMethod, isOwnAddress } = judged;
  const problem = answer.status >= 400 ? parse(answer.body.toString()) : undefined;
  const checkForm = isOwnMethod ? checkBody : checkOtherMethod;
  return [
    ...checkHeaders(judged),
    ...(isOwnAddress ? checkForm(contract, judged) : []),
    ...((isOwnMethod || !isOwnAddress) && answer.status >= 400 ? checkFailure(judged, problem) : []),
    ...(foreignId === undefined ? [] : [{ kind: "somebody else's", detail: foreignId }]),
  ];
};
