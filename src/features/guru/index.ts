export { answerQuestion } from "./answer.ts";
export { answerGuru } from "./responder.ts";
export { guru } from "./routes.ts";
