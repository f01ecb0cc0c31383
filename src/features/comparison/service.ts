import { compareDesigns } from "#engine/architecture";
import type { Analysis, PictureWish } from "#features/analysis";
import {
  dataUris,
  expiryOf,
  keepPictures,
  keysOf,
  pictureUrls,
  readAnalysis,
  toAnalysis,
  understand,
  writeAnalysis,
} from "#features/analysis";
import { dropArtifacts } from "#features/artifacts";
import { ownerOf } from "#http/actor";
import type { Ctx } from "#http/context";
import { AppError, fromStore } from "#http/errors";
import { drawBoth } from "./pictures.ts";
import type { Comparison, CompareRequest, Side } from "./schema.ts";

interface Compared {
  analysis: Analysis;
  /** Null for a design that was sent: it is compared and forgotten. */
  id: string | null;
}

const analyzeSide = (ctx: Ctx, { analysis_id: _id, ...input }: Side): Analysis => {
  const steps = understand({ ...input, files: [], skipped: [] });
  for (;;) {
    const next = steps.next();
    if (next.done) return toAnalysis(ctx, next.value);
  }
};

/** A side by its id or from what was sent; what is wrong with it is told of the field that it came in. */
const readSide = async (ctx: Ctx, name: "a" | "b", side: Side): Promise<Compared> => {
  try {
    if (side.analysis_id == null) return { analysis: analyzeSide(ctx, side), id: null };
    return { analysis: await readAnalysis(ctx, side.analysis_id), id: side.analysis_id };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const errors = error.errors?.map((fault) =>
      "path" in fault ? { ...fault, path: `${name}.${fault.path}` } : fault,
    );
    throw new AppError(error.code, `In ${name}: ${error.message}`, {
      ...(errors && { errors }),
      headers: error.headers,
    });
  }
};

const describeDesign = ({ analysis, id }: Compared): Comparison["a"] => ({
  analysis_id: id,
  title: analysis.title,
  cloud: analysis.architecture.cloud,
  region: analysis.architecture.region,
  score: analysis.score,
  scores: analysis.scores,
  monthly: analysis.cost.monthly,
  findings: analysis.findings.length,
  resources: analysis.architecture.components.length,
  ...(analysis.availability && { availability: analysis.availability }),
  diagram: analysis.diagram,
  warnings: analysis.warnings,
});

/** Compares two designs, each a kept analysis or code, words or a form. */
export const compare = async (ctx: Ctx, request: CompareRequest, wish: PictureWish): Promise<Comparison> => {
  const a = await readSide(ctx, "a", request.a);
  const b = await readSide(ctx, "b", request.b);
  const comparison: Comparison = {
    comparison_id: ctx.newId("cmp"),
    a: describeDesign(a),
    b: describeDesign(b),
    ...compareDesigns(a.analysis, b.analysis),
  };
  if (wish.diagram === "none") return comparison;
  const drawn = await drawBoth(ctx, { a: a.analysis, b: b.analysis }, comparison.components, wish.theme);
  if (wish.diagram === "inline")
    return {
      ...comparison,
      a: { ...comparison.a, ...dataUris(drawn.current) },
      b: { ...comparison.b, ...dataUris(drawn.suggested) },
    };
  const pictures = await keepPictures(ctx, drawn);
  try {
    await keep(ctx, comparison, pictures);
  } catch (error) {
    ctx.defer(dropArtifacts(ctx.env, keysOf(pictures)));
    throw error;
  }
  return {
    ...comparison,
    a: { ...comparison.a, ...(await pictureUrls(ctx, pictures.current)) },
    b: { ...comparison.b, ...(await pictureUrls(ctx, pictures.suggested)) },
  };
};

/** Pictures are kept with a row like that of an analysis, so that they go when it expires. */
const keep = (ctx: Ctx, { comparison_id, b, deltas }: Comparison, pictures: unknown): Promise<void> => {
  const row = {
    id: comparison_id,
    created_at: ctx.now().toISOString(),
    expires_at: expiryOf(ctx),
    title: "Comparison",
    cloud: b.cloud,
    region: b.region,
    score: b.score,
    findings: b.findings,
    monthly_cents: Math.round(b.monthly * 100),
    owner: ownerOf(ctx),
  };
  return fromStore(writeAnalysis(ctx.env, row, JSON.stringify({ deltas, pictures })));
};
