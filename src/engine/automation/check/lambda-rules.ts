import type { PythonLine, PythonToken } from "./python-lines.ts";
import removed from "./removed-modules.json" with { type: "json" };

/** Something that would not work, or not be safe, on Lambda. */
export interface LambdaFinding {
  code:
    | "removed-module"
    | "deprecated-package"
    | "handler-missing"
    | "handler-shape"
    | "placeholder"
    | "hardcoded-secret"
    | "lambda-runtime";
  severity: "error" | "warning";
  message: string;
  /** What mends it, where that can be said in a few words. */
  fix?: string;
  line: number;
  column: number;
}

/** Before the credentials are in, and after. */
export type Stage = "initial_skeleton" | "final_with_credentials";

interface Gone {
  since: string | null;
  use: string | null;
}

const modules: Readonly<Record<string, Gone>> = removed.modules;

const minorOf = (version: string): number => {
  const [major, minor] = version.split(".");
  return Number(major) * 100 + Number(minor);
};

const goneFrom = (module: string): readonly [string, Gone] | undefined => {
  const [root = ""] = module.split(".");
  const twoParts = module.split(".").slice(0, 2).join(".");
  for (const name of [twoParts, root]) {
    const gone = Object.hasOwn(modules, name) ? modules[name] : undefined;
    if (gone !== undefined) return [name, gone];
  }
  return undefined;
};

/** The modules that a line imports, each with its first token. */
const importsOf = ({ tokens }: PythonLine): { module: string; at: PythonToken }[] => {
  const [first] = tokens;
  if (first?.kind !== "name" || (first.text !== "import" && first.text !== "from")) return [];
  const found: { module: string; at: PythonToken }[] = [];
  let open: { module: string; at: PythonToken } | undefined;
  for (const [before, token] of tokens.slice(1).entries()) {
    if (token.text === "as" || token.text === "import") {
      if (open) found.push(open);
      open = undefined;
      // Of `from x import y` the module is x alone; of `import x as y` the next one comes after a comma.
      if (first.text === "from") return found;
    } else if (token.text === ",") {
      if (open) found.push(open);
      open = undefined;
    } else if (token.text === "." && open) open.module += ".";
    else if (token.kind === "name") {
      if (open?.module.endsWith(".")) open.module += token.text;
      else if (!open && tokens[before]?.text !== "as") open = { module: token.text, at: token };
    }
  }
  if (open) found.push(open);
  return found;
};

const findRemoved = (line: PythonLine, version: string): LambdaFinding[] =>
  importsOf(line).flatMap(({ module, at }): LambdaFinding[] => {
    const [name, gone] = goneFrom(module) ?? [];
    if (name === undefined || gone === undefined) return [];
    const instead = gone.use === null ? "" : ` Use ${gone.use} instead.`;
    const fix = gone.use === null ? {} : { fix: `Replace ${name} by ${gone.use}` };
    const place = { line: at.line, column: at.column };
    if (gone.since === null)
      return [
        {
          code: "deprecated-package",
          severity: "error",
          message: `The package ${name} is no longer maintained, and not in Lambda's runtime.${instead}`,
          ...fix,
          ...place,
        },
      ];
    const isGone = minorOf(gone.since) <= minorOf(version);
    return [
      {
        code: "removed-module",
        severity: isGone ? "error" : "warning",
        message: `The module ${name} ${isGone ? "was removed in" : "is deprecated and goes with"} Python ${gone.since}.${instead}`,
        ...fix,
        ...place,
      },
    ];
  });

/** The parameters between the brackets of a definition, each as its tokens. */
const parametersOf = (tokens: readonly PythonToken[]): PythonToken[][] => {
  const from = tokens.findIndex(({ text }) => text === "(");
  const parameters: PythonToken[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(from + 1)) {
    if (token.kind === "sign" && ")]}".includes(token.text) && --depth < 0) break;
    if (token.kind === "sign" && "([{".includes(token.text)) depth++;
    if (token.text === "," && depth === 0) parameters.push([]);
    else parameters.at(-1)?.push(token);
  }
  return parameters.filter((parameter) => parameter.length > 0);
};

/** Whether Lambda can call it with an event and a context. */
const takesTwo = (tokens: readonly PythonToken[]): boolean => {
  let needed = 0;
  let most = 0;
  let keywordOnly = false;
  for (const [first, second, ...rest] of parametersOf(tokens)) {
    const hasDefault = [second, ...rest].some((token) => token?.text === "=");
    if (first?.text === "/") continue;
    if (first?.text === "*" && second?.text === "*") continue;
    if (first?.text === "*") {
      keywordOnly = true;
      if (second !== undefined) most = Infinity;
    } else if (keywordOnly) {
      if (!hasDefault) return false;
    } else {
      most++;
      if (!hasDefault) needed++;
    }
  }
  return needed <= 2 && most >= 2;
};

const handlerName = "lambda_handler";

