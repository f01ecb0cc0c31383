export { createDraw } from "./illustrate.ts";
export { diagrams } from "./routes.ts";
