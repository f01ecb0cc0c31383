export { advise } from "./advise.ts";
export type { Found } from "./retrieve.ts";
export { retrieve } from "./retrieve.ts";
export type { Advice, AnalysedDesign, Citation, Persona, Question } from "./advice.ts";
