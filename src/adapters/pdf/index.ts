import type { LoadFont } from "#engine/typeface";
import type { Article, Conversation, Report } from "./report.ts";

export type * from "./report.ts";

const noFonts: LoadFont = () => Promise.resolve(undefined);

/** Sets a report as a PDF. The library and the fonts are loaded on the first call; those for Korean, Japanese and Chinese come from `loadFont`. */
export const renderReport = async (report: Report, loadFont = noFonts): Promise<Uint8Array<ArrayBuffer>> => {
  const { compose } = await import("./compose.ts");
  return compose(report, loadFont);
};

/** Sets a conversation as a PDF, in the report's typography. */
export const renderConversation = async (
  conversation: Conversation,
  loadFont: LoadFont,
): Promise<Uint8Array<ArrayBuffer>> => {
  const { composeConversation } = await import("./conversation.ts");
  return composeConversation(conversation, loadFont);
};

/** Sets an article as a PDF, in the report's typography: a title block, its blocks, its sources. */
export const renderArticle = async (article: Article, loadFont: LoadFont): Promise<Uint8Array<ArrayBuffer>> => {
  const { composeArticle } = await import("./article.ts");
  return composeArticle(article, loadFont);
};
