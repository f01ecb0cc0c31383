export { diagrams } from "./routes.ts";
