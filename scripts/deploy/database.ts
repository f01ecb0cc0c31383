// One D1 database, on Cloudflare or on this machine, asked through wrangler, which knows how to sign in.
import { resolve } from "node:path";
import { z } from "zod";
import { runWrangler } from "../wrangler.ts";

/** How wrangler is told which database. */
export type Place = readonly string[];
export type Value = string | number | null;
export type Row = Record<string, Value>;

const Results = z.array(
  z.object({ results: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))) }),
);

/** `--env NAME` is a deployed database, `--local DIR` the state of an API on this machine. */
export const placeOf = ({ env, local }: { env?: string | undefined; local?: string | undefined }): Place => {
  if ((env === undefined) === (local === undefined)) throw new Error("Say which: --env production, or --local DIR.");
  return local === undefined ? ["--remote", "--env", env ?? ""] : ["--local", "--persist-to", resolve(local)];
};

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The rows that each statement gives; asked in one call, since wrangler takes longer to start than D1 to answer. */
export const queryAll = async (place: Place, statements: readonly string[]): Promise<Row[][]> => {
  if (statements.length === 0) return [];
  const command = statements.join(";\n");
  const printed = await runWrangler(["d1", "execute", "DB", ...place, "--yes", "--json", "--command", command]);
  return Results.parse(JSON.parse(printed)).map(({ results }) => results);
};
