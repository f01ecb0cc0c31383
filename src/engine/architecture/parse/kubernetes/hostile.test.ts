import { describe, expect, it } from "vitest";
import { parseHcl } from "../hcl/index.ts";
import { translateKubernetes } from "./index.ts";

const translate = (text: string) => translateKubernetes({ name: "manifest.yaml", text });

const typesIn = (text: string): string[] =>
  parseHcl(text).body.flatMap((item) => (item.kind === "block" ? [item.labels.slice(0, 1).join()] : [item.name]));

const breaking = [
  'x" {}\nresource "aws_s3_bucket" "b',
  '${file("/etc/passwd")}',
  "%{ for x in y }",
  "a\\",
  "\u0000",
  "__proto__",
];

describe("hostile manifests", () => {
  it.each(breaking)("a name cannot leave its place: %j", (name) => {
    const quoted = JSON.stringify(name);
    const { text } = translate(
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${quoted}\n  labels: {${quoted}: ${quoted}}\ndata:\n  ${quoted}: ${quoted}\n`,
    );
    expect(parseHcl(text).problems).toEqual([]);
    expect(typesIn(text)).toEqual(["kubernetes_config_map_v1"]);
    expect(text).not.toMatch(/(?<!\$)\$\{file/);
  });

  it.each(breaking)("nor can a kind or a field: %j", (name) => {
    const quoted = JSON.stringify(name);
    const { text } = translate(
      `apiVersion: ${quoted}\nkind: ${quoted}\nmetadata: {name: a}\n${quoted}: {${quoted}: [1]}\n`,
    );
    expect(parseHcl(text).problems).toEqual([]);
    expect(typesIn(text)).toEqual(["kubernetes_manifest"]);
  });

  it.each(["constructor", "__proto__", "toString"])("a kind called %s is no kind of ours", (kind) => {
    expect(typesIn(translate(`apiVersion: v1\nkind: ${kind}\nmetadata: {name: a}\n`).text)).toEqual([
      "kubernetes_manifest",
    ]);
  });

  it.each([
    "apiVersion: v1\nkind: Pod\nspec: text\n",
    "apiVersion: v1\nkind: Pod\nspec: [1, [2], {containers: 3}]\n",
    "apiVersion: v1\nkind: Pod\nmetadata: [a]\nspec: {containers: {name: a}, volumes: [null, 1, []]}\n",
    "apiVersion: v1\nkind: Service\nspec: {selector: [a], ports: web, type: {a: b}}\n",
    "apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: {backend: 1, rules: [{http: []}, 2]}\n",
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {metrics: [{resource: {targetValue: []}}]}\n",
    "apiVersion: v1\nkind: List\nitems: [1, [], {kind: List, items: []}]\n",
  ])("what is shaped otherwise is read as far as it goes: %j", (text) => {
    expect(parseHcl(translate(text).text).problems).toEqual([]);
  });

  it("a thousand documents are read, more are refused", () => {
    const documents = (count: number): string =>
      Array.from(
        { length: count },
        (_, index) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: n${index}}\n`,
      ).join("---\n");
    expect(typesIn(translate(documents(1_000)).text).length).toBe(1_000);
    expect(translate(documents(1_002)).problems[0]?.message).toMatch(/more than 1000 documents/);
  });

  it("aliases of aliases are refused", () => {
    const laughs = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 9; level++)
      laughs.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(", ")}]`);
    expect(translate(`apiVersion: v1\nkind: Pod\n${laughs.join("\n")}\n`).problems[0]?.message).toMatch(
      /aliases make more/,
    );
  });

  it("tells of no more than anybody reads", () => {
    const fields = Array.from({ length: 500 }, (_, index) => `  odd${index}: 1`).join("\n");
    expect(translate(`apiVersion: v1\nkind: Pod\nspec:\n${fields}\n`).problems.length).toBe(20);
  });

  it("never repeats input in a problem", () => {
    const { problems } = translate("apiVersion: v1\nkind: Pod\nspec:\n  hidden: hidden\n---\nhidden: 1\n");
    expect(problems.length).toBe(2);
    for (const { message } of problems) expect(message).not.toContain("hidden");
  });
});
