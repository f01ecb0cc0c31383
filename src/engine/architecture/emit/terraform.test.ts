import { expect, test } from "vitest";
import { parseTerraform } from "../parse/index.ts";
import { versionsBlock } from "./terraform.ts";

const pinned = (text: string, platform: Parameters<typeof versionsBlock>[1]): string | undefined =>
  versionsBlock(parseTerraform([{ name: "main.tf", text }]).project, platform);

const pod = 'resource "kubernetes_pod_v1" "p" {\n}\n';
const container = 'resource "docker_container" "c" {\n}\n';

test("a cluster's provider is pinned and told where the cluster is", () => {
  expect(pinned(pod, "kubernetes")).toMatch(/source {2}= "hashicorp\/kubernetes"[^]*provider "kubernetes" \{/);
});

test("a design of a cloud pins what else it uses", () => {
  const text = pinned(pod + container, "aws");
  expect(text).toMatch(/"hashicorp\/aws"[^]*"hashicorp\/kubernetes"[^]*"kreuzwerker\/docker"/);
  expect(text).not.toContain("provider ");
});

test("what the code pins itself stays", () => {
  expect(pinned("terraform {\n  required_providers {\n  }\n}\n", "docker")).toBeUndefined();
});
