export { answerQuestion } from "./answer.ts";
export { answerAdvice } from "./responder.ts";
export { assistant } from "./routes.ts";
