// Before the black-box tests: the bundle that every `npm start` of them serves, made once.
import { rm } from "node:fs/promises";
import type { TestProject } from "vitest/node";
import { makeBundle } from "../scripts/bundle.ts";

declare module "vitest" {
  interface ProvidedContext {
    bundle: string;
  }
}

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const bundle = await makeBundle();
  project.provide("bundle", bundle);
  return () => rm(bundle, { recursive: true, force: true });
};
