import { expect, test } from "vitest";
import { cardText } from "./card.ts";

test.each([
  ["shop.example.com", ["shop.example.com"]],
  ["web · internal", ["web · internal"]],
  ["orders · postgres · Multi-AZ · db.m6g.large", ["orders · postgres", "Multi-AZ", "db.m6g.large"]],
  ["ecommerce · standard ha · 1 GB", ["ecommerce", "standard ha · 1 GB"]],
  ["a-name-that-is-too-long-for-one-line · ×2", ["a-name-that-is-too-", "long-for-one-line · ×2"]],
])("a card says “%s” part by part", (sub, lines) => {
  expect(cardText({ id: "x", label: "X", icon: "aws.s3", sub }).sub).toEqual(lines);
});

test("what three lines cannot hold ends in an ellipsis", () => {
  const { sub } = cardText({ id: "x", label: "X", icon: "aws.s3", sub: "a long part of a line · ".repeat(8) });
  expect(sub).toHaveLength(3);
  expect(sub[2]).toMatch(/…$/);
});
