import { rmSync } from "node:fs";
import { makeBundle } from "../scripts/bundle.ts";

let made: Promise<string> | undefined;

const make = async (): Promise<string> => {
  const folder = await makeBundle();
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  // `npm start` takes it from here.
  process.env["BUNDLE_DIR"] = folder;
  return folder;
};

/** The bundle that every bench measures, made once; or that of `BUNDLE_DIR`. */
export const bundled = (): Promise<string> => {
  const given = process.env["BUNDLE_DIR"];
  return given ? Promise.resolve(given) : (made ??= make());
};
