// What DEPLOY.md promises, against a Cloudflare account that begins empty and against a database on this machine.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeRow } from "../scripts/deploy/backup.ts";
import { configure, hostOf } from "../scripts/deploy/configuration.ts";
import { runWrangler } from "../scripts/wrangler.ts";
import { startCloudflare } from "./cloudflare-server.ts";

const root = resolve(import.meta.dirname, "..");
const toml = readFileSync(resolve(root, "wrangler.toml"), "utf8");

/** A script of ours, run to its end. */
const run = async (script: string, args: readonly string[], env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, [resolve(root, "scripts/deploy", script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk) => (said += chunk));
  const [code] = await once(child, "close");
  return { code, said };
};

describe("wrangler.toml", () => {
  const byName = (a = "", b = "") => (a < b ? -1 : 1);
  const bindingsOf = (text: string) =>
    [...text.matchAll(/\b(?:binding|name) = "([A-Z_]+)"/g)].map(([, name]) => name).toSorted(byName);
  const [top = "", production = "", staging = ""] = toml.split(/^\[env\.\w+\]$/m);

  test("binds in every environment what it binds on this machine, and the shield", () => {
    const local = bindingsOf(top).filter((name) => name !== "ASSETS");
    expect(local).toContain("LIBRARIES");
    for (const block of [production, staging]) expect(bindingsOf(block)).toEqual([...local, "SHIELD"].toSorted(byName));
  });

  test.each(["production", "staging"])("takes the ids and addresses of %s, and changes nothing else", (environment) => {
    const deployment = { databaseId: "d-1", namespaceId: "k-1", api: "api.example.com", ui: ["https://a.example.com"] };
    const changed = configure(toml, environment, deployment);
    const [before, after] = [toml.split("\n"), changed.split("\n")];
    expect(after).toHaveLength(before.length);
    expect(after.filter((line, index) => line !== before[index])).toHaveLength(4);
    expect(changed).toContain('database_id = "d-1"');
    expect(hostOf(changed, environment)).toBe("api.example.com");
    expect(configure(changed, environment, deployment)).toBe(changed);
    // Without an address the one that is there stays.
    expect(hostOf(configure(changed, environment, { databaseId: "d", namespaceId: "k" }), environment)).toBe(
      "api.example.com",
    );
  });

  test("without the environment is told so", () => {
    expect(() => configure('name = "x"\n', "staging", { databaseId: "d", namespaceId: "k" })).toThrow("[env.staging]");
  });
});

describe("a deployment", () => {
  const config = resolve(root, "wrangler.deploy-test.toml");
  afterAll(() => rmSync(config, { force: true }));

  test.each([
    [[], "Say where to"],
    [["elsewhere"], "Say where to"],
    [["staging", "--api", "https://api.example.com"], "--api is a host name"],
    [["staging", "--ui", "app.example.com"], "--ui is an origin"],
    [["staging", "--ui", "https://app.example.com/path"], "--ui is an origin"],
  ])("with %j does not begin", async (args, message) => {
    const { code, said } = await run("deploy.ts", args);
    expect(code).toBe(1);
    expect(said).toContain(message);
  });

  test("makes what is missing once, and is checked", { timeout: 600_000 }, async () => {
    writeFileSync(config, toml);
    const cloudflare = await startCloudflare();
    const healthy = createServer((_, response) => void response.end("{}")).listen(0, "127.0.0.1");
    await once(healthy, "listening");
    const address = `http://127.0.0.1:${(healthy.address() as AddressInfo).port}`;
    const account = { CLOUDFLARE_API_BASE_URL: cloudflare.url, CLOUDFLARE_API_TOKEN: "t", CLOUDFLARE_ACCOUNT_ID: "a" };
    const args = ["production", "--config", config, "--check", address];
    try {
      const first = await run(
        "deploy.ts",
        [...args, "--api", "api.example.com", "--ui", "https://app.example.com", "--ui", "https://blog.example.com"],
        account,
      );
      expect(first.said).toContain("answers, and so do all its stores");
      expect(first.code).toBe(0);
      const made = () => [cloudflare.databases.length, cloudflare.namespaces.length, [...cloudflare.buckets]];
      expect(made()).toEqual([1, 1, ["stackstage"]]);
      const secrets = ["ARTIFACT_SIGNING_KEY", "AUTH_SIGNING_KEY", "METRICS_TOKEN"];
      expect([...cloudflare.secrets].sort()).toEqual(secrets);
      const written = readFileSync(config, "utf8");
      expect(written).toContain(`database_id = "${cloudflare.databases[0]?.uuid}"`);
      expect(written).toContain('ALLOWED_ORIGINS = "https://app.example.com,https://blog.example.com"');
      const order = cloudflare.asked.map(({ path }) => path);
      // The schema is there before the code that needs it.
      expect(order.findIndex((path) => path.endsWith("/query"))).toBeLessThan(
        order.lastIndexOf(cloudflare.uploads[0] ?? ""),
      );
      expect(cloudflare.asked.some(({ path }) => path.includes("/domains/"))).toBe(true);

      const again = await run("deploy.ts", args, account);
      expect(again.code).toBe(0);
      expect(again.said).toContain("Secrets: all there");
      expect(made()).toEqual([1, 1, ["stackstage"]]);
      expect(readFileSync(config, "utf8")).toBe(written);
    } finally {
      cloudflare.stop();
      healthy.close();
    }
  });
});

