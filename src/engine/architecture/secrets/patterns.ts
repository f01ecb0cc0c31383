/** Last word, or last two words, of a name whose literal value is a secret. */
export const secretWords: ReadonlySet<string> = new Set([
  "password",
  "passwd",
  "pwd",
  "passphrase",
  "secret",
  "token",
  "apikey",
  "api_key",
  "access_key",
  "secret_key",
  "private_key",
  "auth_key",
  "account_key",
  "encryption_key",
  "signing_key",
  "shared_key",
  "license_key",
  "credentials",
  "connection_string",
  "client_secret",
  "jwt",
  "pat",
  "pw",
  "tokens",
  "app_key",
  "application_key",
  "pass",
  "psk",
  "preshared_key",
  "credential",
  "creds",
  "salt",
  "passwords",
  "key_base",
  "insert_key",
  "api_keys",
  "secret_string",
  "secret_binary",
  "secret_data",
  "plaintext_value",
  "password_wo",
]);

/** Words that make a name tell a secret wherever they stand in it: `password_prod`, `db_password_1`. */
export const passwordWords: ReadonlySet<string> = new Set([
  "password",
  "passwd",
  "pswd",
  "pwd",
  "passphrase",
  "passcode",
]);

/** … unless it ends by saying that it holds something else about it. */
export const aboutPasswords: ReadonlySet<string> = new Set([
  "age",
  "algorithm",
  "arn",
  "authentication",
  "characters",
  "disabled",
  "enabled",
  "expiration",
  "expiry",
  "field",
  "file",
  "generation",
  "hash",
  "id",
  "key",
  "length",
  "lowercase",
  "max",
  "min",
  "minimum",
  "name",
  "numbers",
  "option",
  "parameter",
  "path",
  "policy",
  "prevention",
  "ref",
  "required",
  "reset",
  "rotation",
  "ssm",
  "symbols",
  "type",
  "updated",
  "uppercase",
  "version",
]);

/** A form of secret; `signs` are texts of which one stands in whatever the pattern finds, and which are quickly looked for. */
export interface SecretPattern {
  signs: readonly string[];
  pattern: RegExp;
}

const form = (pattern: RegExp, ...signs: readonly string[]): SecretPattern => ({ pattern, signs });

/**
 * Tokens that give themselves away by their form; the first group, where there is one, is the secret part.
 * Prefixes as their issuers publish them. Every pattern is linear: bounded runs, no nested repeats.
 */
