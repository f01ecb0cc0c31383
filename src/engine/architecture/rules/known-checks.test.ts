import { describe, expect, it } from "vitest";
import { toCloudFormation } from "../emit/cloudformation/index.ts";
import { judge } from "../judge.ts";
import { inspect } from "../parse/index.ts";
import { receive } from "../receive.ts";
import { rules } from "./index.ts";
import file from "./known-checks.json" with { type: "json" };

const severities = ["info", "low", "medium", "high", "critical"];
const { checks } = file;

const fileName = (fact: string): string => (fact.startsWith("K8S") ? "main.yaml" : "main.tf");

/** Rules that a text breaks, read the way an upload is. */
const broken = (name: string, text: string): string[] => {
  const received = receive([{ name, text }]);
  const { model, project } = inspect(received.files);
  return judge(model, project, received.maskedLines).failures.map(({ rule }) => rule.id);
};

describe("the checks that the list of facts asks for", () => {
  it("has all of them, each once", () => {
    expect(new Set(checks.map(({ fact }) => fact)).size).toBe(288);
  });

  it.each(checks)("$fact is answered by $rule within one step of $severity", ({ rule: id, severity }) => {
    const rule = rules.find((candidate) => candidate.id === id);
    const step = severities.indexOf(rule?.severity ?? "") - severities.indexOf(severity);
    expect(rule).toBeDefined();
    expect(Math.abs(step)).toBeLessThanOrEqual(1);
  });

  it.each(checks)(
    "$rule finds the least that breaks it and nothing where it is mended",
    ({ fact, rule, bad, good }) => {
      expect(broken(fileName(fact), bad)).toContain(rule);
      expect(broken(fileName(fact), good)).not.toContain(rule);
    },
  );

  it.each(checks.filter((check) => "cloudformation" in check))(
    "$rule finds the same in a CloudFormation template",
    ({ rule, bad, good }) => {
      const asTemplate = (text: string): string => toCloudFormation(inspect([{ name: "main.tf", text }]).model);
      expect(broken("template.yaml", asTemplate(bad))).toContain(rule);
      expect(broken("template.yaml", asTemplate(good))).not.toContain(rule);
    },
  );
});