/** Whether a line at the top of the module binds the handler, and what is wrong with how it does. */
const readHandler = ({ indent, tokens }: PythonLine): LambdaFinding | "fine" | undefined => {
  if (indent !== 0) return undefined;
  const [first, second, third] = tokens;
  const isAsync = first?.text === "async" && second?.text === "def";
  const name = isAsync ? third : second;
  const wrong = (at: PythonToken, message: string): LambdaFinding => ({
    code: "handler-shape",
    fix: "Write `def lambda_handler(event, context):`",
    severity: "error",
    message,
    line: at.line,
    column: at.column,
  });
  if ((isAsync || first?.text === "def") && name?.text === handlerName) {
    if (isAsync) return wrong(name, "Lambda does not await a handler: make lambda_handler a plain function.");
    return takesTwo(tokens)
      ? "fine"
      : wrong(name, "Lambda calls lambda_handler with two arguments: event and context.");
  }
  const imports = first?.text === "from" || first?.text === "import";
  if (imports && tokens.some(({ text }, index) => text === handlerName && tokens[index + 1]?.text !== "as"))
    return "fine";
  if (first?.text !== handlerName || (second?.text !== "=" && second?.text !== ":")) return undefined;
  const isConstant =
    second.text === "=" &&
    tokens.length === 3 &&
    (third?.kind === "string" || third?.kind === "number" || /^(?:None|True|False)$/.test(third?.text ?? ""));
  return isConstant ? wrong(first, "Lambda calls lambda_handler: make it a function.") : "fine";
};

const placeholder =
  /PLACEHOLDER_[A-Z0-9_]+|\bYOUR_[A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD|ID|URL|SID)\b|<your[-_ ][^>\n]{1,60}>|\b(?:REPLACE|CHANGE)_?ME\b/i;

/** Forms that the senders of keys give them. */
const secretForms: readonly (readonly [string, RegExp])[] = [
  ["an AWS access key", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a Stripe key", /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}/],
  ["a Slack token", /\bxox[abprs]-[A-Za-z0-9-]{10,}/],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/],
  ["a SendGrid key", /\bSG\.[\w-]{16,}\.[\w-]{16,}/],
  ["a Google API key", /\bAIza[\w-]{35}/],
  ["an OpenAI key", /\bsk-(?:proj-)?[A-Za-z0-9_-]{32,}/],
  ["a private key", /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/],
];

const findInString = (token: PythonToken, stage: Stage): LambdaFinding[] => {
  const place = { line: token.line, column: token.column };
  if (stage === "final_with_credentials") {
    const left = placeholder.test(token.text);
    return left
      ? [
          {
            code: "placeholder",
            severity: "error",
            message: "A placeholder is still here where a value belongs.",
            ...place,
          },
        ]
      : [];
  }
  const [kind] = secretForms.find(([, form]) => form.test(token.text)) ?? [];
  if (kind === undefined) return [];
  const message = `This looks like ${kind}. Read it from the environment instead.`;
  return [{ code: "hardcoded-secret", severity: "error", message, fix: "Read it with `os.getenv`", ...place }];
};

const followedBy = (tokens: readonly PythonToken[], index: number, ...texts: string[]): boolean =>
  texts.every((text, offset) => tokens[index + 1 + offset]?.text === text);

/** Calls that Lambda's runtime does not serve. */
const findUnserved = ({ tokens }: PythonLine): LambdaFinding[] =>
  tokens.flatMap((token, index): LambdaFinding[] => {
    const found = (severity: "error" | "warning", message: string): LambdaFinding[] => [
      { code: "lambda-runtime", severity, message, line: token.line, column: token.column },
    ];
    const isOwn = token.kind === "name" && tokens[index - 1]?.text !== "." && tokens[index - 1]?.text !== "def";
    if (!isOwn) return [];
    if (token.text === "input" && followedBy(tokens, index, "("))
      return found("error", "Nobody can type anything on Lambda: input() fails. Take it from the event.");
    if (token.text === "multiprocessing" && ["Pool", "Queue"].some((name) => followedBy(tokens, index, ".", name)))
      return found("error", "Lambda has no shared memory: multiprocessing.Pool and Queue fail. Use threads.");
    if (token.text === "open" && followedBy(tokens, index, "(")) {
      const [, , file, comma, mode] = tokens.slice(index, index + 5);
      const writes =
        file?.kind === "string" && comma?.text === "," && mode?.kind === "string" && /[wax+]/.test(mode.text);
      if (writes && !file.text.startsWith("/tmp/")) return found("warning", "On Lambda only /tmp can be written to.");
    }
    return [];
  });

/** What of a Python module would not work on Lambda with this version of Python. Nothing is run. Linear in its length. */
export const checkLambda = (lines: readonly PythonLine[], stage: Stage, version: string): LambdaFinding[] => {
  const findings: LambdaFinding[] = [];
  let handled = false;
  for (const line of lines) {
    const handler = readHandler(line);
    if (handler !== undefined) handled = true;
    if (typeof handler === "object") findings.push(handler);
    findings.push(...findRemoved(line, version), ...findUnserved(line));
    for (const token of line.tokens) if (token.kind === "string") findings.push(...findInString(token, stage));
  }
  if (!handled)
    findings.push({
      code: "handler-missing",
      fix: "Add `def lambda_handler(event, context):`",
      severity: "error",
      message: "There is no function lambda_handler(event, context) at the top of the module.",
      line: 1,
      column: 1,
    });
  return findings;
};
