export { writeArticle } from "./article.ts";
export { readIntent } from "./read-intent.ts";
export { lookUpsOf, revise } from "./revise.ts";
export { subjectOf } from "./wishes.ts";
