// What a run of the fuzz needs around the API: a sign-in provider, GitHub's contents, and limits that do not bind.
import { once } from "node:events";
import { createServer } from "node:http";
import type { SignInProvider } from "../../scripts/sign-in-provider.ts";
import { startSignInProvider } from "../../scripts/sign-in-provider.ts";
import { createGitHub } from "../github-server.ts";
import { adminEmail } from "./world.ts";

export interface Surroundings {
  provider: SignInProvider;
  /** What a person would set in the shell to use them. */
  settings: Record<string, string>;
  stop: () => Promise<void>;
}

/** Starts them. */
export const startSurroundings = async (): Promise<Surroundings> => {
  const provider = await startSignInProvider();
  const answerAsGitHub = createGitHub();
  const gitHub = createServer((request, response) => {
    void answerAsGitHub(request, response).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  // The API keeps its connections, and takes one that we close at that moment for a GitHub that is gone.
  gitHub.keepAliveTimeout = 0;
  await once(gitHub, "listening");
  const address = gitHub.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    provider,
    settings: {
      GOOGLE_ISSUER: provider.googleIssuer,
      GOOGLE_CLIENT_ID: "fuzz",
      GOOGLE_CLIENT_SECRET: "secret",
      GITHUB_BASE_URL: provider.gitHubUrl,
      GITHUB_CLIENT_ID: "fuzz",
      GITHUB_CLIENT_SECRET: "secret",
      GITHUB_API_URL: `http://127.0.0.1:${address.port}/github`,
      ADMIN_EMAILS: adminEmail,
      RATE_LIMIT_SCALE: "100000",
      DOCUMENT_QUOTA_FILES: "1000000",
      DOCUMENT_QUOTA_MB: "1000000",
    },
    stop: async () => {
      gitHub.closeAllConnections();
      gitHub.close();
      await provider.stop();
    },
  };
};
