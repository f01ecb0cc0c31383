import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { analyzeDesign } from "./analyze.ts";
import { unknownArguments } from "./parse/kubernetes/translate-fixture.ts";
import dockerSchema from "./parse/compose/fixtures/provider-schema.json" with { type: "json" };
import kubernetesSchema from "./parse/kubernetes/provider-schema.json" with { type: "json" };

const read = (path: string): string => readFileSync(new URL(`parse/${path}`, import.meta.url), "utf8");

const analyse = (name: string, text: string) =>
  analyzeDesign({
    files: [{ name, text }],
    generated: false,
    goals: [],
    cloud: "aws",
    region: "eu-west-1",
    users: [{ country: "DE", share: 1 }],
  });

test.each([
  ["kubernetes", "kubernetes/fixtures/guestbook.yaml", kubernetesSchema],
  ["kubernetes", "kubernetes/fixtures/bad-pod.yaml", kubernetesSchema],
  ["docker", "compose/fixtures/voting-app.yaml", dockerSchema],
])(
  "a design for %s lies in no region of a cloud, and its better form is for the same provider (%s)",
  (cloud, path, schema) => {
    const { architecture, regions, cloudformation, terraform, summary } = analyse("design.yaml", read(path));
    expect([architecture.cloud, architecture.region, regions, cloudformation]).toEqual([cloud, "", [], null]);
    expect(summary).not.toMatch(/ in  |AWS/);
    expect(terraform).toMatch(/required_providers/);
    expect(unknownArguments(terraform, schema)).toEqual([]);
  },
);

test("what costs something elsewhere is told to be without a price", () => {
  const { cost } = analyse("design.yaml", read("kubernetes/fixtures/wordpress.yaml"));
  expect([cost.monthly, cost.unpriced]).toEqual([
    0,
    [
      "kubernetes_stateful_set_v1.wordpress-mysql",
      "kubernetes_deployment_v1.wordpress",
      "kubernetes_persistent_volume_claim_v1.wordpress-files",
      "kubernetes_service_v1.wordpress",
    ],
  ]);
});

test("secrets of manifests and Compose files are kept nowhere", () => {
  const secret = "kX9-t7Qm2vLp";
  const manifest = `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  password: ${secret}\n`;
  const compose = `services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n`;
  for (const text of [manifest, compose]) expect(JSON.stringify(analyse("design.yaml", text))).not.toContain(secret);
});
