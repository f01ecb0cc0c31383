import type { Tool } from "./tool.ts";
import { analyzeInfrastructure } from "./analyze-infrastructure.ts";
import { drawDiagram } from "./draw-diagram.ts";
import { estimateCost } from "./estimate-cost.ts";
import { generateWorkflow } from "./generate-workflow.ts";
import { searchDocuments } from "./search-documents.ts";
import { suggestRegions } from "./suggest-regions.ts";
import { validatePython } from "./validate-python.ts";

/** Every tool, in the order in which they are listed. */
export const tools: readonly Tool[] = [
  analyzeInfrastructure,
  estimateCost,
  drawDiagram,
  suggestRegions,
  validatePython,
  searchDocuments,
  generateWorkflow,
];
