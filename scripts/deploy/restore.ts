// `npm run restore -- --env staging FILE`: what `npm run backup` wrote, into a database that holds nothing.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runWrangler } from "../wrangler.ts";
import { placeOf, queryAll } from "./database.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { env: { type: "string" }, local: { type: "string" } },
});
const [file] = positionals;
if (file === undefined) throw new Error("Say which backup: npm run restore -- --env staging FILE");
const place = placeOf(values);
const backup = readFileSync(file, "utf8");

const known = new Set(readdirSync(resolve(import.meta.dirname, "../../migrations")));
const unknown = [...backup.matchAll(/^-- migration (.+)$/gm)].flatMap(([, name]) =>
  name && !known.has(name) ? [name] : [],
);
if (unknown.length > 0)
  throw new Error(`The backup is of a newer schema: ${unknown.join(", ")} is not in migrations/.`);

await runWrangler(["d1", "migrations", "apply", "DB", ...place]);
const [[held] = []] = await queryAll(place, [
  "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM knowledge_facts) AS rows_held",
]);
if (held?.["rows_held"] !== 0) throw new Error("This database holds rows already. Restore into a new one.");

await runWrangler(["d1", "execute", "DB", ...place, "--yes", "--file", resolve(file)]);
const [[accounts] = []] = await queryAll(place, ["SELECT count(*) AS accounts FROM users"]);
console.log(`Restored: ${accounts?.["accounts"] ?? 0} accounts.`);
