export { estimateInput, estimateTokens } from "./completion.ts";
export type { AiSettings } from "./connection.ts";
export type { AiFailure, ChatRequest, Message, Model, Tool, Transcript, Usage } from "./model.ts";
export { AiError } from "./model.ts";
export { openAi } from "./openai-compatible.ts";
