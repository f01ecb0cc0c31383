import { fontLoader } from "#adapters/fonts";
import { renderReport } from "#adapters/pdf";
import type { Analysis } from "#features/analysis";
import { drawScenes, readAnalysis } from "#features/analysis";
import type { Ctx } from "#http/context";
import { reportOf } from "./report-content.ts";
import type { ExportInput } from "./schema.ts";

export interface ReportFile {
  bytes: Uint8Array<ArrayBuffer>;
  filename: string;
}

/** The report about an analysis as PDF bytes; its pictures are drawn anew from the architectures in it. */
const writeReport = async (ctx: Ctx, analysis: Analysis): Promise<Uint8Array<ArrayBuffer>> =>
  renderReport(reportOf(analysis, await drawScenes(analysis), ctx.now()), fontLoader(ctx.env.ASSETS));

/** The report that a request asks for. Throws `not_found` for an id that names nothing of the caller's. */
export const exportReport = async (ctx: Ctx, input: ExportInput): Promise<ReportFile> => {
  const analysis: Analysis = "id" in input ? await readAnalysis(ctx, input.id) : input.analysis;
  return { bytes: await writeReport(ctx, analysis), filename: nameFile(analysis.analysis_id) };
};

const nameFile = (id: string): string => `stackstage-${id.replace(/[^\w-]/g, "").slice(0, 64) || "report"}.pdf`;
