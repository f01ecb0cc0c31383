import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runWrangler } from "./wrangler.ts";

/** What `npm start` serves, made into a folder of its own for many starts: it takes it from `BUNDLE_DIR`. */
export const makeBundle = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "stackstage-bundle-"));
  await runWrangler(["deploy", "--dry-run", "--outdir", folder]);
  return folder;
};
