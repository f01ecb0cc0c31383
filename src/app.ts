import { forgetBudget } from "#features/ai";
import { analysis, forgetAnalyses } from "#features/analysis";
import { artifacts } from "#features/artifacts";
import { assistant } from "#features/assistant";
import { comparison } from "#features/comparison";
import { completions } from "#features/completions";
import { diagrams } from "#features/diagrams";
import { documents, forgetDocuments } from "#features/documents";
import { drafts, forgetDrafts, worksOf } from "#features/drafts";
import { fixes } from "#features/fixes";
import { guru } from "#features/guru";
import { createIdentity, resolveActor } from "#features/identity";
import { knowledge } from "#features/knowledge";
import { mcp } from "#features/mcp";
import { count, createPlatform, forgetReplays, limit } from "#features/platform";
import { regions } from "#features/regions";
import { reports } from "#features/reports";
import { createSessions, forgetSessions } from "#features/sessions";
import { speech } from "#features/speech";
import { forgetWorkflows, workflows } from "#features/workflows";
import { withAnswerHeaders } from "#http/answer-headers";
import { withContext, withRequestId } from "#http/context";
import { withCors } from "#http/cors";
import { answerError } from "#http/errors";
import { withLog } from "#http/log";
import { createRouter, describeApi } from "#http/openapi";
import { answerUnmatched } from "#http/unmatched";

/** The whole API: middleware in order, then one line per feature. */
export const createApp = () => {
  const app = createRouter();
  app.onError(answerError);
  app.notFound(answerUnmatched(() => app.routes));
  app.use(withRequestId, withAnswerHeaders, withContext({ resolveActor, limit }), withLog(count), withCors);

  return app
    .route(
      "/",
      createPlatform(() => describeApi(app)),
    )
    .route("/", analysis)
    .route("/", artifacts)
    .route("/", assistant)
    .route("/", comparison)
    .route("/", completions)
    .route("/", diagrams)
    .route("/", documents)
    .route("/", drafts)
    .route("/", fixes)
    .route("/", guru)
    .route(
      "/",
      createIdentity([
        forgetBudget,
        forgetAnalyses,
        forgetReplays,
        forgetSessions,
        forgetDrafts,
        forgetDocuments,
        forgetWorkflows,
      ]),
    )
    .route("/", knowledge)
    .route("/", mcp)
    .route("/", regions)
    .route("/", reports)
    .route("/", createSessions(worksOf))
    .route("/", speech)
    .route("/", workflows);
};

/**
 * For the typed client: `hc<AppType>(url)`.
 * @public
 */
export type AppType = ReturnType<typeof createApp>;
