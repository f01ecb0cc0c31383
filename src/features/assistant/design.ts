import type { AnalysedDesign } from "#engine/advice";
import type { Analysis } from "#features/analysis";

/** As much of an analysis as an answer about it needs. */
export const toAnalysedDesign = (analysis: Analysis): AnalysedDesign => ({
  analysis_id: analysis.analysis_id,
  title: analysis.title,
  score: analysis.score,
  scores: analysis.scores,
  findings: analysis.findings,
  priorities: analysis.priorities ?? [],
  cost: analysis.cost,
  cloud: analysis.architecture.cloud,
  region: analysis.architecture.region,
  components: analysis.architecture.components.map(({ id }) => id),
  diagram: analysis.diagram,
});
