// Accounts, sign-ins and API keys: D1, and the rate limiter that counts who tries to sign in.
import type { Client } from "./client.ts";
import { createJournal, remove, type Subject } from "./subject.ts";
import { password } from "./world.ts";

interface Tokens {
  access_token: string;
  refresh_token: string;
}

/** Accounts that register; every other write refreshes a sign-in. */
export const accounts = (): Subject => {
  const known = new Map<string, Tokens>();
  let writes = 0;
  const register = async ({ send }: Client): Promise<boolean> => {
    const email = `kill-${crypto.randomUUID()}@example.com`;
    const { status, body } = await send<Tokens>("POST", "/api/v1/auth/register", {
      json: { email, password },
      bearer: null,
    });
    if (status === 201) known.set(email, body);
    return status === 201;
  };
  const refresh = async ({ send }: Client, email: string, { refresh_token }: Tokens): Promise<boolean> => {
    const { status, body } = await send<Tokens>("POST", "/api/v1/auth/refresh", {
      json: { refresh_token },
      bearer: null,
    });
    if (status === 200) known.set(email, body);
    return status === 200;
  };
  return {
    name: "accounts",
    write: async (client) => {
      const [newest] = [...known].slice(-1);
      return ++writes % 2 === 0 && newest !== undefined ? refresh(client, ...newest) : register(client);
    },
    check: async (client, note) => {
      for (const [email, tokens] of [...known].slice(-4)) {
        const login = await client.send("POST", "/api/v1/auth/login", { json: { email, password }, bearer: null });
        note(login.status === 200, `an account that was made signs in: ${login.status}`);
        const me = await client.send("GET", "/api/v1/users/me", { bearer: tokens.access_token });
        note(me.status === 200, `an access token is good: ${me.status}`);
        note(await refresh(client, email, tokens), "the newest refresh token that was answered is good");
      }
    },
  };
};

/** API keys that are made and revoked. */
export const apiKeys = (): Subject => {
  const journal = createJournal<string>();
  const keys = new Map<string, string>();
  const works = async (client: Client, key: string): Promise<number> =>
    (await client.send("GET", "/api/v1/users/me", { bearer: null, headers: { "X-API-Key": key } })).status;
  return {
    name: "API keys",
    write: async (client) => {
      const old = journal.next();
      if (old !== undefined) return remove(client, journal, old, `/api/v1/auth/api-keys/${old[0]}`);
      // An account has at most fifty.
      if (journal.live.size > 20) return false;
      const { status, body } = await client.send<{ id: string; key: string }>("POST", "/api/v1/auth/api-keys", {
        json: { name: "kill" },
      });
      if (status !== 201) return false;
      journal.live.set(body.id, body.key);
      keys.set(body.id, body.key);
      return true;
    },
    check: async (client, note) => {
      for (const [, key] of [...journal.live].slice(-5)) note((await works(client, key)) === 200, "an API key is good");
      for (const id of [...journal.gone].slice(-5))
        note((await works(client, keys.get(id) ?? "")) === 401, "a revoked API key is refused");
    },
  };
};
