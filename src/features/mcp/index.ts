export { mcp } from "./routes.ts";
