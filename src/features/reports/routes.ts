import { createRouter, json, problemAnswer, route } from "#http/openapi";
import { ExportAnswer, ExportBody } from "./schema.ts";
import { exportReport } from "./service.ts";

const exportRoute = route(
  { access: "anon", maxBytes: 5_000_000 },
  {
    method: "post",
    path: "/api/export/pdf",
    operationId: "exportReport",
    tags: ["Reports"],
    summary: "The analysis as a PDF report",
    request: { body: { ...json(ExportBody, "The analysis, or its id"), required: true } },
    responses: {
      200: {
        description: "The report; for a body with `analysisId` it comes as base64 inside JSON",
        content: { "application/pdf": {}, "application/json": { schema: ExportAnswer } },
      },
      404: problemAnswer("There is no such analysis"),
      413: problemAnswer("The body is larger than 5 MB"),
      422: problemAnswer("A field is not valid"),
    },
  },
);

export const reports = createRouter().openapi(exportRoute, async (c) => {
  const input = c.req.valid("json");
  const { bytes, filename } = await exportReport(c.var.ctx, input);
  if ("id" in input && input.inJson)
    return c.json({ success: true as const, pdf: Buffer.from(bytes).toString("base64"), filename }, 200);
  return c.body(bytes, 200, {
    "Content-Type": "application/pdf",
    "Content-Disposition": `attachment; filename="${filename}"`,
  });
});
