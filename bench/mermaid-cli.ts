// mermaid-cli, which starts a browser for each picture: the one in the PATH, or one that npm puts into a folder of its own,
// outside of this checkout, with the browser of this machine.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { median, timed } from "./tables.ts";

const run = promisify(execFile);
const installsWithinMs = 180_000;
const drawsWithinMs = 120_000;
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export interface MermaidCli {
  version: string;
  /** Milliseconds and bytes of this text as PNG at 2×; nothing where it fails. */
  draw: (mermaid: string, times: number) => Promise<{ ms: number; bytes: number } | undefined>;
  remove: () => Promise<void>;
}

const install = async (folder: string): Promise<string> => {
  const inPath = await run("mmdc", ["--version"]).then(
    () => true,
    () => false,
  );
  if (inPath) return "mmdc";
  // The checkout's own settings of npm are none of its business.
  const env = { ...process.env, PUPPETEER_SKIP_DOWNLOAD: "true", PUPPETEER_SKIP_CHROMIUM_DOWNLOAD: "true" };
  const options = ["install", "--prefix", folder, "--no-audit", "--no-fund", "@mermaid-js/mermaid-cli"];
  await run("npm", options, { cwd: folder, env, timeout: installsWithinMs });
  return join(folder, "node_modules/.bin/mmdc");
};

/** Nothing where it is neither there nor to be had, or where there is no browser. */
export const findMermaidCli = async (): Promise<MermaidCli | undefined> => {
  const browser = process.env["PUPPETEER_EXECUTABLE_PATH"] ?? browsers.find((path) => existsSync(path));
  if (browser === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "bench-mermaid-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const program = await install(folder);
    const { stdout } = await run(program, ["--version"]);
    const config = join(folder, "browser.json");
    await writeFile(config, JSON.stringify({ executablePath: browser, args: ["--no-sandbox"] }));
    const [input, output] = [join(folder, "in.mmd"), join(folder, "out.png")];
    const draw = async (mermaid: string, times: number) => {
      await writeFile(input, mermaid);
      const spent: number[] = [];
      try {
        for (let count = 0; count < times; count++)
          spent.push(
            await timed(() =>
              run(program, ["-i", input, "-o", output, "-s", "2", "-p", config], { timeout: drawsWithinMs }),
            ),
          );
      } catch {
        return undefined;
      }
      return { ms: median(spent), bytes: (await stat(output)).size };
    };
    return { version: stdout.trim(), draw, remove };
  } catch {
    await remove();
    return undefined;
  }
};
