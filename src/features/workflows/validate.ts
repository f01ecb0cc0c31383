import type { Diagnostic, PythonVersion } from "#adapters/python-lint";
import { lintPython } from "#adapters/python-lint";
import type { LambdaFinding, Stage } from "#engine/automation";
import { checkLambda, findTooDeep, readPythonLines } from "#engine/automation";
import type { Finding, Validation } from "./schema.ts";

/**
 * What Python itself refuses, names that nothing binds, calls that hand a caller's text to an interpreter, and connections
 * that take anybody for the one who was called (S501).
 */
const errors =
  /^(?:invalid-syntax|E9\d\d|F(?:50\d|52\d|63\d|70\d|72\d|82\d|831)|PLE\d+|S(?:102|301|302|307|501|506|60[245]|608))$/;

/** Of a module that is wrong everywhere: the first errors, then the first warnings. */
const maxFindings = 500;

/** Passwords in strings: once the credentials are in, they are there by intent. */
const secretRules = /^S10[5-7]$/;

const fromRuff = ({ code, message, line, column, fix }: Diagnostic): Finding => ({
  line,
  column,
  code,
  severity: errors.test(code) || secretRules.test(code) ? "error" : "warning",
  message,
  fix: fix?.message || null,
});

const fromEngine = (finding: LambdaFinding): Finding => ({ ...finding, fix: finding.fix ?? null });

const compare = (a: Finding, b: Finding): number =>
  a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

const modernisation = /^UP\d+$/;

const describePlace = ({ line, column, code }: Finding): string => `Line ${line}, column ${column} (${code})`;

const first = (findings: readonly Finding[]): readonly Finding[] => {
  if (findings.length <= maxFindings) return findings;
  const isError = ({ severity }: Finding) => severity === "error";
  const bySeverity = [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))];
  return bySeverity.slice(0, maxFindings).toSorted(compare);
};

/** Where ruff cannot follow either, it is the module that is too deep: there is no other limit that it knows. */
const lint = (code: string, version: PythonVersion): Promise<Diagnostic[]> =>
  lintPython(code, version).catch((error: unknown) => {
    if (!(error instanceof RangeError || error instanceof WebAssembly.RuntimeError)) throw error;
    return [tooDeep({ message: "The module is nested too deeply to be read.", line: 1, column: 1 })];
  });

const tooDeep = (found: { message: string; line: number; column: number }): Diagnostic => ({
  ...found,
  code: "invalid-syntax",
  fix: undefined,
});

/** Reads a Python module for AWS Lambda; nothing of it is ever run. */
export const validatePython = async (
  given: string,
  stage: Stage = "initial_skeleton",
  version: PythonVersion = "3.13",
): Promise<Validation> => {
  // Python passes a byte order mark by, and an editor shows none: columns count from what is behind it.
  const code = given.startsWith("\ufeff") ? given.slice(1) : given;
  const lines = readPythonLines(code);
  // What is nested deeper than Python allows would take the stack of whoever goes into it.
  const deep = findTooDeep(code, lines);
  const linted = deep === undefined ? await lint(code, version) : [tooDeep(deep)];
  // Of text that is no Python, the rest would be guesses.
  const isPython = linted.every((diagnostic) => diagnostic.code !== "invalid-syntax");
  const ruff = linted
    .filter((diagnostic) => stage === "initial_skeleton" || !secretRules.test(diagnostic.code))
    .map(fromRuff);
  const own = isPython ? checkLambda(lines, stage, version).map(fromEngine) : [];
  // An import that cannot work need not be told to be unused.
  const gone = new Set(own.filter(({ code: id }) => /module|package/.test(id)).map(({ line }) => line));
  const all = [...ruff.filter((finding) => !(finding.code === "F401" && gone.has(finding.line))), ...own].toSorted(
    compare,
  );
  const findings = all.filter((finding) => !modernisation.test(finding.code));
  const listed = first(findings);
  const left = findings.length - listed.length;
  return {
    is_valid: findings.every(({ severity }) => severity !== "error"),
    validation_errors: [...listed],
    suggestions: [
      ...all
        .filter((finding) => finding.fix !== null || modernisation.test(finding.code))
        .slice(0, maxFindings)
        .map((finding) => `${describePlace(finding)}: ${finding.fix ?? finding.message}`),
      ...(left === 0 ? [] : [`${left} more findings are not listed.`]),
    ],
  };
};
