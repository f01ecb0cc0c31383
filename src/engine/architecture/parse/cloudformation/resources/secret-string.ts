import type { DocumentNode } from "../../document/node.ts";
import { textOf } from "../../document/node.ts";
import type { Hcl } from "../../translate/terraform-writer.ts";
import { hclString } from "../../translate/terraform-writer.ts";
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
    if (textOf(excluded) === "true") at.out.attribute(argument, "false", excluded?.line ?? at.line);
  }
  const excluded = said("ExcludeCharacters");
  const text = textOf(excluded);
  if (excluded === undefined || text === undefined || excluded.tag !== undefined) return;
  const allowed = Array.from(punctuation).filter((character) => !text.includes(character));
  at.out.attribute("override_special", hclString(allowed.join("")), excluded.line);
};

/** The password alone, or in the JSON that a template for it says. */
const secretString = (wish: DocumentNode, password: string, at: PropertyPlace): Hcl => {
  const frame = findEntry(wish, "SecretStringTemplate")?.value;
  const key = textOf(findEntry(wish, "GenerateStringKey")?.value);
  if (key === undefined) return password;
  const generated: Hcl = { object: [{ key, value: password, line: at.line }] };
  if (frame === undefined) return { call: "jsonencode", args: [generated] };
  const known: Hcl = { call: "jsondecode", args: [at.hcl(frame)] };
  return { call: "jsonencode", args: [{ call: "merge", args: [known, generated] }] };
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
