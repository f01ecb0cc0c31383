// What is said of a Python module: nothing of it is run, every finding has its place, and our own are without any.
import { call, signUp } from "../../../test/caller.ts";
import { beforeAll, describe, expect, test } from "vitest";
import prompts from "../../engine/automation/plan/prompts.json" with { type: "json" };
import type { Stage } from "#engine/automation";
import { credentialsOf, generateModule, planWorkflow, renderCredentials, tools } from "#engine/automation";
import type { PythonVersion } from "#adapters/python-lint";
import type { Validation } from "./schema.ts";
import { validatePython } from "./validate.ts";

const handler = "def lambda_handler(event, context):\n    return event\n";
const clean: Validation = { is_valid: true, validation_errors: [], suggestions: [] };

const placesOf = ({ validation_errors: found }: Validation): string[] =>
  found.map(({ line, column, code }) => `${line}:${column} ${code}`);

beforeAll(async () => {
  await validatePython(handler);
});

describe("syntax", () => {
  test.each<[string, string, PythonVersion, string[]]>([
    ["a match", "match x:\n    case 1:\n        pass\n", "3.9", ["1:1 invalid-syntax"]],
    ["except*", "try:\n    pass\nexcept* ValueError:\n    pass\n", "3.10", ["3:7 invalid-syntax"]],
    ["a type alias", "type A = int\n", "3.11", ["1:1 invalid-syntax"]],
    ["type parameters", "def f[T](x: T) -> T:\n    return x\n", "3.11", ["1:6 invalid-syntax"]],
    ["the same quotes in an f-string", 'a = {}\nb = f"{a["x"]}"\n', "3.11", ["2:10 invalid-syntax"]],
  ])("of a version: %s", async (_, code, version, expected) => {
    const old = await validatePython(`${code}${handler}`, "initial_skeleton", version);
    expect(placesOf(old).filter((place) => place.includes("syntax"))).toEqual(expected);
    const now = await validatePython(`${code}${handler}`, "initial_skeleton", "3.13");
    expect(placesOf(now).filter((place) => place.includes("syntax"))).toEqual([]);
  });

  test.each([
    ["an unclosed bracket", `x = (1,\n${handler}`, 1],
    ["an unclosed string", `x = 'abc\n${handler}`, 1],
    ["a wrong indent", `if 1:\n    x = 1\n  y = 2\n${handler}`, 3],
    ["tabs among spaces", `if 1:\n\tx = 1\n        y = 2\n${handler}`, 3],
    ["return at the top", `return 1\n${handler}`, 1],
    ["Python 2", `print "hello"\n${handler}`, 1],
    ["no Python at all", "<html>\n<body>\n", 1],
  ])("is refused with its line: %s", async (_, code, line) => {
    const { is_valid: isValid, validation_errors: found } = await validatePython(code);
    expect([isValid, found[0]?.line]).toEqual([false, line]);
  });

  test("no code at all has no handler, and nothing else", async () => {
    for (const code of ["", "\n", "# nothing\n", "\ufeff"])
      expect(placesOf(await validatePython(code))).toEqual(["1:1 handler-missing"]);
  });
});

