// The lines of wrangler.toml that differ between deployments. They are changed where they stand: comments stay.

/** What a deployment is made of; `api` and `ui` stay as they are in the file when they are not given. */
export interface Deployment {
  databaseId: string;
  namespaceId: string;
  /** Host name of the API. */
  api?: string | undefined;
  /** Origins of the pages that call it. */
  ui?: readonly string[] | undefined;
}

const blockOf = (toml: string, environment: string): { start: number; end: number } => {
  const start = toml.indexOf(`[env.${environment}]`);
  if (start < 0) throw new Error(`wrangler.toml has no [env.${environment}].`);
  const next = toml.indexOf("\n[", start);
  return { start, end: next < 0 ? toml.length : next };
};

const replaceOnce = (block: string, pattern: RegExp, value: string, what: string): string => {
  if (!pattern.test(block)) throw new Error(`wrangler.toml has no ${what} in this environment.`);
  return block.replace(pattern, (_, before: string, after: string) => `${before}${value}${after}`);
};

/** wrangler.toml with this deployment's ids, host and origins in the block of its environment. */
export const configure = (toml: string, environment: string, deployment: Deployment): string => {
  const { start, end } = blockOf(toml, environment);
  const { databaseId, namespaceId, api, ui } = deployment;
  const changes: [pattern: RegExp, value: string | undefined, what: string][] = [
    [/(database_id = ")[^"]*(")/, databaseId, "database_id"],
    [/(kv_namespaces = \[\{[^\]]*\bid = ")[^"]*(")/, namespaceId, "kv_namespaces"],
    [/(^routes = \[)[^\]]*(\])/m, api && `{ pattern = "${api}", custom_domain = true }`, "routes"],
    [/(PUBLIC_URL = ")[^"]*(")/, api && `https://${api}`, "PUBLIC_URL"],
    [/(ALLOWED_ORIGINS = ")[^"]*(")/, ui?.join(","), "ALLOWED_ORIGINS"],
    [/(AUTH_REDIRECTS = ")[^"]*(")/, ui?.join(","), "AUTH_REDIRECTS"],
  ];
  const block = changes.reduce(
    (text, [pattern, value, what]) => (value === undefined ? text : replaceOnce(text, pattern, value, what)),
    toml.slice(start, end),
  );
  return toml.slice(0, start) + block + toml.slice(end);
};

/** The host name that an environment is served at, once it has one. */
export const hostOf = (toml: string, environment: string): string | undefined => {
  const { start, end } = blockOf(toml, environment);
  return /^routes = \[\{ pattern = "([^"]+)"/m.exec(toml.slice(start, end))?.[1];
};
