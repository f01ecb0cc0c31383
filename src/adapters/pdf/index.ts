import type { Report } from "./report.ts";

export type * from "./report.ts";

/** Sets a report as a PDF. The library and the fonts are loaded on the first call. */
export const renderReport = async (report: Report): Promise<Uint8Array<ArrayBuffer>> => {
  const { compose } = await import("./compose.ts");
  return compose(report);
};
