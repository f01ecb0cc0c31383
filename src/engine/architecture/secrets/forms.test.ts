import { expect, test } from "vitest";
import { maskDocument } from "./document.ts";
import { maskCode, maskMarker, maskSecrets } from "./index.ts";

const secret = "Zq7canarY9x";
const deep = (levels: number, inner: string): string => `${"[".repeat(levels)}${inner}${"]".repeat(levels)}`;

test.each([
  ["a value in parentheses", `resource "x" "y" {\n  password = ("${secret}")\n}\n`],
  ["what a loop makes", `resource "x" "y" {\n  list = [for n in ["a"] : { password = "${secret}" }]\n}\n`],
  ["an object in parentheses", `resource "x" "y" {\n  list = ({ password = "${secret}" })\n}\n`],
  [
    "both ways of a choice",
    `resource "x" "y" {\n  list = var.a ? { password = "${secret}" } : { token = "${secret}" }\n}\n`,
  ],
])("%s is masked in code", (_name, text) => {
  expect(maskCode(text).text).not.toContain(secret);
});

test.each([
  ["lists of which one is not written out", `x = zipmap(var.names, ["${secret}"])\n`],
  ["a list of fewer names, or of names that are computed", `x = zipmap([var.a], ["a-plain-word", "${secret}"])\n`],
  ["an object under a name that is computed", `x = { (var.name) = "a-plain-word", "\${var.n}_x" = 1 }\n`],
  ["a secret's reference by its place", "password = var.secrets[0]\ntoken = each\n"],
])("%s are left alone in code", (_name, inside) => {
  const text = `resource "x" "y" {\n  ${inside}}\n`;
  expect(maskCode(text).text).toBe(text);
});

test.each([
  [
    "what a state calls sensitive",
    `{"version": 4, "terraform_version": "1.9.0", "resources": [{"type": "random_password", "instances": [{"attributes": {"result": "${secret}", "length": 8}}]}]}`,
  ],
  [
    "a whole group of a plan that is sensitive",
    `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"values": {"a": {"b": ["${secret}", null, true, ""], "c": 1}}, "sensitive_values": {"a": true, "d": false, "e": true}}]}}}`,
  ],
  [
    "a list of a plan with more marks than items",
    `{"format_version": "1.2", "resource_changes": [{"change": {"after": {"a": ["${secret}"]}, "after_sensitive": {"a": [true, true], "b": [false]}}}]}`,
  ],
  [
    "a variable of a plan whose declaration is sensitive",
    `{"format_version": "1.2", "variables": {"word": {"value": "${secret}"}}, "configuration": {"root_module": {"variables": {"word": {"sensitive": true}, "plain": {}}}}}`,
  ],
])("%s is masked in a document", (_name, text) => {
  expect(maskDocument(text).text).not.toContain(secret);
});

test("a document that nests deeper than anybody writes still reads, and is masked as a text", () => {
  const text = `{"password": ${deep(400, `"${secret}"`)}, "format_version": "1", "values": ${deep(400, "1")}, "sensitive_values": ${deep(400, "true")}}`;
  expect(JSON.parse(maskDocument(text).text)).toHaveProperty("format_version", "1");
});

test.each([
  [String.raw`password = "a\"b-Zq7canarY9x"`, `password = "${maskMarker}"`],
  [
    `-----BEGIN RSA PRIVATE KEY-----\nabc\n-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----\nrest`,
    `${maskMarker}\n\n\n\nrest`,
  ],
  [`"name": "MODE", "value": "a-plain-word"`, `"name": "MODE", "value": "a-plain-word"`],
  [`- MODE="a-plain-word"`, `- MODE="a-plain-word"`],
  [`"{\\"api_key\\": \\"${secret}`, `"{\\"api_key\\": \\"${maskMarker}`],
])("%s becomes %s", (text, masked) => {
  expect(maskSecrets(text).text).toBe(masked);
});
