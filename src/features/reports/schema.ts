import { Analysis } from "#features/analysis";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

const mostFindings = 1000;
const mostChanges = 2000;
const mostItems = 2000;
const mostWarnings = 2000;
const mostRegions = 200;
const mostPriorities = 200;
const mostParts = 1000;

/** What to print: an analysis that is stored, or one that the caller holds. `inJson` asks for base64 in a JSON answer. */
export type ExportInput = { id: string; inJson: boolean } | { analysis: Analysis };

const Id = z.string().min(1).max(100);
const ById = z
  .object({ analysis_id: Id })
  .transform(({ analysis_id }): ExportInput => ({ id: analysis_id, inJson: false }));
const ByDialectId = z
  .object({ analysisId: Id })
  .transform(({ analysisId }): ExportInput => ({ id: analysisId, inJson: true }));

/** The pictures in it are ignored: they are drawn again from the architecture, and nothing is ever fetched. */
const Whole = Analysis.omit({ diagram_image: true, diagram_svg: true })
  .superRefine(
    ({ findings, suppressed = [], comparison, cost, warnings, regions, priorities = [], ...more }, context) => {
      const limits = [
        [["findings"], findings, mostFindings],
        [["suppressed"], suppressed, mostFindings],
        [["availability", "parts"], more.availability?.parts ?? [], mostParts],
        [["availability", "unknown"], more.availability?.unknown ?? [], mostParts],
        [["comparison", "changes"], comparison.changes, mostChanges],
        [["cost", "items"], cost.items, mostItems],
        [["cost", "unpriced"], cost.unpriced, mostItems],
        [["warnings"], warnings, mostWarnings],
        [["regions"], regions, mostRegions],
        [["priorities"], priorities, mostPriorities],
      ] as const;
      for (const [path, items, most] of limits)
        if (items.length > most)
          context.addIssue({ code: "custom", path: [...path], message: `Too many: at most ${most}.` });
    },
  )
  .transform((analysis): ExportInput => ({ analysis }));

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const withoutNulls = (value: unknown): unknown =>
  isFields(value) ? Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null)) : value;

const listWithoutNulls = (value: unknown): unknown => (Array.isArray(value) ? value.map(withoutNulls) : value);

/** In a request null means "not given"; a component, group or link has no field for which it means anything else. */
const withoutNullsInside = (architecture: unknown): unknown => {
  if (!isFields(architecture)) return architecture;
  const { components, groups, links } = architecture;
  return {
    ...architecture,
    components: listWithoutNulls(components),
    groups: listWithoutNulls(groups),
    links: listWithoutNulls(links),
  };
};

const normalize = (body: Fields): Fields => {
  const { comparison } = body;
  const suggested = isFields(comparison) ? comparison["suggested"] : undefined;
  if (!isFields(comparison) || !isFields(suggested))
    return { ...body, architecture: withoutNullsInside(body["architecture"]) };
  const { diagram_image: _image, diagram_svg: _svg, ...drawn } = suggested;
  return {
    ...body,
    architecture: withoutNullsInside(body["architecture"]),
    comparison: {
      ...comparison,
      suggested: { ...drawn, architecture: withoutNullsInside(suggested["architecture"]) },
    },
  };
};

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** An id alone names a stored analysis; with anything of an analysis beside it, the body is the analysis. */
const choose = (body: Fields) => {
  const whole = ["architecture", "findings", "score", "comparison"].some((field) => isGiven(body[field]));
  if (whole) return Whole;
  return isGiven(body["analysisId"]) ? ByDialectId : ById;
};

/** One of three shapes. The shape is chosen first, so that a failure names the field and not "no shape fits". */
export const ExportBody = z
  .looseObject({})
  .transform((body, context): ExportInput => {
    const parsed = choose(body).safeParse(normalize(body));
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues)
      context.addIssue({ code: "custom", path: [...issue.path], message: issue.message });
    return z.NEVER;
  })
  .openapi("ExportBody", {
    example: examples.ExportBody,
    description: "An analysis as answered by POST /api/analyze, or the id of a stored one",
    anyOf: [
      { $ref: "#/components/schemas/Analysis" },
      { type: "object", properties: { analysis_id: { type: "string" } }, required: ["analysis_id"] },
      { type: "object", properties: { analysisId: { type: "string" } }, required: ["analysisId"] },
    ],
  });

/** What a published frontend reads: the file inside JSON. */
export const ExportAnswer = z
  .object({ success: z.literal(true), pdf: z.string().openapi({ format: "byte" }), filename: z.string() })
  .openapi("ExportAnswer", { example: examples.ExportAnswer });
