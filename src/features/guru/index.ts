export { answerGuru } from "./responder.ts";
export { guru } from "./routes.ts";
