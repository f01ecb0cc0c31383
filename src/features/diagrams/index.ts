export { createDraw } from "./illustrate.ts";
export { diagrams } from "./routes.ts";
export { DiagramRequest } from "./schema.ts";
export { drawWithText } from "./service.ts";
