export { workflows } from "./routes.ts";
export { forgetWorkflows } from "./service.ts";
