export { regions } from "./routes.ts";
