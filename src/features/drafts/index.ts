export { answerConversation } from "./conversation.ts";
export { drafts } from "./routes.ts";
export { forgetDrafts } from "./service.ts";
export { worksOf } from "./store.ts";
export { answerWriting } from "./writer.ts";
