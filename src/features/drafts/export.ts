import { fontLoader } from "#adapters/fonts";
import { markdownToHtml, readBlocks } from "#adapters/markdown";
import { renderArticle } from "#adapters/pdf";
import { createDraw } from "#features/diagrams";
import type { Ctx } from "#http/context";
import { z } from "zod";
import { writePage } from "./export-page.ts";
import { dropTitle, writePost } from "./front-matter.ts";
import type { Source } from "./schema.ts";
import { Sources } from "./schema.ts";
import { withinLimits } from "./service.ts";
import { slugOf } from "./slug.ts";
import type { DraftAndVersion } from "./store.ts";

type ExportFormat = "markdown" | "html" | "pdf";

/** A draft as a file. */
export interface ExportedFile {
  body: string | Uint8Array<ArrayBuffer>;
  mediaType: string;
  /** May hold letters of any script: a header names it by `filename*`. */
  filename: string;
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** The script that most letters of the text are in, as the language that a reader's fonts go by. */
const languageOf = (text: string): string => {
  const sample = text.slice(0, 20_000);
  const count = (letters: RegExp): number => sample.match(letters)?.length ?? 0;
  const few = sample.length / 20;
  if (count(/\p{Script=Hangul}/gu) > few) return "ko";
  if (count(/\p{Script=Thai}/gu) > few) return "th";
  if (count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > few) return "ja";
  return count(/\p{Script=Han}/gu) > few ? "zh" : "en";
};

/** What a file says, whatever its format. */
interface Exportable {
  title: string;
  content: string;
  date: Date;
  categories: string[];
  tags: string[];
  sources: readonly Source[];
}

const Names = z.array(z.string());

const readDraft = ({ draft, version }: DraftAndVersion): Exportable => ({
  title: version?.title.trim() || "Untitled",
  content: version?.content ?? "",
  date: new Date(draft.published_at ?? draft.updated_at),
  categories: Names.parse(JSON.parse(draft.categories)),
  tags: Names.parse(JSON.parse(draft.tags)),
  sources: Sources.parse(JSON.parse(version?.sources ?? "[]")),
});

/** What the text rests on, each once. */
const sourcesOf = (sources: readonly Source[]): { title: string; detail?: string; href?: string }[] => {
  const named = sources.map(({ title, page, url }) => ({
    title,
    ...(page !== null && { detail: `page ${page}` }),
    ...(url !== null && { href: url }),
  }));
  return [...new Map(named.map((source) => [JSON.stringify(source), source])).values()];
};

const writePdf = async (ctx: Ctx, draft: Exportable): Promise<Uint8Array<ArrayBuffer>> => {
  const { title, content, date, tags, sources } = draft;
  const blocks = await readBlocks(dropTitle(content, title), { draw: createDraw(), lineBreaks: "joined" });
  return renderArticle(
    {
      title,
      facts: [dayOf(date), ...tags.slice(0, 8)],
      madeAt: date,
      language: languageOf(content),
      blocks,
      sources: sourcesOf(sources),
    },
    fontLoader(ctx.env.ASSETS),
  );
};

/** A draft as a file: Markdown with front matter, a page of HTML that needs nothing else, or a PDF. Throws `invalid_request`. */
export const exportDraft = async (ctx: Ctx, found: DraftAndVersion, format: ExportFormat): Promise<ExportedFile> => {
  const draft = readDraft(found);
  const { title, content, date } = draft;
  const name = slugOf(title, found.draft.id);
  switch (format) {
    case "markdown":
      return { body: writePost(draft, content), mediaType: "text/markdown;charset=utf-8", filename: `${name}.md` };
    case "html": {
      const article = await withinLimits(markdownToHtml(dropTitle(content, title)));
      const page = writePage({ title, day: dayOf(date), language: languageOf(content) }, article);
      return { body: page, mediaType: "text/html;charset=utf-8", filename: `${name}.html` };
    }
    case "pdf":
      return { body: await writePdf(ctx, draft), mediaType: "application/pdf", filename: `${name}.pdf` };
  }
};