describe("a backup", () => {
  const folder = mkdtempSync(resolve(tmpdir(), "backup-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const awkward = ["it's; -- 'x' \"y\"\n\\", "가나다라 🦆 — ", "'; DROP TABLE users; --", ""];

  test.each([
    ["awkward texts", { text: awkward.join(""), number: -1.5, none: null }],
    ["a text larger than a statement", { text: awkward.join("").repeat(6_000), number: 7, none: null }],
    ["quotes alone", { text: "'".repeat(250_000), number: 0, none: null }],
  ])("writes %s in statements that D1 takes, and they make the row again", (_, row) => {
    const statements = writeRow("t", 3, row);
    for (const statement of statements) expect(Buffer.byteLength(statement)).toBeLessThan(100_000);
    const database = new DatabaseSync(":memory:");
    database.exec("CREATE TABLE t (text, number, none)");
    for (const statement of statements) database.exec(statement);
    expect({ ...database.prepare("SELECT * FROM t").get() }).toEqual(row);
    expect(database.prepare("SELECT rowid FROM t").get()).toMatchObject({ rowid: 3 });
    database.close();
  });

  describe("of a database on this machine", () => {
    const [state, other] = [resolve(folder, "state"), resolve(folder, "other")];
    const file = resolve(folder, "backup.sql");
    const at = (persisted: string) => ["d1", "execute", "DB", "--local", "--persist-to", persisted, "--yes", "--json"];

    beforeAll(async () => {
      await runWrangler(["d1", "migrations", "apply", "DB", "--local", "--persist-to", state]);
      const text = awkward.join("").replaceAll("'", "''");
      const sql = resolve(folder, "rows.sql");
      const numbers = (count: number) =>
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
      writeFileSync(
        sql,
        `${numbers(130)} INSERT INTO users SELECT 'usr_' || i, i || '@example.com', 0, '${text}', NULL, 1, NULL, '2026-01-01' FROM n;
INSERT INTO knowledge_facts (topic, id, position, content, head, body) VALUES ('birds', 'heron', 0, '{}', 'heron', 'stands in water');
`,
      );
      await runWrangler([...at(state), "--file", sql]);
    });

    test(
      "holds every row, and restored it is the same database, found by its words",
      { timeout: 600_000 },
      async () => {
        expect((await run("backup.ts", ["--local", state, "--out", file])).said).toContain("130  users");
        const restored = await run("restore.ts", ["--local", other, file]);
        expect(restored.said).toContain("Restored: 130 accounts");
        const copy = resolve(folder, "copy.sql");
        await run("backup.ts", ["--local", other, "--out", copy]);
        expect(readFileSync(copy, "utf8")).toBe(readFileSync(file, "utf8"));
        const search = "SELECT count(*) AS found FROM knowledge_words WHERE knowledge_words MATCH 'water'";
        expect(await runWrangler([...at(other), "--command", search])).toMatch(/"found": 1/);

        const twice = await run("restore.ts", ["--local", other, file]);
        expect(twice.code).toBe(1);
        expect(twice.said).toContain("holds rows already");
      },
    );

    test("of a newer schema is not restored", async () => {
      const newer = resolve(folder, "newer.sql");
      writeFileSync(newer, "-- migration 9999_from_the_future.sql\n");
      const { code, said } = await run("restore.ts", ["--local", other, newer]);
      expect(code).toBe(1);
      expect(said).toContain("9999_from_the_future.sql is not in migrations/");
    });
  });
});