export const secretPatterns: readonly SecretPattern[] = [
  // AWS access key ids; the example keys of AWS's documentation are masked too.
  form(/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b/g, "AKIA", "ASIA", "AROA", "AIDA"),
  form(/\bPrivate-Lines: \d{1,4}\s+([A-Za-z0-9+/=\s]{20,20000})/g, "Private-Lines"),
  form(/\bgh[pousr]_[A-Za-z0-9]{36,255}\b/g, "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
  form(/\bgithub_pat_[A-Za-z0-9_]{22,255}\b/g, "github_pat_"),
  form(/\bglpat-[A-Za-z0-9_-]{20,64}\b/g, "glpat-"),
  form(/\bxox[abposr]-[A-Za-z0-9-]{10,250}\b/g, "xox"),
  form(/\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,128}\b/g, "k_live_", "k_test_"),
  form(/\bsk-(?=[\w-]{0,40}[A-Z0-9][\w-]{0,40}[A-Z])[A-Za-z0-9_-]{20,200}\b/g, "sk-"),
  form(/\bAIza[A-Za-z0-9_-]{35}\b/g, "AIza"),
  form(/\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}\b/g, "SG."),
  // From the start of a run only: a long run of "eyJ-" would be tried from each of them.
  form(/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,1000}\b/g, "eyJ"),
  form(/\bnpm_[A-Za-z0-9]{36}\b/g, "npm_"),
  form(/\bdop_v1_[a-f0-9]{64}\b/g, "dop_v1_"),
  form(/\bAccountKey=([A-Za-z0-9+/=]{40,120})/g, "AccountKey="),
  form(/\bhf_[A-Za-z0-9]{20,64}\b/g, "hf_"),
  form(/\bpypi-[A-Za-z0-9_-]{20,250}/g, "pypi-"),
  form(/\bhvs\.[A-Za-z0-9_-]{20,250}/g, "hvs."),
  form(/\bshp(?:at|ca|pa|ss)_[A-Fa-f0-9]{16,64}\b/g, "shpat_", "shpca_", "shppa_", "shpss_"),
  form(/\b\d{8,10}:[A-Za-z0-9_-]{35}\b/g, ":AA", ":"),
  form(/\bAGE-SECRET-KEY-1[A-Z0-9]{20,80}\b/g, "AGE-SECRET-KEY-1"),
  form(/\bhooks\.slack\.com\/(?:services|workflows)\/([A-Za-z0-9/_-]{10,120})/g, "hooks.slack.com"),
  form(/\bdiscord(?:app)?\.com\/api\/webhooks\/([A-Za-z0-9/_-]{10,160})/g, "/api/webhooks/"),
  form(/[?&;]sig=([A-Za-z0-9%+/=_-]{16,120})/g, "sig="),
  // How commands, requests and SQL are given one.
  form(
    /\s--?(?:password|passwd|pass|token|secret|api-key)(?:=|\s{1,4})["']?((?=\S{0,120}[\d!#%&@^*])[^\s"'$]{3,120})/gi,
    "-p",
    "-t",
    "-s",
    "-a",
    "-P",
  ),
  form(/\bcurl\b[^\n]{0,200}\s(?:-u|--user)\s{1,4}["']?[^:\s"']{1,60}:([^\s"'$]{3,120})/g, "curl"),
  form(/\bmysql\w{0,10}\b[^\n]{0,120}\s-p["']?([^\s"'$]{3,120})/g, "mysql"),
  form(/\bdocker\s{1,4}login\b[^\n]{0,120}\s-p\s{1,4}["']?([^\s"'$]{3,120})/g, "docker"),
  form(/\b(?:Bearer|Basic)\s{1,4}((?=[A-Za-z._~+/=-]{0,400}\d)[A-Za-z0-9._~+/=-]{8,400})/g, "Bearer", "Basic"),
  form(/\bIDENTIFIED\s{1,4}BY\s{1,4}\\?["']([^"'\\$]{3,120})/gi, "IDENTIFIED", "identified", "Identified"),
  form(/\bWITH\s{1,4}(?:ENCRYPTED\s{1,4})?PASSWORD\s{1,4}\\?["']([^"'\\$]{3,120})/gi, "WITH", "with", "With"),
  form(/\b[\w.-]{1,40}:([^\s:"'|$]{3,120})["']?\s{0,4}\|\s{0,4}(?:sudo\s{1,4})?chpasswd\b/g, "chpasswd"),
  form(/<(?:password|passwd|secret|token|apikey)>([^<$]{3,200})</gi, "<p", "<s", "<t", "<a", "<P"),
  // A password's hash, as crypt(3) and htpasswd write it.
  form(/\$(?:apr1|2[aby]|5|6|y)\$[./A-Za-z0-9$]{8,160}/g, "$apr1$", "$2", "$5$", "$6$", "$y$"),
  // A token in place of a URL's user, and the password of a URL: scheme://user:password@host
  form(/\bhttps?:\/\/([A-Za-z0-9_-]{20,200})@/g, "://"),
  form(/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'$]{0,80}:([^\s@/"'$]{3,120})@/g, "://"),
  // A database's URL whose password has a slash in it: elsewhere it could be a port and a path.
  form(
    /\b(?:postgres|mysql|mariadb|mongodb|redis|amqp|mssql|sqlserver)[a-z+]{0,12}:\/\/[^\s:/@"'$]{0,80}:([^\s@"'$]{3,120})@/g,
    "://",
  ),
  // 40 base64 characters under a name that says secret access key, whatever the quotes.
  form(
    /aws_secret_access_key["']?\s{0,8}[:=]\s{0,8}["']?([A-Za-z0-9/+]{40})/gi,
    "aws_secret_access_key",
    "AWS_SECRET_ACCESS_KEY",
  ),
];
