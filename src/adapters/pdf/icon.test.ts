import { PDFDict, PDFDocument, PDFName, PDFRawStream } from "pdf-lib";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { writeIcon } from "./icon.ts";

/** What an icon is written as: its drawing, and the kinds of shading and the opacities that it names. */
const written = async (id: string) => {
  const { context } = await PDFDocument.create();
  const stream = context.lookup(writeIcon(context, id));
  if (!(stream instanceof PDFRawStream)) throw new TypeError("not a stream");
  const resources = stream.dict.lookup(PDFName.of("Resources"), PDFDict);
  const shadings = resources.lookup(PDFName.of("Shading"), PDFDict);
  const opacities = resources.lookup(PDFName.of("ExtGState"), PDFDict);
  return {
    drawn: inflateSync(stream.contents).toString("latin1"),
    shadings: shadings.keys().map((key) => {
      const shading = shadings.lookup(key, PDFDict);
      const run = shading.lookup(PDFName.of("Function"), PDFDict);
      return `${String(shading.get(PDFName.of("ShadingType")))}.${String(run.get(PDFName.of("FunctionType")))}`;
    }),
    opacities: opacities.keys().length,
  };
};

test.each([
  ["of two colours from side to side", "app.grafana", "2.2"],
  ["of many colours from side to side", "azure.api-management", "2.3"],
  ["of two colours from the middle out", "azure.app-service", "3.2"],
  ["of many colours from the middle out", "azure.app-insights", "3.3"],
])("an icon with a run %s is shaded", async (_name, id, kind) => {
  const { drawn, shadings } = await written(id);
  expect(shadings).toContain(kind);
  expect(drawn.match(/\/S\d+ sh/g)).toHaveLength(shadings.length);
});

test("a run is cut out as its path says, and one that lets light through is painted in its flat colour", async () => {
  expect((await written("azure.log-analytics")).drawn).toMatch(/W\* n\n\/S\d+ sh/);
  const { drawn, shadings, opacities } = await written("azure.entra");
  expect(opacities).toBeGreaterThan(0);
  expect(drawn).toMatch(/\/G0 gs\n/);
  expect(drawn.match(/^q$/gm)?.length).toBeGreaterThan(shadings.length);
});

test("an icon of lines is drawn as lines, and one of areas as areas", async () => {
  expect((await written("generic.cloud")).drawn).toMatch(/ RG \S+ w\n[^]*\nS\n/);
  expect((await written("aws.acm")).drawn).toMatch(/^f\*$/m);
});
