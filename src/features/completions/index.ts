export { completions } from "./routes.ts";
