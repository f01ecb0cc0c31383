export { workflows } from "./routes.ts";
export { Validation, Workflow } from "./schema.ts";
export { forgetWorkflows, generateWorkflow } from "./service.ts";
export { validatePython } from "./validate.ts";
