// The one Chromium of all tests here: the system's own, found by its name.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { BrowserServer } from "playwright-core";
import { chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** CHROMIUM_PATH, or the first program of `PATH` that has one of Chromium's names. */
export const findChromium = (): string | undefined => {
  const given = process.env["CHROMIUM_PATH"];
  if (given) return given;
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
};

/** Every name of a test site is this machine, and no other name is found: nothing here can reach the outside. */
const hosts = "MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1";

export const launchChromium = (executablePath: string): Promise<BrowserServer> =>
  chromium.launchServer({
    executablePath,
    headless: true,
    timeout: 180_000,
    // Chromium refuses to start as root with its sandbox on.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [`--host-resolver-rules=${hosts}`],
  });
