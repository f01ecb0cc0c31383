import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

// The cli itself, not bin/wrangler.js: that is one more process between us and workerd, and signals stop there.
const cli = resolve(import.meta.dirname, "../node_modules/wrangler/wrangler-dist/cli.js");

interface Options {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** Starts wrangler; without questions, since nobody is asked. */
export const startWrangler = (
  args: readonly string[],
  output: "inherit" | "pipe",
  { cwd = resolve(import.meta.dirname, ".."), env = process.env }: Options = {},
) =>
  spawn(process.execPath, [cli, ...args], {
    cwd,
    env: { ...env, CI: "1", WRANGLER_HIDE_BANNER: "true", WRANGLER_SEND_METRICS: "false" },
    stdio: ["ignore", output, output],
  });

/** Lets wrangler do something to its end, and gives what it printed; throws with all that it said when it fails. */
export const runWrangler = async (args: readonly string[], options?: Options): Promise<string> => {
  const child = startWrangler(args, "pipe", options);
  let printed = "";
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    printed += chunk;
    said += chunk;
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`wrangler ${args.slice(0, 3).join(" ")} failed:\n${said}`);
  return printed;
};
