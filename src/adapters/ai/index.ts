export type { AiFailure, ChatRequest, Message, Model, Tool, Transcript, Usage } from "./model.ts";
export { AiError } from "./model.ts";
