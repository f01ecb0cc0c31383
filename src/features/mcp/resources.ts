import { listHistory, readAnalysis } from "#features/analysis";
import type { Ctx } from "#http/context";
import { AppError } from "#http/errors";
import { readAddress, views } from "./analysis-views.ts";
import { plain } from "./excerpt.ts";
import { analysisUri } from "./report.ts";

/** Analyses of a page; each is listed in all its forms. */
const perPage = 10;

/** The forms in which any analysis is read, by its id. */
export const resourceTemplates = views.map(({ path, name, title, description, mimeType }) => ({
  name,
  title,
  description,
  mimeType,
  uriTemplate: analysisUri("{id}", path),
}));

/** Own analyses, newest first, in all their forms. Nobody's are listed to nobody: there the id is the key. */
export const listResources = async (ctx: Ctx, cursor: string | undefined) => {
  if (ctx.actor.kind !== "user") return { resources: [] };
  const { analyses, next_cursor: next } = await listHistory(ctx, perPage, cursor);
  return {
    resources: analyses.flatMap(({ analysis_id: id, title, score, findings, created_at: at }) =>
      views
        .filter(({ path }) => path !== "/report.md")
        .map(({ path, name, title: form, description, mimeType }) => ({
          uri: analysisUri(id, path),
          name: `${plain(title, 100)} ${name}`,
          title: `${plain(title, 100)}: ${form} (score ${score}, ${findings} findings)`,
          description,
          mimeType,
          annotations: { lastModified: at },
        })),
    ),
    ...(next !== null && { nextCursor: next }),
  };
};

/** What stands at an address: an own analysis, or one that belongs to nobody. Throws `not_found` for any other. */
export const readResource = async (ctx: Ctx, uri: string) => {
  const found = readAddress(uri);
  if (found === undefined) throw new AppError("not_found", "There is nothing at this address.");
  const { id, view } = found;
  return { contents: [{ uri, mimeType: view.mimeType, text: view.write(ctx, await readAnalysis(ctx, id)) }] };
};
