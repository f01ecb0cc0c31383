import { expect, test } from "vitest";
import { inspect } from "../parse/index.ts";
import { publish } from "./architecture.ts";

const queues = (count: number): string => {
  const ids = Array.from({ length: count }, (_, index) => index);
  const all = ids.map((id) => `aws_sqs_queue.q${id}.arn`).join(", ");
  return ids.map((id) => `resource "aws_sqs_queue" "q${id}" {\n  x = [${all}]\n}\n`).join("");
};

test("where everything names everything, an answer holds 5,000 arrows", () => {
  expect(publish(inspect([{ name: "main.tf", text: queues(80) }]).model).links).toHaveLength(5_000);
});

test("a line under a name is not cut through a character", () => {
  const text = `resource "aws_instance" "web" {\n  instance_type = "${"a".repeat(39)}😀"\n}\n`;
  const [component] = publish(inspect([{ name: "main.tf", text }]).model).components;
  expect(component?.detail?.isWellFormed()).toBe(true);
});
