// `npm run api`: writes the table of routes into API.md, from the contract that the running API answers.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { startWorker } from "./local-worker.ts";

/** As much of an OpenAPI document as the table needs. */
export interface Contract {
  paths: Record<string, Record<string, { tags?: string[]; summary?: string; "x-access"?: string }>>;
}

const begin = "<!-- routes: npm run api -->";
const end = "<!-- /routes -->";

/** What stands between the two marks of API.md. */
export const describeRoutes = ({ paths }: Contract): string => {
  const rows = Object.entries(paths)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { tags = [], summary = "", "x-access": access = "" }]) => ({
        tag: tags[0] ?? "",
        line: `- \`${method.toUpperCase()} ${path}\` (${access}): ${summary}`,
      })),
    );
  const byTag = Object.entries(Object.groupBy(rows, ({ tag }) => tag)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return byTag
    .map(([tag, entries = []]) => [`**${tag}**`, "", ...entries.map(({ line }) => line)].join("\n"))
    .join("\n\n");
};

/** The page with its table made anew. */
export const withRoutes = (page: string, routes: string): string => {
  const [head, rest = ""] = page.split(begin);
  const [, tail] = rest.split(end);
  if (head === undefined || tail === undefined) throw new Error(`API.md has no ${begin} … ${end}.`);
  return `${head}${begin}\n\n${routes}\n\n${end}${tail}`;
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = resolve(import.meta.dirname, "../API.md");
  const worker = await startWorker("api-reference");
  const contract = (await (await fetch(`${worker.url}/openapi.json`)).json()) as Contract;
  await worker.stop();
  writeFileSync(file, withRoutes(readFileSync(file, "utf8"), describeRoutes(contract)));
}
