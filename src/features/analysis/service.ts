import { ownerOf } from "#http/actor";
import type { Ctx } from "#http/context";
import { fromStore } from "#http/errors";
import type { AnalysisStep } from "#engine/architecture";
import { toGraph, toMermaid } from "#engine/architecture";
import { dropArtifacts } from "#features/artifacts";
import { understand } from "./design.ts";
import type { Understood } from "./design.ts";
import { withSinceLast } from "./history.ts";
import type { PictureWish } from "./input.ts";
import type { Stored } from "./kept.ts";
import { drawPictures, keepPictures, keysOf, withInlinePictures, withPictureUrls } from "./pictures.ts";
import type { AnalyzeInput } from "./read-body.ts";
import type { Analysis } from "./schema.ts";
import { writeAnalysis } from "./store.ts";
import { withWording } from "./wording.ts";

const dayMs = 86_400_000;
/** Anonymous analyses are readable by whoever knows the id, for this long. */
const keptDays = 7;

export const toAnalysis = (ctx: Ctx, { title, design, skipped, notes }: Understood): Analysis => {
  const { architecture, suggested } = design;
  const mermaid = (drawn: Analysis["architecture"]): string => toMermaid(toGraph(drawn, { title }));
  return {
    analysis_id: ctx.newId("an"),
    engine: "builtin",
    created_at: ctx.now().toISOString(),
    title,
    score: design.scores.overall,
    scores: design.scores.pillars,
    views: design.views,
    issues: design.issues,
    recommendations: design.recommendations,
    priorities: design.priorities,
    findings: design.findings,
    suppressed: design.suppressed,
    passed: design.passed,
    unknown: design.unknown,
    warnings: [...skipped.flatMap((fault) => ("file" in fault ? [fault] : [])), ...design.warnings],
    architecture,
    diagram: mermaid(architecture),
    infrastructure_code: { terraform: design.terraform, cloudformation: design.cloudformation },
    code_template: design.terraform,
    estimated_cost: design.estimated_cost,
    cost: design.cost,
    regions: design.regions,
    availability: design.availability,
    comparison: {
      current: { score: design.scores.overall, monthly: design.cost.monthly },
      suggested: {
        score: suggested.scores.overall,
        scores: suggested.scores.pillars,
        monthly: suggested.cost.monthly,
        findings: suggested.findings,
        availability: suggested.availability,
        architecture: suggested.architecture,
        diagram: mermaid(suggested.architecture),
      },
      changes: design.changes,
    },
    notes: [...notes],
    summary: design.summary,
  };
};

/** A step that is done, told to a caller who listens. */
export type Progress = AnalysisStep | { step: "drawn"; pictures: number };

/**
 * Analyses a design in steps, keeps it and answers it whole. Throws `invalid_request` for what cannot be read, before
 * the first step is told.
 */
export async function* analyzeWithProgress(
  ctx: Ctx,
  input: AnalyzeInput,
  { diagram, theme }: PictureWish,
): AsyncGenerator<Progress, Analysis> {
  const understood = yield* understand(input);
  const analysis = await withWording(ctx, await withSinceLast(ctx, toAnalysis(ctx, understood), input.previous));
  const drawn = diagram === "none" ? undefined : await drawPictures(ctx, analysis, theme);
  yield { step: "drawn", pictures: drawn === undefined ? 0 : 2 };
  const pictures = drawn === undefined || diagram !== "url" ? null : await keepPictures(ctx, drawn);
  try {
    await save(ctx, { analysis, pictures, files: understood.design.files });
  } catch (error) {
    if (pictures !== null) ctx.defer(dropArtifacts(ctx.env, keysOf(pictures)));
    throw error;
  }
  if (drawn !== undefined && diagram === "inline") return withInlinePictures(analysis, drawn);
  return pictures === null ? analysis : withPictureUrls(ctx, analysis, pictures);
}

/** The same for a caller who only wants the answer. */
export const analyze = async (ctx: Ctx, input: AnalyzeInput, wish: PictureWish): Promise<Analysis> => {
  const steps = analyzeWithProgress(ctx, input, wish);
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
};

/** What belongs to an account stays until the account deletes it. */
const never = "9999-12-31T23:59:59.999Z";

/** When what is kept now goes. */
export const expiryOf = (ctx: Ctx): string =>
  ownerOf(ctx) === null ? new Date(ctx.now().getTime() + keptDays * dayMs).toISOString() : never;

const save = async (ctx: Ctx, stored: Stored): Promise<void> => {
  const { analysis } = stored;
  const row = {
    id: analysis.analysis_id,
    created_at: analysis.created_at,
    expires_at: expiryOf(ctx),
    title: analysis.title,
    cloud: analysis.architecture.cloud,
    region: analysis.architecture.region,
    score: analysis.score,
    findings: analysis.findings.length,
    monthly_cents: Math.round(analysis.cost.monthly * 100),
    owner: ownerOf(ctx),
  };
  await fromStore(writeAnalysis(ctx.env, row, JSON.stringify(stored)));
};