describe("what is told", () => {
  test.each<[string, string, string, "error" | "warning"]>([
    ["a name that nothing binds", "x = missing\n", "1:5 F821", "error"],
    ["an import that nothing uses", "import os\n", "1:8 F401", "warning"],
    ["a variable that nothing uses", "def f():\n    x = 1\n", "2:5 F841", "warning"],
    ["eval", "def f(e):\n    return eval(e)\n", "2:12 S307", "error"],
    ["exec", "def f(e):\n    exec(e)\n", "2:5 S102", "error"],
    ["os.system", "import os\ndef f(e):\n    os.system(e)\n", "3:5 S605", "error"],
    ["a shell", "import subprocess\ndef f(e):\n    subprocess.run(e, shell=True)\n", "3:5 S602", "error"],
    ["pickle", "import pickle\ndef f(e):\n    return pickle.loads(e)\n", "3:12 S301", "error"],
    ["yaml.load", "import yaml\ndef f(e):\n    return yaml.load(e)\n", "3:12 S506", "error"],
    ["SQL of words", 'def f(c, e):\n    c.execute(f"SELECT * FROM t WHERE a = {e}")\n', "2:15 S608", "error"],
    ["a weak hash", "import hashlib\nh = hashlib.md5(b'x')\n", "2:5 S324", "warning"],
    ["a guessable file", "import tempfile\nn = tempfile.mktemp()\n", "2:5 S306", "warning"],
    [
      "anybody's certificate",
      "import requests\nr = requests.get('https://a.example', verify=False, timeout=3)\n",
      "2:39 S501",
      "error",
    ],
    ["a password", 'password = "hunter2hunter2"\n', "1:12 S105", "error"],
    ["a key of AWS", 'k = "AKIAIOSFODNN7EXAMPLE"\n', "1:5 hardcoded-secret", "error"],
    ["a module that is gone", "import imp\n", "1:8 removed-module", "error"],
    ["another one", "from distutils.core import setup\n", "1:6 removed-module", "error"],
    ["a package that was given up", "import json, boto\nprint(json)\n", "1:14 deprecated-package", "error"],
    ["a bare except", "try:\n    pass\nexcept:\n    pass\n", "3:1 E722", "warning"],
    ["a default that is shared", "def f(x=[]):\n    return x\n", "1:9 B006", "warning"],
    ["typing on Lambda", "x = input()\n", "1:5 lambda-runtime", "error"],
  ])("%s", async (_, code, place, severity) => {
    const found = await validatePython(`${code}${handler}`);
    expect(placesOf(found)).toContain(place);
    const finding = found.validation_errors.find(({ code: id }) => place.endsWith(` ${id}`));
    expect([finding?.severity, found.is_valid]).toEqual([severity, severity === "warning"]);
  });

  test.each([
    ["imp", "3.11", "warning"],
    ["imp", "3.12", "error"],
    ["cgi", "3.12", "warning"],
    ["cgi", "3.13", "error"],
  ] as const)("%s with Python %s is a %s", async (module, version, severity) => {
    const { validation_errors: found } = await validatePython(
      `import ${module}\n${handler}`,
      "initial_skeleton",
      version,
    );
    expect(found).toMatchObject([{ code: "removed-module", severity, line: 1, column: 8 }]);
  });

  test("how it is mended", async () => {
    const { suggestions } = await validatePython(`import os\n${handler}`);
    expect(suggestions).toEqual(["Line 1, column 8 (F401): Remove unused import: `os`"]);
  });

  test.each([
    ["a byte order mark", "\ufeffx = missing\n", "1:5 F821"],
    ["Windows' ends of lines", "import json\r\nx = missing, json\r\n", "2:5 F821"],
    ["emoji, in the units of an editor", "x = '😀'; y = missing\n", "1:15 F821"],
    ["a tab", "if 1:\n\tx = missing\n", "2:6 F821"],
    ["a line that Python joins", "x = \\\n    missing\n", "2:5 F821"],
  ])("its place, behind %s", async (_, code, place) => {
    expect(placesOf(await validatePython(`${code}${handler}`))).toEqual([place]);
  });

  test("findings of ours stand where ruff's do behind them", async () => {
    const places = placesOf(
      await validatePython(`\ufeffs = '😀'; import imp\r\nx = '''\r\n'''; k = "AKIAIOSFODNN7EXAMPLE"\r\n${handler}`),
    );
    expect(places).toEqual(["1:18 removed-module", "3:10 hardcoded-secret"]);
  });
});

describe("the handler", () => {
  test.each([
    ["imported", "from app import lambda_handler\n"],
    ["imported under its name", "from app import main as lambda_handler\n"],
    ["assigned", "def main(event, context):\n    return event\n\n\nlambda_handler = main\n"],
    ["with a default", "def lambda_handler(event, context=None):\n    return event, context\n"],
    ["with whatever comes", "def lambda_handler(*args):\n    return args\n"],
    [
      "decorated and annotated",
      "@print\ndef lambda_handler(event: dict[str, int], context: object) -> None:\n    print(event, context)\n",
    ],
  ])("is fine when it is %s", async (_, code) => {
    expect(await validatePython(code)).toMatchObject({ is_valid: true });
  });

  test.each([
    ["missing", "def main(event, context):\n    return event\n", "1:1 handler-missing"],
    [
      "only in a class",
      "class A:\n    def lambda_handler(self, event, context):\n        return event\n",
      "1:1 handler-missing",
    ],
    ["only in a string", '"""\ndef lambda_handler(event, context):\n"""\n', "1:1 handler-missing"],
    ["only called", "lambda_handler(1, 2)\n", "1:1 handler-missing"],
    ["asynchronous", "async def lambda_handler(event, context):\n    return event\n", "1:11 handler-shape"],
    ["without its context", "def lambda_handler(event):\n    return event\n", "1:5 handler-shape"],
    ["of three", "def lambda_handler(a, b, c):\n    return a, b, c\n", "1:5 handler-shape"],
    [
      "asking for a name",
      "def lambda_handler(event, context, *, more):\n    return event, more\n",
      "1:5 handler-shape",
    ],
    ["not a function", "lambda_handler = None\n", "1:1 handler-shape"],
  ])("is told when it is %s", async (_, code, place) => {
    const found = await validatePython(code);
    expect(found.is_valid).toBe(false);
    expect(placesOf(found)).toContain(place);
  });
});

