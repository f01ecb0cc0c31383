export { fixes } from "./routes.ts";
