export { answerFromChunks } from "./answer-from-chunks.ts";
export { DocumentJob } from "./document-job.do.ts";
export { Library } from "./library.do.ts";
export { documents } from "./routes.ts";
export { documentStates, ownDocuments, readChunks, searchLibrary } from "./search.ts";
export { SearchResults } from "./schema.ts";
export { forgetDocuments, searchDocuments, sweepDocuments } from "./service.ts";
