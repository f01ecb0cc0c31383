import { generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

const TEST_MIGRATIONS = await readD1Migrations("migrations");

// The pool reads .dev.vars like `wrangler dev` does: blank what it holds, or a developer's settings reach the tests.
const devVars = existsSync(".dev.vars") ? Object.keys(parseEnv(readFileSync(".dev.vars", "utf8"))) : [];
const noDevVars = Object.fromEntries(devVars.map((name) => [name, ""]));

const signingKey = JSON.stringify(
  generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
);

export default defineConfig({
  test: {
    // Vitest would leave one of two cores to itself: half the time for twice the workers.
    maxWorkers: 2,
    // A busy machine may starve a timer; a test that fails twice has failed.
    retry: process.env["CI"] ? 1 : 0,
    // With `--coverage`. What runs in Node and in workerd alike is added up; the black-box tests count nothing.
    coverage: {
      provider: "custom",
      customProviderModule: resolve("test/coverage.ts"),
      include: ["src/**/*.ts"],
      // What only tests import is no product code.
      exclude: ["**/*.test.ts", "**/*.d.ts", "**/*-{fixture,fixtures}.ts", "**/{made-up,sample}-*.ts"],
      reporter: ["html"],
      reportsDirectory: "out/coverage",
      reportOnFailure: true,
      thresholds: { lines: 90, branches: 90 },
    },
    // One after the other where they start servers: engine and worker together, http, browser, faults.
    projects: [
      { test: { name: "engine", include: ["src/engine/**/*.test.ts"], testTimeout: 180_000, hookTimeout: 120_000 } },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                ...noDevVars,
                TEST_MIGRATIONS,
                ARTIFACT_SIGNING_KEY: "a-signing-key-for-tests-of-32-characters",
                AUTH_SIGNING_KEY: signingKey,
                RATE_LIMIT_SCALE: "1000",
                // How far src/faults.test.ts goes; `npm run chaos` sets it.
                CHAOS: process.env["CHAOS"] ?? "",
              },
            },
          }),
        ],
        test: {
          name: "worker",
          include: ["src/*.test.ts", "src/{features,adapters,http}/**/*.test.ts"],
          globalSetup: ["test/stand-ins.ts", "test/ai-server.ts"],
          setupFiles: ["test/fresh-storage.ts"],
          // One runtime for all files: a fresh one costs 2 s a file, and storage is emptied for each file anyway.
          isolate: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "http",
          sequence: { groupOrder: 1 },
          include: ["test/*.test.ts"],
          exclude: ["test/{chaos,contract-fuzz}.test.ts"],
          globalSetup: ["test/bundle.ts"],
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: "browser",
          sequence: { groupOrder: 2 },
          include: ["test/browser/*.test.ts"],
          globalSetup: ["test/bundle.ts", "test/browser/set-up.ts"],
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: "faults",
          sequence: { groupOrder: 3 },
          include: ["test/{chaos,contract-fuzz}.test.ts"],
          globalSetup: ["test/bundle.ts"],
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
