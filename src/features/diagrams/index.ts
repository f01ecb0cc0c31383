export { diagrams } from "./routes.ts";
export { drawMermaid } from "./service.ts";