describe("a placeholder", () => {
  const code = `import os\n\nKEY = os.getenv("KEY", "PLACEHOLDER_KEY")\n\n\ndef lambda_handler(event, context):\n    return KEY\n`;
  test.each<[Stage, string[]]>([
    ["initial_skeleton", []],
    ["final_with_credentials", ["3:24 placeholder"]],
  ])("in %s", async (stage, places) => {
    expect(placesOf(await validatePython(code, stage))).toEqual(places);
  });

  test("that was filled is a password by intent", async () => {
    const filled = code.replace("PLACEHOLDER_KEY", "sk_live_0123456789abcdefghij");
    expect(placesOf(await validatePython(filled))).toEqual(["3:24 hardcoded-secret"]);
    expect(await validatePython(filled, "final_with_credentials")).toEqual(clean);
  });
});

describe("what is meant to break it", () => {
  const deep = (left: string, middle: string, right: string, times: number): string =>
    `x = ${left.repeat(times)}${middle}${right.repeat(times)}\n${handler}`;

  test.each([
    ["10,000 brackets", deep("(", "1", ")", 10_000), "Too many nested parentheses."],
    ["60,000 brackets, unclosed", `${"[".repeat(60_000)}\n`, "Too many nested parentheses."],
    ["99,000 brackets of each kind", deep("({[", "1", "]})", 33_000), "Too many nested parentheses."],
    ["10,000 calls", deep("", "a", "()", 10_000), "An expression is too long"],
    ["50,000 times not", deep("not ", "1", "", 50_000), "An expression is too long"],
    ["50,000 times minus", deep("-", "1", "", 50_000), "An expression is too long"],
    ["10,000 additions", deep("1+", "1", "", 10_000), "An expression is too long"],
    ["10,000 lambdas", deep("lambda: ", "1", "", 10_000), "An expression is too long"],
    ["not in brackets in not", deep(`${"not ".repeat(100)}(`, "1", ")", 150), "An expression is too long"],
    [
      "500 levels of indents",
      Array.from({ length: 500 }, (_, n) => `${" ".repeat(n)}if 1:\n`).join(""),
      "levels of indent",
    ],
    [
      "indents behind an open bracket",
      `(\n${Array.from({ length: 500 }, (_, n) => `${" ".repeat(n)}if 1:\n`).join("")}`,
      "levels of indent",
    ],
    ["f-strings in f-strings", `x = ${'f"{'.repeat(5_000)}\n`, "f-string is nested"],
    ["brackets in an f-string", `x = f"{${"(".repeat(10_000)}1${")".repeat(10_000)}}"\n`, "f-string is nested"],
    ["brackets in a raw f-string", `x = rf"\\{${"(".repeat(10_000)}1${")".repeat(10_000)}}"\n`, "f-string is nested"],
    ["not in an f-string", `x = f"{${"not ".repeat(10_000)}1}"\n`, "f-string is nested"],
  ])("%s are refused like a fault of syntax, with a place", async (_, code, message) => {
    const { is_valid: isValid, validation_errors: found } = await validatePython(code);
    expect([isValid, found]).toMatchObject([
      false,
      [{ code: "invalid-syntax", severity: "error", message: expect.stringContaining(message) }],
    ]);
    const [line = 0, column = 0] = [found[0]?.line, found[0]?.column];
    expect(line).toBeGreaterThanOrEqual(1);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((code.split("\n")[line - 1]?.length ?? 0) + 1);
    expect(await validatePython(handler)).toEqual(clean);
  });

  test.each([
    ["190 brackets", deep("(", "1", ")", 190)],
    ["a sum of 400", deep("1 + ", "1", "", 400)],
    ["a list of 20,000", `x = [${"1, ".repeat(20_000)}]\n${handler}`],
    ["a text of 3,000 lines", `x = (\n${'    "a line of a text"\n'.repeat(3_000)})\n${handler}`],
    ["a JSON template", `a = 1\nx = f"""${'{{"a": '.repeat(20)}{a}${"}}".repeat(20)}"""\n${handler}`],
    [
      "90 indents",
      `${Array.from({ length: 90 }, (_, n) => `${" ".repeat(n)}if 1:\n`).join("")}${" ".repeat(90)}x = 1\n${handler}`,
    ],
  ])("%s are what Python reads too", async (_, code) => {
    expect((await validatePython(code)).is_valid).toBe(true);
  });

  test("what is wrong everywhere is told 500 times, errors first, and how much is left", async () => {
    const code = `${Array.from({ length: 2_000 }, (_, n) => `import a${n}\n`).join("")}x = missing\n${handler}`;
    const { is_valid: isValid, validation_errors: found, suggestions } = await validatePython(code);
    expect([isValid, found.length, found.at(-1)?.code]).toEqual([false, 500, "F821"]);
    expect(suggestions.at(-1)).toBe("1501 more findings are not listed.");
  });
});

