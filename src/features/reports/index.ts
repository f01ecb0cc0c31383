export { reports } from "./routes.ts";
export { writeReport } from "./service.ts";
