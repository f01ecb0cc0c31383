import type { DocumentNode } from "../../document/node.ts";
import { readJson } from "../../document/json.ts";
import { textOf } from "../../document/node.ts";
import type { Hcl } from "../../translate/terraform-writer.ts";
import { hclString } from "../../translate/terraform-writer.ts";
import { intrinsicOf } from "../intrinsics.ts";
import type { PropertyMapping, PropertyPlace } from "./mapping.ts";
import { findEntry } from "./reshaping.ts";

/** What is left out of the password, by the arguments of `random_password`. */
const characters: readonly (readonly [property: string, argument: string])[] = [
  ["ExcludeLowercase", "lower"],
  ["ExcludeNumbers", "numeric"],
  ["ExcludePunctuation", "special"],
  ["ExcludeUppercase", "upper"],
];

/** Punctuation that Secrets Manager draws from. Source: AWS, `GetRandomPassword`. */
const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/** Length of a password of which nothing is said, as AWS makes it. */
const defaultLength = "32";

const writePassword = (wish: DocumentNode, at: PropertyPlace): void => {
  const said = (key: string): DocumentNode | undefined => findEntry(wish, key)?.value;
  const length = said("PasswordLength");
  at.out.attribute("length", length === undefined ? defaultLength : at.hcl(length), length?.line ?? at.line);
  for (const [property, argument] of characters) {
    const excluded = said(property);
    if (excluded !== undefined && textOf(excluded) === "true") at.out.attribute(argument, "false", excluded.line);
  }
  const excluded = said("ExcludeCharacters");
  const text = textOf(excluded);
  if (excluded === undefined || text === undefined || excluded.tag !== undefined) return;
  const allowed = Array.from(punctuation).filter((character) => !text.includes(character));
  at.out.attribute("override_special", hclString(allowed.join("")), excluded.line);
};

/** Members that the template for a secret already has, where it is written out as JSON. */
const knownMembers = (
  frame: DocumentNode,
  at: PropertyPlace,
): { key: string; value: Hcl; line: number }[] | undefined => {
  const text = intrinsicOf(frame) === undefined ? textOf(frame) : undefined;
  const [root] = text === undefined ? [] : readJson(text).documents;
  if (root?.kind !== "map") return undefined;
  return root.entries.map(({ key, value }) => ({ key, value: at.hcl(value), line: frame.line }));
};

/** The password alone, or in the JSON that a template for it says. */
const secretString = (wish: DocumentNode, password: string, at: PropertyPlace): Hcl => {
  const frame = findEntry(wish, "SecretStringTemplate")?.value;
  const key = textOf(findEntry(wish, "GenerateStringKey")?.value);
  if (key === undefined) return password;
  const generated = { key, value: password, line: at.line };
  if (frame === undefined) return { call: "jsonencode", args: [{ object: [generated] }] };
  const members = knownMembers(frame, at);
  if (members !== undefined) return { call: "jsonencode", args: [{ object: [...members, generated] }] };
  const known: Hcl = { call: "jsondecode", args: [at.hcl(frame)] };
  return { call: "jsonencode", args: [{ call: "merge", args: [known, { object: [generated] }] }] };
};

/** A value that AWS makes up itself, as Terraform does it: a random password in a version of the secret. */
export const generatedSecret: PropertyMapping = {
  write: (wish, at) => {
    const span = { line: at.line, endLine: wish.endLine };
    at.companion("random_password", at.logicalId, span, () => writePassword(wish, at));
    at.companion("aws_secretsmanager_secret_version", at.logicalId, span, () => {
      at.out.attribute("secret_id", at.reference("id"), at.line);
      at.out.attribute("secret_string", secretString(wish, `random_password.${at.logicalId}.result`, at), at.line);
    });
  },
};
