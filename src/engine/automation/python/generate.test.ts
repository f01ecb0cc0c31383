import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { python } from "../../../../test/python/python-process.ts";
import { tools } from "../catalogue/index.ts";
import type { Plan } from "../plan/index.ts";
import { generateModule, renderCredentials } from "./generate.ts";
import { credentialsOf, UnknownTool } from "./workflow.ts";

const plan = (tool: string, action: string, more: Partial<Plan> = {}): Plan => ({
  name: "made_for_a_test",
  description: "Made for a test",
  trigger: { type: "manual", description: "By hand" },
  steps: [{ id: "act", tool, action, title: "Act", inputs: {} }],
  open: [],
  ...more,
});

/** The defaults of `os.getenv` in a module, as Python reads them. */
const defaultsIn = (module: string): Record<string, string> => {
  const read = [
    "import ast, json, sys",
    "calls = [n for n in ast.walk(ast.parse(sys.stdin.buffer.read().decode('utf-8'))) if isinstance(n, ast.Call) and ast.unparse(n.func) == 'os.getenv']",
    "print(json.dumps({ast.literal_eval(n.args[0]): ast.literal_eval(n.args[1]) for n in calls if isinstance(n.args[1], ast.Constant)}))",
  ].join("\n");
  const { stdout } = spawnSync(python ?? "python3", ["-c", read], { input: module, encoding: "utf8" });
  return JSON.parse(stdout) as Record<string, string>;
};

const HOSTILE = 'x"\n"""\\N{BULLET} {} \' \\ 😀 \u2028 \ud800 PLACEHOLDER_TWILIO_AUTH_TOKEN")\nimport os #';

describe("a generated module", () => {
  it("reads each key from the environment, with a placeholder", () => {
    expect(generateModule(plan("sendgrid", "send_email"))).toContain(
      'SENDGRID_API_KEY = os.getenv("SENDGRID_API_KEY", "PLACEHOLDER_SENDGRID_API_KEY")\n',
    );
  });

  it("is the same for the same plan", () => {
    for (const tool of tools.slice(0, 10)) {
      for (const action of tool.actions)
        expect(generateModule(plan(tool.id, action.id))).toBe(generateModule(plan(tool.id, action.id)));
    }
  });

  it.skipIf(!python)("P13: holds credentials as exactly the given values, whatever is in them", () => {
    const made = plan("twilio", "send_sms");
    const values = Object.fromEntries(credentialsOf(made).map(({ key }, at) => [key, `${HOSTILE}${String(at)}`]));
    expect(Object.keys(values).length).toBeGreaterThan(1);
    expect(defaultsIn(renderCredentials(made, values))).toMatchObject(values);
  });

  it.skipIf(!python)("P12: puts a value only where its own key is, also where one key begins like another", () => {
    const made = plan("twilio", "send_sms");
    const [first, second] = credentialsOf(made);
    const rendered = defaultsIn(renderCredentials(made, { [first?.key ?? ""]: `PLACEHOLDER_${second?.key ?? ""}` }));
    expect(rendered[first?.key ?? ""]).toBe(`PLACEHOLDER_${second?.key ?? ""}`);
    expect(rendered[second?.key ?? ""]).toBe(`PLACEHOLDER_${second?.key ?? ""}`);
  });

  it.skipIf(!python)("P13: keeps the words of its description in the docstring as they are, and nowhere else", () => {
    const words = 'Say """hello""" \\N{BULLET} {x} \\ # \ttab';
    const module = generateModule(plan("slack", "post_message", { description: words }));
    const { stdout } = spawnSync(
      python ?? "python3",
      ["-c", "import ast, sys; print(ast.get_docstring(ast.parse(sys.stdin.read())))"],
      { input: module, encoding: "utf8" },
    );
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(words.replaceAll("\t", "").replaceAll(/\s+/g, " ").slice(0, 30));
    expect(module.split('"""').length % 2).toBe(1);
  });

  it("gives a step whose id is a word of Python another name", () => {
    const module = generateModule(
      plan("slack", "post_message", {
        steps: [{ id: "import", tool: "slack", action: "post_message", title: "x", inputs: {} }],
      }),
    );
    expect(module).toContain("def import_step(data");
  });

  it("refuses a tool that the catalogue does not hold", () => {
    expect(() => generateModule(plan("laws", "send"))).toThrow(UnknownTool);
    expect(() => generateModule(plan("slack", "send_pigeon"))).toThrow(UnknownTool);
  });

  it("has lines of 120 at most, whatever was written into it", () => {
    const long = `${"word ".repeat(300)}${"漢".repeat(400)}${"\u0000".repeat(300)}`;
    const made = plan("slack", "post_message", {
      description: long,
      steps: [
        {
          id: "act",
          tool: "slack",
          action: "post_message",
          title: "x",
          inputs: { text: { kind: "literal", value: long } },
        },
      ],
    });
    for (const line of generateModule(made).split("\n")) expect(line.length).toBeLessThanOrEqual(120);
  });
});
