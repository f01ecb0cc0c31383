// Who sends requests, and what earlier answers gave: ids with their owners, tokens, whole objects to send back.
import type { SignInProvider } from "../../scripts/sign-in-provider.ts";
import "../own-connections.ts";
import type { Answer } from "./send.ts";
import type { FromPool } from "./words.ts";
import { password } from "./words.ts";

export type ActorName =
  | "nobody"
  | "garbage"
  | "ada"
  | "bob"
  | "carolKey"
  | "readerKey"
  | "doraCookie"
  | "admin"
  | "adminCookie"
  | "visitor"
  | "throwaway";

export const adminEmail = "admin@example.com";

const idPattern = /^(an|doc|blog|usr|key|chat|wf)_[0-9a-f]{32}$/;
const anyId = /(?:an|doc|blog|key|chat|wf)_[0-9a-f]{32}/g;
const signedAddress = /\/api\/artifacts\/art_[0-9a-f]{32}\.[a-z]{3}\?[\w=&%-]+/g;

const mostKept = 60;
/** A code of a sign-in is good for a minute: an old one is as good as none. */
const mostCodes = 3;
const largestKept = 60_000;

interface Entry {
  value: unknown;
  owner: string | undefined;
}

interface Account {
  id: string;
  email: string;
  token: string;
  renewAt: number;
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export interface World {
  /** The headers that say who is calling. */
  credentialsOf: (actor: ActorName) => Promise<Record<string, string>>;
  /** The account behind an actor. */
  ownerOf: (actor: ActorName) => string | undefined;
  /** A thing of a pool; something of its form where there is none. */
  draw: (wanted: FromPool, owner: string | undefined) => unknown;
  /** The walk of a browser to a provider and back: the address that it is sent back to, and its cookie. */
  walk: (name: "google" | "github", response: string) => Promise<{ address: string; cookie: string }>;
  /** Signs in at a provider, and keeps the code that this brings. */
  keepCode: () => Promise<void>;
  /** The API hashes one password at a time and refuses whoever would wait for long: what needs a hash goes through here. */
  oneAtATime: <T>(work: () => Promise<T>) => Promise<T>;
  /** Keeps what an answer gave. */
  harvest: (owner: string | undefined, path: string, answer: Answer, sentText: string) => void;
  /** An id of somebody else in an answer, that the request did not name itself. */
  findForeignId: (owner: string | undefined, sentText: string, answerText: string) => string | undefined;
  /** What a throwaway account was sent with may have ended it. */
  spend: () => void;
}

const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

/** Makes the accounts of a run. */
export const createWorld = async (url: string, provider: SignInProvider, now: () => number): Promise<World> => {
  const pools = new Map<string, Entry[]>();
  const owners = new Map<string, string | undefined>();
  const throwaways: Account[] = [];
  let made = 0;

  let hashing: Promise<unknown> = Promise.resolve();
  const oneAtATime: World["oneAtATime"] = (work) => {
    const done = hashing.then(work);
    hashing = done.catch(() => undefined);
    return done;
  };

  /** A connection may break: what is asked here may be done twice. */
  const ask = (address: string, init: RequestInit = {}): Promise<Response> =>
    fetch(address, { redirect: "manual", ...init }).catch(() => fetch(address, { redirect: "manual", ...init }));

  const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Fields> => {
    const answer = await ask(`${url}${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    const read = parse(await answer.text());
    if (!answer.ok || !isFields(read)) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(read)}`);
    return read;
  };

  const toAccount = ({ user, access_token: token, expires_in: seconds }: Fields, email: string): Account => ({
    id: isFields(user) ? String(user["id"]) : "",
    email,
    token: String(token),
    renewAt: now() + Number(seconds) * 500,
  });

  const register = (name: string): Promise<Account> => {
    const make = async (): Promise<Account> => {
      const email = `${name}-${++made}@fuzz.example.com`;
      return toAccount(await post("/api/v1/auth/register", { email, password, full_name: name }), email);
    };
    // One that was made although its connection broke is there already.
    return oneAtATime(() => make().catch(make));
  };

  const makeKey = async ({ token }: Account, scopes: string[]): Promise<string> => {
    const key = await post("/api/v1/auth/api-keys", { name: "fuzz", scopes }, { Authorization: `Bearer ${token}` });
    return String(key["key"]);
  };

  const walk: World["walk"] = (name, response) => {
    const go = async () => {
      const start = await ask(`${url}/auth/${name}?response=${response}`);
      const there = await ask(start.headers.get("location") ?? "");
      const back = new URL(there.headers.get("location") ?? "");
      return { address: back.pathname + back.search, cookie: cookieOf(start) };
    };
    // The API waits eight seconds for the provider, which is in this process.
    return go().catch(go);
  };

  const signInWithCookie = async (email: string, sub: string): Promise<string> => {
    provider.setVisitor({ email, sub });
    const { address, cookie } = await walk("google", "cookie");
    const back = await ask(url + address, { headers: { Cookie: cookie, Accept: "text/html" } });
    return cookieOf(back);
  };

  const readId = async (cookie: string): Promise<string> => {
    const me = parse(await (await ask(`${url}/api/v1/users/me`, { headers: { Cookie: cookie } })).text());
    return isFields(me) ? String(me["id"]) : "";
  };

  const [ada, bob, carol] = [await register("ada"), await register("bob"), await register("carol")];
  const carolKey = await makeKey(carol, ["read", "write"]);
  const readerKey = await makeKey(bob, ["read"]);
  const doraCookie = await signInWithCookie("dora@example.com", "2001");
  const adminCookie = await signInWithCookie(adminEmail, "2002");
  const ids = { dora: await readId(doraCookie), admin: await readId(adminCookie) };
  provider.setVisitor({ email: "visitor@example.com", sub: "2003" });

  const renew = async (account: Account): Promise<Account> => {
    const { email } = account;
    const isOld = () => now() > account.renewAt;
    // Whoever comes meanwhile waits, and finds it renewed.
    if (isOld())
      await oneAtATime(async () => {
        if (isOld()) Object.assign(account, toAccount(await post("/api/v1/auth/login", { email, password }), email));
      });
    return account;
  };

  const throwaway = async (): Promise<Account> => {
    const found = throwaways[0];
    if (found && now() < found.renewAt) return found;
    throwaways[0] = await register("throwaway");
    return throwaways[0];
  };

  const bearer = async (account: Account | Promise<Account>) => ({
    Authorization: `Bearer ${(await renew(await account)).token}`,
  });
  const page = { Origin: "http://localhost:5173" };

  const credentials: Record<ActorName, () => Record<string, string> | Promise<Record<string, string>>> = {
    nobody: () => ({}),
    garbage: () =>
      [
        { Authorization: "Bearer eyJhbGciOiJub25lIn0.e30." },
        { Authorization: "Basic YTpi" },
        { "X-API-Key": "ss_live_nonsense" },
        { Cookie: "session=nonsense" },
        { Authorization: "Bearer" },
      ][++made % 5] ?? {},
    ada: () => bearer(ada),
    bob: () => bearer(bob),
    carolKey: () => ({ "X-API-Key": carolKey }),
    readerKey: () => ({ Authorization: `Bearer ${readerKey}` }),
    doraCookie: () => ({ Cookie: doraCookie, ...page }),
    admin: () => ({ Cookie: adminCookie, ...page }),
    adminCookie: () => ({ Cookie: adminCookie }),
    visitor: () => ({ Cookie: String(draw({ $pool: "cookie", pick: ++made, whose: "any" }, undefined)), ...page }),
    throwaway: () => bearer(throwaway()),
  };

  const accountIds: Partial<Record<ActorName, () => string>> = {
    ada: () => ada.id,
    bob: () => bob.id,
    carolKey: () => carol.id,
    readerKey: () => bob.id,
    doraCookie: () => ids.dora,
    admin: () => ids.admin,
    adminCookie: () => ids.admin,
    throwaway: () => throwaways[0]?.id ?? "",
  };

  const keep = (kind: string, value: unknown, owner: string | undefined): void => {
    const pool = pools.get(kind) ?? [];
    pools.set(kind, pool);
    pool.push({ value, owner });
    if (pool.length > (kind === "exchange_code" ? mostCodes : mostKept)) pool.shift();
  };

  const draw = ({ $pool, pick, whose }: FromPool, owner: string | undefined): unknown => {
    const pool = pools.get($pool) ?? [];
    const own = pool.filter((entry) => entry.owner === owner);
    const from = whose === "own" && own.length > 0 ? own : pool;
    const found = from[pick % Math.max(1, from.length)];
    return found ? found.value : `${$pool.replaceAll(/\W/g, "")}_${String(pick).padStart(32, "0")}`;
  };

  const keepId = (id: string, owner: string | undefined): void => {
    if (owners.has(id)) return;
    owners.set(id, owner);
    keep(id.slice(0, id.indexOf("_")), id, owner);
  };

  /** What a workflow asks for, filled in as its own hints say. */
  const keepCredentials = (asked: unknown[], owner: string | undefined): void => {
    const given = asked.flatMap((one) => (isFields(one) ? [[String(one["id"]), String(one["placeholder"])]] : []));
    if (given.length > 0) keep("credentials", { credentials: Object.fromEntries(given) }, owner);
  };

  const keepField = (name: string, value: unknown, owner: string | undefined, size: number): void => {
    if (typeof value === "string" && idPattern.test(value)) keepId(value, owner);
    if (["refresh_token", "ticket", "next_cursor"].includes(name) && typeof value === "string")
      keep(name, value, owner);
    if (name === "architecture" && size < largestKept) keep(name, value, owner);
    if (name === "requiredCredentials" && Array.isArray(value)) keepCredentials(value, owner);
  };

  const harvestValue = (value: unknown, owner: string | undefined, size: number): void => {
    if (Array.isArray(value)) for (const one of value) harvestValue(one, owner, size);
    if (!isFields(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      keepField(name, inner, owner, size);
      harvestValue(inner, owner, size);
    }
  };

  const keepCode = async (): Promise<void> => {
    const { address, cookie } = await walk("google", "code");
    const back = await ask(url + address, { headers: { Cookie: cookie } });
    const code = new URL(back.headers.get("location") ?? "", url).searchParams.get("code");
    if (code !== null) keep("exchange_code", code, undefined);
  };

  const harvest: World["harvest"] = (owner, path, { status, headers, body }, sentText) => {
    const { location, "set-cookie": cookies = [] } = headers;
    const code = /[?&]code=([\w-]+)/.exec(location ?? "")?.[1];
    if (code !== undefined && path.endsWith("/callback")) keep("exchange_code", code, undefined);
    const cookie = cookies.find((line) => line.startsWith("session=") && !line.startsWith("session=;"));
    if (cookie !== undefined) keep("cookie", cookie.split(";")[0], undefined);
    // The ids in the contract are examples and nobody's.
    if (status >= 300 || headers["content-type"] !== "application/json" || path === "/openapi.json") return;
    const text = body.toString();
    // Whoever sends an id has not made it.
    for (const [id] of sentText.matchAll(anyId)) if (!owners.has(id)) owners.set(id, undefined);
    const value = parse(text);
    harvestValue(value, owner, text.length);
    for (const [address] of text.matchAll(signedAddress)) keep("/api/artifacts/{key}", address, owner);
    if (!isFields(value)) return;
    if (path === "/api/analyze" && "findings" in value && text.length < largestKept) keep("Analysis", value, owner);
    if (path === "/api/apply-fix" && "patch" in value)
      keep("fixed", { content: value["content"], patch: value["patch"] }, owner);
    if (isFields(value["user"]) && path.startsWith("/api/v1/auth/register")) {
      const account = toAccount(value, String(value["user"]["email"]));
      keep("email", account.email, undefined);
      keep("throwaway", account.id, undefined);
    }
  };

  return {
    credentialsOf: async (actor) => credentials[actor](),
    ownerOf: (actor) => accountIds[actor]?.(),
    draw,
    walk,
    keepCode,
    oneAtATime,
    harvest,
    findForeignId: (owner, sentText, answerText) => {
      for (const [id] of answerText.matchAll(anyId)) {
        const whose = owners.get(id);
        if (whose !== undefined && whose !== owner && !sentText.includes(id)) return id;
      }
      return undefined;
    },
    spend: () => void throwaways.shift(),
  };
};
