import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runWrangler } from "../scripts/wrangler.ts";

let made: Promise<string> | undefined;

const make = async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "bench-bundle-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await runWrangler(["deploy", "--dry-run", "--outdir", folder]);
  // `npm start` takes it from here.
  process.env["BUNDLE_DIR"] = folder;
  return folder;
};

/** The bundle that every bench measures, made once; or that of `BUNDLE_DIR`. */
export const bundled = (): Promise<string> => {
  const given = process.env["BUNDLE_DIR"];
  return given ? Promise.resolve(given) : (made ??= make());
};
