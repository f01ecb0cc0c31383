import { toSarif } from "#engine/architecture";
import type { Analysis } from "#features/analysis";
import type { Ctx } from "#http/context";
import { about } from "#http/openapi";
import { analysisUri, writeReport } from "./report.ts";
import type { Link } from "./tool.ts";

/** One of the forms in which a kept analysis can be read. */
interface View {
  /** What comes after `analysis://{id}`. */
  path: string;
  name: string;
  title: string;
  description: string;
  mimeType: string;
  write: (ctx: Ctx, analysis: Analysis) => string;
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 1);

/** Every form of a kept analysis; the first is the one without a path. */
export const views: readonly View[] = [
  {
    path: "",
    name: "analysis",
    title: "Analysis",
    description:
      "The whole report on an analysed architecture: every finding with file and line, costs, suggested changes",
    mimeType: "text/markdown",
    write: (_ctx, analysis) => writeReport(analysis, "whole"),
  },
  {
    path: "/report.md",
    name: "report",
    title: "Report",
    description: "The same as the analysis itself: the whole report as Markdown",
    mimeType: "text/markdown",
    write: (_ctx, analysis) => writeReport(analysis, "whole"),
  },
  {
    path: "/analysis.json",
    name: "data",
    title: "Data",
    description: "Everything that is known of the analysis, as `GET /api/v1/analyses/{id}` answers it",
    mimeType: "application/json",
    write: (_ctx, analysis) => pretty(analysis),
  },
  {
    path: "/findings.sarif",
    name: "findings",
    title: "Findings as SARIF",
    description: "The findings as SARIF 2.1.0, for code-scanning pages and editors",
    mimeType: "application/sarif+json",
    write: (ctx, analysis) => pretty(toSarif(analysis, { ...about, url: ctx.origin })),
  },
  {
    path: "/suggested.tf",
    name: "suggested",
    title: "Suggested Terraform",
    description: "The suggested design in full, as Terraform",
    mimeType: "text/x-terraform",
    write: (_ctx, analysis) => analysis.infrastructure_code.terraform,
  },
];

/** Links to the forms of an analysis that are files of their own. */
export const linksTo = (id: string): Link[] =>
  views
    .filter(({ path }) => path !== "")
    .map(({ path, title, mimeType }) => ({
      uri: analysisUri(id, path),
      // What a client would call the file.
      name: path.slice(1),
      title,
      mimeType,
    }));

const address = /^analysis:\/\/(an_[0-9a-f]{32})(\/[a-z.]+)?$/;

/** What an address of ours names; undefined for any other. */
export const readAddress = (uri: string): { id: string; view: View } | undefined => {
  const [, id, path = ""] = address.exec(uri) ?? [];
  const view = views.find((candidate) => candidate.path === path);
  return id === undefined || view === undefined ? undefined : { id, view };
};
