export { translateTerraformJson } from "./configuration/translate.ts";
export { looksLikePlan, looksLikeTerraformJson } from "./detect.ts";
export { translatePlan } from "./plan/translate.ts";
