export { checkPlan } from "./check-plan.ts";
export { Plan } from "./plan.ts";
export type { Value } from "./plan.ts";
export { planWorkflow } from "./plan-workflow.ts";
