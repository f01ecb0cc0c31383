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
]);

/**
 * Tokens that give themselves away by their form; the first group, where there is one, is the secret part.
 * Prefixes as their issuers publish them. Every pattern is linear: bounded runs, no nested repeats.
 */
export const secretPatterns: readonly RegExp[] = [
  // AWS access key ids; the example keys of AWS's documentation are masked too.
  /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,10000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
  /\bgh[pousr]_[A-Za-z0-9]{36,255}\b/g,
  /\bgithub_pat_[A-Za-z0-9_]{22,255}\b/g,
  /\bglpat-[A-Za-z0-9_-]{20,64}\b/g,
  /\bxox[abposr]-[A-Za-z0-9-]{10,250}\b/g,
  /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,128}\b/g,
  /\bsk-(?:proj-|ant-|or-)?[A-Za-z0-9_-]{20,200}\b/g,
  /\bAIza[A-Za-z0-9_-]{35}\b/g,
  /\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}\b/g,
  /\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,1000}\b/g,
  /\bnpm_[A-Za-z0-9]{36}\b/g,
  /\bdop_v1_[a-f0-9]{64}\b/g,
  /\bAccountKey=([A-Za-z0-9+/=]{40,120})/g,
  // The password of a URL: scheme://user:password@host
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'$]{1,80}:([^\s@/"'$]{3,120})@/g,
  // 40 base64 characters under a name that says secret access key, whatever the quotes.
  /aws_secret_access_key["']?\s{0,8}[:=]\s{0,8}["']?([A-Za-z0-9/+]{40})/gi,
];
