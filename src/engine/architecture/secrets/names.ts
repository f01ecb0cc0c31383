import { aboutPasswords, passwordWords, secretWords } from "./patterns.ts";

/** Names that end like a secret's and only make a request unique, or name a place in a list. */
const harmlessNames = /(?:creation|client|next|continuation|pagination|request|idempotency)_?token$/i;

/** Whole words of a name decide, so `password_reuse_prevention` and `secretsmanager` do not count and `DB_PASSWORD` does. */
export const isSecretName = (name: string): boolean => {
  if (harmlessNames.test(name)) return false;
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
  const last = words.at(-1) ?? "";
  const lastTwo = words.slice(-2).join("_");
  if (secretWords.has(last) || secretWords.has(lastTwo) || last.endsWith("password")) return true;
  return words.some((word) => passwordWords.has(word)) && !aboutPasswords.has(last);
};

const placeholder = /^(?:|true|false|null|none|required|optional|changeme[-_]?\d{0,3}|<.*>|x+|\*+|\d{1,3})$/i;
const reference =
  /\$\{|^(?:arn:|alias\/|var\.|local\.|data\.|module\.|aws_|azurerm_|google_|random_|\/)|^\{\{|^https?:\/\/[^@]*$/;

export const isLiteralSecret = (value: string): boolean =>
  value.length >= 3 && !placeholder.test(value) && !reference.test(value);
