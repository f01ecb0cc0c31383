import { aboutPasswords, passwordWords, secretWords } from "./patterns.ts";

/** Names that end like a secret's and only make a request unique, or name a place in a list. */
const harmlessNames = /(?:creation|client|next|continuation|pagination|request|idempotency)_?token$/i;

/** No name without one of these holds a word that tells: most are done with after this. */
const partOfSecretWords = /pass|pwd|pswd|pw|secret|token|key|cred|connection|jwt|pat|psk|salt|plaintext/i;

/** Whole words of a name decide, so `password_reuse_prevention` and `secretsmanager` do not count and `DB_PASSWORD` does. */
export const isSecretName = (name: string): boolean => {
  if (!partOfSecretWords.test(name)) return false;
  // What answers a custom resource of CloudFormation.
  if (harmlessNames.test(name) || name === "ServiceToken") return false;
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
  const last = words.at(-1) ?? "";
  const endings = [1, 2, 3].map((number) => words.slice(-number).join("_"));
  if (endings.some((ending) => secretWords.has(ending)) || last.endsWith("password")) return true;
  return words.some((word) => passwordWords.has(word)) && !aboutPasswords.has(last);
};

const placeholder =
  /^(?:|true|false|null|none|required|optional|seconds|minutes|hours|days|changeme[-_]?\d{0,3}|<[a-z _-]*>|x+|\*+|\d{1,3})$/i;
/** Names another value: an expression, a resource, a variable of the shell, a place in a secret store or on a disk. */
const reference =
  /\$\{|^(?:arn:aws|alias\/|projects\/|(?:var|local|data|module|aws|azurerm|google|random)(?:_\w+)?\.)|^\{\{|^\[[A-Za-z]\w*\(|\{\{resolve:|^\$(?:\(|[A-Z_][A-Z0-9_]*$)|^https?:\/\/[^@]*$|^(?:~|\.{1,2}|\/[\w.-]+)\//;

/** How a secret itself is called: `secret = "db-password"` in a reference to it. */
const nameOfSecret = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/;

/** Whether what is written under a telling name is a secret itself. */
export const isLiteralSecret = (value: string, name = ""): boolean =>
  value.length >= 3 &&
  !placeholder.test(value) &&
  !reference.test(value) &&
  !(name === "secret" && nameOfSecret.test(value));
