export { estimateInput, estimateTokens } from "./completion.ts";
export type { AiSettings } from "./connection.ts";
export type { ChatRequest, Message, Model, Picture, Tool, Usage } from "./model.ts";
export { AiError } from "./model.ts";
export { openAi } from "./openai-compatible.ts";