test("our own modules have no finding, before the credentials are in and after, for every prompt", async () => {
  const faults: unknown[] = [];
  let checked = 0;
  for (const { prompt } of prompts.prompts) {
    const planned = planWorkflow(prompt);
    if (planned.kind !== "plan") continue;
    checked++;
    const skeleton = await validatePython(generateModule(planned.plan));
    const values = Object.fromEntries(credentialsOf(planned.plan).map(({ key }) => [key, `"""\\N{BULLET}'{}\n${key}`]));
    const filled = await validatePython(renderCredentials(planned.plan, values), "final_with_credentials");
    for (const found of [skeleton, filled])
      if (found.validation_errors.length > 0) faults.push([prompt, placesOf(found)]);
  }
  expect(faults).toEqual([]);
  expect(checked).toBeGreaterThan(50);
});

test("every action of the catalogue makes a module without a finding", async () => {
  const faults: unknown[] = [];
  for (const tool of tools)
    for (const action of tool.actions) {
      const step = { id: action.id, tool: tool.id, action: action.id, title: action.title, inputs: {} };
      const trigger = { type: "manual" as const, description: "When it is started" };
      const plan = { name: "one_step", description: action.title, trigger, steps: [step], open: [] };
      const found = await validatePython(generateModule(plan));
      if (found.validation_errors.length > 0) faults.push([tool.id, action.id, placesOf(found)]);
    }
  expect(faults).toEqual([]);
});

test("every event of the catalogue makes a module without a finding", async () => {
  const faults: unknown[] = [];
  const steps = [
    ["slack", "post_message"],
    ["aws-dynamodb", "put_item"],
    ["google-sheets", "append_row"],
  ].map(([tool = "", id = ""]) => ({ id, tool, action: id, title: id, inputs: {} }));
  for (const tool of tools)
    for (const { type, event } of tool.triggers) {
      const trigger = { type, tool: tool.id, event, description: "When it happens" };
      const plan = { name: "one_event", description: event, trigger, steps, open: [] };
      const found = await validatePython(generateModule(plan));
      if (found.validation_errors.length > 0) faults.push([tool.id, event, placesOf(found)]);
    }
  expect(faults).toEqual([]);
});

describe("POST /code/validate", () => {
  test.each([
    ["code_to_validate", { code_to_validate: "x = missing\n" }],
    ["code", { code: "x = missing\n" }],
  ])("takes %s", async (_, json) => {
    const { access_token: bearer } = await signUp();
    const { status, body } = await call("/code/validate", { bearer, json });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      is_valid: false,
      validation_errors: [{ code: "handler-missing" }, { line: 1, column: 5, code: "F821" }],
      suggestions: ["Line 1, column 1 (handler-missing): Add `def lambda_handler(event, context):`"],
    });
  });

  test("suggests what mends a finding", async () => {
    const { suggestions } = await validatePython("import imp\n\n\ndef lambda_handler(event):\n    return imp, event\n");
    expect(suggestions).toEqual([
      "Line 1, column 8 (removed-module): Replace imp by importlib",
      "Line 4, column 5 (handler-shape): Write `def lambda_handler(event, context):`",
    ]);
  });

  test.each([
    ["nothing", {}],
    ["too much", { code: "x".repeat(200_001) }],
    ["another stage", { code: "", validation_stage: "later" }],
    ["a version that nobody runs", { code: "", python_version: "2.7" }],
    ["a number", { code: 1 }],
  ])("refuses %s", async (_, json) => {
    const { access_token: bearer } = await signUp();
    expect((await call("/code/validate", { bearer, json })).status).toBe(422);
  });

  test("takes an empty editor for what it is", async () => {
    const { access_token: bearer } = await signUp();
    const { status, body } = await call("/code/validate", { bearer, json: { code_to_validate: "" } });
    expect([status, body]).toMatchObject([
      200,
      { is_valid: false, validation_errors: [{ code: "handler-missing", line: 1, column: 1 }] },
    ]);
  });

  test("takes 200,000 characters, and nobody who has not signed in", async () => {
    const { access_token: bearer } = await signUp();
    const code = `${"# a comment\n".repeat(16_000)}${handler}`;
    expect(await call("/code/validate", { bearer, json: { code } })).toMatchObject({ status: 200, body: clean });
    expect((await call("/code/validate", { json: { code } })).status).toBe(401);
  });
});
