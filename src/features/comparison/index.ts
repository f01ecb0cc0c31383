export { comparison } from "./routes.ts";
