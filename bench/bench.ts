// `npm run bench` runs a short form of all that fits into ten minutes; `npm run bench -- pictures load` runs some of them
// whole. Each prints tables with date and machine. They assert nothing but that nothing fails.
import type { Scope } from "./tables.ts";

interface Bench {
  about: string;
  /** Only when it is asked for by name. */
  apart?: true;
  run: (scope: Scope) => Promise<void>;
}

// Each is loaded when it runs: the report's needs fonts as modules, the fuzzer reads its seeds.
const benches: Readonly<Record<string, Bench>> = {
  health: {
    about: "CPU of /health beside a bare Hono",
    run: async (scope) => (await import("./health.ts")).health(scope),
  },
  analysis: { about: "the main job by size", run: async (scope) => (await import("./analysis.ts")).analysis(scope) },
  pictures: {
    about: "diagrams, beside mermaid-cli",
    run: async (scope) => (await import("./pictures.ts")).pictures(scope),
  },
  report: { about: "the report as PDF", run: async (scope) => (await import("./report.ts")).report(scope) },
  chat: { about: "turns of the assistant", run: async (scope) => (await import("./chat.ts")).chat(scope) },
  search: {
    about: "documents by size of the account",
    run: async (scope) => (await import("./search.ts")).search(scope),
  },
  identity: {
    about: "signing in, and what it does to others",
    run: async (scope) => (await import("./identity.ts")).identity(scope),
  },
  workflows: { about: "validating Python", run: async (scope) => (await import("./workflows.ts")).workflows(scope) },
  load: { about: "a mix of requests, 1 to 200 at once", run: async (scope) => (await import("./load.ts")).load(scope) },
  fuzz: {
    about: "looks for faults, not for time",
    apart: true,
    run: async () => {
      await import("./fuzz.ts");
    },
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => benches[name] === undefined);
if (unknown.length > 0) {
  const list = Object.entries(benches).map(
    ([name, { about, apart }]) => `  ${name.padEnd(10)} ${about}${apart ? ", only by name" : ""}`,
  );
  if (!unknown.some((name) => /^(-h|--?help)$/.test(name))) {
    console.error(`There is no such bench: ${unknown.join(", ")}.`);
    process.exitCode = 1;
  }
  console.log(
    ["npm run bench [-- NAME …]    without a name a short form of all, with names those whole:", ...list].join("\n"),
  );
} else {
  const short = asked.length === 0;
  for (const [name, { apart, run }] of Object.entries(benches))
    if (short ? apart === undefined : asked.includes(name)) await run({ short });
}
