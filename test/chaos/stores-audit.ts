// What must hold between the stores whenever nothing is under way, read from the stores themselves: in workerd.
import { env } from "cloudflare:workers";

interface Half {
  what: string;
  id: string;
}

const rowsOf = async <T>(query: string): Promise<T[]> => (await env.DB.prepare(query).all<T>()).results;

const keysUnder = async (prefix: string): Promise<Set<string>> => {
  const keys = new Set<string>();
  for (let cursor: string | undefined; ;) {
    const page = await env.BUCKET.list({ prefix, ...(cursor !== undefined && { cursor }) });
    for (const { key } of page.objects) keys.add(key);
    if (!page.truncated) return keys;
    cursor = page.cursor;
  }
};

const picturesOf = (content: unknown): string[] =>
  [...JSON.stringify(content).matchAll(/"(art_[0-9a-f]{32}\.\w+)"/g)].map(([, key]) => `artifacts/${key ?? ""}`);

// What a row names never changes: each content is read once.
const read = new Map<string, string[]>();

const picturesAt = async (key: string): Promise<string[]> => {
  const known = read.get(key);
  if (known !== undefined) return known;
  const content = await env.BUCKET.get(key);
  const pictures = content === null ? [] : picturesOf((await content.json<{ pictures: unknown }>()).pictures);
  read.set(key, pictures);
  return pictures;
};

const auditAnalyses = async (): Promise<Half[]> => {
  const rows = await rowsOf<{ id: string; content_key: string; hidden: number }>(
    "SELECT id, content_key, expires_at <= strftime('%Y-%m-%dT%H:%M:%fZ') AS hidden FROM analyses",
  );
  const [contents, pictures] = [await keysUnder("analyses/"), await keysUnder("artifacts/")];
  const halves: Half[] = [];
  for (const { id, content_key: key, hidden } of rows) {
    // One whose deletion broke off is seen by nobody, and swept.
    const note = (what: string) => hidden === 0 && halves.push({ what, id });
    if (!contents.delete(key)) note("an analysis without content");
    for (const picture of await picturesAt(key)) if (!pictures.delete(picture)) note("an analysis without its picture");
  }
  for (const id of contents) halves.push({ what: "content without an analysis", id });
  for (const id of pictures) halves.push({ what: "a picture without an analysis", id });
  return halves;
};

const auditDocuments = async (): Promise<Half[]> => {
  const rows = await rowsOf<{ id: string; status: string; owner: string; chunk_count: number }>(
    "SELECT id, status, owner, chunk_count FROM documents",
  );
  const objects = await keysUnder("documents/");
  const halves: Half[] = [];
  for (const { id, status } of rows) {
    if (!objects.delete(`documents/${id}`)) halves.push({ what: `a document (${status}) without bytes`, id });
    if (status === "uploading" || status === "deleting") halves.push({ what: `a document that stays ${status}`, id });
  }
  for (const id of objects) halves.push({ what: "bytes without a document", id });
  return halves;
};

const talks = new Set<string>();

const auditSessions = async (): Promise<Half[]> => {
  const rows = await rowsOf<{ id: string }>("SELECT id FROM sessions");
  const halves: Half[] = [];
  for (const { id } of rows) {
    // Once it is there only its deletion takes it away, and that is what the row is asked for.
    if (talks.has(id)) continue;
    if ((await env.SESSIONS.getByName(id).history()) === undefined)
      halves.push({ what: "a session without its object", id });
    else talks.add(id);
  }
  return halves;
};

const queries: Readonly<Record<string, string>> = {
  "a draft whose version is not there":
    "SELECT id FROM drafts d WHERE version > 0 AND NOT EXISTS (SELECT 1 FROM draft_versions v WHERE v.draft_id = d.id AND v.version = d.version)",
  "a version without its draft":
    "SELECT draft_id AS id FROM draft_versions v WHERE NOT EXISTS (SELECT 1 FROM drafts d WHERE d.id = v.draft_id)",
  "versions with a gap": "SELECT draft_id AS id FROM draft_versions GROUP BY draft_id HAVING max(version) <> count(*)",
  "a draft that nobody writes": "SELECT id FROM drafts WHERE status = 'generating' AND turn IS NULL",
  "a draft whose session is gone":
    "SELECT id FROM drafts d WHERE session_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = d.session_id)",
  "a key of a request that has ended": "SELECT key AS id FROM idempotency_keys WHERE status IS NULL",
  "a sign-in without an account":
    "SELECT id FROM login_sessions s WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.id = s.user_id)",
  "a refresh token without a sign-in":
    "SELECT hash AS id FROM refresh_tokens t WHERE NOT EXISTS (SELECT 1 FROM login_sessions s WHERE s.id = t.session_id)",
  "an account that nobody can enter":
    "SELECT id FROM users u WHERE password_hash IS NULL AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.user_id = u.id)",
  "something of an account that is gone": ["analyses", "sessions", "documents", "drafts", "workflows"]
    .map(
      (table) =>
        `SELECT id FROM ${table} t WHERE owner IS NOT NULL AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = t.owner)`,
    )
    .join(" UNION ALL "),
};

const auditRows = async (): Promise<Half[]> => {
  const found = await env.DB.batch<{ id: string }>(Object.values(queries).map((query) => env.DB.prepare(query)));
  const names = Object.keys(queries);
  return found.flatMap(({ results }, index) => results.map(({ id }) => ({ what: names[index] ?? "", id })));
};

const told = new Set<string>();

/** What is written half or belongs to nothing, as sentences; each is told once. */
export const auditStores = async (): Promise<string[]> => {
  const halves = [
    ...(await auditAnalyses()),
    ...(await auditDocuments()),
    ...(await auditSessions()),
    ...(await auditRows()),
  ];
  const fresh = halves.map(({ what, id }) => `${what}: ${id}`).filter((sentence) => !told.has(sentence));
  for (const sentence of fresh) told.add(sentence);
  return fresh;
};
