// Before the tests in a browser, once for all of them: Chromium, the pages, and the API two ways, as in production behind
// TLS under names of its own, and as `npm start` runs it on localhost with a model.
import type { TestProject } from "vitest/node";
import { startSignInProvider } from "../../scripts/sign-in-provider.ts";
import type { RunningApi } from "../harness.ts";
import { startApi } from "../harness.ts";
import { findChromium, launchChromium } from "./chromium.ts";
import { askForConsent } from "./consent.ts";
import { startHeldModel } from "./held-model.ts";
import { makeCertificate, startPageServer } from "./page-server.ts";
import { startRelay } from "./relay.ts";

/** Where everything is. Sites with a name are served over TLS; all of them are this machine. */
export interface Places {
  chromium: string;
  /** The API in production, and pages: one that it lists, one that it lists on another site, and two that it does not. */
  api: string;
  app: string;
  elsewhere: string;
  sibling: string;
  stranger: string;
  /** On localhost: the API with its model, and a page that it lists. */
  local: { api: string; page: string; model: string; settings: Record<string, string> };
  bundle: string;
}

declare module "vitest" {
  interface ProvidedContext {
    places: Places | { missing: string };
  }
}

type End = () => Promise<unknown> | void;

const start = async (executable: string, bundle: string, ends: End[]): Promise<Places> => {
  const chromium = await launchChromium(executable);
  ends.push(() => chromium.close());
  const certificate = await makeCertificate();
  const [named, plain] = [await startPageServer(certificate), await startPageServer()];
  ends.push(named.stop, plain.stop);
  const relay = await startRelay(certificate);
  ends.push(relay.stop);
  const provider = await startSignInProvider();
  ends.push(provider.stop);
  askForConsent(provider);
  const model = await startHeldModel();
  ends.push(model.stop);

  const site = (host: string) => `https://${host}:${named.port}`;
  const [app, elsewhere] = [site("app.example.test"), site("ui.elsewhere.test")];
  const api = `https://api.example.test:${relay.port}`;
  const page = `http://localhost:${plain.port}`;
  const signIn = { GOOGLE_ISSUER: provider.googleIssuer, GOOGLE_CLIENT_ID: "cue", GOOGLE_CLIENT_SECRET: "secret" };
  const local = {
    ...signIn,
    ...model.settings,
    BUNDLE_DIR: bundle,
    ALLOWED_ORIGINS: page,
    AUTH_REDIRECTS: `${page}/session`,
  };
  const run = (settings: Record<string, string>): Promise<RunningApi> => {
    const starting = startApi(settings);
    // Noted before it has started: what fails beside it must not leave it behind.
    ends.push(async () => (await starting).stop());
    return starting;
  };
  const [inProduction, onLocalhost] = await Promise.all([
    run({
      ...signIn,
      BUNDLE_DIR: bundle,
      ENVIRONMENT: "production",
      PUBLIC_URL: api,
      ALLOW_ANONYMOUS: "true",
      ALLOWED_ORIGINS: `${app},${elsewhere}`,
      AUTH_REDIRECTS: `${app}/cue,${elsewhere}/cue`,
    }),
    run(local),
  ]);
  relay.aimAt(Number(new URL(inProduction.url).port));
  return {
    chromium: chromium.wsEndpoint(),
    api,
    app,
    elsewhere,
    sibling: site("blog.example.test"),
    stranger: site("evil.test"),
    local: { api: onLocalhost.url, page, model: model.url, settings: local },
    bundle,
  };
};

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const executable = findChromium();
  if (executable === undefined) {
    const missing = "no Chromium on PATH (apt-get install chromium, or CHROMIUM_PATH)";
    console.log(`The tests in a browser are skipped: ${missing}.`);
    project.provide("places", { missing });
    return async () => undefined;
  }
  const ends: End[] = [];
  const endAll = async (): Promise<void> => {
    await Promise.allSettled(ends.map(async (end) => end()));
  };
  try {
    project.provide("places", await start(executable, project.getProvidedContext().bundle, ends));
  } catch (error) {
    await endAll();
    throw error;
  }
  return endAll;
};
